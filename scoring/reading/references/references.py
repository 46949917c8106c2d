"""Entries of the reference list taken apart: title, outlet, address and dates."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from scoring.article import GivenReference
from scoring.document import Link, Marker, Page, Reference, Span, starting_in
from scoring.reading.dates.short_dates import short_dates, url_date
from scoring.reading.references.reference_list import Entry
from scoring.reading.references.reference_parts import OUTLET, PUBLISHED, TITLE, clean, cut_access, take_apart
from scoring.sites import host_of

# So many characters of an entry are compared with the page that it leads to.
MOST_WORDS = 600
# What comes later in an entry is no part of its reference.
LONGEST_ENTRY = 3_000


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
    return replace(reference, anchors=tuple(callers[reference.label]))


def _reference(page: Page, all_links: Sequence[Link], entry: Entry) -> Reference:
    links = starting_in(all_links, Span(entry.body, entry.span.end))
    url = links[0].url if links else None
    words, anchor = _without_urls(page, entry, links)
    words, retrieved = cut_access(words[:LONGEST_ENTRY])
    parts = take_apart(words, anchor, host_of(url) if url else "")
    return Reference(
        label=entry.label,
        span=entry.span,
        title=parts.title or anchor,
        outlet=parts.outlet,
        url=url,
        published=parts.published,
        retrieved=retrieved,
        url_date=url_date(url) if url else None,
        words=words[:MOST_WORDS] or None,
        assumed=bool(links) and links[0].assumed,
        certain=parts.certain,
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
        certain=frozenset({TITLE, OUTLET, PUBLISHED}),
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
                anchor = clean(shown)
        at = max(at, end)
    pieces.append(page.text[at : entry.span.end])
    return " ".join("".join(pieces).split()), anchor
