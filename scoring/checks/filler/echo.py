"""Adjectives that are joined to themselves."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document, Span
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.lexicons import sections
from scoring.reading.units import own_words

_JOINT = " and "
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
    for first, copy in _doubled(document):
        word = document[first]
        yield Finding(
            spans=(copy,),
            message=f"“{word}” is joined to itself.",
            fix="Strike one, or write the word that was meant.",
            evidence={"word": word.lower()},
        )


def _doubled(document: Document) -> Iterator[tuple[Span, Span]]:
    """The first word of each pair, and what to strike: the joint and the copy."""
    lower = document.lower
    at = lower.find(_JOINT)
    while at >= 0:
        after = at + len(_JOINT)
        start = max(lower.rfind(space, max(0, at - 40), at) for space in " \n\t(\xa0") + 1
        word = lower[start:at]
        end = after + len(word)
        if (
            len(word) >= _SHORTEST
            and lower.startswith(word, after)
            and word.isalpha()
            and word.endswith(_ENDINGS)
            and _noun_follows(lower, end)
            and own_words(document, Span(start, end))
        ):
            yield Span(start, at), Span(at, end)
        at = lower.find(_JOINT, after)


def _noun_follows(lower: str, end: int) -> bool:
    if lower[end : end + 1] != " ":
        return False
    noun = lower[end + 1 : end + 41].split(maxsplit=1)
    word = noun[0].rstrip(".,;:!?\"'”’)") if noun else ""
    return len(word) >= 3 and word.isalpha() and word not in _NO_NOUN
