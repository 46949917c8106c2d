"""References that were read before they appeared, or after the article."""

from collections.abc import Iterator
from datetime import date, timedelta

from scoring.check import check
from scoring.document import Document, Reference
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.reading.dates.timex import reading
from scoring.views.citations import spans_to_remove
from scoring.views.citing_claims import reference_days

LEEWAY = timedelta(2)


@check("CIT_RETRIEVED_ORDER", family=Family.CITATIONS, severity=Severity.MEDIUM, any_language=True)
def retrieved_order(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A reference says that it was retrieved before it appeared, or on a day that has not come.

    Why it matters: nobody reads a page before it is there; dates that were made up do not mind.
    What counts: a retrieval day more than two days before the first day on which the source can have appeared, or after
    the day on which the article came in.
    Limits: pages change their dates when they are updated; a retrieval date without a day is not judged.
    Maps to: WP Signs of AI writing, access dates.
    Since: 2026.11
    """
    received = evidence.as_of.date() if evidence.as_of else None
    for reference in document.references:
        retrieved = _day(reference.retrieved)
        if retrieved is None or not reference.span:
            continue
        if why := _why(reference, retrieved, received):
            yield Finding(
                spans=tuple(sorted(spans_to_remove(document, reference))),
                message=f"Reference [{reference.label}] was retrieved on {retrieved}, {why}.",
                fix="Correct the date of retrieval or that of the source.",
                evidence={"reference": reference.label, "retrieved": str(retrieved)},
            )


def _why(reference: Reference, retrieved: date, received: date | None) -> str | None:
    days = reference_days(reference)
    if days and days[0] - retrieved > LEEWAY:
        return f"before it appeared ({days[0]})"
    return "after the article came in" if received and retrieved - received > LEEWAY else None


def _day(value: str | None) -> date | None:
    found = reading(value) if value else None
    return found.first if found and found.first == found.last else None
