"""Dates that no calendar has."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import DateMention, Document
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity

# Sweden had a 30 February that year.
_SWEDISH = "1712-02-30"


@check("DAT_IMPOSSIBLE_DATE", family=Family.DATES, severity=Severity.MEDIUM)
def impossible_date(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A date is given that no calendar has.

    Why it matters: nobody can have done anything on 31 June; such a date was not looked up anywhere.
    What counts: a day that its month does not have, 29 February outside leap years, figures that are no date in any order.
    Limits: mistyped dates in sound articles; inside quotation marks only a date with its year counts, as "the 31st of June" is also said in jest.
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
    return not mention.readings and not mention.relative and mention.value != _SWEDISH


def _yearless(mention: DateMention) -> bool:
    return mention.value.startswith("XXXX")
