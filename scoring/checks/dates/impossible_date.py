"""Dates that no calendar has."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import DateMention, Document
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity

# Sweden had a 30 February that year.
_SWEDISH = "1712-02-30"
# The last country to give up the Julian calendar did so in 1923; until then each fourth year had a leap day somewhere.
_GREGORIAN = 1924


@check("DAT_IMPOSSIBLE_DATE", family=Family.DATES, severity=Severity.MEDIUM)
def impossible_date(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A date is given that no calendar has.

    Why it matters: nobody can have done anything on 31 June; such a date was not looked up anywhere.
    What counts: a day that its month does not have, 29 February outside leap years, figures that are no date in any order.
    Limits: mistyped dates in sound articles; counts after a month ("in June, 31 of them"), numbers of cases and orders, runs of seasons and leap days of the Julian calendar are left out; inside quotation marks only a date with its year counts, as "the 31st of June" is also said in jest.
    Maps to: JTI 10.
    Since: 2026.11
    """
    for mention in document.dates:
        if _impossible(mention) and not (_yearless(mention) and document.inside_quotation(mention.span)):
            words = " ".join(document[mention.span].split())
            yield Finding(
                spans=(mention.span,),
                message=f"No calendar has the date {words}.",
                fix="Look the date up and correct it.",
                evidence={"value": mention.value},
            )


def _impossible(mention: DateMention) -> bool:
    if mention.value.startswith("BC"):
        return False
    return not (mention.readings or mention.relative or mention.value == _SWEDISH or _julian(mention.value))


def _julian(value: str) -> bool:
    """Whether a date is a leap day of the Julian calendar, of a time when it was still in use."""
    year, _, day = value.partition("-")
    return day == "02-29" and year.isdigit() and int(year) < _GREGORIAN and int(year) % 4 == 0


def _yearless(mention: DateMention) -> bool:
    return mention.value.startswith("XXXX")
