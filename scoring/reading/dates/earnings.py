"""Quarters as reports of earnings write them: "the year-ago quarter", "the latest period", "the 1988 third quarter"."""

import re
from datetime import date

from scoring.reading.dates.timex import shift

# A report of earnings names its quarter, and figures of these kinds.
_FIGURES = re.compile(
    r"\b(?:net income|net loss|net of|earned|earnings|operating profit|cents? a share|a share|revenue|sales (?:rose|fell|were|of))\b"
)
_FEWEST = 4
_NAMED = re.compile(
    r"\b(first|second|third|fourth)(?:-| fiscal | )(?:fiscal )?quarter\b(?! of (?:1|2)\d\d\d)"
)
_ENDED = re.compile(r"\bquarter,? (?:that )?end(?:ed|ing) (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)")
_ORDER = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# How many days before the report its quarter ended at the earliest and, where it ended by the calendar, at the latest.
_NEAR = 60
# What stands in the sentence of a figure that is compared with one of the year before.
_COMPARED = re.compile(r"[$#£%€]|\bcents?\b|\bmillion\b|\bbillion\b")


def reported_quarter(text: str, day: date | None) -> str | None:
    """The quarter that a report of earnings of a day is about, as a value; None for any other text."""
    if day is None or "quarter" not in text or len(_FIGURES.findall(text)) < _FEWEST:
        return None
    if ended := _ENDED.search(text):
        quarter = _MONTHS.index(ended[1]) // 3 + 1
    elif named := _NAMED.search(text):
        quarter = _ORDER[named[1]]
    else:
        return shift(day, -1, "quarter")
    began = date(day.year, 3 * quarter - 2, 1)
    year = day.year if (day - began).days > _NEAR else day.year - 1
    return f"{year:04d}-Q{quarter}"


def year_before(quarter: str) -> str:
    """The same quarter a year earlier."""
    return f"{int(quarter[:4]) - 1:04d}{quarter[4:]}"


def compares_figures(text: str, at: int) -> bool:
    """Whether a figure stands shortly before a place, as before "a year ago" in a report of earnings."""
    left = text[max(0, at - 70) : at]
    return _COMPARED.search(left[left.rfind(". ") + 1 :]) is not None
