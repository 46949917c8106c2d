"""Articles dated to a day that has not come."""

from collections.abc import Iterator
from datetime import timedelta

from scoring.article import Status
from scoring.check import check
from scoring.document import Document, StampKind
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.views.article_dates import stamps_in_text
from scoring.views.plain_words import day_in_words

# A day for the other side of the date line, and two hours for clocks that go wrong.
LEEWAY = timedelta(hours=26)
FAR = timedelta(7)


@check("DAT_PUB_IN_FUTURE", family=Family.DATES, severity=Severity.HIGH)
def pub_in_future(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """The page says that it was published after the day on which it was received.

    Why it matters: an article cannot be older than its own date; cover dates and slips of the year look like this.
    What counts: a publication stamp more than a day after the article came in; more than a week weighs in full.
    Limits: magazines are dated ahead; what the CMS calls a draft or scheduled is never flagged; needs to know when the article came in.
    Maps to: JTI 10.
    Since: 2026.11
    """
    if evidence.as_of is None or document.article.status in (Status.DRAFT, Status.SCHEDULED):
        return
    latest = (evidence.as_of + LEEWAY).date()
    ahead = [
        (reading.first, stamp)
        for stamp in document.stamps
        if stamp.kind is StampKind.PUBLISHED
        for reading in stamp.readings[:1]
        if reading.first and all(it.first and it.first > latest for it in stamp.readings)
    ]
    if ahead:
        day, _ = max(ahead, key=lambda pair: pair[0])
        yield Finding(
            spans=stamps_in_text(*(stamp.span for _, stamp in ahead)),
            message=f"The page is dated {day_in_words(day)}, which is later than the day on which it was sent to us.",
            fix="Correct the date of publication.",
            evidence={"published": str(day), "received": str(evidence.as_of.date())},
            strength=1.0 if day - evidence.as_of.date() > FAR else 0.2,
        )
