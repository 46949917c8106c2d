"""'Two days later' on a day that is not."""

import re
from collections.abc import Iterator
from itertools import pairwise

from scoring.check import check
from scoring.document import Document, Grain, Span
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity

_STEP = re.compile(
    r"\b(one|two|three|four|five|six|seven|eight|nine|ten|a|\d{1,2}) (day|week)s? (later|earlier),? on $"
)
_NUMBERS = {
    word: number
    for number, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], 1
    )
} | {"a": 1}
_NEAR = 260


@check("DAT_SEQUENCE_CONFLICT", family=Family.DATES, severity=Severity.LOW)
def sequence_conflict(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A step in time is followed by a date that it does not lead to.

    Why it matters: one of the two is wrong.
    What counts: 'three days later, on 9 May' after a day in the same or the previous sentence, more than a day off (for weeks: more than four).
    Limits: quotations and approximate numbers are left out.
    Maps to: JTI 10.
    Since: 2026.11
    """
    days = [
        it
        for it in document.dates
        if it.grain is Grain.DAY and not it.relative and not document.inside_quotation(it.span)
    ]
    for before, mention in pairwise(days):
        start = mention.span.start
        found = _STEP.search(document.lower, max(0, start - 30), start)
        if (
            not found
            or start - before.span.end > _NEAR
            or len(before.readings) != 1
            or len(mention.readings) != 1
        ):
            continue
        first, second = before.readings[0].first, mention.readings[0].first
        count = _NUMBERS.get(found[1]) or int(found[1])
        step = count * (7 if found[2] == "week" else 1) * (1 if found[3] == "later" else -1)
        if first and second and abs((second - first).days - step) > (4 if found[2] == "week" else 1):
            yield Finding(
                spans=(before.span, Span(found.start(), mention.span.end)),
                message=f"{found[0].strip(', on')} after {first} is not {second}.",
                fix="Correct the date or the number of days.",
                evidence={"from": str(first), "to": str(second), "stated": found[0].strip()},
            )
