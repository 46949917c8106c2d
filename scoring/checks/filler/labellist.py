"""Bullets that are a label and a sentence that says little."""

import re
from collections.abc import Iterator

from scoring.check import check
from scoring.document import BlockKind, Document
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.reading.units import joined, touched

_FEWEST = 5
# Bullets of full weight from which a list is as bad as it gets.
_FULL = 10
_LABEL = re.compile(r"[^:\n]{3,90}(?::|(?<=\w) [–—-](?= ))")
# What makes a bullet checkable: a number, a quotation, a date or a link.
_DIGITS = re.compile(r"(?<![A-Za-z])\d[\d.,]*(?![A-Za-z])")
_NAME = re.compile(r"(?<=[a-z,] )(?:[A-Z][a-z]+ ){1,3}[A-Z][a-z]+")
_MONTHS = re.compile(
    r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(?:January|February|April|June|July|August|September|October|November|December)\b"
)


@check("FIL_LABELLIST", family=Family.FILLER, severity=Severity.MEDIUM)
def labellist(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """Lists of "Label: sentence" bullets promise facts and deliver none.

    Why it matters: the label announces examples, evidence or impact, and the sentence after it names nothing that a reader could check.
    What counts: five or more bullets made of a label, a colon and a sentence; those with a number, date, name, quotation or link count little.
    Limits: newsletters, recipes, schedules, contact lists and questions with answers stay unflagged.
    Maps to: W3C CredWeb baa89d32; PASTEL 1.
    Since: 2026.11
    """
    items = list(document.of_kind(BlockKind.LIST_ITEM))
    links = [link.span for link in document.links] if len(items) >= _FEWEST else []
    bullets = [(block, _emptiness(document[block.span], bool(touched(block.span, links)))) for block in items]
    bullets = [(block, weight) for block, weight in bullets if weight]
    total = sum(weight for _, weight in bullets)
    if len(bullets) >= _FEWEST and total >= 0.8 * _FEWEST:
        yield Finding(
            spans=joined(document, (block for block, _ in bullets)),
            message=f"{len(bullets)} bullets are a label and a sentence with nothing in it to check.",
            fix="Give each bullet the name, number, date or source that its label promises, or write prose.",
            evidence={"bullets": len(bullets), "weight": round(total, 1)},
            strength=min(1.0, round(total / _FULL, 2)),
        )


def _emptiness(text: str, linked: bool) -> float:
    """How little a bullet delivers after its label, 0 to 1; 0 also where it is no label and sentence."""
    label = _LABEL.match(text)
    if not label or not (text[0].isupper() or text[0] in '*_"“') or len(label[0].split()) > 14:
        return 0.0
    body = text[label.end() :].strip("* _")
    words = body.split()
    if len(words) < 4 or len(body) < 25 or body[-1:] == "?" or label[0].rstrip(":").lower() in ("q", "a"):
        return 0.0
    if (
        linked
        or _DIGITS.search(body)
        or _MONTHS.search(body)
        or any(mark in body for mark in '"“«@')
        or "http" in body
    ):
        return 0.25
    return 0.5 if _NAME.search(body) else 1.0
