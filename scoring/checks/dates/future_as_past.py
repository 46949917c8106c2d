"""Things told as done on days that had not come."""

from collections.abc import Iterator
from datetime import timedelta

from scoring.check import check
from scoring.document import Document, Grain
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.reading.timeline import DONE, FUTURE, anchor, around, looks_back, own_dates

LEEWAY = timedelta(1)


@check("DAT_FUTURE_AS_PAST", family=Family.DATES, severity=Severity.HIGH)
def future_as_past(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """Something is told as done on a day after the article was published.

    Why it matters: nobody can report what has not happened yet; either the text or its stamp is wrong.
    What counts: a day or month with its year, after every stamp of the page, in a sentence with a finished verb and without any word of plans.
    Limits: plans, forecasts, schedules, quotations and titles are left out; a page updated without a stamp of it looks the same. Years alone are left to DAT_YEAR_AHEAD.
    Maps to: JTI 10.
    Since: 2026.11
    """
    written = anchor(document)
    if written is None or looks_back(document):
        return
    for dated in own_dates(document):
        mention = dated.mention
        if mention.relative or mention.grain not in (Grain.DAY, Grain.MONTH) or not mention.readings:
            continue
        firsts = [reading.first for reading in mention.readings if reading.first]
        if (
            not firsts
            or min(firsts) - written.last <= LEEWAY
            or not any(map(str.isdigit, document[mention.span][-4:]))
        ):
            continue
        words = around(document, dated)
        if DONE.search(words) and not FUTURE.search(words):
            yield Finding(
                spans=(mention.span,),
                message=f'"{" ".join(document[mention.span].split())}" is told as past, but the article is of {written.last}.',
                fix="Correct the date, or the date of the article.",
                evidence={"date": mention.value, "article": str(written.last)},
            )
