"""Dates as stamps, metadata and references write them, and as the paths of URLs state them: one reader for all.

03.09.2025 · 2025/9/3 · 3rd of September 2025 · Wed, 03 Sep 2025 10:00 GMT · 20250903    2025-09-03
(2021, May 3) · May 2021 · 2021a                                                       2021-05-03, 2021-05, 2021
03/09/2025                                                                              reads two ways
/2021/10/16/ · /2021/oct/16/ · /20211016/ · pier-2021-10-16.html                        2021-10-16
"""

import re
from datetime import date
from typing import NamedTuple

from scoring.months import MONTHS
from scoring.reading.dates.timex import reading, readings
from scoring.reading.dates.triggers import explicit_dates

# A short text is no longer than this; what follows is prose.
LONGEST = 200

_MONTH = r"([a-z]{3,9})\.?"
_YEAR = re.compile(r"(?<![\d/.-])(?:19|20)\d\d(?!\d)|(?<=\d[/.-])(?:19|20)\d\d(?!\d)")
_ISO = re.compile(r"\s*(\d{4})-(\d\d)-(\d\d)(?!\d)", re.ASCII)
# A whole text of eight figures; inside a longer one they are a number of something.
_COMPACT = re.compile(r"\s*((?:19|20)\d\d)(\d\d)(\d\d)(?:[Tt]|\s|$)", re.ASCII)
_YEAR_THEN_DAY = re.compile(r"[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?!\d)")
_YEAR_THEN_MONTH = re.compile(
    r",? " + _MONTH + r"(?: (\d{1,2})(?:st|nd|rd|th)?)?(?![\w])(?!,? (?:19|20)\d\d)"
)
_DAY_MONTH = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)? " + _MONTH + r",? $")
_MONTH_DAY = re.compile(r"(?<![a-z])" + _MONTH + r" (\d{1,2})(?:st|nd|rd|th)?,? $")
_MONTH_ALONE = re.compile(r"(?<![a-z])" + _MONTH + r",? $")

_URL_DATE = re.compile(
    r"/(?P<y>(?:19|20)\d\d)[/-](?P<m>\d\d?|[a-z]{3,9})(?:[/-](?P<d>\d\d?))?(?=[/_.?#-]|$)"
    r"|[/_-](?P<y2>(?:19|20)\d\d)-(?P<m2>\d\d)-(?P<d2>\d\d)(?!\d)"
    # At the end of a path, eight figures are as often the number of the page.
    r"|/(?P<y3>(?:19|20)\d\d)(?P<m3>[01]\d)(?P<d3>[0-3]\d)(?=[/_-])"
)
_NAMED_PAGE = re.compile(r"[/_-][\w.~%-]{0,80}?[a-z]")
_LONGEST_URL = 2000


class ShortDate(NamedTuple):
    """A date at a place of a text; `value` is a TIMEX3 value, a year where the text reads two ways."""

    value: str
    start: int
    end: int


def short_dates(text: str) -> list[ShortDate]:
    """The dates of a short text, in order; a year alone is one. Days that no calendar has are left out."""
    flat, origins = _flattened(text)
    exact = {
        at: ShortDate(_one(hit.values), hit.start, hit.end)
        for hit in explicit_dates(flat, None)
        if hit.end - hit.start > 4
        for at in range(hit.start, hit.end)
    }
    found = [exact.get(year.start()) or _around(flat, year) for year in _YEAR.finditer(flat)]
    return [
        ShortDate(it.value, origins[it.start], origins[it.end - 1] + 1)
        for it in dict.fromkeys(found)
        if reading(it.value)
    ]


def day_values(text: str, day_first: bool | None = None) -> tuple[str, ...]:
    """The values of the first date that a short text names to the month or day: more than one where it reads several ways.

    `day_first` settles the order of figures; None leaves it open. Impossible days have no value.
    """
    if match := _ISO.match(text) or _COMPACT.match(text):
        return tuple(it.value for it in readings((f"{match[1]}-{match[2]}-{match[3]}",)))
    flat, _ = _flattened(text[:LONGEST])
    values = next((hit.values for hit in explicit_dates(flat, day_first)), ())
    if max(map(len, values), default=0) > 4:
        return values
    finer = next((it.value for it in short_dates(text[:LONGEST]) if len(it.value) > 4), None)
    return (finer,) if finer else values


def read_date(text: str) -> date | None:
    """The day that a stamp names, in whatever zone it is written; None for no day, an impossible one, or two."""
    values = day_values(text)
    return date.fromisoformat(values[0]) if len(values) == 1 and len(values[0]) == 10 else None


def url_date(url: str) -> str | None:
    """The day that a URL's path states, else the month; None where it states neither."""
    path = url[:_LONGEST_URL].lower().partition("?")[0].partition("#")[0]
    values = [_stated(match) for match in _URL_DATE.finditer(path) if _is_dated(match)]
    possible = [value for value in values if reading(value)]
    return next((value for value in possible if len(value) == 10), next(iter(possible), None))


def _is_dated(match: re.Match[str]) -> bool:
    """Whether figures in a path are a date: those without a day only above a page with a name.

    `/2022/11/new-bridge` is a month; `/ukpga/2022/11` and `/UKSC/2019/5.html` are the numbers of an act and a judgment.
    """
    if match["d"] or match["d2"] or match["d3"] or match["m"].isalpha():
        return True
    return len(match["m"]) == 2 and _NAMED_PAGE.match(match.string, match.end()) is not None


def _stated(match: re.Match[str]) -> str:
    year, month, day = (match[f"{part}"] or match[f"{part}2"] or match[f"{part}3"] for part in "ymd")
    number = int(month) if month.isdigit() else MONTHS.get(month, 0)
    return _value(year, number, day)


def _around(flat: str, year: re.Match[str]) -> ShortDate:
    """The finest date that is written around a year, in the ways of reference lists."""
    start, end = year.span()
    floor = max(0, start - 24)
    if (match := _DAY_MONTH.search(flat, floor, start)) and (month := MONTHS.get(match[2])):
        return ShortDate(_value(year[0], month, match[1]), match.start(), end)
    if (match := _MONTH_DAY.search(flat, floor, start)) and (month := MONTHS.get(match[1])):
        return ShortDate(_value(year[0], month, match[2]), match.start(), end)
    if match := _YEAR_THEN_DAY.match(flat, end):
        return ShortDate(_value(year[0], match[1], match[2]), start, match.end())
    if (match := _MONTH_ALONE.search(flat, floor, start)) and (month := MONTHS.get(match[1])):
        return ShortDate(_value(year[0], month), match.start(), end)
    if (match := _YEAR_THEN_MONTH.match(flat, end)) and (month := MONTHS.get(match[1])):
        return ShortDate(_value(year[0], month, match[2]), start, match.end())
    return ShortDate(year[0], start, end)


def _one(values: tuple[str, ...]) -> str:
    """The one value, or the year that all of them share."""
    return values[0] if len(values) == 1 else values[0][:4]


def _flattened(text: str) -> tuple[str, list[int]]:
    """The text in small letters with one blank between words, and where each of its characters stood."""
    lower = text.lower() if len(text.lower()) == len(text) else text
    letters: list[str] = []
    origins: list[int] = []
    for at, letter in enumerate(lower):
        if not letter.isspace():
            letters.append(_PLAIN.get(letter, letter))
            origins.append(at)
        elif letters and letters[-1] != " ":
            letters.append(" ")
            origins.append(at)
    return "".join(letters), origins


_PLAIN = {"’": "'", "‘": "'", "–": "-", "‑": "-", "‐": "-", "−": "-"}


def _value(year: str, month: str | int, day: str | int | None = None) -> str:
    value = f"{year}-{int(month):02d}"
    return f"{value}-{int(day):02d}" if day is not None else value
