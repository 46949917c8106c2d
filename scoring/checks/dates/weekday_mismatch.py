"""Weekdays that do not belong to their date."""

import re
from collections.abc import Iterator
from datetime import date

from scoring.check import check
from scoring.document import DateMention, Document, Grain, Span
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.reading.units import within_marks

_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAYS = {name[:3].lower(): number for number, name in enumerate(_NAMES)}
_YEAR = re.compile(r"\d{4}")
# A weekday that the date explains, or that explains the date: "Friday (3 June 2024)", "3 June 2024, a Friday".
_BEFORE = re.compile(r"\b((?:mon|tues|wednes|thurs|fri|satur|sun)day) \((?:the )?$")
_AFTER = re.compile(
    r",? (?:which (?:was|is) |it was )?(?:an? |\()((?:mon|tues|wednes|thurs|fri|satur|sun)day)\b(?! of\b)[\s,.;:)]"
)
# A second day before or after makes it unclear which one the weekday belongs to.
_RANGE_BEFORE = re.compile(r"(?:\b(?:and|or|to|through|until|till)|[-–—/&])\s{0,9}$")
_RANGE_AFTER = re.compile(r"\s{0,9}(?:[-–—/&]|(?:and|or|to|through|until|till)\s)\s{0,9}[\d\w]")
# Before this year the Julian calendar was still in use somewhere.
_GREGORIAN = 1924


@check("DAT_WEEKDAY_MISMATCH", family=Family.DATES, severity=Severity.HIGH)
def weekday_mismatch(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A weekday and the date beside it do not belong together.

    Why it matters: whoever was there, or looked it up, has the right weekday; invented details often have not.
    What counts: a weekday right before a date with its year, or joined to it as in "3 June 2024, a Friday", where the calendar has another weekday on that day.
    Limits: what stands in quotation marks and ranges of days are left out, so are dates before 1924, when calendars still differed.
    Maps to: JTI 10.
    Since: 2026.11
    """
    for mention in document.dates:
        if mention.grain is not Grain.DAY or mention.relative or not mention.readings:
            continue
        named = _named(document, mention)
        if named is None or not _clear(document, mention):
            continue
        stated, span = named
        days = [reading.first for reading in mention.readings if reading.first]
        if all(day.year >= _GREGORIAN and day.weekday() != stated for day in days):
            words = " ".join(document[span].split())
            yield Finding(
                spans=(span,),
                message=f'The weekday in "{words}" is wrong: that date is a {_actual(days)}.',
                fix="Look up which of the two is right, the weekday or the date.",
                evidence={"stated": _NAMES[stated], "calendar": [_NAMES[day.weekday()] for day in days]},
            )


def _named(document: Document, mention: DateMention) -> tuple[int, Span] | None:
    """The weekday that the text gives to a day, and the span of both."""
    start, end = mention.span
    inside = _WEEKDAYS.get(document.lower[start : start + 3])
    if inside is not None:
        return inside, mention.span
    if before := _BEFORE.search(document.lower, max(0, start - 20), start):
        return _WEEKDAYS[before[1][:3]], Span(before.start(), end)
    if after := _AFTER.match(document.lower, end, end + 40):
        return _WEEKDAYS[after[1][:3]], Span(start, after.end(1))
    return None


def _actual(days: list[date]) -> str:
    return " or a ".join(dict.fromkeys(_NAMES[day.weekday()] for day in days))


def _clear(document: Document, mention: DateMention) -> bool:
    """Whether the mention is one day with its year, in the article's own words."""
    start, end = mention.span
    return (
        bool(_YEAR.search(document[mention.span]))
        and not within_marks(document, mention.span)
        and not _RANGE_BEFORE.search(document.lower, max(0, start - 16), start)
        and not _RANGE_AFTER.match(document.lower, end, end + 16)
    )
