"""Asks a web archive whether a page that is gone was ever there. "No record" is said only where records are kept."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote

import orjson

from scoring import LinkEvidence, Lookup
from service.resolve.door import Answer, Budget, Door, FetchFailedError, UrlRefusedError
from service.resolve.page import decode, read_page
from service.resolve.titles import agrees
from service.resolve.urls import Target

ARCHIVED, NEVER_SEEN, UNKNOWN = "archived", "never_seen", "unknown"
ARCHIVE_SECONDS = 5.0
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
REPLY_BYTES = 64_000


class Archive:
    """A web archive with a capture index (`/cdx/search/cdx`) and a redirect to the nearest capture (`/web/`).

    `door` should be one of its own with a pause of a second between requests.
    """

    def __init__(self, door: Door, base: str) -> None:
        self._door = door
        self._base = base.rstrip("/")

    async def origin(self, lookup: Lookup) -> tuple[str, str | None]:
        """What the archive knows of a page: one of `archived`, `never_seen` and `unknown`, and the capture's URL."""
        budget = Budget(ARCHIVE_SECONDS)
        try:
            target = self._door.vet(lookup.key)
            captures = await self._captures(target, budget)
            if captures:
                return await self._shown(captures, lookup.claim("title"), budget)
            if captures is None or not await self._redirect_knows_none(target, budget):
                return UNKNOWN, None
            kept = await self._site_is_kept(target, lookup.claim("published"), budget)
            return (NEVER_SEEN if kept else UNKNOWN), None
        except (UrlRefusedError, FetchFailedError):
            return UNKNOWN, None

    async def _captures(self, target: Target, budget: Budget) -> list[tuple[str, str]] | None:
        """Captures with status 200 under any spelling, as (time, URL); None where the index does not answer."""
        found: list[tuple[str, str]] = []
        for url in _spellings(target):
            query = (
                f"url={quote(url, safe='')}&output=json&fl=timestamp,original&filter=statuscode:200&limit=-3"
            )
            rows = _rows(await self._get(f"/cdx/search/cdx?{query}", budget))
            if rows is None:
                return None
            found += rows
            if found:
                break
        return found

    async def _shown(
        self, captures: Sequence[tuple[str, str]], title: str | None, budget: Budget
    ) -> tuple[str, str | None]:
        """A capture counts where its title is the cited one: one of an error page proves nothing."""
        for time, url in reversed(captures):
            place = f"{self._base}/web/{time}/{url}"
            if title is None:
                return ARCHIVED, place
            answer = await self._get(f"/web/{time}id_/{url}", budget)
            page = read_page(decode(answer.body, answer.headers.get("content-type", "")))
            if answer.status == 200 and agrees(title, page.titles):
                return ARCHIVED, place
        return UNKNOWN, None

    async def _redirect_knows_none(self, target: Target, budget: Budget) -> bool:
        answer = await self._get(f"/web/2/{target.url}", budget, follow=False)
        return answer.status == 404

    async def _site_is_kept(self, target: Target, published: str | None, budget: Budget) -> bool:
        """Whether the archive has pages of this site, of the cited year where one is cited."""
        query = f"url={quote(target.host, safe='')}/*&output=json&fl=timestamp,original&filter=statuscode:200&limit=1"
        if year := _YEAR.search(published or ""):
            query += f"&from={year[0]}&to={year[0]}"
        return bool(_rows(await self._get(f"/cdx/search/cdx?{query}", budget)))

    async def _get(self, path: str, budget: Budget, *, follow: bool = True) -> Answer:
        return await self._door.get(self._base + path, limit=REPLY_BYTES, follow=follow, budget=budget)


def _spellings(target: Target) -> Iterator[str]:
    """The archive folds scheme, `www` and case itself; a query and a last slash it does not."""
    bare = target.url.partition("://")[2]
    yield bare
    plain, mark, query = bare.partition("?")
    if query:
        yield plain
    yield plain[:-1] + mark + query if plain.endswith("/") else f"{plain}/{mark}{query}"


def _rows(answer: Answer) -> list[tuple[str, str]] | None:
    if answer.status != 200:
        return None
    try:
        rows = orjson.loads(answer.body.strip() or b"[]")
        return [(str(row[0]), str(row[1])) for row in rows[1:] if str(row[0]).isdigit()]
    except (orjson.JSONDecodeError, TypeError, IndexError):
        return None


def with_origin(found: LinkEvidence, origin: tuple[str, str | None]) -> LinkEvidence:
    """A finding with what the archive knows."""
    return LinkEvidence(
        **{**found.as_dict(), "verdict": found.verdict, "origin": origin[0], "archived": origin[1]}
    )
