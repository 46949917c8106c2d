"""Weekdays that do not belong to their date."""

import re
from collections.abc import Iterator
from datetime import date

from scoring.check import check
from scoring.document import DateMention, Document, Grain
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity

_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAYS = {name[:3].lower(): number for number, name in enumerate(_NAMES)}
_YEAR = re.compile(r"\d{4}")
# A second day before or after makes it unclear which one the weekday belongs to.
_RANGE_BEFORE = re.compile(r"(?:\b(?:and|or|to|through|until|till)|[-–—/&])\s{0,9}$")
_RANGE_AFTER = re.compile(r"\s{0,9}(?:[-–—/&]|(?:and|or|to|through|until|till)\s)\s{0,9}[\d\w]")
# Before this year the Julian calendar was still in use somewhere.
_GREGORIAN = 1924


@check("DAT_WEEKDAY_MISMATCH", family=Family.DATES, severity=Severity.HIGH)
def weekday_mismatch(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A weekday and the date beside it do not belong together.

    Why it matters: whoever was there, or looked it up, has the right weekday; invented details often have not.
    What counts: a weekday right before a date with its year, where the calendar has another weekday on that day.
    Limits: quotations and ranges of days are left out, so are dates before 1924, when calendars still differed.
    Maps to: JTI 10.
    Since: 2026.11
    """
    for mention in document.dates:
        if mention.grain is not Grain.DAY or mention.relative or not mention.readings:
            continue
        stated = _WEEKDAYS.get(document.lower[mention.span.start : mention.span.start + 3])
        if stated is None or not _clear(document, mention):
            continue
        days = [reading.first for reading in mention.readings if reading.first]
        if all(day.year >= _GREGORIAN and day.weekday() != stated for day in days):
            words = " ".join(document[mention.span].split())
            yield Finding(
                spans=(mention.span,),
                message=f'The weekday in "{words}" is wrong: that date is a {_actual(days)}.',
                fix="Look up which of the two is right, the weekday or the date.",
                evidence={"stated": _NAMES[stated], "calendar": [_NAMES[day.weekday()] for day in days]},
            )


def _actual(days: list[date]) -> str:
    return " or a ".join(dict.fromkeys(_NAMES[day.weekday()] for day in days))


def _clear(document: Document, mention: DateMention) -> bool:
    """Whether the mention is one day with its year, in the article's own words."""
    start, end = mention.span
    return (
        bool(_YEAR.search(document[mention.span]))
        and not document.inside_quotation(mention.span)
        and not _RANGE_BEFORE.search(document.lower, max(0, start - 16), start)
        and not _RANGE_AFTER.match(document.lower, end, end + 16)
    )
