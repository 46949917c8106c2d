"""What an article gives a reader to check, counted so that nothing unverified adds to it."""

from scoring.document import Document, Source, Span
from scoring.evidence import UNASKED, Evidence, LookupKind, PersonEvidence, Verdict, asked
from scoring.reading.experts import person_lookup

# Every look-up that can verify a citation.
CITATIONS = frozenset(
    {LookupKind.LINK, LookupKind.DOI, LookupKind.ARXIV, LookupKind.PMID, LookupKind.ISBN},
)


# The same, and what can verify a named expert.
SOURCES = CITATIONS | {LookupKind.PERSON}


def known_of(source: Source, evidence: Evidence) -> PersonEvidence:
    """What look-ups found of a source that is an expert by name; UNASKED for any other source."""
    lookup = person_lookup(source)
    return evidence.person(lookup) if lookup else UNASKED


def checkable_sources(document: Document) -> frozenset[str]:
    """The keys of the sources that a reader could check from the text alone."""
    return frozenset(source.key for source in document.sources if source.checkable)


def verified_links(document: Document, evidence: Evidence) -> tuple[Span, ...]:
    """Where the links stand that a look-up has confirmed."""
    return tuple(
        link.span
        for link in document.links
        if not link.furniture and evidence.link(asked(LookupKind.LINK, link.url)).verdict is Verdict.RESOLVES
    )


def excerpt(document: Document, span: Span, longest: int = 60) -> str:
    """The text of a span on one line, cut to `longest` characters."""
    text = " ".join(document[span].split())
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
