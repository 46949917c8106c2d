"""Articles dated apart from their own address."""

from collections.abc import Iterator
from datetime import timedelta

from scoring.check import check
from scoring.document import Document, StampKind, StampOrigin
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.views.article_dates import stamps_in_text
from scoring.views.plain_words import day_in_words

LEEWAY = timedelta(2)
FAR = timedelta(30)


@check("DAT_URL_SELF_MISMATCH", family=Family.DATES, severity=Severity.MEDIUM)
def url_self_mismatch(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """The article's own address gives another day than its date of publication.

    Why it matters: the address is made when the page is; a text that is dated anew keeps the old one.
    What counts: the day in the article's URL, more than two days from every publication stamp and with no stamp of an update; in full from a month on.
    Limits: planned pieces get their address before they appear; needs the article's URL.
    Maps to: JTI 10.
    Since: 2026.11
    """
    stamps = [stamp for stamp in document.stamps if len(stamp.readings) == 1 and stamp.readings[0].first]
    own = [stamp.readings[0].first for stamp in stamps if stamp.origin is StampOrigin.URL]
    stated = [stamp for stamp in stamps if stamp.origin is not StampOrigin.URL]
    days = [stamp.readings[0].first for stamp in stated]
    if not own or not days or any(stamp.kind is StampKind.MODIFIED for stamp in stamps):
        return
    apart = min(abs(day - own[0]) for day in days if day and own[0])
    if apart > LEEWAY:
        yield Finding(
            spans=stamps_in_text(*(stamp.span for stamp in stated)),
            message=f"The article's address says {day_in_words(own[0])}, its date of publication is {day_in_words(days[0])}.",
            fix="Give the day on which the article first appeared.",
            evidence={"url": str(own[0]), "published": str(days[0])},
            strength=1.0 if apart > FAR else 0.3,
        )
