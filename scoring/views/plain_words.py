"""Numbers, days and verdicts in the words of a message."""

import re
from collections.abc import Sequence
from datetime import date

from scoring.months import MONTH_NAMES

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
# What a look-up found, as an editor would put it.
_REASONS = {
    "not_found": "the server says that there is no such page",
    "gone": "the server says that the page was removed",
    "no_such_host": "there is no such site",
    "not_looked_up": "nobody has looked yet",
    "timeout": "the site did not answer in time",
}


def counted(number: int, thing: str, things: str | None = None) -> str:
    """A number with its noun, singular or plural: `1 line`, `2 lines`, `2 quotations`."""
    return f"{number} {thing}" if number == 1 else f"{number:,} {things or thing + 's'}"


def day_in_words(day: date | str | None) -> str:
    """A day, month or year as it is written in a text: `6 May 2025`, `May 2025`, `2025`; other text as it is."""
    if day is None:
        return "an unknown day"
    found = _ISO.fullmatch(str(day))
    if not found:
        return str(day)
    year, month, number = found.groups()
    if month is None or not 1 <= int(month) <= len(MONTH_NAMES):
        return year
    name = MONTH_NAMES[int(month) - 1]
    return f"{name} {year}" if number is None else f"{int(number)} {name} {year}"


def reason_in_words(reason: str) -> str:
    """Why a look-up ended as it did."""
    return _REASONS.get(reason, reason.replace("_", " "))


def markers_in_words(labels: Sequence[int | str], most: int = 4) -> str:
    """Markers in a sentence: `[1]`, `[1] and [2]`, `[1], [2], [3], [4] and 3 more`."""
    shown = [f"[{label}]" for label in labels[:most]]
    if len(labels) > most:
        return f"{', '.join(shown)} and {len(labels) - most} more"
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))
