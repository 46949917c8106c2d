"""A chat assistant's own words to whoever asked it."""

from collections.abc import Iterator
from functools import lru_cache

from scoring.check import check
from scoring.document import Document, Span
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.lexicons import sections
from scoring.reading.units import block_at, merged, own_words, sentence_at
from scoring.reading.words import Words, words_of

# A line of at most this many characters is the frame: "Certainly! Here is the article:" goes as a whole.
_LINE = 300


@check("FIL_CHAT", family=Family.FILLER, severity=Severity.HIGH)
def chat(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A chat assistant speaks to whoever asked it for the text.

    Why it matters: the text was generated, and published without being read.
    What counts: an assistant naming itself, its knowledge limit, refusals, "here is the rewritten article", offers to adjust the text.
    Limits: what a bot is quoted as saying, in quotation marks, is reporting and stays unflagged.
    Maps to: JTI 10; W3C CredWeb 0255f049.
    Since: 2026.11
    """
    found = [span for span in _frames(document) if own_words(document, span)]
    if found:
        units = merged((_unit(document, span) for span in found), gap=1)
        yield Finding(
            spans=units,
            message=f"The text contains what a chatbot says to its user: “{document[found[0]][:80]}”.",
            fix="Remove the line, and check every claim of the text against a source.",
            evidence={"phrases": [document[span][:80] for span in found[:10]]},
        )


@lru_cache(maxsize=1)
def _anchors() -> frozenset[str]:
    return frozenset(_phrases())


@lru_cache(maxsize=1)
def _phrases() -> dict[str, tuple[tuple[str, frozenset[str], bool], ...]]:
    """The list's phrases and their words by their longest word; the flag marks those that count only beside another."""
    found: dict[str, list[tuple[str, frozenset[str], bool]]] = {}
    for name, entries in sections("chat_frames").items():
        for tokens in sorted(Words(entry.lower()).tokens for entry in entries):
            row = (" ".join(tokens), frozenset(tokens), name == "weak")
            found.setdefault(max(tokens, key=len), []).append(row)
    return {word: tuple(rows) for word, rows in found.items()}


def _frames(document: Document) -> list[Span]:
    words = words_of(document)
    phrases = _phrases()
    said = [
        (phrase, is_weak)
        for word in _anchors() & words.known
        for phrase, parts, is_weak in phrases[word]
        if parts <= words.known and f" {phrase} " in words.line
    ]
    # Where none of them is strong, nobody needs to know where they stand.
    if all(is_weak for _, is_weak in said):
        return []
    return sorted(span for phrase, _ in said for span in words.find(phrase))


def _unit(document: Document, span: Span) -> Span:
    """The whole line of a short frame, else the sentence."""
    block = block_at(document, span.start)
    if block and block.span.end - block.span.start <= _LINE:
        return block.span
    return sentence_at(document, span.start) or span
