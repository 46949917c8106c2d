"""Articles signed by a desk."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity


@check("ATT_DESK_BYLINE", family=Family.ATTRIBUTION, severity=Severity.LOW)
def desk_byline(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """The article is signed by a desk, a team or an account, and by no person.

    Why it matters: nobody answers for it by name.
    What counts: a byline such as 'admin', 'staff' or 'news desk', and no person or agency beside it.
    Limits: wire desks of named outlets sign like this; it weighs next to nothing.
    Maps to: W3C CredWeb d397cb76; TrustServista pseudonyms.
    Since: 2026.11
    """
    if document.bylines and all(byline.desk for byline in document.bylines) and document.dateline is None:
        yield Finding(
            spans=tuple(sorted(byline.span for byline in document.bylines if byline.span)),
            message=f"The article is signed “{document.bylines[0].name}”, not by a person.",
            fix="Name who wrote it.",
            evidence={"bylines": [byline.name for byline in document.bylines]},
        )
