"""Feasts on a wrong day."""

import re
from collections.abc import Iterator
from datetime import date

from scoring.check import check
from scoring.document import Document, Grain, Span
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.reading.dates.social_posts import easter

_FIXED = {
    "christmas day": (12, 25),
    "christmas eve": (12, 24),
    "new year's day": (1, 1),
    "new year's eve": (12, 31),
    "halloween": (10, 31),
    "valentine's day": (2, 14),
}
_NAME = re.compile(
    r"(christmas (?:day|eve)|new year's (?:day|eve)|halloween|valentine's day|easter sunday)[ ,(]{1,3}(?:on )?(?:[a-z]{6,9},? )?$"
)
_OTHER = re.compile(r"orthodox|julian|observed|coptic|ethiopian|eastern|serbian|russian|greek")


@check("DAT_HOLIDAY_MISMATCH", family=Family.DATES, severity=Severity.LOW)
def holiday_mismatch(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A feast is dated to a day on which it does not fall.

    Why it matters: whoever knows the feast knows its day; made-up details often miss it.
    What counts: Christmas Day or Eve, New Year's Day, Halloween, Valentine's Day or Easter Sunday with a date right beside it that is another day.
    Limits: Orthodox, Julian and observed days are left out; Easter is that of the western churches.
    Maps to: JTI 10.
    Since: 2026.11
    """
    for mention in document.dates:
        if mention.grain is not Grain.DAY or mention.relative or len(mention.readings) != 1:
            continue
        start = mention.span.start
        before = document.lower[max(0, start - 40) : start].replace("’", "'")
        named = _NAME.search(before)
        day = mention.readings[0].first
        if (
            not named
            or day is None
            or _OTHER.search(document.lower[max(0, start - 120) : mention.span.end + 60])
        ):
            continue
        right = _right(named[1], day)
        if (day.month, day.day) != (right.month, right.day):
            yield Finding(
                spans=(Span(start - len(before) + named.start(), mention.span.end),),
                message=f"{named[1].title()} of {day.year} falls on {right.day} {right:%B}, not on {day.day} {day:%B}.",
                fix="Look up which of the two is right, the feast or the date.",
                evidence={"feast": named[1], "stated": str(day), "calendar": str(right)},
            )


def _right(feast: str, day: date) -> date:
    if feast == "easter sunday":
        return easter(day.year)
    return date(day.year, *_FIXED[feast])
