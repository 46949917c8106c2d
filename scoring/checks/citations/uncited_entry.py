"""Entries of a reference list that no marker calls."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.views.plain_words import counted


@check("CIT_UNCITED_ENTRY", family=Family.CITATIONS, severity=Severity.LOW, any_language=True)
def uncited_entry(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """The reference list has an entry that nothing in the text calls.

    Why it matters: a list longer than its use looks better sourced than the text is.
    What counts: a labelled entry without any marker, in an article that calls at least one other entry by number.
    Limits: lists of further reading call nobody; a marker may have been lost with the formatting.
    Maps to: WP Signs of AI writing, unused named references.
    Since: 2026.11
    """
    if not any(reference.anchors for reference in document.references):
        return
    idle = [it for it in document.references if it.span and it.label and not it.anchors]
    spans = [it.span for it in idle if it.span]
    if spans:
        labels = [it.label for it in idle]
        yield Finding(
            spans=tuple(spans),
            message=f"{len(idle)} of {counted(len(document.references), 'listed reference')} {'is' if len(idle) == 1 else 'are'} not cited anywhere in the text.",
            fix="Cite them where the text uses them, or take them off the list.",
            evidence={"references": labels},
            strength=len(idle) / len(document.references),
        )
