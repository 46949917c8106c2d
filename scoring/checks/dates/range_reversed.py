"""Ranges that end before they begin."""

import re
from collections.abc import Iterator
from itertools import pairwise

from scoring.check import check
from scoring.document import Document, Span
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity

_JOINED = re.compile(r"\s?[-–—]\s?|\s(?:to|until|through)\s")
_BETWEEN = re.compile(r"\b(?:from|between)\s{1,3}(?:the\s)?$")
_AND = re.compile(r"\sand\s")
_BC = re.compile(r"\s?b\.?c\.?", re.IGNORECASE)


@check("DAT_RANGE_REVERSED", family=Family.DATES, severity=Severity.LOW)
def range_reversed(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A range of dates ends before it begins.

    Why it matters: one of the two dates is wrong.
    What counts: 'from' or 'between' and two dates of one grain, or two dates joined by a dash, the second one earlier.
    Limits: years before Christ and quotations are left out.
    Maps to: JTI 10.
    Since: 2026.11
    """
    for one, other in pairwise(document.dates):
        between = document.text[one.span.end : other.span.start]
        if len(between) > 9 or one.grain is not other.grain or one.relative or other.relative:
            continue
        opened = _BETWEEN.search(document.lower, max(0, one.span.start - 14), one.span.start)
        if not (
            _JOINED.fullmatch(between)
            if "-" in between or "–" in between
            else opened and (_JOINED.fullmatch(between) or _AND.fullmatch(between))
        ):
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
