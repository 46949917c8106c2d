"""References dated to another year than their page."""

from collections.abc import Iterator
from datetime import date

from scoring.check import check
from scoring.document import Document, Reference, Span
from scoring.evidence import Evidence, Verdict
from scoring.finding import Family, Finding, Severity
from scoring.reading.dates.timex import reading
from scoring.views.citations import cited, display_name, spans_to_remove

# Print, time zones and the turn of the year set a date aside by so many days.
ASIDE = 31


@check("CIT_YEAR_MISMATCH", family=Family.CITATIONS, severity=Severity.MEDIUM, any_language=True)
def year_mismatch(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A reference gives one year, its address or its page another.

    Why it matters: one of the two is wrong, and a reader cannot tell which edition was meant.
    What counts: the year of the entry against the date in its URL, or against the dates of the page that was looked up,
    more than a month apart.
    Limits: reprints and updated pages may bear a later date; a year in a URL that is no date is not taken for one.
    Maps to: GPTZero hallucination types, metadata.
    Since: 2026.11
    """
    clashing = {it: clash for it in document.references if (clash := _clash(it))}
    for reference, (printed, stated) in clashing.items():
        if reference.span:
            yield _finding(
                tuple(sorted(spans_to_remove(document, reference))),
                f"Reference [{reference.label}]",
                printed,
                stated,
            )
    done = {it.label for it in clashing}
    for citation in cited(document):
        found = evidence.link(citation.lookup)
        if found.verdict is Verdict.MISMATCH and found.reason == "published" and citation.label not in done:
            claimed = citation.lookup.claim("published") or ""
            yield _finding(citation.spans, display_name(citation), claimed, found.published or "another year")


def _clash(reference: Reference) -> tuple[str, str] | None:
    if not reference.published or not reference.url_date:
        return None
    printed, stated = reading(reference.published), reading(reference.url_date)
    if (
        printed is None
        or stated is None
        or not (printed.first and printed.last and stated.first and stated.last)
    ):
        return None
    apart = _apart((printed.first, printed.last), (stated.first, stated.last))
    return (reference.published, reference.url_date) if apart > ASIDE else None


def _apart(one: tuple[date, date], other: tuple[date, date]) -> int:
    """Days between two intervals."""
    return max(0, (one[0] - other[1]).days, (other[0] - one[1]).days)


def _finding(spans: tuple[Span, ...], name: str, printed: str, stated: str) -> Finding:
    return Finding(
        spans=spans,
        message=f"{name} is dated {printed}, its page {stated}.",
        fix="Give the date that the page bears.",
        evidence={"dated": printed, "page": stated},
    )
