"""'Last month' that was another month."""

import re
from collections.abc import Iterator
from datetime import date

from scoring.check import check
from scoring.document import Document, Span
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.months import MONTH_NAMES, MONTHS, WEEKDAY_NAMES, WEEKDAYS
from scoring.views.article_dates import article_date_range
from scoring.views.plain_words import day_in_words

_MONTH = re.compile(
    rf"\b(last|this|next) month ?(?:\(|, |, in )({'|'.join(MONTH_NAMES).lower()})\b(?! \d{{1,2}}(?!\d)|,? \d{{4}})"
)
_TODAY = re.compile(rf"\btoday ?\(({'|'.join(WEEKDAY_NAMES).lower()})\)")
_HINTS = (" month (", " month(", " month, ", "today (", "today(")
_STEPS = {"last": -1, "this": 0, "next": 1}


@check("DAT_RELATIVE_CONFLICT", family=Family.DATES, severity=Severity.LOW)
def relative_conflict(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A relative date is explained by a month or weekday that it cannot be.

    Why it matters: the text counts from another day than its stamp.
    What counts: 'last', 'this' or 'next month' with a month in brackets or commas, or 'today' with a weekday, against every reading of the article's date, a month or a day aside let pass.
    Limits: quotations and pages updated later are left out.
    Maps to: JTI 10.
    Since: 2026.11
    """
    written = article_date_range(document)
    if written is None or not any(hint in document.lower for hint in _HINTS):
        return
    for found in (*_MONTH.finditer(document.lower), *_TODAY.finditer(document.lower)):
        span = Span(*found.span())
        if document.inside_quotation(span):
            continue
        off = (
            _months_off(found, written.first, written.last)
            if found.re is _MONTH
            else _days_off(found[1], written.first, written.last)
        )
        if off > 1:
            yield Finding(
                spans=(span,),
                message=f'"{" ".join(document[span].split())}" does not fit the date of the article, {day_in_words(written.last)}.',
                fix="Correct the month or weekday, or the date of the article.",
                evidence={"article": str(written.last)},
            )


def _months_off(found: re.Match[str], first: date, last: date) -> int:
    """How many months the named one is from the one that is meant, at the least."""
    meant = MONTHS[found[2]]
    offs = [(day.month + _STEPS[found[1]] - meant) % 12 for day in (first, last)]
    return min(min(off, 12 - off) for off in offs)


def _days_off(weekday: str, first: date, last: date) -> int:
    offs = [(day.weekday() - WEEKDAYS[weekday]) % 7 for day in (first, last)]
    return min(min(off, 7 - off) for off in offs)
