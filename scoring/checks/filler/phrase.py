"""Stock phrases of generated prose, more of them than a writer uses."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from scoring.check import check
from scoring.document import Document, Span
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.lexicons import sections
from scoring.reading.units import touched
from scoring.reading.words import Words, words_of
from scoring.views.own_prose import own_prose
from scoring.views.plain_words import counted

_FEWEST = 4
_PER_1000 = 5.0
_FULL = 12.0
# Shorter texts are counted as if they had this many words, so that two phrases in a brief mean nothing.
_FLOOR = 250


@check("FIL_PHRASE", family=Family.FILLER, severity=Severity.LOW)
def phrase(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """The prose is dense with stock phrases of generated text.

    Why it matters: phrases that fit any subject take the place of facts.
    What counts: at least four different phrases of the list and five in 1,000 words, in sentences that cite nobody.
    Limits: every one of them is good English alone; only their density counts, and it weighs little.
    Maps to: W3C CredWeb d8e3739c; Wikipedia "Signs of AI writing".
    Since: 2026.11
    """
    found = _found(document)
    if len({name for _, name in found}) < _FEWEST:
        return
    own = [sentence.span for sentence in own_prose(document).own]
    found = [(span, name) for span, name in found if touched(span, own)]
    names = sorted({name for _, name in found})
    words = sum(len(document[span].split()) for span in own)
    rate = len(names) * 1000 / max(_FLOOR, words)
    if len(names) >= _FEWEST and rate >= _PER_1000:
        yield Finding(
            spans=tuple(span for span, _ in found),
            message=f"{counted(len(names), 'different stock phrase')} in {words:,} words, such as “{document[found[0][0]]}”.",
            fix="Say in each place what happened, to whom and when.",
            evidence={"phrases": names, "per_1000": round(rate, 1)},
            strength=min(1.0, round(rate / _FULL, 2)),
        )


@lru_cache(maxsize=1)
def _anchors() -> frozenset[str]:
    return frozenset(_phrases())


class _Form(NamedTuple):
    """One form of a phrase: its words, what it counts as, and a pattern where a slot (`*`) stands for up to four words."""

    form: str
    parts: frozenset[str]
    name: str
    pattern: re.Pattern[str] | None


@lru_cache(maxsize=1)
def _phrases() -> dict[str, tuple[_Form, ...]]:
    """Every form of every phrase by its longest word."""
    found: dict[str, list[_Form]] = {}
    for entry in sorted(frozenset().union(*sections("stock_phrases").values())):
        forms = [_form(form) for form in entry.split(" / ")]
        for form, parts, _, pattern in forms:
            row = _Form(form, parts, forms[0].form, pattern)
            found.setdefault(max(sorted(parts), key=len), []).append(row)
    return {word: tuple(rows) for word, rows in found.items()}


def _form(written: str) -> _Form:
    pieces = [" ".join(Words(piece.lower()).tokens) for piece in written.split("*")]
    form = " * ".join(pieces)
    pattern = None
    if len(pieces) > 1:
        pattern = re.compile(" " + r" (?:\S+ ){0,4}".join(map(re.escape, pieces)) + " ")
    return _Form(form, frozenset(" ".join(pieces).split()), form, pattern)


def _found(document: Document) -> list[tuple[Span, str]]:
    """The phrases in text order with what each counts as; of two that overlap, the first and longer one."""
    words = words_of(document)
    phrases = _phrases()
    hits = [
        row
        for word in phrases.keys() & words.known
        for row in phrases[word]
        if row.parts <= words.known and _stands(row, words)
    ]
    if len({row.name for row in hits}) < _FEWEST:
        return []
    found: list[tuple[Span, str]] = []
    places = ((span, row.name) for row in hits for span in _places(row, words))
    for span, name in sorted(places, key=lambda hit: (hit[0].start, -hit[0].end, hit[1])):
        if not found or span.start >= found[-1][0].end:
            found.append((span, name))
    return found


def _stands(row: _Form, words: Words) -> bool:
    if row.pattern:
        return row.pattern.search(words.line) is not None
    return f" {row.form} " in words.line


def _places(row: _Form, words: Words) -> Iterator[Span]:
    return words.match(row.pattern) if row.pattern else words.find(row.form)
