"""What counts as a citation: everything in an article that a reader could follow to a source."""

from bisect import bisect_right
from collections.abc import Iterator
from operator import attrgetter
from typing import NamedTuple

from scoring.article import Genre
from scoring.document import Document, Link, Reference, Span, within
from scoring.evidence import ASSUMED, Evidence, Lookup, LookupKind, Verdict, identifier_lookup, lookup_for
from scoring.memo import once_per_document
from scoring.views.known_sources import names_sources

# From this many words on, a text that reports anything should let its reader follow up something.
LONG_ENOUGH = 300


# Genres whose form leaves sources out for good reasons; those that claim no facts are not asked for any.
_MILD = {Genre.OPINION: 0.3, Genre.INTERVIEW: 0.3, Genre.ANALYSIS: 0.6, Genre.SATIRE: 0.0, Genre.FICTION: 0.0}


def source_obligation(document: Document) -> float:
    """How strongly a text must be asked for its sources, 0 to 1: not at all where it is short or says who states things.

    The same for a text without citations and for one whose citations are unverified, so that adding an
    unverified one changes nothing.
    """
    if document.words < LONG_ENOUGH or names_sources(document):
        return 0.0
    return _MILD.get(document.genre, 1.0)


def has_citations(document: Document) -> bool:
    """Whether there is any link outside page furniture, marker, identifier or reference."""
    return bool(
        document.markers
        or document.identifiers
        or document.references
        or any(not link.furniture for link in document.links)
    )


def citation_spans(document: Document) -> tuple[Span, ...]:
    """Where the citations stand, in text order; what lies inside a reference-list entry is part of it."""
    spans = [reference.span for reference in document.references if reference.span]
    spans += [marker.span for marker in document.markers]
    spans += [identifier.span for identifier in document.identifiers]
    spans += [link.span for link in document.links if not link.furniture and link.span.start < link.span.end]
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or span.end > kept[-1].end:
            kept.append(span)
    return tuple(kept)


class Cited(NamedTuple):
    """One question about the article's citations, and everything that would go if the citation went."""

    lookup: Lookup
    spans: tuple[Span, ...]
    label: str | None = None


def display_name(citation: Cited) -> str:
    """How a message calls a citation."""
    if citation.label:
        return f"Reference [{citation.label}]"
    return "A link" if citation.lookup.kind is LookupKind.LINK else f"{citation.lookup.kind.value.upper()}"


def link_lookup(link: Link) -> Lookup:
    """The question about a hyperlink. The words that bear it are the article's, so it claims no title."""
    return lookup_for(LookupKind.LINK, link.url, scheme=ASSUMED if link.assumed else None)


def reference_lookup(reference: Reference) -> Lookup | None:
    """The question about an entry of the reference list; None without an address.

    It claims the parts that the entry's form tells beyond doubt, and the entry's own words: what the page calls itself may
    stand among them.
    """
    if not reference.url:
        return None
    parts = {"title": reference.title, "outlet": reference.outlet, "published": reference.published}
    told = {name: value for name, value in parts.items() if name in reference.certain}
    scheme = ASSUMED if reference.assumed else None
    return lookup_for(LookupKind.LINK, reference.url, entry=reference.words, scheme=scheme, **told)


@once_per_document
def cited(document: Document) -> tuple[Cited, ...]:
    """Every citation of the article's own text that could be looked up, each question once, in text order.

    An identifier or link in an entry of the reference list is part of that entry.
    """
    return tuple(_cited(document))


def _cited(document: Document) -> Iterator[Cited]:
    found: dict[Lookup, list[Span]] = {}
    labels: dict[Lookup, str | None] = {}
    entries = [reference for reference in document.references if reference.span]
    spans = [reference.span for reference in entries if reference.span]
    for link in document.links:
        if not link.furniture and not within(link.span, spans):
            found.setdefault(link_lookup(link), []).append(link.span)
    for identifier in document.identifiers:
        if lookup := identifier_lookup(identifier):
            place = bisect_right(spans, identifier.span.start, key=attrgetter("start")) - 1
            if place >= 0 and spans[place].covers(identifier.span):
                entry = entries[place]
                title = entry.title if "title" in entry.certain else None
                published = entry.published if "published" in entry.certain else None
                lookup = lookup_for(
                    lookup.kind, lookup.key, title=title, published=published, entry=entry.words
                )
                labels[lookup] = entry.label
            found.setdefault(lookup, []).append(identifier.span)
    for reference in document.references:
        if lookup := reference_lookup(reference):
            labels[lookup] = reference.label
            found.setdefault(lookup, []).extend(spans_to_remove(document, reference))
    for lookup, places in found.items():
        yield Cited(lookup, _shown(places), labels.get(lookup))


def _shown(places: list[Span]) -> tuple[Span, ...]:
    """The places that a reader can see; none where a picture or nothing is linked."""
    return tuple(sorted({span for span in places if span.start < span.end}))


def spans_to_remove(document: Document, reference: Reference) -> list[Span]:
    """An entry with all the markers that call it: what goes together when the reference goes."""
    spans = [document.markers[index].span for index in reference.anchors]
    return spans + ([reference.span] if reference.span else [])


def citation_lookups(document: Document) -> tuple[Lookup, ...]:
    """Every question about the article's citations, each once, in text order."""
    return tuple(citation.lookup for citation in cited(document))


def verified(document: Document, evidence: Evidence) -> int:
    """How many citations led to the source that is cited; one that was not looked up does not count."""
    return sum(evidence.link(lookup).verdict is Verdict.RESOLVES for lookup in citation_lookups(document))
