"""Stock phrases of generated prose, more of them than a writer uses."""

from collections.abc import Iterator
from functools import lru_cache

from scoring.check import check
from scoring.document import Document, Span
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.lexicons import sections
from scoring.reading.words import Words, words_of

_FEWEST = 4
_PER_1000 = 5.0
_FULL = 12.0
# Shorter texts are counted as if they had this many words, so that two phrases in a brief mean nothing.
_FLOOR = 250


@check("FIL_PHRASE", family=Family.FILLER, severity=Severity.LOW)
def phrase(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """The prose is dense with stock phrases of generated text.

    Why it matters: phrases that fit any subject take the place of facts.
    What counts: at least four different phrases of the list and five in 1,000 words, in sentences without a quotation.
    Limits: every one of them is good English alone; only their density counts, and it weighs little.
    Maps to: W3C CredWeb d8e3739c; Wikipedia "Signs of AI writing".
    Since: 2026.11
    """
    found = _found(document)
    if len(found) < _FEWEST:
        return
    quoted = _quoting(document)
    plain = {
        name: own for name, spans in found.items() if (own := [s for s in spans if not _inside(s, quoted)])
    }
    words = max(_FLOOR, len(words_of(document)) - _word_count(document, quoted))
    rate = len(plain) * 1000 / words
    if len(plain) >= _FEWEST and rate >= _PER_1000:
        yield Finding(
            spans=tuple(sorted(span for spans in plain.values() for span in spans)),
            message=f"{len(plain)} stock phrases stand in {words} words, such as “{next(iter(sorted(plain)))}”.",
            fix="Say in each place what happened, to whom and when.",
            evidence={"phrases": sorted(plain), "per_1000": round(rate, 1)},
            strength=min(1.0, round(rate / _FULL, 2)),
        )


@lru_cache(maxsize=1)
def _phrases() -> dict[str, tuple[tuple[str, str], ...]]:
    """Every form of every phrase with the phrase it counts as, by the form's longest word."""
    found: dict[str, list[tuple[str, str]]] = {}
    for entries in sections("stock_phrases").values():
        for entry in sorted(entries):
            forms = [" ".join(Words(form.lower()).tokens) for form in entry.split(" / ")]
            for form in forms:
                found.setdefault(max(form.split(), key=len), []).append((form, forms[0]))
    return {word: tuple(rows) for word, rows in found.items()}


def _found(document: Document) -> dict[str, list[Span]]:
    words = words_of(document)
    phrases = _phrases()
    found: dict[str, list[Span]] = {}
    forms = [row for word in sorted(words.known & phrases.keys()) for row in phrases[word]]
    forms = [(form, name) for form, name in forms if f" {form} " in words.line]
    if len({name for _, name in forms}) >= _FEWEST:
        for form, name in forms:
            found.setdefault(name, []).extend(words.find(form))
    return found


def _quoting(document: Document) -> list[Span]:
    """The sentences that carry a quotation."""
    found: list[Span] = []
    quotations = iter(document.quotations)
    quotation = next(quotations, None)
    for sentence in document.sentences:
        while quotation and quotation.end <= sentence.span.start:
            quotation = next(quotations, None)
        if quotation is None:
            break
        if quotation.touches(sentence.span):
            found.append(sentence.span)
    return found


def _inside(span: Span, sentences: list[Span]) -> bool:
    return any(sentence.touches(span) for sentence in sentences)


def _word_count(document: Document, spans: list[Span]) -> int:
    return sum(len(document.lower[span.start : span.end].split()) for span in spans)
