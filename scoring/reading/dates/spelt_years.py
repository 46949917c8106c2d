"""Years in words, as speech is taken down: "nineteen ninety-seven", "two thousand and four"."""

import re

from scoring.reading.dates.named_months import Hit, Scene

SPELT = frozenset({"nineteen", "eighteen", "twenty", "two"})
_CENTURIES = {"nineteen": 1900, "eighteen": 1800, "twenty": 2000}
_ONES = {
    name: number
    for number, name in enumerate(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine"), 1)
}
_TEENS = {
    name: number
    for number, name in enumerate(
        (
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ),
        10,
    )
}
_TENS = {
    name: number
    for number, name in zip(
        range(20, 100, 10), ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), strict=False
    )
}  # fmt: skip
_ONE = "|".join(_ONES)
_REST = re.compile(
    rf" (?:(?P<tens>{'|'.join(_TENS)})(?:[- ](?P<one>{_ONE}))?|(?P<teen>{'|'.join(_TEENS)})|(?:oh|o)[- ](?P<low>{_ONE}))(?![\w-])"
)
_THOUSAND = re.compile(rf" thousand(?: and)?(?: (?:(?P<one>{_ONE})|(?P<teen>{'|'.join(_TEENS)})))?(?![\w-])")
# What counts things and is no year: "nineteen ninety-ton tanks" has a hyphen, "two thousand men" a noun after it.
_DATING = re.compile(
    r"(?:\b(?:in|since|of|by|from|until|before|after|january|february|march|april|may|june|july|august|september|october|november|december|early|late|year|and),? ?)$"
)
_MONTH = re.compile(
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december),? $"
)
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")  # fmt: skip


def spelt_year_hit(scene: Scene, start: int, end: int, word: str) -> Hit | None:
    """A year in words, with the month before it."""
    if word == "two":
        match = _THOUSAND.match(scene.text, end)
        year = 2000 + _low(match) if match else 0
    else:
        match = _REST.match(scene.text, end)
        year = _CENTURIES[word] + _low(match) if match else 0
    left = scene.text[max(0, start - 24) : start]
    if match is None or (not _DATING.search(left) and not (word == "nineteen" and match["tens"])):
        return None
    if word in ("two", "twenty") and scene.text[match.end() : match.end() + 1] not in ".,;:)\n?!":
        return None
    month = _MONTH.search(left)
    if month is None:
        return Hit(start, match.end(), (f"{year:04d}",))
    number = _MONTHS.index(month[0].rstrip(" ,")) + 1
    begin = start - len(month[0])
    return Hit(max(begin, scene.floor), match.end(), (f"{year:04d}-{number:02d}",))


def _low(match: re.Match[str]) -> int:
    """The two last figures of the year."""
    found = match.groupdict()
    tens, teen = found.get("tens"), found.get("teen")
    one = found.get("one") or found.get("low")
    return (_TENS[tens] if tens else 0) + (_TEENS[teen] if teen else 0) + (_ONES[one] if one else 0)
