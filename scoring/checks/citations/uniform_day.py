"""Reference lists in which everything appeared on one day."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from scoring.check import check
from scoring.document import Document, Grain, Reference, within
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.sites import site_of
from scoring.views.citations import spans_to_remove
from scoring.views.citing_claims import Basis, Claims, claims_of, reference_days
from scoring.views.plain_words import day_in_words

FEWEST = 3
# A follow-up may rest on the reports of one day some weeks ago; and a text names that day or the ones around it.
FAR = timedelta(30)
NEAR = timedelta(3)


@check("CIT_UNIFORM_DAY", family=Family.CITATIONS, severity=Severity.HIGH)
def uniform_day(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """References of several publishers all bear one day that the article has nothing to do with.

    Why it matters: unrelated publishers rarely write on the same day; a list that was made up gets one date throughout.
    What counts: three references of three sites or more, all of one day, more than 30 days away from the day of the
    article or, where the page gives none, before the office-holders it names took office.
    Limits: quiet where the text speaks of that day, as a round-up does, and where nothing tells when the article was written.
    Maps to: JTI 10.
    Since: 2026.11
    """
    days: dict[date, list[Reference]] = defaultdict(list)
    for reference in document.references:
        found = reference_days(reference)
        if reference.span and reference.url and found and found[0] == found[1]:
            days[found[0]].append(reference)
    crowded = {day: group for day, group in days.items() if len(group) >= FEWEST}
    if not crowded:
        return
    claims = claims_of(document)
    for day, group in sorted(crowded.items()):
        group = [it for it in group if not _looks_back(claims, it, day)]
        sites = {site_of(reference.url) for reference in group if reference.url}
        if len(sites) >= FEWEST and _far(day, claims.window) and not _spoken_of(document, day):
            spans = sorted({span for reference in group for span in spans_to_remove(document, reference)})
            yield Finding(
                spans=tuple(spans),
                message=f"{len(group)} references of {len(sites)} publishers are all dated {day_in_words(day)}, far from the time that the article speaks of.",
                fix="Check that each of these sources exists and give its own date.",
                evidence={"day": str(day), "references": [it.label for it in group], "sites": sorted(sites)},
            )


def _far(day: date, window: tuple[date | None, date | None]) -> bool:
    first, last = window
    return (first is not None and first - day > FAR) or (last is not None and day - last > FAR)


def _looks_back(claims: Claims, reference: Reference, day: date) -> bool:
    """Whether every sentence that cites a reference speaks of another time than the article's."""
    said = claims.of(reference)
    return bool(said) and all(
        claim.basis is Basis.OTHER
        or (claim.basis is Basis.DATE and claim.earliest is not None and claim.earliest <= day)
        for claim in said
    )


def _spoken_of(document: Document, day: date) -> bool:
    """Whether the text, its reference list aside, names that day or its month."""
    listed = [reference.span for reference in document.references if reference.span]
    return any(
        it.first and it.last and it.first - NEAR <= day <= it.last + NEAR
        for mention in document.dates
        if mention.grain in (Grain.DAY, Grain.MONTH, Grain.WEEK) and not within(mention.span, listed)
        for it in mention.readings
    )
