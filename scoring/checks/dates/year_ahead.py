"""Years told as past that had not begun."""

import re
from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document, Grain
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.views.article_dates import (
    DONE,
    article_date_range,
    is_retrospective,
    own_dates,
    sentence_without_date,
)

# What names a year to come: plans, terms, forecasts.
_PLANNED = re.compile(
    r"\b(?:will|would|shall|could|may|might|should|can|to be|expect\w*|project\w*|forecast\w*|predict\w*|due|schedul\w*|plan\w*|target\w*|goals?|until|by|"
    r"through|deadline|expir\w*|upcoming|ahead|pledg\w*|candida\w*|campaign\w*|propos\w*|budget|contract|extend\w*|next|future|bid|run|running|elections?|vote|term|fiscal|"
    r"season|model|hope\w*|possible|potential|likely|runs?|reelection|re-election|again|agreed|want\w*)\b"
)
_IN = re.compile(r"\b(?:in|during|throughout|since|early|late|mid-?)\s{1,9}$")


@check("DAT_YEAR_AHEAD", family=Family.DATES, severity=Severity.LOW)
def year_ahead(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """Something is told as done in a year after the one in which the article was published.

    Why it matters: nobody can report what has not happened yet; either the text or its stamp is wrong.
    What counts: two or more mentions of a later year after a preposition, in sentences with a finished verb and without any word of plans.
    Limits: fiscal years, models and elections are named by years to come, so this weighs little.
    Maps to: JTI 10.
    Since: 2026.11
    """
    written = article_date_range(document)
    if written is None or is_retrospective(document):
        return
    spans = []
    for dated in own_dates(document):
        mention = dated.mention
        if mention.grain is not Grain.YEAR or mention.relative or not mention.readings:
            continue
        first = mention.readings[0].first
        before = document.lower[max(0, mention.span.start - 16) : mention.span.start]
        if first is None or first.year <= written.last.year or not _IN.search(before):
            continue
        words = sentence_without_date(document, dated)
        if DONE.search(words) and not _PLANNED.search(words):
            spans.append(mention.span)
    if spans:
        yield Finding(
            spans=tuple(spans),
            message=f"{len(spans)} sentence(s) tell of a year after {written.last.year} as past.",
            fix="Correct the year, or the date of the article.",
            evidence={"article": str(written.last), "mentions": len(spans)},
        )
