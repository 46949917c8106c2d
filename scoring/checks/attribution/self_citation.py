"""Texts that cite themselves."""

import re
from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document, Span
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.reading.words import words_of
from scoring.views.support import checkable_sources, discount

MOST_SHOWN = 5
_TEXTS = [
    "article",
    "analysis",
    "report",
    "piece",
    "essay",
    "overview",
    "guide",
    "study",
    "research",
    "exploration",
    "discussion",
]
_SELF = re.compile(
    rf"\b(?:this|our|the\s+present)\s+(?:{'|'.join(_TEXTS)}|comprehensive\s+\w+)"
    r"\s+(?:\w+ly\s+)?(?:shows?|reveals?|demonstrates?|suggests?|concludes?|underscores?|finds|proves|confirms|makes\s+(?:it\s+)?clear)\b"
)
# Both have white space around them wherever the pattern matches, so that they are words of the text.
_SUBJECTS = frozenset([*_TEXTS, "comprehensive"])
_DETERMINERS = frozenset(["this", "our", "present"])


@check("ATT_SELF_CITATION", family=Family.ATTRIBUTION, severity=Severity.INFO)
def self_citation(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """The text speaks of itself as if it were a source.

    Why it matters: an analysis that cites itself rests on nothing.
    What counts: 'this analysis shows', 'our research reveals' and the like in the article's own words; less the more checkable sources it names.
    Limits: costs nothing: a study that the article reports is often "this study", and newsrooms may cite their own work; what only announces a subject rests no claim on itself; newsrooms that tell of their own investigation do name how it was made; quotations are left out.
    Maps to: JTI 12; Wikipedia's signs of AI writing.
    Since: 2026.11
    """
    known = words_of(document).known
    if _SUBJECTS.isdisjoint(known) or _DETERMINERS.isdisjoint(known):
        return
    found = [Span(*match.span()) for match in _SELF.finditer(document.lower)]
    found = [span for span in found if not document.inside_quotation(span)]
    if found:
        backing = len(checkable_sources(document))
        yield Finding(
            spans=tuple(found[:MOST_SHOWN]),
            message=f"The text names itself as its source {'once' if len(found) == 1 else f'{len(found)} times'}.",
            fix="Say where the facts come from.",
            evidence={"times": len(found), "checkable_sources": backing},
            strength=discount(backing),
        )
