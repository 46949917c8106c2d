"""Pages changed before they were published."""

from collections.abc import Iterator
from datetime import timedelta

from scoring.check import check
from scoring.document import Document, StampKind
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.views.article_dates import stamps_in_text
from scoring.views.plain_words import day_in_words

LEEWAY = timedelta(31)


@check("DAT_MODIFIED_BEFORE_PUBLISHED", family=Family.DATES, severity=Severity.LOW)
def modified_before_published(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """The page says that it was changed more than a month before it was published.

    Why it matters: one of the two stamps is wrong, so neither can be relied on.
    What counts: a modification stamp more than 31 days before the first publication stamp.
    Limits: scheduled posts are changed before they appear (in 5 of 100 genuine pages), so a month is let pass.
    Maps to: schema.org dateModified.
    Since: 2026.11
    """
    published = [
        it.first
        for stamp in document.stamps
        if stamp.kind is StampKind.PUBLISHED
        for it in stamp.readings
        if it.first
    ]
    modified = [
        it.last
        for stamp in document.stamps
        if stamp.kind is StampKind.MODIFIED
        for it in stamp.readings
        if it.last
    ]
    if published and modified and min(published) - max(modified) > LEEWAY:
        yield Finding(
            spans=stamps_in_text(*(stamp.span for stamp in document.stamps)),
            message=f"The page was last changed on {day_in_words(max(modified))}, before it was published on {day_in_words(min(published))}.",
            fix="Correct the stamp that is wrong.",
            evidence={"published": str(min(published)), "modified": str(max(modified))},
        )
