"""Dates as references print them, and as the paths of URLs state them, as TIMEX3 values."""

import re
from typing import NamedTuple

from scoring.reading.dates.timex import reading

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
_MONTH = r"([a-z]{3,9})\.?"
_YEAR = re.compile(r"(?<![\d/.-])(?:19|20)\d\d(?!\d)|(?<=\d[/.-])(?:19|20)\d\d(?!\d)")
_ISO = re.compile(r"[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?!\d)")
_YEAR_FIRST = re.compile(
    r",?\s{1,3}" + _MONTH + r"(?:\s{1,3}(\d{1,2})(?:st|nd|rd|th)?)?(?![\w])(?!,?\s{1,3}(?:19|20)\d\d)"
)
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?\s{1,3}" + _MONTH + r",?\s{1,3}$")
_MONTH_FIRST = re.compile(r"(?<![a-z])" + _MONTH + r"\s{1,3}(\d{1,2})(?:st|nd|rd|th)?,?\s{1,3}$")
_MONTH_ONLY = re.compile(r"(?<![a-z])" + _MONTH + r",?\s{1,3}$")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-]$")
_PATH = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2}|[a-z]{3,9})(?:[/-](\d{1,2}))?(?=[/_.?#-]|$)")
_COMPACT = re.compile(r"/((?:19|20)\d\d)(\d\d)(\d\d)(?=[/_-])")


class Printed(NamedTuple):
    """A date at a place of a text."""

    value: str
    start: int
    end: int


def printed_dates(text: str) -> list[Printed]:
    """The dates of a short text, in order; a year counts as one. Days that no calendar has are left out."""
    lower = text.lower()
    found = [_around(lower, year) for year in _YEAR.finditer(lower)]
    return [date for date in found if date and reading(date.value)]


def _around(lower: str, year: re.Match[str]) -> Printed | None:
    """The finest date that is written around a year."""
    start, end = year.span()
    floor = max(0, start - 24)
    if (match := _DAY_FIRST.search(lower, floor, start)) and (month := _MONTHS.get(match[2])):
        return Printed(_value(year[0], month, match[1]), match.start(), end)
    if (match := _MONTH_FIRST.search(lower, floor, start)) and (month := _MONTHS.get(match[1])):
        return Printed(_value(year[0], month, match[2]), match.start(), end)
    if match := _NUMERIC.search(lower, floor, start):
        first, second = int(match[1]), int(match[2])
        if first > 12 or first == second:
            return Printed(_value(year[0], second, first), match.start(), end)
        if second > 12:
            return Printed(_value(year[0], first, second), match.start(), end)
        return Printed(year[0], match.start(), end)
    if match := _ISO.match(lower, end):
        return Printed(_value(year[0], match[1], match[2]), start, match.end())
    if (match := _MONTH_ONLY.search(lower, floor, start)) and (month := _MONTHS.get(match[1])):
        return Printed(_value(year[0], month), match.start(), end)
    if (match := _YEAR_FIRST.match(lower, end)) and (month := _MONTHS.get(match[1])):
        return Printed(_value(year[0], month, match[2]), start, match.end())
    return Printed(year[0], start, end)


def path_date(url: str) -> str | None:
    """The day or month that a URL's path states (`/2021/10/16/`, `/2021/oct/16/`, `/20211016/`), if there is one."""
    path = url.lower().partition("?")[0].partition("#")[0]
    for match in _PATH.finditer(path):
        month = _MONTHS.get(match[2]) or (int(match[2]) if match[2].isdigit() else 0)
        value = _value(match[1], month, match[3])
        if reading(value):
            return value
    compact = _COMPACT.search(path)
    value = _value(compact[1], compact[2], compact[3]) if compact else ""
    return value if reading(value) else None


def _value(year: str, month: str | int, day: str | int | None = None) -> str:
    value = f"{year}-{int(month):02d}"
    return f"{value}-{int(day):02d}" if day is not None else value
