"""References dated after the article."""

from collections.abc import Iterator
from datetime import date, timedelta

from scoring.check import check
from scoring.document import Document, Reference
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.views.citations import spans_to_remove
from scoring.views.citing_claims import reference_days

# Time zones, and papers that are dated to their next issue.
LEEWAY = timedelta(3)
MONTHS_LEEWAY = timedelta(62)


@check("CIT_FUTURE_DATED", family=Family.CITATIONS, severity=Severity.HIGH, any_language=True)
def future_dated(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A reference is dated after the day on which the article was received.

    Why it matters: nobody can have read a source that has not appeared.
    What counts: a reference whose date, by URL or print, begins more than three days (a month or year alone: two months) after
    the article came in.
    Limits: needs to know when the article came in; journals are dated ahead by some weeks.
    Maps to: GPTZero hallucination types, future date.
    Since: 2026.11
    """
    if evidence.as_of is None:
        return
    today = evidence.as_of.date()
    for reference in document.references:
        if reference.span and (first := _begins_after(reference, today)):
            yield Finding(
                spans=tuple(sorted(spans_to_remove(document, reference))),
                message=f"Reference [{reference.label}] is dated {first}, after the article itself.",
                fix="Correct the date of the reference.",
                evidence={"reference": reference.label, "dated": str(first), "received": str(today)},
            )


def _begins_after(reference: Reference, today: date) -> date | None:
    days = reference_days(reference)
    if days is None:
        return None
    leeway = LEEWAY if days[0] == days[1] else MONTHS_LEEWAY
    return days[0] if days[0] - today > leeway else None
