"""`assay links`: what became of cited URLs, one JSON line each."""

import re
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO, NamedTuple

import typer

from service.cli.terminal import BAD_INPUT, STOPPED, fail, pipe_closed, say, words_of

if TYPE_CHECKING:
    from scoring import Lookup
    from service.cli.progress import Bar
    from service.resolve.outside import CitationAsker
    from service.settings import Settings

# Citations that are in work at a time; how many of them reach one host is the door's business.
AT_ONCE = 256
CLAIMS = ("title", "outlet", "published")
SCHEME = re.compile(r"[A-Za-z][A-Za-z\d+.-]{0,20}:")
LONGEST_SHOWN = 4096


class Given(NamedTuple):
    """One input line: a question, or what is wrong with the line."""

    number: int
    lookup: "Lookup | None" = None
    id: str | None = None
    error: str | None = None


def links(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="URLs, identifiers or JSON, one a line; - for standard input.",
            show_default=False,
        ),
    ],
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            metavar="VERDICT",
            help="Exit 1 where any has this verdict: dead, soft_dead, mismatch, blocked, transient, unsafe; several with commas.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Check citations alone.

    Takes a URL or an identifier (doi:10.…, arXiv:…, PMID …, ISBN …) a line, or
    JSON with url, title, outlet, published and an id that is handed back.
    Prints one JSON line each, in input order: id, url, verdict, reason, status,
    final_url, title, elapsed_ms.

    Exit status: 0 all were checked, 1 stopped by --fail-on, 2 some line could
    not be read.
    """
    import asyncio

    from service.cli.configuration import load_settings
    from service.cli.progress import make_bar

    stops = _verdicts(fail_on or [])
    settings = load_settings()
    with _opened(file) as source:
        given = list(_given(source, "standard input" if file == "-" else file))
    with make_bar(len(given), sys.stdout.isatty()) as bar:
        try:
            bad, found = asyncio.run(_check(given, settings, bar))
        except KeyboardInterrupt:
            raise typer.Exit(130) from None
        except BrokenPipeError:
            raise typer.Exit(pipe_closed()) from None
    if bad:
        raise typer.Exit(BAD_INPUT)
    if stops & found:
        raise typer.Exit(STOPPED)


def _verdicts(words: list[str]) -> frozenset[str]:
    """The verdicts that --fail-on names. Ends the command for a word that is none."""
    from scoring import Verdict

    known = [verdict.value for verdict in Verdict]
    given = {word.lower() for word in words_of(words)}
    if strange := sorted(given - set(known)):
        fail(f"--fail-on: there is no verdict {strange[0]}; there are {', '.join(known)}")
    return frozenset(given)


def _opened(file: str) -> BinaryIO:
    if file == "-":
        return sys.stdin.buffer
    try:
        return Path(file).open("rb")
    except OSError as error:
        raise fail(f"{file}: {error.strerror}", BAD_INPUT) from None


def _given(source: BinaryIO, name: str) -> Iterator[Given]:
    for number, line in enumerate(source, start=1):
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8").strip("\r\n")
        except UnicodeDecodeError:
            yield Given(number, error=f"{name}:{number}: is not UTF-8")
            continue
        if not text.strip():
            continue
        try:
            yield _read(text, number)
        except ValueError as error:
            yield Given(number, error=f"{name}:{number}: {error}")


def _read(text: str, number: int) -> Given:
    """One line. Raises ValueError that names the field at fault."""
    import orjson

    if not text.lstrip().startswith("{"):
        return Given(number, _question(text, {}))
    try:
        row: dict[str, Any] = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise ValueError(f"is not JSON: {error}") from None
    for field in ("url", "id", *CLAIMS):
        if not isinstance(row.get(field), str | int | None) or isinstance(row.get(field), bool):
            raise ValueError(f"{field}: must be text")
    if "url" not in row:
        raise ValueError("url: is missing")
    if not isinstance(row["url"], str):
        raise ValueError("url: must be text")
    claims = {name: str(row[name]) if row.get(name) is not None else None for name in CLAIMS}
    id = row.get("id")
    return Given(number, _question(row["url"], claims), None if id is None else str(id))


def _question(text: str, claims: dict[str, str | None]) -> "Lookup":
    """The question about a URL or an identifier (`doi:10.…`, `arXiv:…`, `PMID …`, `ISBN …`), as an article asks it."""
    from scoring import LookupKind
    from service.resolve.questions import question

    lookup = question(text, claims)
    # What names a scheme is an address, if a broken one, and gets its verdict.
    if lookup.kind is LookupKind.LINK and len(text.split()) > 1 and not SCHEME.match("".join(text.split())):
        shown = text.strip()[:80]
        raise ValueError(f"is neither a URL nor an identifier: {shown!r}; a URL has no blanks")
    return lookup


async def _check(given: list[Given], settings: "Settings", bar: "Bar") -> tuple[bool, set[str]]:
    """Print a line for each; whether some could not be read, and the verdicts that there were."""
    import orjson

    from service.resolve.outside import open_citations, open_settled_door

    bad = False
    verdicts: set[str] = set()
    async with open_settled_door(settings) as door, open_citations(settings, door) as asker:
        async for one, row in _in_order(given, partial(_row, asker, settings.fetch_timeout)):
            bar.advance()
            if one.error is not None:
                bad = True
                bar.say(one.error) if sys.stderr.isatty() else say(one.error)
            else:
                verdicts.add(row["verdict"])
                sys.stdout.buffer.write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))
                sys.stdout.buffer.flush()
    return bad, verdicts


async def _in_order(
    given: list[Given], row: Callable[[Given], Awaitable[dict[str, Any]]]
) -> AsyncIterator[tuple[Given, dict[str, Any]]]:
    import asyncio

    slots = asyncio.Semaphore(AT_ONCE)

    async def check(one: Given) -> dict[str, Any]:
        async with slots:
            return await row(one) if one.lookup is not None else {}

    tasks = [asyncio.create_task(check(one)) for one in given]
    for one, task in zip(given, tasks, strict=True):
        yield one, await task


async def _row(asker: "CitationAsker", seconds: float, one: Given) -> dict[str, Any]:
    from service.resolve.door import Budget

    assert one.lookup is not None
    budget = Budget(seconds)
    found = await asker.find(one.lookup, None, budget)
    return {
        "id": one.id,
        "url": one.lookup.key[:LONGEST_SHOWN],
        "verdict": found.verdict.value,
        "reason": found.reason,
        "status": found.status,
        "final_url": found.final_url,
        "title": found.title,
        "elapsed_ms": round(budget.spent * 1000),
    }
