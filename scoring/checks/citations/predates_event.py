"""References older than what they are cited for."""

from collections.abc import Iterator
from datetime import date, timedelta

from scoring.check import check
from scoring.document import Document, Reference
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.views.citations import spans_to_remove
from scoring.views.citing_claims import Basis, Claim, claims_of, reference_days
from scoring.views.plain_words import day_in_words

# How much older than the claim a reference must be: dated to a day or month, and to a year alone.
GAP = timedelta(60)
YEAR_GAP = timedelta(180)
# A sentence about "now" often rests on figures of last year.
PRESENT_GAP = timedelta(365)

Contradiction = tuple[Basis, date, str]


@check("CIT_PREDATES_EVENT", family=Family.CITATIONS, severity=Severity.HIGH)
def predates_event(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A reference is clearly older than the event that it is cited for.

    Why it matters: a source cannot report what had not happened yet; invented lists often carry such dates.
    What counts: a reference with a date, at least 60 days (a year alone: 180) before the date in a sentence that
    cites it; or before an office-holder named there took office, or a year before an article whose sentence speaks
    of now, where two references at least are out of step. Then those of the same date with no claim of their own too.
    Limits: sentences that look back or ahead and offices outside our table are not judged; a source may have been revised.
    Maps to: JTI 10; NewsGuard 2.
    Since: 2026.11
    """
    dated = [(it, days) for it in document.references if it.span and (days := reference_days(it))]
    if len(dated) < 2:
        return
    claims = claims_of(document)
    cited = [(it, days, claims.of(it)) for it, days in dated if it.anchors]
    found = {it: hit for it, days, said in cited if (hit := _contradiction(it, days, said))}
    if len(found) < 2:
        found = {it: hit for it, hit in found.items() if hit[0] is Basis.DATE}
    proven = {days for it, days, _ in cited if it in found}
    for it, days, said in cited:
        hit = found.get(it) or (_undated(days, said) if _alike(days, proven) else None)
        if hit:
            yield _finding(document, it, *hit)


def _contradiction(
    reference: Reference, days: tuple[date, date], said: tuple[Claim, ...]
) -> Contradiction | None:
    """What a reference is too old for, the surest first."""
    last = days[1]
    gap = YEAR_GAP if (days[1] - days[0]).days > 31 else GAP
    gaps = {Basis.DATE: gap, Basis.OFFICE: gap, Basis.PRESENT: PRESENT_GAP}
    for basis, least in gaps.items():
        for claim in said:
            if claim.basis is basis and claim.earliest and claim.earliest - last > least:
                return basis, claim.earliest, claim.dated_by
    return None


def _undated(days: tuple[date, date], said: tuple[Claim, ...]) -> Contradiction | None:
    """A year before the article, for sentences without a sign of their own time."""
    for claim in said:
        if claim.basis is not Basis.OTHER and claim.earliest and claim.earliest - days[1] > PRESENT_GAP:
            return Basis.NONE, claim.earliest, claim.dated_by
    return None


def _alike(days: tuple[date, date], proven: set[tuple[date, date]]) -> bool:
    """Whether a reference may bear the date of one that is proven too old."""
    return any(first <= days[1] and days[0] <= last for first, last in proven)


def _finding(
    document: Document, reference: Reference, basis: Basis, earliest: date, dated_by: str
) -> Finding:
    published = reference.url_date or reference.published or ""
    name = f"Reference [{reference.label}]" if reference.label else "A reference"
    return Finding(
        spans=tuple(sorted(spans_to_remove(document, reference))),
        message=f"{name} is from {day_in_words(published)}, but the sentence that cites it speaks of {dated_by}.",
        fix="Cite a source that appeared after the event, or correct the date of the reference.",
        evidence={
            "reference": reference.label,
            "dated": published,
            "claim_from": str(earliest),
            "basis": basis.value,
        },
    )
