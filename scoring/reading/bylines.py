"""Who signs the article, and the dateline of an agency."""

import re
from collections.abc import Iterator

from scoring.document import Block, BlockKind, Byline, Dateline, Page, Span
from scoring.lexicons import sections
from scoring.months import MONTH_NAMES
from scoring.reading.particles import NAME_PARTICLES

# Credits stand near the top, or in the last lines ("Reporting by ...").
_FIRST, _LAST, _LONGEST = 12, 3, 200

_LISTS = sections("desks")
_DESKS, _AGENCIES = _LISTS["desk"], _LISTS["agency"]

_OPENING = re.compile(
    r"(?:^|[|•·—–-]\s{0,9}|\d\s{1,9})"
    r"(?:by|written\s{1,9}by|reported\s{1,9}by|story\s{1,9}by|words\s{1,9}by|author:|text\s{1,9}by)\s{0,9}:?\s{1,9}(?=\S)",
    re.IGNORECASE,
)
_REPORTING = re.compile(
    r"(?:^|[(;]\s{0,9})(?:additional\s{1,9})?reporting\s{1,9}by\s{1,9}(?=\S)", re.IGNORECASE
)
_STAMP_BY = re.compile(r"\bby\s{1,9}(?=\S)", re.IGNORECASE)
_SPLIT = re.compile(r"\s{0,9}(?:,\s{0,9}and\s{1,9}|,|;|&|/|\||•|·|\s(?:and|with)\s)\s{0,9}")
_WORD = re.compile(r"[^\s,;|•·&/()\[\]]+")
# Where the names of a byline end.
_STOP = re.compile(
    r"[|•·—(\[\n]|\s[-–]\s|(?<!\bDr)(?<!\bSen)(?<!\bRep)(?<!\bGov)(?<!\bProf)(?<!\b[A-Z])\.\s|\d|\b(?:for|in|on|at|of|is|published|updated|posted|last)\b",
    re.IGNORECASE,
)

_MONTH = rf"(?:{'|'.join(name[:3] for name in MONTH_NAMES)})[a-z]{{0,6}}\.?"
_DAY = rf"(?:{_MONTH}\s{{1,3}}\d\d?|\d\d?\s{{1,3}}{_MONTH})(?:,?\s{{1,3}}\d{{4}})?"
_PLACE = r"[A-Z][A-Z.'’-]{1,20}(?:\s{1,3}[A-Z][A-Z.'’-]{0,20}){0,3}"
_MIXED_PLACE = r"[A-Z][A-Za-zÀ-ÿ.'’-]{1,20}(?:\s{1,3}[A-Z][A-Za-zÀ-ÿ.'’-]{1,20}){0,2}"
_REGION = r"(?:[,/]\s{0,3}[A-Z][A-Za-z.]{1,20}(?:\s{1,3}[A-Z][A-Za-z.]{1,20}){0,2}){0,2}"
_DASH = r"\s{0,3}(?:—|–|--|-)(?=\s|[A-Z\"“‘'])"
_OUTLET = r"\((?P<outlet>[A-Z][A-Za-z.&’'/ ]{1,40})\)"
# Labels in capitals that stand where a dateline does.
_NO_PLACES = frozenset(
    {
        "file",
        "photo",
        "photos",
        "video",
        "watch",
        "live",
        "breaking",
        "update",
        "updated",
        "new",
        "exclusive",
        "opinion",
    }
    | {
        "analysis",
        "editor's note",
        "editor’s note",
        "note",
        "correction",
        "read",
        "more",
        "related",
        "u.s",
        "us",
        "the",
    }
)
_DATELINES = (
    re.compile(rf"(?P<place>{_PLACE}){_REGION}(?:,\s{{0,3}}{_DAY})?\s{{0,3}}{_OUTLET}(?:{_DASH})?"),
    re.compile(rf"(?P<place>{_MIXED_PLACE}){_REGION}(?:,\s{{0,3}}{_DAY})?\s{{1,3}}{_OUTLET}{_DASH}"),
    re.compile(rf"(?P<place>{_PLACE}){_REGION}(?:,\s{{0,3}}{_DAY})?{_DASH}"),
    re.compile(
        rf"(?P<place>{_MIXED_PLACE}){_REGION}\s{{0,3}}[•·|]\s{{0,3}}(?P<outlet>[A-Z][A-Za-z.&’' -]{{1,30}})(?=$|\n)"
    ),
    re.compile(rf"{_OUTLET}{_DASH}"),
)


# The form that fills a line of its own, which a layout may take for a heading.
_LINE = _DATELINES[3]


def find_bylines(page: Page, declared: tuple[str, ...]) -> tuple[Byline, ...]:
    """Authors named by the CMS, the markup or the text, each once."""
    found: dict[str, Byline] = {}
    for name in (*page.article.authors, *declared):
        cleaned = re.sub(r"^by\s+", "", " ".join(name.split())[:_LONGEST], flags=re.IGNORECASE)
        if cleaned:
            found.setdefault(cleaned.casefold(), Byline(cleaned, is_desk(cleaned)))
    for byline in _in_text(page):
        known = found.get(byline.name.casefold())
        if known is None or known.span is None:
            found[byline.name.casefold()] = byline
    return tuple(found.values())


def is_desk(name: str) -> bool:
    """Whether a signature names no person: a desk, a team, an account or an agency."""
    lowered = name.casefold()
    return lowered.removeprefix("the ") in _AGENCIES or any(
        word.strip(".,") in _DESKS for word in re.split(r"[\s_-]+", lowered)
    )


def _in_text(page: Page) -> Iterator[Byline]:
    blocks = [block for block in page.blocks if block.kind not in (BlockKind.REFERENCE, BlockKind.CODE)]
    last = max(len(blocks) - _LAST, 0)
    for index, block in enumerate(blocks):
        if index < _FIRST or block.kind in (BlockKind.BYLINE, BlockKind.STAMP):
            yield from _signed(page, block)
        if index >= last and (match := _REPORTING.search(page.text, *_head(block))):
            yield from _names(page, match.end(), min(block.span.end, match.end() + _LONGEST), single=False)


def _head(block: Block) -> tuple[int, int]:
    return block.span.start, min(block.span.end, block.span.start + _LONGEST)


def _signed(page: Page, block: Block) -> Iterator[Byline]:
    start, end = _head(block)
    if block.span.end > end and block.kind is not BlockKind.BYLINE:
        return
    credit = block.kind in (BlockKind.BYLINE, BlockKind.STAMP)
    match = _OPENING.search(page.text, start, end)
    if not match and (credit or _stamped(page.lower[start:end])):
        match = _STAMP_BY.search(page.text, start, end)
    if match:
        yield from _names(page, match.end(), end, single=True)
    elif block.kind is BlockKind.BYLINE:
        yield from _names(page, start, end, single=True)


def _stamped(line: str) -> bool:
    return (
        line.startswith(("last updated", "updated", "published", "posted", "last modified", "post on"))
        or " read " in line
    )


def _names(page: Page, start: int, end: int, *, single: bool) -> Iterator[Byline]:
    """The names from `start` on, up to the first part that is none; a lone word counts where `single` says so."""
    stop = _STOP.search(page.text, start, end)
    end = stop.start() if stop else end
    at = start
    pieces = [*_SPLIT.finditer(page.text, start, end)]
    for index in range(len(pieces) + 1):
        upto = pieces[index].start() if index < len(pieces) else end
        words = _WORD.findall(page.text, at, upto)
        if not _is_name(words, single=single and not pieces):
            return
        name = " ".join(words).rstrip(".:")
        first = page.text.index(words[0], at)
        last = page.text.rindex(words[-1], first, upto) + len(words[-1])
        yield Byline(name, is_desk(name), Span(first, last))
        at = pieces[index].end() if index < len(pieces) else end


def _is_name(words: list[str], *, single: bool) -> bool:
    if not words or len(words) > 5 or (len(words) == 1 and not single and not is_desk(words[0])):
        return False
    if is_desk(" ".join(words)):
        return True
    return (
        all(word[0].isupper() or word in NAME_PARTICLES for word in words)
        and words[0].casefold() not in _NO_NAMES
    )


_NO_NAMES = frozenset(
    {"the", "a", "an", "now", "then", "this", "contrast", "comparison", "all", "most", "far"}
)


def find_dateline(page: Page) -> Dateline | None:
    """The dateline, where one of the first lines begins with it."""
    seen = 0
    for block in page.blocks:
        if block.kind in (BlockKind.FURNITURE, BlockKind.TABLE_ROW):
            continue
        seen += 1
        if seen > 6:
            break
        start, end = block.span.start, min(block.span.end, block.span.start + 120)
        headline = block.kind in (BlockKind.TITLE, BlockKind.HEADING)
        for pattern in (_LINE,) if headline else _DATELINES:
            match = pattern.match(page.text, start, end)
            if match and (match.groupdict().get("place") or "").casefold() not in _NO_PLACES:
                return _dateline(match)
    return None


def _dateline(match: re.Match[str]) -> Dateline:
    groups = match.groupdict()
    place = groups.get("place")
    text = match[0].rstrip(" \t-–—")
    return Dateline(
        " ".join(place.split()).strip(",.-") if place else None,
        groups.get("outlet"),
        Span(match.start(), match.start() + len(text)),
    )
