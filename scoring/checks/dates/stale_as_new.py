"""Old events under a fresh date."""

import re
from collections.abc import Iterator
from datetime import timedelta

from scoring.article import Genre
from scoring.check import check
from scoring.document import Document, Grain
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.views.article_dates import article_date_range, is_retrospective, own_dates

OLD = timedelta(365)
FEWEST = 3
_FRESH = re.compile(r"\b(?:today|yesterday|this (?:week|morning)|last night)\b")


@check("DAT_STALE_AS_NEW", family=Family.DATES, severity=Severity.LOW)
def stale_as_new(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """The newest thing that the text dates happened a year or more before it was published.

    Why it matters: old events are brought up as news to stir feelings that belong to another time.
    What counts: a news text that says 'today', 'yesterday' or 'this week', with three dates or more that have their year, all of them a year or more before the article.
    Limits: history, anniversaries, court cases and explainers look back for good reasons, so this weighs little.
    Maps to: NewsGuard, old events as new.
    Since: 2026.11
    """
    written = article_date_range(document)
    if written is None or document.genre is not Genre.NEWS or is_retrospective(document):
        return
    dated = [
        it.mention
        for it in own_dates(document)
        if not it.mention.relative and it.mention.grain in (Grain.DAY, Grain.MONTH)
    ]
    lasts = [reading.last for mention in dated for reading in mention.readings[:1] if reading.last]
    if len(lasts) >= FEWEST and written.first - max(lasts) >= OLD and _FRESH.search(document.lower):
        yield Finding(
            spans=tuple(mention.span for mention in dated[:5]),
            message=f"The newest event that the text dates is of {max(lasts)}; the article is of {written.first}.",
            fix="Say when the events happened, near the top.",
            evidence={"newest": str(max(lasts)), "article": str(written.first)},
        )
