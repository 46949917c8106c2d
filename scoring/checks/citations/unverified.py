"""Texts that rest on citations alone, none of which is verified."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.views.citations import citation_spans, has_citations, source_obligation, verified
from scoring.views.support import CITATIONS


@check("CIT_UNVERIFIED", family=Family.CITATIONS, severity=Severity.LOW, needs=CITATIONS)
def unverified(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A long text rests on its citations alone, and none of them could be verified.

    Why it matters: a citation supports a text only when it leads to its source; until then it counts like none.
    What counts: 300 words or more that name no source who could be found, with citations of which no look-up
    came back with the cited source.
    Limits: says nothing against the citations: offline, or behind a login wall, a sound one stays unverified.
    Maps to: W3C CredWeb baa89d32.
    Since: 2026.11
    """
    strength = source_obligation(document)
    if not strength or not has_citations(document) or verified(document, evidence):
        return
    spans = citation_spans(document)
    yield Finding(
        spans=spans,
        message="Nothing that this text rests on could be verified yet: no citation of it has led to its source.",
        fix="Check that the citations lead to their sources, or name sources who can be asked.",
        evidence={"words": document.words, "citations": len(spans)},
        strength=strength,
    )
