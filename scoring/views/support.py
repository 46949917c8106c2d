"""What an article gives a reader to check, counted so that nothing unverified adds to it."""

from scoring.document import Document, Source, Span
from scoring.evidence import UNASKED, Evidence, LookupKind, PersonEvidence, Verdict, lookup_for
from scoring.views.citations import verified
from scoring.views.experts import person_lookup
from scoring.views.known_sources import known_sources

# Every look-up that can verify a citation.
CITATIONS = frozenset(
    {LookupKind.LINK, LookupKind.DOI, LookupKind.ARXIV, LookupKind.PMID, LookupKind.ISBN},
)


# The same, and what can verify a named expert.
SOURCES = CITATIONS | {LookupKind.PERSON}


def person_evidence(source: Source, evidence: Evidence) -> PersonEvidence:
    """What look-ups found of a source that is an expert by name; UNASKED for any other source."""
    lookup = person_lookup(source)
    return evidence.person(lookup) if lookup else UNASKED


def checkable_sources(document: Document) -> frozenset[str]:
    """The keys of the sources that a reader could check, and that not only this text says exist.

    A body that nobody knows backs nothing: otherwise a sentence with an invented institute would lift every
    finding about missing sources.
    """
    return known_sources(document)


def support_count(document: Document, evidence: Evidence) -> int:
    """How much of an article a reader could check: its known sources, and the citations that a look-up confirmed."""
    return len(checkable_sources(document)) + verified(document, evidence)


def discount(support: int) -> float:
    """The strength of a doubt beside so much that a reader could check: 1 beside nothing, then a half, a third, ..."""
    return 1 / (1 + support)


def checkable_statements(document: Document) -> int:
    """How many statements are tied to a source that a reader could check; see `checkable_sources`."""
    sources = checkable_sources(document)
    return sum(
        quote.speaker is not None and quote.speaker.key in sources and not quote.stance
        for quote in document.quotes
    )


def verified_links(document: Document, evidence: Evidence) -> tuple[Span, ...]:
    """Where the links stand that a look-up has confirmed."""
    return tuple(
        link.span
        for link in document.links
        if not link.furniture
        and evidence.link(lookup_for(LookupKind.LINK, link.url)).verdict is Verdict.RESOLVES
    )


def excerpt(document: Document, span: Span, longest: int = 60) -> str:
    """The text of a span on one line, cut to `longest` characters, without quotation marks around it: the message has its own."""
    text = " ".join(document[span].split()).strip('"“”„ ')
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
