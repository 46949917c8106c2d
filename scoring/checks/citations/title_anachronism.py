"""References whose title gives somebody an office that he did not hold then."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.layout.lowercase import lower
from scoring.reading.offices import roles_in
from scoring.views.citations import spans_to_remove
from scoring.views.citing_claims import reference_days


@check("CIT_TITLE_ANACHRONISM", family=Family.CITATIONS, severity=Severity.MEDIUM)
def title_anachronism(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A reference's title calls somebody by an office that was not yet held when the source is said to have appeared.

    Why it matters: a headline of that day could not have said so.
    What counts: an office with its holder in the title ("Chancellor Merz"), and a date that ends before the holder's first
    term began.
    Limits: knows the offices of our table only; retitled pages and later editions may say more than the first did.
    Maps to: JTI 10.
    Since: 2026.11
    """
    for reference in document.references:
        days = reference_days(reference)
        if not reference.span or not reference.title or days is None:
            continue
        early = [
            role
            for role in roles_in(reference.title, lower(reference.title))
            if role.since > days[1] and not role.past
        ]
        if early:
            role = early[0]
            yield Finding(
                spans=tuple(sorted(spans_to_remove(document, reference))),
                message=f"Reference [{reference.label}] is dated {days[1]}, but its title calls {role.person} "
                f"{role.office}, which began on {role.since}.",
                fix="Correct the date of the reference, or check that it exists.",
                evidence={"reference": reference.label, "person": role.person, "since": str(role.since)},
            )
