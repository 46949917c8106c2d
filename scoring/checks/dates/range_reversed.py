"""Ranges that end before they begin."""

import re
from collections.abc import Iterator
from itertools import pairwise

from scoring.check import check
from scoring.document import Document, Grain, Span
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity

_DASH = re.compile(r"\s?[-–—]\s?")
_TO = re.compile(r"\s(?:to|until|through)\s")
_AND = re.compile(r"\sand\s")
_FROM = re.compile(r"\bfrom\s{1,3}(?:the\s)?$")
# "The difference between 2024 and 2023" compares; it does not run from one to the other.
_BETWEEN = re.compile(r"\bbetween\s{1,3}(?:the\s)?$")
_COMPARED = re.compile(
    r"\b(?:differ\w*|gaps?|chang\w*|compar\w*|contrast\w*|increas\w*|decreas\w*|declin\w*|growth|grew|rise|rose|fall|fell|drop\w*|choos\w*|choice|chose|link\w*|connection"
    r"|distinguish\w*|decide|split|torn|tie|match|split|jump\w*|shift\w*|balance|similar\w*|parallels?)\b[^.]{0,60}$"
)
_BC = re.compile(r"\s?(?:b\.?c\.?|before (?:christ|our era|the common era))", re.IGNORECASE)
# "From 2024 to 2023's level", "from 2024 to 2016 levels", "back to": a way back.
_LEVEL = re.compile(r"[’']s\b|\s(?:levels?|prices?|figures?|standards?)\b")
# Looking back may begin with the later of two decades.
_GRAINS = frozenset({Grain.DAY, Grain.MONTH, Grain.YEAR})


@check("DAT_RANGE_REVERSED", family=Family.DATES, severity=Severity.LOW)
def range_reversed(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A range of dates ends before it begins.

    Why it matters: one of the two dates is wrong.
    What counts: 'from ... to' or 'between ... and' with two dates of one grain, or two dates joined by a dash, the second one earlier.
    Limits: years before Christ, decades, comparisons ('the difference between 2024 and 2023') and quotations are left out.
    Maps to: JTI 10.
    Since: 2026.11
    """
    for one, other in pairwise(document.dates):
        between = document.text[one.span.end : other.span.start]
        if len(between) > 9 or one.grain is not other.grain or one.relative or other.relative:
            continue
        if one.grain not in _GRAINS or not _is_range(document, one.span.start, between, other.span.end):
            continue
        firsts = [it.first for it in one.readings if it.first], [it.last for it in other.readings if it.last]
        if not all(firsts) or max(firsts[1]) >= min(firsts[0]) or _BC.match(document.text, other.span.end):
            continue
        span = Span(one.span.start, other.span.end)
        if not document.inside_quotation(span) and all(
            sum(map(str.isdigit, document[it.span])) >= 4 for it in (one, other)
        ):
            yield Finding(
                spans=(span,),
                message=f'"{" ".join(document[span].split())}" ends before it begins.',
                fix="Correct the date that is wrong.",
                evidence={"from": one.value, "to": other.value},
            )


def _is_range(document: Document, start: int, between: str, end: int) -> bool:
    """Whether the words around two dates say that a time runs from the one to the other."""
    lower = document.lower
    if _LEVEL.match(lower, end):
        return False
    if _DASH.fullmatch(between):
        return True
    if _TO.fullmatch(between):
        return _FROM.search(lower, max(0, start - 14), start) is not None
    opened = _AND.fullmatch(between) and _BETWEEN.search(lower, max(0, start - 14), start)
    return opened is not None and _COMPARED.search(lower, max(0, start - 90), start) is None
