"""In-text markers that no entry answers."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity


@check("CIT_ORPHAN_MARKER", family=Family.CITATIONS, severity=Severity.HIGH)
def orphan_marker(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A marker in the text calls a reference that the article does not list.

    Why it matters: the reader is promised a source and cannot find it; copied or generated text keeps such markers.
    What counts: a numbered marker whose number has no entry in the reference list, or any marker where there is no list.
    Limits: a CMS may strip the list; years and editors' brackets are not markers.
    Maps to: W3C CredWeb baa89d32; JTI 10.
    Since: 2026.11
    """
    listed = {reference.label for reference in document.references}
    for marker in document.markers:
        missing = [label for label in marker.labels if label not in listed]
        if missing:
            yield Finding(
                spans=(marker.span,),
                message=f"Marker {document[marker.span]} has no entry in a reference list.",
                fix="List the reference that the marker calls, or remove the marker.",
                evidence={"missing": missing, "listed": len(listed)},
            )
