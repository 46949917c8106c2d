"""Where the reference list is: its entries, each with its label."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from scoring.document import Block, BlockKind, Link, Page, Span


class Style(StrEnum):
    """How the entries of a list are numbered; one list keeps to one style."""

    BRACKET = "bracket"
    NUMBER = "number"
    SUPERSCRIPT = "superscript"
    NONE = "none"


class Entry(NamedTuple):
    """One entry: `body` is where its words begin, after the label."""

    label: str | None
    span: Span
    body: int
    style: Style


HEADINGS = frozenset(
    (
        "references",
        "reference list",
        "list of references",
        "references and notes",
        "notes and references",
        "references and further reading",
        "sources",
        "sources cited",
        "cited sources",
        "bibliography",
        "works cited",
        "citations",
        "notes",
        "footnotes",
        "endnotes",
        "literature",
        "further reading",
    )
)
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_LABELS = (
    (Style.BRACKET, re.compile(r"\[\^?(\d{1,3})\]:?\s*")),
    (Style.NUMBER, re.compile(r"(\d{1,3})[.)]\s+")),
    (Style.SUPERSCRIPT, re.compile(r"([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})\s*")),
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# A block longer than this is prose, whatever it begins with.
_LONGEST = 900


def list_entries(page: Page, links: Sequence[Link]) -> tuple[Entry, ...]:
    """The entries of the reference list, in text order.

    The layout's REFERENCE blocks, where it found any; else the labelled lines under a heading such as
    "References:", and lines that begin with `[n]`.
    """
    laid_out = [_entry(page, block) for block in page.of_kind(BlockKind.REFERENCE)]
    entries = _one_style(laid_out) if laid_out else list(_lines(page, links))
    if entries and all(entry.label is None for entry in entries):
        # The numbers of a list are often lost on the way to plain text; its order is not.
        entries = [entry._replace(label=str(number)) for number, entry in enumerate(entries, 1)]
    return tuple(entries)


def _entry(page: Page, block: Block) -> Entry:
    for style, pattern in _LABELS:
        if match := pattern.match(page.text, block.span.start, block.span.end):
            label = match[1].translate(_SUPERSCRIPTS).lstrip("0") or "0"
            return Entry(label, block.span, match.end(), style)
    return Entry(None, block.span, block.span.start, Style.NONE)


def _one_style(entries: list[Entry]) -> list[Entry]:
    # The commonest one, not the first: a stray paragraph under the heading must not hide the list.
    style, _ = Counter(entry.style for entry in entries).most_common(1)[0]
    return [entry for entry in entries if entry.style is style]


def _lines(page: Page, links: Sequence[Link]) -> Iterator[Entry]:
    """Entries among the lines of a text whose layout tells no references apart."""
    style: Style | None = None
    listing = False
    for block in page.blocks:
        start, end = block.span
        if _is_heading(page, block):
            listing, style = True, None
        elif listing or page.text[start] == "[":
            entry = _entry(page, block)
            if end - start > _LONGEST and entry.style is not Style.BRACKET:
                listing = False
            elif listing and (entry.style is style or (style is None and _opens(page, links, entry))):
                style = entry.style
                yield entry
            elif entry.style is Style.BRACKET and _note(page, links, entry):
                yield entry
            elif not page.lower.startswith(("http", "www."), start):
                listing = False


def _is_heading(page: Page, block: Block) -> bool:
    start, end = block.span
    return end - start <= 40 and page.lower[start:end].strip("#*_:. ") in HEADINGS


def _opens(page: Page, links: Sequence[Link], entry: Entry) -> bool:
    """Whether a line can be the first entry under its heading."""
    return entry.label in ("1", "0") or entry.style is Style.BRACKET or _sourced(page, links, entry)


def _note(page: Page, links: Sequence[Link], entry: Entry) -> bool:
    """Whether a line that begins with `[n]` is a note: a call follows its words, so it opens no line of them."""
    return _sourced(page, links, entry) or page.text.count(" ", entry.body, entry.span.end) > 2


def _sourced(page: Page, links: Sequence[Link], entry: Entry) -> bool:
    """Whether an entry names where its source is: a link, or a year."""
    if _YEAR.search(page.text, entry.body, entry.span.end):
        return True
    first = bisect_left(links, entry.body, key=_link_start)
    return first < len(links) and links[first].span.start < entry.span.end


def _link_start(link: Link) -> int:
    return link.span.start
