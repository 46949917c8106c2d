"""Markers whose numbers begin late or skip."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.views.plain_words import markers_in_words


@check("CIT_NUMBER_GAP", family=Family.CITATIONS, severity=Severity.LOW, any_language=True)
def number_gap(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """The numbers of the markers do not begin at 1, or skip one.

    Why it matters: numbers that are missing belonged to citations that were cut or never there.
    What counts: plain numbers called in the text, from 1 to the highest, with at least one left out that is not listed either.
    Limits: an excerpt of a longer page begins late for good reasons; numbers above 100 are not looked at.
    Maps to: W3C CredWeb 1e9f797d.
    Since: 2026.11
    """
    called = {int(label) for marker in document.markers for label in marker.labels if label.isdigit()}
    if not called or max(called) > 100:
        return
    listed = {int(it.label) for it in document.references if it.label and it.label.isdigit()}
    missing = sorted(set(range(1, max(called) + 1)) - called - listed)
    if missing:
        first = min(document.markers, key=lambda marker: marker.span)
        yield Finding(
            spans=(first.span,),
            message=f"The markers in the text go up to [{max(called)}], but {markers_in_words(missing)} {'is' if len(missing) == 1 else 'are'} never used.",
            fix="Put the missing citations back, or renumber the rest.",
            evidence={"missing": missing[:20], "highest": max(called)},
        )
