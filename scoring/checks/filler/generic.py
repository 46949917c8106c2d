"""Prose that would fit any subject."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.views.support import checkable_statements
from scoring.views.wording import stock_spans, wording_of

# The lean of prose that can be no more general.
_FULL = 2.5
# Where so many statements by checkable sources stand in 1,000 own words, the own words only hold them together.
_REPORTING = 35.0
_FLOOR = 250
# Fewer different stock words are anybody's vocabulary.
_FEWEST = 3
_SHOWN = 12


@check("FIL_GENERIC", family=Family.FILLER, severity=Severity.LOW)
def generic(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """The article's own prose is worded in general terms.

    Why it matters: evaluations and abstractions that fit any subject take the place of names, numbers and events.
    What counts: in the sentences that cite nobody, stock words, abstract nouns and sentences without a name or a number weighed against plain reporting words; three different stock words at least. The more, the stronger.
    Limits: a text that mostly reports what checkable sources say is judged by them, not by the words between; it is a matter of degree, every word is good English, and careful writers of plain texts touch it; alone it never costs more than one band.
    Maps to: W3C CredWeb d8e3739c; Wikipedia "Signs of AI writing".
    Since: 2026.11
    """
    register = wording_of(document)
    reporting = checkable_statements(document) * 1000 / max(_FLOOR, register.words) / _REPORTING
    strength = round(register.generality(_FULL) * max(0.0, 1 - reporting), 2)
    if strength and len(register.stock) >= _FEWEST:
        words = sorted(register.stock, key=lambda word: (-register.stock[word], word))
        yield Finding(
            spans=stock_spans(document),
            message=f"The prose keeps to general terms, such as {', '.join(f'“{word}”' for word in words[:3])}.",
            fix="Say who did what, where and when, and leave out what would be true of any subject.",
            evidence={"words": words[:_SHOWN], "lean": round(register.lean, 2)},
            strength=strength,
        )
