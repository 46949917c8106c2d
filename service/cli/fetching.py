"""Pages that the command line is given by their addresses, fetched through the door that citations go through."""

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING

from service.cli.inputs import Input, Kind, is_url

if TYPE_CHECKING:
    from service.resolve.door import Door
    from service.settings import Settings

# Pages under way at a time; how many reach one host is the door's business.
AT_ONCE = 16
_KINDS = {
    "text/html": Kind.HTML,
    "application/xhtml+xml": Kind.HTML,
    "text/plain": Kind.TEXT,
    "text/markdown": Kind.MARKDOWN,
}


def fetch_pages(paths: Iterable[str], settings: "Settings") -> dict[str, Input]:
    """The pages among the arguments by their addresses, each as an input or as what kept it from being one."""
    urls = [path for path in dict.fromkeys(paths) if is_url(path)]
    return asyncio.run(_fetch_all(urls, settings)) if urls else {}


async def _fetch_all(urls: list[str], settings: "Settings") -> dict[str, Input]:
    from service.resolve.outside import open_settled_door

    slots = asyncio.Semaphore(AT_ONCE)
    async with open_settled_door(settings) as door:

        async def fetch(url: str) -> Input:
            async with slots:
                return await _fetch(door, url, settings.max_body_bytes)

        return dict(zip(urls, await asyncio.gather(*map(fetch, urls)), strict=True))


async def _fetch(door: "Door", url: str, limit: int) -> Input:
    from service.resolve.door import FetchFailedError, UrlRefusedError
    from service.resolve.page import decode

    try:
        answer = await door.get(url, limit=limit)
    except UrlRefusedError as error:
        return Input(url, Kind.HTML, error=f"is not fetched: {_words(error.reason)} (docs/links.md)")
    except FetchFailedError as error:
        return Input(url, Kind.HTML, error=f"could not be fetched: {_words(error.reason)}")
    content_type = answer.headers.get("content-type", "text/html")
    kind = _KINDS.get(content_type.partition(";")[0].strip().lower())
    if not 200 <= answer.status < 300:
        return Input(url, Kind.HTML, error=f"could not be fetched: the server answered {answer.status}")
    if kind is None:
        return Input(url, Kind.HTML, error=f"holds {content_type[:60]}, not HTML, Markdown or plain text")
    if answer.cut is not None:
        return Input(url, kind, error=f"could not be fetched whole: {_words(answer.cut)}")
    return Input(url, kind, decode(answer.body, content_type).encode(), url=answer.url)


def _words(reason: str) -> str:
    return reason.replace("_", " ")
