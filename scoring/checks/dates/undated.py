"""Articles without any date."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document
from scoring.evidence import Evidence
from scoring.finding import WHOLE_ARTICLE, Family, Finding, Severity

FEWEST_WORDS = 120


@check("DAT_UNDATED", family=Family.DATES, severity=Severity.INFO)
def undated(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """Neither the page nor its text says when it was published.

    Why it matters: a reader cannot tell what the article knew; 'last month' means nothing without a date.
    What counts: no publication or update stamp from the CMS, the markup, the address, a dateline or a labelled date, in a text of news length.
    Limits: pasted text loses its stamps, so nothing is said but that none was given, and it costs nothing.
    Maps to: W3C CredWeb 656673f8; NewsGuard 2.
    Since: 2026.11
    """
    if not document.stamps and document.words >= FEWEST_WORDS:
        yield Finding(
            spans=WHOLE_ARTICLE,
            message="The article does not say when it was published.",
            fix="Send the date of publication, or print it on the page.",
        )
