"""An update date that stands in for the date of publication."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document, StampKind
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity


@check("DAT_UPDATED_ONLY", family=Family.DATES, severity=Severity.LOW)
def updated_only(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """The page says when it was updated, and nowhere when it was first published.

    Why it matters: an old text under a fresh date passes for news; without the first date nobody can tell.
    What counts: a visible "updated" date, and no publication date from the CMS, the markup, the address or the text.
    Limits: wikis and guides that are kept up to date live with the update date alone; a theme may hide the first one.
    Maps to: W3C CredWeb 269464a3; Trust Project "dates".
    Since: 2026.11
    """
    if any(stamp.kind is StampKind.PUBLISHED for stamp in document.stamps):
        return
    spans = tuple(sorted(stamp.span for stamp in document.stamps if stamp.span))
    if spans:
        yield Finding(
            spans=spans,
            message="The page says when it was updated, but not when it was first published.",
            fix="State when the article was first published, beside the date of its update.",
            evidence={"updated": [stamp.text for stamp in document.stamps if stamp.span]},
        )
