"""References that appeared after the article did."""

from collections.abc import Iterator
from datetime import date, timedelta

from scoring.check import check
from scoring.document import Document, StampKind
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.views.citations import spans_to_remove
from scoring.views.citing_claims import reference_days
from scoring.views.plain_words import day_in_words

LEEWAY = timedelta(2)


@check("CIT_AFTER_PUBLICATION", family=Family.CITATIONS, severity=Severity.MEDIUM)
def after_publication(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A listed reference appeared after the article was published or updated.

    Why it matters: the text cannot rest on a source that came later.
    What counts: an entry of the reference list dated to the day, more than two days after every stamp of the page.
    Limits: pages are updated without a word of it; links in the text and dates without a day are not judged.
    Maps to: JTI 10.
    Since: 2026.11
    """
    last = _last_stamp(document)
    if last is None:
        return
    for reference in document.references:
        days = reference_days(reference)
        if reference.span and days and days[0] == days[1] and days[0] - last > LEEWAY:
            yield Finding(
                spans=tuple(sorted(spans_to_remove(document, reference))),
                message=f"Reference [{reference.label}] appeared on {day_in_words(days[0])}, after the article, which is of {day_in_words(last)}.",
                fix="State that the article was updated, or cite what was known when it was written.",
                evidence={"reference": reference.label, "dated": str(days[0]), "article": str(last)},
            )


def _last_stamp(document: Document) -> date | None:
    """The last day that a stamp of the page gives, where one says when it was published."""
    if not any(stamp.kind is StampKind.PUBLISHED for stamp in document.stamps):
        return None
    return max((it.last for stamp in document.stamps for it in stamp.readings if it.last), default=None)
