"""Where date expressions may begin, and the explicit ones of a short text."""

import re

from scoring.months import MONTHS
from scoring.reading.dates.named_months import PIVOT, Hit, Scene, month_hit
from scoring.reading.dates.numeric import digit_hit
from scoring.reading.words import letters

_MONTH_NAMES = frozenset(MONTHS)
_FIGURES = re.compile(r"[0-9][0-9/.-]{0,24}")


def triggers(text: str, words: frozenset[str]) -> list[tuple[int, int, str]]:
    """Where the words and the runs of figures of a flat text stand, in text order; addresses are left out."""
    found = []
    for word in words.intersection(letters(text).split()):
        at, width = text.find(word), len(word)
        while at >= 0:
            end = at + width
            if not (text[at - 1 : at].isalnum() or text[end : end + 1].isalnum()):
                found.append((at, end, word))
            at = text.find(word, end)
    found += [(match.start(), match.end(), match[0]) for match in _FIGURES.finditer(text)]
    found.sort()
    if "://" in text or "www." in text:
        found = [trigger for trigger in found if not _in_url(text, trigger[0])]
    return found


def _in_url(text: str, at: int) -> bool:
    """Whether `at` lies in a word that is an address."""
    left = text[max(0, at - 200) : at]
    token = left[max(left.rfind(" "), left.rfind("\n")) + 1 :]
    return "://" in token or token.startswith("www.") or "." in token.partition("/")[0]


def explicit_dates(text: str, day_first: bool | None, pivot: int = PIVOT) -> list[Hit]:
    """The dates of a short flat text that name their year and are possible, in text order."""
    found: list[Hit] = []
    floor = 0
    for start, end, word in triggers(text, _MONTH_NAMES):
        if start >= floor:
            scene = Scene(text, floor, None, True, day_first, pivot)
            hit = month_hit(scene, start, end, word) if word in MONTHS else digit_hit(scene, start, end, word)
            if hit and hit.values:
                found.append(hit)
                floor = hit.end
    return found
