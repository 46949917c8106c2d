"""What counts as a citation: everything in an article that a reader could follow to a source."""

from scoring.article import Genre
from scoring.document import Document, Span
from scoring.evidence import Evidence, Lookup, LookupKind, Verdict, identifier_lookup

# From this many words on, a text that reports anything should let its reader follow up something.
LONG_ENOUGH = 300


# Genres whose form leaves sources out for good reasons; those that claim no facts are not asked for any.
_MILD = {Genre.OPINION: 0.3, Genre.INTERVIEW: 0.3, Genre.ANALYSIS: 0.6, Genre.SATIRE: 0.0, Genre.FICTION: 0.0}


def owed(document: Document) -> float:
    """How strongly a text must be asked for its sources, 0 to 1: not at all where it is short or names one.

    The same for a text without citations and for one whose citations are unverified, so that adding an
    unverified one changes nothing.
    """
    if document.words < LONG_ENOUGH or any(source.checkable for source in document.sources):
        return 0.0
    return _MILD.get(document.genre, 1.0)


def cites(document: Document) -> bool:
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


def citation_lookups(document: Document) -> tuple[Lookup, ...]:
    """Every citation of the article's own text that could be looked up, each once, in text order."""
    urls = [link.url for link in document.links if not link.furniture]
    urls += [reference.url for reference in document.references if reference.url]
    found = [Lookup(LookupKind.LINK, url) for url in urls]
    found += filter(None, map(identifier_lookup, document.identifiers))
    return tuple(dict.fromkeys(found))


def verified(document: Document, evidence: Evidence) -> int:
    """How many citations led to the source that is cited; one that was not looked up does not count."""
    return sum(evidence.link(lookup).verdict is Verdict.RESOLVES for lookup in citation_lookups(document))


def opening(document: Document) -> Span | None:
    """Where a remark on the whole text is put: its title, else its first sentence or block."""
    if document.title_spans:
        return document.title_spans[0]
    if document.sentences:
        return document.sentences[0].span
    return document.blocks[0].span if document.blocks else None
