"""Dates with their year in texts of other languages, whose articles are not judged but whose dates are told."""

import re
from functools import cache

from scoring.document import DateMention, Page, Span
from scoring.lexicons import shipped_text
from scoring.reading.dates.timex import grain, readings

MOST = 500
_DATE = re.compile(
    r"(?<!\w)(?:(\d{1,2})(?:\.|er|º|-(?:е|го))?\s{1,3}(?:de\s{1,3})?)?([^\W\d_]{3,12})\.?\s{1,3}(?:de[l]?\s{1,3})?((?:19|20)\d\d)(?!\d)"
)
_NUMERIC = re.compile(
    r"(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2((?:19|20)\d\d)(?![\d/-])|(?<![\d-])((?:19|20)\d\d)-(\d\d)-(\d\d)(?![\d-])"
)


@cache
def months(language: str) -> dict[str, int]:
    """The month of each form that a language writes; empty for a language without a list."""
    _, found, rest = shipped_text("months.txt").partition(f"[{language}]\n")
    line = rest.split("\n", 1)[0] if found else ""
    return {
        form.strip(): number
        for number, forms in enumerate(line.split(";"), 1)
        for form in forms.split(",")
        if form.strip()
    }


@cache
def months_of_all() -> dict[str, int]:
    """The month of each form that any language writes; where two differ, the first list's."""
    found: dict[str, int] = {}
    for line in shipped_text("months.txt").splitlines():
        if line.startswith("["):
            for form, number in months(line.strip("[]")).items():
                found.setdefault(form, number)
    return found


def find_foreign_dates(document: Page, language: str) -> tuple[DateMention, ...]:
    """The dates of a text in a language other than English that name their year, in text order.

    Numeric dates are read day first where both orders are possible, as all these languages write them.
    """
    table = months(language)
    if not table:
        return ()
    found = [_named(match, table) for match in _DATE.finditer(document.lower)]
    found += [_numeric(match) for match in _NUMERIC.finditer(document.lower)]
    return tuple(sorted((it for it in found if it), key=lambda it: it.span))[:MOST]


def _named(match: re.Match[str], table: dict[str, int]) -> DateMention | None:
    month = table.get(match[2])
    if month is None:
        return None
    value = f"{match[3]}-{month:02d}" + (f"-{int(match[1]):02d}" if match[1] else "")
    return _mention(Span(*match.span()), value)


def _numeric(match: re.Match[str]) -> DateMention | None:
    if match[5]:
        return _mention(Span(*match.span()), f"{match[5]}-{match[6]}-{match[7]}")
    day, month = int(match[1]), int(match[3])
    if month > 12 >= day:
        day, month = month, day
    return _mention(Span(*match.span()), f"{match[4]}-{month:02d}-{day:02d}")


def _mention(span: Span, value: str) -> DateMention:
    return DateMention(span, value, grain(value), readings((value,)))
