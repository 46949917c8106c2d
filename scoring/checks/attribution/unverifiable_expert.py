"""Experts by name of whom nothing can be verified."""

from collections.abc import Iterator

from scoring.backing import (
    CITATIONS,
    block_around,
    checkable_sources,
    excerpt,
    verified_links,
)
from scoring.check import check
from scoring.document import Document, Source, SourceKind, Span
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.reading.phrases import inflated

# With this many checkable sources an article is reporting, and a credential without a link is normal there; a
# credential that only praises stays doubtful for longer.
ENOUGH, ENOUGH_FOR_PRAISE = 1, 3


@check("ATT_UNVERIFIABLE_EXPERT", family=Family.ATTRIBUTION, severity=Severity.HIGH, needs=CITATIONS)
def unverifiable_expert(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A named expert comes with a credential and with nothing by which the reader could verify either.

    Why it matters: invented experts are the commonest prop of generated articles.
    What counts: a person called expert, analyst, professor or the like, with no confirmed link, no named work,
    no venue and no outlet, in an article that names no checkable source; a credential that only praises, as in
    "a leading expert", counts beside one or two such sources, and less for each.
    Limits: most real academics are quoted like this too; office-holders, spokespersons, witnesses, residents and
    the authors of a study that the article reports never count.
    Maps to: W3C CredWeb af7ab75e; PASTEL 11; JTI 12.
    Since: 2026.11
    """
    backing = len(checkable_sources(document))
    seen: set[str] = set()
    for source in document.sources:
        if source.kind is not SourceKind.EXPERT or source.checkable or source.name is None:
            continue
        if source.key in seen or backing >= (ENOUGH_FOR_PRAISE if inflated(source.role) else ENOUGH):
            continue
        if "author" in source.text or "author" in (source.role or ""):
            continue
        seen.add(source.key)
        span = _passage(document, source)
        if any(verified_links(document, evidence, span)):
            continue
        yield Finding(
            spans=(span,),
            message=f"{excerpt(document, source.span)} could not be verified: no link, work, venue or outlet is given.",
            fix="Link to the expert's page or work, or say where and to whom the words were said.",
            evidence={"role": source.role, "affiliation": source.affiliation, "checkable_sources": backing},
            strength=1 / (1 + backing),
        )


def _passage(document: Document, source: Source) -> Span:
    """The sentence that brings the expert in, with the expert's words beside it in the same block."""
    parts = [s.span for s in document.sentences if s.span.start <= source.span.start < s.span.end]
    block = block_around(document, source.span)
    parts += [
        quote.span
        for quote in document.quotes
        if quote.speaker and quote.speaker.key == source.key and block and block.span.covers(quote.span)
    ]
    parts = parts or [source.span]
    return Span(min(part.start for part in parts), max(part.end for part in parts))
