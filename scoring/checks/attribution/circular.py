"""Sources that are nobody's reports."""

import re
from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document, Span
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.reading.words import words_of
from scoring.views.support import checkable_sources, discount, excerpt

_REPORTS = re.compile(
    r"\b(?:according\s+to|citing)\s+(?:(?:various|multiple|several|some|numerous|recent|local|media|news|press|online)\s){0,2}(?:media\s+)?(?:reports|outlets|sources\s+online)\b(?!\s+(?:by|from|in|of|on))"
)


# One of these ends every match.
_TELLERS = ("reports", "outlets", "sources online")


@check("ATT_CIRCULAR", family=Family.ATTRIBUTION, severity=Severity.LOW)
def circular(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A claim is tied to 'reports' of nobody.

    Why it matters: the reader is sent round in a circle.
    What counts: 'according to reports' and 'citing media reports' without a name; less the more checkable sources it names.
    Limits: the reports may be named in the next sentence.
    Maps to: JTI 12.
    Since: 2026.11
    """
    line = words_of(document).line
    if "according to " not in line and "citing " not in line:
        return
    if not any(map(line.__contains__, _TELLERS)):
        return
    spans = [Span(*match.span()) for match in _REPORTS.finditer(document.lower)]
    spans = [span for span in spans if not document.inside_quotation(span)]
    if spans:
        backing = len(checkable_sources(document))
        yield Finding(
            spans=tuple(sorted(set(spans))),
            message=f"“{excerpt(document, min(spans))}” does not say which reports are meant.",
            fix="Name the outlet and say when it reported, or link the report.",
            evidence={"times": len(spans)},
            strength=discount(backing),
        )
