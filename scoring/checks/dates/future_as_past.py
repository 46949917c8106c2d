"""Things told as done on days that had not come."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.views.article_dates import article_date_range
from scoring.views.dated_after_article import reported_before_it_happened
from scoring.views.plain_words import day_in_words


@check("DAT_FUTURE_AS_PAST", family=Family.DATES, severity=Severity.HIGH)
def future_as_past(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """Something is told as done, photographed or posted on a day after the article was published.

    Why it matters: nobody can report what has not happened yet; either the text or its stamp is wrong.
    What counts: a day or month with its year, after every stamp of the page, in a sentence with a finished verb and without any word of plans; the day of a picture before its credit, or of a post after its author's handle.
    Limits: plans, forecasts, schedules, quotations and titles are left out; a page updated without a stamp of it looks the same. Years alone are left to DAT_YEAR_AHEAD.
    Maps to: JTI 10.
    Since: 2026.11
    """
    spans = reported_before_it_happened(document)
    written = article_date_range(document)
    if spans and written:
        words = " ".join(document[spans[0]].split())
        yield Finding(
            spans=spans,
            message=f'"{words}" is told as if it had happened, but the article is dated {day_in_words(written.last)}.',
            fix="Correct the date, or the date of the article.",
            evidence={
                "dates": [" ".join(document[span].split()) for span in spans],
                "article": str(written.last),
            },
        )
