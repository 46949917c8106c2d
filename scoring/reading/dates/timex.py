"""TIMEX3 values of dates, and the days that they cover."""

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import lru_cache

from scoring.document import Grain, Reading

# First and last month of a season of the northern year; winter runs into the next one.
_SEASONS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 14)}
_VALUE = re.compile(
    r"(\d{4})(?:-(?:(\d\d)(?:-(\d\d))?|W(\d\d)(-WE)?|Q([1-4])|H([12])|(SP|SU|FA|WI)))?|(\d{3})|(\d{2})",
    re.ASCII,
)

# Copy of the days around its stamp may be told from either side.
_SLACK = 14

# A way to compute a value from the day that a relative expression counts from; None where it has no answer.
Resolve = Callable[[date], str | None]


@lru_cache(maxsize=4096)
def reading(value: str) -> Reading | None:
    """The days that a TIMEX3 value covers, or None for a day that no calendar has and for values without days."""
    match = _VALUE.fullmatch(value)
    if not match:
        return None
    year, month, day, week, weekend, quarter, half, season, decade, century = match.groups()
    try:
        if decade:
            return Reading(value, date(int(decade) * 10, 1, 1), date(int(decade) * 10 + 9, 12, 31))
        if century:
            return Reading(value, date(int(century) * 100, 1, 1), date(int(century) * 100 + 99, 12, 31))
        if day:
            only = date(int(year), int(month), int(day))
            return Reading(value, only, only)
        if week:
            monday = date.fromisocalendar(int(year), int(week), 1)
            return Reading(value, monday + timedelta(5 if weekend else 0), monday + timedelta(6))
        if month:
            return _months(value, int(year), int(month), int(month))
        if quarter:
            return _months(value, int(year), 3 * int(quarter) - 2, 3 * int(quarter))
        if half:
            return _months(value, int(year), 6 * int(half) - 5, 6 * int(half))
        return _months(value, int(year), *_SEASONS.get(season, (1, 12)))
    except (ValueError, OverflowError):
        return None


def readings(values: Iterable[str | None]) -> tuple[Reading, ...]:
    """The readings of those values that have any, each once."""
    return tuple(found for value in dict.fromkeys(values) if value and (found := reading(value)))


def grain(value: str) -> Grain:
    """How fine a value is; unknown digits (`XXXX-11-07`) count as known ones."""
    if value.endswith("_REF"):
        return Grain.REF
    match = _VALUE.fullmatch(value.replace("X", "1"))
    if not match:
        return Grain.VAGUE
    _, month, day, week, _, quarter, half, season, decade, century = match.groups()
    kinds = (
        (day, Grain.DAY),
        (month, Grain.MONTH),
        (week, Grain.WEEK),
        (quarter or half, Grain.QUARTER),
        (season, Grain.SEASON),
        (decade, Grain.DECADE),
        (century, Grain.CENTURY),
    )
    return next((kind for part, kind in kinds if part), Grain.YEAR)


def _months(value: str, year: int, first: int, last: int) -> Reading:
    following = last + 1
    after = date(year + (following - 1) // 12, (following - 1) % 12 + 1, 1)
    return Reading(value, date(year, first, 1), after - timedelta(1))


def shift(anchor: date, count: int, unit: str) -> str | None:
    """The value `count` units away from the unit that holds `anchor`, or None outside the calendar."""
    try:
        if unit == "day":
            return (anchor + timedelta(count)).isoformat()
        if unit in ("week", "weekend"):
            year, week, _ = (anchor + timedelta(7 * count)).isocalendar()
            return f"{year:04d}-W{week:02d}" + ("-WE" if unit == "weekend" else "")
    except (ValueError, OverflowError):
        return None
    if unit in ("month", "quarter"):
        months = anchor.year * 12 + anchor.month - 1 + count * (3 if unit == "quarter" else 1)
        year, month = divmod(months, 12)
        value = f"{year:04d}-{month + 1:02d}" if unit == "month" else f"{year:04d}-Q{month // 3 + 1}"
        return value if 0 < year <= 9999 else None
    size = {"year": 1, "decade": 10, "century": 100}[unit]
    number = anchor.year // size + count
    width = {1: 4, 10: 3, 100: 2}[size]
    return f"{number:0{width}d}" if 0 < number * size <= 9999 else None


def calendar_day(year: int, month: int, day: int) -> date | None:
    """That day, or None where no calendar has it."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def near(anchor: date, month: int, day: int) -> str | None:
    """The value of the day with that month and number that is nearest to `anchor`."""
    years = (anchor.year - 1, anchor.year, anchor.year + 1)
    days = [found for year in years if (found := calendar_day(year, month, day))]
    return min(days, key=lambda it: abs((it - anchor).days)).isoformat() if days else None


def beside(anchor: date, month: int, day: int, way: int) -> str | None:
    """The value of the day with that month and number that is nearest to `anchor` after it (`way` 1) or before it (-1)."""
    years = (anchor.year - 1, anchor.year, anchor.year + 1)
    days = [found for year in years if (found := calendar_day(year, month, day))]
    rightly = [it for it in days if (it - anchor).days * way >= -_SLACK] or days
    return min(rightly, key=lambda it: abs((it - anchor).days)).isoformat() if rightly else None
