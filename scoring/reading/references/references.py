"""Entries of the reference list taken apart: title, outlet, address and dates."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from scoring.article import GivenReference
from scoring.document import Link, Marker, Page, Reference, Span, starting_in
from scoring.reading.dates.short_dates import ShortDate, short_dates, url_date
from scoring.reading.references.reference_list import Entry
from scoring.sites import host_of

_RETRIEVED = re.compile(
    r"(?:^|[.,;:(\[]\s{0,3}|\s[-–—]\s)(?:[Ll]ast |[Dd]ate )?(?:[Rr]etrieved|[Aa]ccessed|[Vv]iewed|[Vv]isited|[Aa]vailable)\b"
    r"(?: on| at| from)?:?"
)
_QUOTED = re.compile(r"[\"“«„]([^\"“”«»„]{4,300})[\"”»]")
_DASH = re.compile(r"\s(?:[-–—|]|--)\s")
_INITIALS = re.compile(r"^[^\W\d_][\w'’-]{1,30}, (?:[A-Z]\.[ -]?){1,3}")
# Where a name of an outlet ends; the stop of an abbreviation is no end.
_PIECE = re.compile(r"[,;(]\s|(?<=\w{5})\.\s|\s[-–—|]\s")
_ISSUE = re.compile(r",\s*(?:vol\.?\s*)?\d.*$|\s+\d+\(\d+\).*$")
# `Tamm I, Ruus P. Title. J Harb Works. 2021;12(3):45`
_VANCOUVER = re.compile(
    r"(?:[^\W\d_][\w'’-]{1,30} [A-Z]{1,3}(?:, (?:et al)?|\. ))+(?P<title>[^.?!]{8,300}[.?!]) (?P<outlet>[^.;:]{2,120})(?:[.:] [^;:]{2,80})?[.;] "
    r"(?P<year>(?:19|20)\d\d)(?:[;:.]|$)"
)
# `Ruus, Ivo. Title. Publisher, 2019.`
_BOOK = re.compile(
    r"[^\W\d_][\w'’-]{1,30}, [A-Z][\w'’. -]{1,40}?\. (?P<title>[^.\"“”]{4,200})\. (?P<outlet>[^.,\"“”]{3,80}), (?P<year>(?:19|20)\d\d)\."
)
# `Ivo Ruus, Title (Place: Publisher, 2019), 45`
_NOTE = re.compile(
    r"(?:[A-Z][\w'’.-]{0,20} ){1,4}?[A-Z][\w'’-]{1,30}, (?P<title>[^\"“”()]{4,200}) \((?:[^():,]{2,40}: )?(?P<outlet>[^():,]{3,80}), (?P<year>(?:19|20)\d\d)\)"
)
_UNDATED = frozenset(("n.d.", "n.d", "no date", "undated"))
_EDGE = ' \t\r\n.,;:()[]<>*_"“”«»„–—-|'
_INNER_STOP = re.compile(r"[.?!]\s{1,3}(?=[A-Z\"“])")


class _Parts(NamedTuple):
    """What an entry's words say."""

    title: str | None = None
    outlet: str | None = None
    published: str | None = None


def find_references(
    page: Page, links: Sequence[Link], entries: Iterable[Entry], markers: Iterable[Marker]
) -> tuple[Reference, ...]:
    """The entries of the reference list, then those that the CMS keeps apart (these have no span)."""
    callers: dict[str, list[int]] = defaultdict(list)
    for index, marker in enumerate(markers):
        for label in marker.labels:
            callers[label].append(index)
    found = [_reference(page, links, entry) for entry in entries]
    found += [_given(reference) for reference in page.article.references]
    return tuple(_called(reference, callers) for reference in found)


def _called(reference: Reference, callers: dict[str, list[int]]) -> Reference:
    if reference.label not in callers:
        return reference
    return Reference(
        reference.label,
        reference.span,
        reference.title,
        reference.outlet,
        reference.url,
        reference.published,
        reference.retrieved,
        reference.url_date,
        tuple(callers[reference.label]),
    )


def _reference(page: Page, all_links: Sequence[Link], entry: Entry) -> Reference:
    links = starting_in(all_links, Span(entry.body, entry.span.end))
    url = links[0].url if links else None
    words, anchor = _without_urls(page, entry, links)
    words, retrieved = _cut_retrieved(words)
    parts = _linked(words, anchor) or _parts(words, url)
    return Reference(
        label=entry.label,
        span=entry.span,
        title=parts.title or anchor,
        outlet=_outlet(parts.outlet),
        url=url,
        published=parts.published,
        retrieved=retrieved,
        url_date=url_date(url) if url else None,
    )


def _given(given: GivenReference) -> Reference:
    dates = short_dates(given.published or "")
    return Reference(
        label=given.marker.strip(" []().^") or None if given.marker else None,
        span=None,
        title=given.title,
        outlet=given.outlet,
        url=given.url,
        published=dates[0].value if dates else None,
        url_date=url_date(given.url) if given.url else None,
    )


def _without_urls(page: Page, entry: Entry, links: Sequence[Link]) -> tuple[str, str | None]:
    """The entry's words without the addresses, and the words of its first link where they are its title."""
    pieces = []
    anchor = None
    at = entry.body
    for link in links:
        start, end = link.span.start, min(link.span.end, entry.span.end)
        pieces.append(page.text[at:start])
        shown = page.text[start:end]
        words, marked_up, _ = shown.partition("](")
        if marked_up:
            shown = words.partition("[")[2]
        if "://" not in shown and not shown.startswith("www."):
            pieces.append(shown)
            if anchor is None and len(shown.split()) > 2:
                anchor = _clean(shown)
        at = max(at, end)
    pieces.append(page.text[at : entry.span.end])
    return " ".join("".join(pieces).split()), anchor


def _cut_retrieved(words: str) -> tuple[str, str | None]:
    """The words before "Retrieved ..." or "Accessed ...", and the day that follows it."""
    for match in _RETRIEVED.finditer(words):
        dates = short_dates(words[match.end() : match.end() + 40])
        tail = words[match.end() :].strip(_EDGE)
        if not dates and len(tail.split()) > 4:
            continue
        early = dates and dates[0].start <= 6
        return words[: match.start()] + ("" if not early else " "), dates[0].value if early else None
    return words, None


def _parts(words: str, url: str | None) -> _Parts:
    dates = short_dates(words)
    for style in (_VANCOUVER, _BOOK, _NOTE):
        if match := style.match(words):
            return _Parts(_clean(match["title"]), _clean(match["outlet"]), match["year"])
    enclosed = _enclosed(words, dates)
    quoted = _QUOTED.search(words)
    if (
        enclosed
        and enclosed[0] > 1
        and len(words[enclosed[1] :].strip(_EDGE)) > 3
        and not (quoted and quoted.end() <= enclosed[0])
    ):
        return _author_date(words, enclosed, dates)
    if quoted:
        return _quoted(words, quoted, dates)
    return _plain(words, enclosed, dates, url)


def _linked(words: str, anchor: str | None) -> _Parts | None:
    """`Title, Outlet, 3 May 2021` whose title is a link: what follows the link is the outlet and the date."""
    before, found, after = words.partition(anchor or "\0")
    if not anchor or not found or len(before.strip(_EDGE)) > 3:
        return None
    dates = short_dates(after)
    pieces = [piece for piece in map(_clean, _PIECE.split(_blanked(after, dates))) if piece]
    return _Parts(anchor, pieces[0] if pieces else None, dates[0].value if dates else None)


def _enclosed(words: str, dates: list[ShortDate]) -> tuple[int, int] | None:
    """Where the first date in round brackets stands, brackets included; "(n.d.)" counts."""
    start = words.find("(")
    while start >= 0:
        end = words.find(")", start, start + 40)
        if end > 0:
            inner = words[start + 1 : end].strip()
            if inner.lower() in _UNDATED or any(
                start < date.start < start + 24 and date.end <= end for date in dates
            ):
                return start, end + 1
        start = words.find("(", start + 1)
    return None


def _author_date(words: str, enclosed: tuple[int, int], dates: list[ShortDate]) -> _Parts:
    """`Outlet. (2021). Title.` and `Author, A. (2021, May 3). Title. Outlet.`"""
    head = words[: enclosed[0]].strip()
    tail = words[enclosed[1] :].strip(" .,:;")
    outlet: str | None = _clean(head)
    title = tail
    if _INITIALS.match(head):
        outlet = None
        stops = list(_INNER_STOP.finditer(tail))
        if stops and len(tail[stops[-1].end() :].split()) <= 6:
            title, outlet = tail[: stops[-1].start() + 1], _clean(tail[stops[-1].end() :])
    return _Parts(_clean(title), outlet, _within(dates, *enclosed))


def _quoted(words: str, quoted: re.Match[str], dates: list[ShortDate]) -> _Parts:
    """`Author, "Title," Outlet, 3 May 2021`."""
    outside = [date for date in dates if date.end <= quoted.start() or date.start >= quoted.end()]
    after = _blanked(words, outside)[quoted.end() :]
    before = words[: quoted.start()]
    pieces = [piece for piece in map(_clean, _PIECE.split(after)) if piece]
    outlet = pieces[0] if pieces else _clean(before)
    later = [date for date in outside if date.start >= quoted.end()] or outside
    return _Parts(_clean(quoted[1]), outlet, later[0].value if later else None)


def _plain(words: str, enclosed: tuple[int, int] | None, dates: list[ShortDate], url: str | None) -> _Parts:
    """`Title - Outlet (3 May 2021)`, `Outlet: Title, 3 May 2021`, or a title alone."""
    end = len(words.rstrip(_EDGE))
    closing = [
        date for date in dates if date.end >= end or (enclosed and enclosed[0] < date.start < enclosed[1])
    ]
    rest = _blanked(words, closing)
    if dates and not closing and len(dates[0].value) == 10:
        closing = dates[:1]
    published = closing[-1].value if closing else None
    pieces = [piece for piece in map(_clean, _DASH.split(rest)) if piece]
    if len(pieces) < 2 and ":" in rest[:40]:
        head, _, tail = rest.partition(":")
        if _names_host(head, url):
            pieces = [_clean(head) or "", _clean(tail) or ""]
    if len(pieces) < 2:
        return _Parts(_clean(rest), None, published)
    first, last = pieces[0], pieces[-1]
    if _names_host(first, url) or (len(first.split()) < len(last.split()) and not _names_host(last, url)):
        return _Parts(last, first, published)
    return _Parts(first, last, published)


def _names_host(name: str, url: str | None) -> bool:
    """Whether a name is spelled in a URL's host (`The Nordvik Observer`, nordvikobserver.example)."""
    if not url:
        return False
    host = host_of(url)
    squeezed = "".join(letter for letter in name.lower().removeprefix("the ") if letter.isalnum())
    return len(squeezed) > 2 and squeezed in host.replace("-", "").replace(".", "")


def _blanked(words: str, dates: list[ShortDate]) -> str:
    for date in dates:
        words = words[: date.start] + " " * (date.end - date.start) + words[date.end :]
    return words


def _within(dates: list[ShortDate], start: int, end: int) -> str | None:
    return next((date.value for date in dates if start <= date.start and date.end <= end), None)


def _outlet(name: str | None) -> str | None:
    """An outlet's name without volume and pages; None for what is too short to be one."""
    name = _clean(_ISSUE.sub("", name or ""))
    return name if name and sum(map(str.isalpha, name)) > 2 else None


def _clean(text: str) -> str | None:
    """A name or title without the punctuation around it; its own closing mark (? or !) stays."""
    return " ".join(text.split()).strip(_EDGE) or None
