"""Stamps that a machine left empty."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document, StampOrigin
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.views.article_dates import stamps_in_text

ZEROS = frozenset({"1970-01-01", "1969-12-31", "1900-01-01", "0001-01-01", "1601-01-01", "2000-01-01"})
_MACHINES = frozenset({StampOrigin.CMS, StampOrigin.JSON_LD, StampOrigin.META})


@check("DAT_PLACEHOLDER_STAMP", family=Family.DATES, severity=Severity.LOW)
def placeholder_stamp(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A stamp of the page is a machine's zero, not a date.

    Why it matters: the page shows a date, and nobody ever set it.
    What counts: 1970-01-01, 1900-01-01, 0001-01-01 and years before the web as a stamp of publication or update.
    Limits: a fault of the software, not of the author; archives of old papers bear such years rightly where they are printed.
    Maps to: schema.org datePublished.
    Since: 2026.11
    """
    zeros = [
        stamp for stamp in document.stamps if stamp.origin in _MACHINES and stamp.text.strip()[:10] in ZEROS
    ]
    if zeros:
        yield Finding(
            spans=stamps_in_text(*(stamp.span for stamp in zeros)),
            message=f"A date of the page is {zeros[0].text.strip()[:10]}, which is what software writes where it knows no date.",
            fix="Set the date of publication.",
            evidence={"stamps": [stamp.text for stamp in zeros]},
        )
