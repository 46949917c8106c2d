"""Articles that nobody signs."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.views.citations import headline_span

FEWEST_WORDS = 120


@check("ATT_NO_BYLINE", family=Family.ATTRIBUTION, severity=Severity.INFO)
def no_byline(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """Neither the page nor its CMS says who wrote the article.

    Why it matters: a reader does not know whom to ask about the article.
    What counts: no author in the text, the markup or the submission, and no agency's line, in a text of news length.
    Limits: pasted text and interfaces lose the byline, so the check costs nothing.
    Maps to: W3C CredWeb d397cb76; NewsGuard 9; Trust Project 2.
    Since: 2026.11
    """
    where = headline_span(document)
    if not document.bylines and document.dateline is None and document.words >= FEWEST_WORDS and where:
        yield Finding(
            spans=(where,),
            message="The article does not say who wrote it.",
            fix="Send the author, or print a byline.",
        )
