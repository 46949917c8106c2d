"""Feasts on a wrong day."""

import re
from collections.abc import Iterator
from datetime import date

from scoring.check import check
from scoring.document import Document, Grain, Span
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.reading.dates.social_posts import easter, orthodox_easter
from scoring.straight import straight

_FIXED = {
    "christmas day": (12, 25),
    "christmas eve": (12, 24),
    "new year's day": (1, 1),
    "new year's eve": (12, 31),
    "halloween": (10, 31),
    "valentine's day": (2, 14),
}
# The same feasts by the Julian calendar and by the Armenian Church.
_ELSEWHERE = {
    "christmas day": {(1, 6), (1, 7), (1, 19)},
    "christmas eve": {(1, 5), (1, 6), (1, 18)},
    "new year's day": {(1, 14)},
    "new year's eve": {(1, 13)},
}
_NAME = re.compile(
    r"(?:^|(\w+) )(christmas (?:day|eve)|new year's (?:day|eve)|halloween|valentine's day|easter sunday)[ ,(]{1,3}(?:on )?(?:[a-z]{6,9},? )?$"
)
_OTHER = re.compile(
    r"orthodox|julian|observed|coptic|ethiopia|eastern|serbia|russia|greek|greece|armenia|georgia|ukrain|old style"
)
# Words before the name that leave it the common feast; any other names a calendar of its own: Lunar, Tamil, Jewish.
_COMMON = frozenset(
    [
        "on",
        "the",
        "this",
        "last",
        "next",
        "for",
        "after",
        "before",
        "since",
        "until",
        "by",
        "of",
        "a",
        "every",
        "and",
        "was",
        "is",
        "at",
        "celebrates",
        "celebrate",
        "spend",
        "spent",
        "to",
        "from",
        "during",
    ]
)


@check("DAT_HOLIDAY_MISMATCH", family=Family.DATES, severity=Severity.LOW)
def holiday_mismatch(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A feast is dated to a day on which it does not fall.

    Why it matters: whoever knows the feast knows its day; made-up details often miss it.
    What counts: Christmas Day or Eve, New Year's Day, Halloween, Valentine's Day or Easter Sunday with a date right beside it that is another day.
    Limits: Orthodox, Julian, lunar and observed days are left out, and feasts of other calendars such as the Tamil New Year's Day.
    Maps to: JTI 10.
    Since: 2026.11
    """
    for mention in document.dates:
        if mention.grain is not Grain.DAY or mention.relative or len(mention.readings) != 1:
            continue
        start = mention.span.start
        before = straight(document.lower[max(0, start - 40) : start])
        named = _NAME.search(before)
        day = mention.readings[0].first
        if (
            not named
            or (named[1] and named[1] not in _COMMON)
            or day is None
            or _OTHER.search(document.lower[max(0, start - 120) : mention.span.end + 60])
        ):
            continue
        feast, right = named[2], _right(named[2], day)
        if (day.month, day.day) != (right.month, right.day) and not _elsewhere(feast, day):
            yield Finding(
                spans=(Span(start - len(before) + named.start(2), mention.span.end),),
                message=f"{_written(feast)} of {day.year} falls on {right.day} {right:%B}, not on {day.day} {day:%B}.",
                fix="Look up which of the two is right, the feast or the date.",
                evidence={"feast": feast, "stated": str(day), "calendar": str(right)},
            )


def _right(feast: str, day: date) -> date:
    if feast == "easter sunday":
        return easter(day.year)
    return date(day.year, *_FIXED[feast])


def _elsewhere(feast: str, day: date) -> bool:
    """Whether a feast falls on that day by another church's calendar."""
    if feast == "easter sunday":
        return day == orthodox_easter(day.year)
    return (day.month, day.day) in _ELSEWHERE.get(feast, ())


def _written(feast: str) -> str:
    return " ".join(word.capitalize() for word in feast.split())
