"""Adjectives that are joined to themselves."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document, Span
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.lexicons import sections
from scoring.reading.units import by_sentence, own_words
from scoring.reading.words import words_of

_ENDINGS = ("able", "ible", "al", "ful", "ic", "ive", "less", "ous", "ant", "ent", "ary", "ory", "ed", "ing")
# What follows a doubled word that is no slip: a function word, so that no noun is being described.
_NO_NOUN = sections("small_words")["function"]
_SHORTEST = 6


@check("FIL_ECHO", family=Family.FILLER, severity=Severity.LOW)
def echo(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """An adjective is joined to itself before a noun.

    Why it matters: machine paraphrase swaps two different words for the same synonym, and nobody reread the sentence.
    What counts: "X and X" where X is an adjective and a noun follows at once.
    Limits: "again and again", "millions and millions" and the like are idiom; what stands in quotation marks is somebody's speech.
    Maps to: W3C CredWeb 7bd59393.
    Since: 2026.11
    """
    pairs = [first for first, copy in _doubled(document) if own_words(document, copy)]
    for sentence, firsts in by_sentence(document, pairs).items():
        words = [document[first].lower() for first in firsts]
        yield Finding(
            spans=(sentence,),
            message=f"The word “{words[0]}” is joined to itself: “{words[0]} and {words[0]}”.",
            fix="Delete one of the two, or write the word that was meant.",
            evidence={"words": words},
        )


def _doubled(document: Document) -> Iterator[tuple[Span, Span]]:
    """The first word of each pair, and what to strike: the joint and the copy."""
    words = words_of(document)
    tokens, last = words.tokens, len(words) - 1
    if "and" not in words.known:
        return
    at = 0
    while (at := _index(tokens, at + 1)) < last:
        word = tokens[at + 1]
        if (
            tokens[at - 1] == word
            and len(word) >= _SHORTEST
            and word.isalpha()
            and word.endswith(_ENDINGS)
            and not word.endswith("ment")
        ):
            first, copy = words.place(at - 1), words.place(at + 1)
            joint = " ".join(document.lower[first.start : copy.end].split())
            if joint == f"{word} and {word}" and _noun_follows(document.lower, copy.end):
                yield first, Span(first.end, copy.end)


def _index(tokens: list[str], start: int) -> int:
    try:
        return tokens.index("and", start)
    except ValueError:
        return len(tokens)


def _noun_follows(lower: str, end: int) -> bool:
    if lower[end : end + 1] != " ":
        return False
    noun = lower[end + 1 : end + 41].split(maxsplit=1)
    word = noun[0].rstrip(".,;:!?\"'”’)") if noun else ""
    return len(word) >= 3 and word.isalpha() and word not in _NO_NOUN
