"""Where the reference list is: its entries, each with its label."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from scoring.document import Block, BlockKind, Link, Page, Span
from scoring.layout.reference_headings import LONGEST_HEADING, heads_list


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


_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_LABELS = (
    (Style.BRACKET, re.compile(r"[*_\\]{0,3}\[\^?(\d{1,3})\\?\][*_]{0,3}[.:]?\s*(?:\| )?")),
    (Style.NUMBER, re.compile(r"[*_]{0,3}(\d{1,3})[.):][*_]{0,3}\s+")),
    (Style.NUMBER, re.compile(r"[*_]{0,3}\((\d{1,3})\)[*_]{0,3}\s*")),
    (Style.NUMBER, re.compile(r"[↑^]?\s?(\d{1,3})\.? \| ")),
    (Style.SUPERSCRIPT, re.compile(r"([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})\s*")),
)
# A line that is an address belongs to the entry above it.
_ADDRESS = re.compile(r"<?(?:https?://|www\.|doi:)\S+>?\.?$", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# A block longer than this is prose, whatever it begins with.
_LONGEST = 900


def list_entries(page: Page, links: Sequence[Link]) -> tuple[Entry, ...]:
    """The entries of the reference list, in text order.

    The layout's REFERENCE blocks, where it found any; else the labelled lines under a heading such as
    "References:", and lines that begin with `[n]`.
    """
    lists = list(_lists(page))
    entries = _called_lists(lists) if lists else list(_lines(page, links))
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


def _lists(page: Page) -> Iterator[list[Entry]]:
    """The lists that the layout found, entry by entry: another style, a label that comes again or a heading ends one."""
    entries: list[Entry] = []
    headed = False
    for block in page.blocks:
        headed = headed or block.kind is BlockKind.HEADING
        if block.kind is not BlockKind.REFERENCE:
            continue
        entry = _entry(page, block)
        if entries and entry.label is None and _ADDRESS.match(page[block.span]):
            entries[-1] = entries[-1]._replace(span=Span(entries[-1].span.start, block.span.end))
        elif entries and _goes_on(entries[-1], entry, headed=headed):
            entries.append(entry)
        else:
            if entries:
                yield entries
            entries = [entry]
        headed = False
    if entries:
        yield entries


def _goes_on(before: Entry, entry: Entry, *, headed: bool) -> bool:
    if before.style is not entry.style:
        return False
    if before.label is None or entry.label is None:
        return before.label is entry.label and not headed
    step = int(entry.label) - int(before.label)
    return step == 1 if headed else step > 0


def _called_lists(lists: list[list[Entry]]) -> list[Entry]:
    """The entries that markers call: those with labels, each label once, where there are any; else all.

    Further reading and notes are lists of their own. A list of bracketed labels goes before one of plain numbers.
    """
    labelled = [entries for entries in lists if entries[0].label is not None]
    if not labelled:
        return [entry for entries in lists for entry in entries]
    taken: dict[str, Entry] = {}
    # Stray single entries under a long list of another shape do not hide it.
    unlabelled = max((len(entries) for entries in lists if entries[0].label is None), default=0)
    for entries in sorted(labelled, key=lambda it: (it[0].style is not Style.BRACKET, -len(it))):
        for entry in entries:
            taken.setdefault(entry.label or "", entry)
    if unlabelled > 4 * len(taken):
        return [entry for entries in lists for entry in entries if entry.label is None]
    return sorted(taken.values(), key=lambda entry: entry.span)


def _lines(page: Page, links: Sequence[Link]) -> Iterator[Entry]:
    """Entries among the lines of a text whose layout tells no references apart."""
    style: Style | None = None
    listing = aside = False
    for block in page.blocks:
        start, end = block.span
        furniture = block.kind is BlockKind.FURNITURE
        # A list beside the article ends with what it stands in, and one without labels where the next part begins.
        if (aside and not furniture) or (block.kind is BlockKind.HEADING and style is Style.NONE):
            listing = aside = False
        if _is_heading(page, block):
            listing, style, aside = True, None, furniture
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
    short = block.span.end - block.span.start <= LONGEST_HEADING
    return short and heads_list(page[block.span].strip("#*_:. "))


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
