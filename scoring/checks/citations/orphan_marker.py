"""In-text markers that no entry answers."""

import re
from collections import defaultdict
from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document, Link, Marker, Span
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity

# What begins a note: its label, and words.
_LABEL = re.compile(r"\[\^?(\d{1,3})\][.:]?\s+\w")


@check("CIT_ORPHAN_MARKER", family=Family.CITATIONS, severity=Severity.HIGH, any_language=True)
def orphan_marker(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A marker in the text calls a reference that the article does not list.

    Why it matters: the reader is promised a source and cannot find it; copied or generated text keeps such markers.
    What counts: a numbered marker whose number has no entry in the reference list, or any marker where there is no list.
    Limits: a CMS may strip the list; a number that begins a paragraph somewhere is a note's; years, formulas, editors' brackets and markers that are links are left alone.
    Maps to: W3C CredWeb baa89d32; JTI 10.
    Since: 2026.11
    """
    if not document.markers:
        return
    listed = {reference.label for reference in document.references}
    noted = {
        label[1]
        for block in document.blocks
        if (label := _LABEL.match(document.text, block.span.start, block.span.end))
    }
    orphans: dict[tuple[str, ...], list[Span]] = defaultdict(list)
    for marker in _unlinked(document.markers, document.links):
        missing = tuple(label for label in marker.labels if label not in listed and label not in noted)
        if missing and not (not listed and document.inside_quotation(marker.span)):
            orphans[missing].append(marker.span)
    for missing, spans in orphans.items():
        often = f" ({len(spans)} times)" if len(spans) > 1 else ""
        yield Finding(
            spans=tuple(spans),
            message=f"Marker {document[spans[0]]}{often} has no entry in a reference list.",
            fix="List the reference that the marker calls, or remove the marker.",
            evidence={"missing": list(missing), "listed": len(listed)},
        )


def _unlinked(markers: tuple[Marker, ...], links: tuple[Link, ...]) -> Iterator[Marker]:
    """The markers that lead nowhere themselves; both tuples are in text order."""
    targets = [link for link in links if not link.url.startswith("#")]
    at = 0
    for marker in markers:
        while at < len(targets) and targets[at].span.end <= marker.span.start:
            at += 1
        if at == len(targets) or not targets[at].span.touches(marker.span):
            yield marker
