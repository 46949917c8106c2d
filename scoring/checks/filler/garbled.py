"""Tokens that are half acronym, half torn word."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from scoring.check import check
from scoring.document import Document, Span
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.lexicons import sections
from scoring.reading.units import by_sentence, own_words
from scoring.reading.words import words_of

# What stands before it is looked at afterwards: a pattern that begins with its letters runs five times as fast.
_TOKEN = re.compile(r"[A-Z][A-Z]{1,4}[a-z]{4,14}(?![\w@/]|[.’']\w)")
_BEFORE = frozenset(" \t\n\r\xa0\"'“”‘’(—–-")
_FOREIGN = "\u0370-\u03ff\u0400-\u04ff"
_MIXED = re.compile(rf"(?<!\w)[A-Za-z]{{0,40}}[{_FOREIGN}][A-Za-z{_FOREIGN}]{{0,40}}(?!\w)")
# Greek and Cyrillic letters that look like Latin ones.
_ALIKE = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονАВЕКМНОРСТУХаеорсухіјѕԁһӏ"
_VOWELS = frozenset("aeiouy")
# What makes the members, the followers or the manner of something of its acronym: TEDsters, NIMBYism, SNPers.
_MEMBERS = (
    "ster",
    "sters",
    "ites",
    "ism",
    "isms",
    "esque",
    "ers",
    "ologist",
    "ologists",
    "ishly",
    "holic",
    "holics",
    "gate",
    "dom",
    "verse",
)
_CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# How much of a word the capitals may have overwritten, and how much of it must be left.
_MOST_LOST = 3
_FEWEST_LEFT = 5


@check("FIL_GARBLED", family=Family.FILLER, severity=Severity.MEDIUM)
def garbled(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A token is no word: capitals run into the torn rest of another word, or scripts are mixed inside it.

    Why it matters: text spinners and hidden look-alike letters leave such tokens; a reader cannot know what was meant.
    What counts: a run of capitals and a tail that is no word wherever the token is split, and Latin words with look-alike letters of another script.
    Limits: names such as OAuth or VMware, acronyms with an ending, a dateline glued to its text, handles and what is repeated are not counted.
    Maps to: W3C CredWeb 0255f049.
    Since: 2026.11
    """
    found = [span for span in (*_torn(document), *_mixed(document)) if own_words(document, span)]
    for sentence, spans in by_sentence(document, found).items():
        tokens = [document[span] for span in spans]
        yield Finding(
            spans=(sentence,),
            message=f"“{tokens[0]}” is not a word.",
            fix="Write the word that was meant.",
            evidence={"tokens": tokens},
        )


def _torn(document: Document) -> Iterator[Span]:
    """Capital runs with a torn tail that stand once in the text, their parts nowhere else."""
    text = document.text
    for match in _TOKEN.finditer(text):
        start = match.start()
        if (
            (start == 0 or text[start - 1] in _BEFORE)
            and _is_torn(match[0])
            and _is_alone(document, match[0])
        ):
            yield Span(*match.span())


def _mixed(document: Document) -> Iterator[Span]:
    """Words of Latin letters and of letters that only look Latin."""
    text = document.text
    if text.isascii() or not any(letter in text for letter in _ALIKE):
        return
    for match in _MIXED.finditer(text):
        foreign = [letter for letter in match[0] if not letter.isascii()]
        if (
            len(match[0]) >= 4
            and len(match[0]) - len(foreign) >= 2
            and all(letter in _ALIKE for letter in foreign)
        ):
            yield Span(*match.span())


class _Lists(NamedTuple):
    words: frozenset[str]
    tails: frozenset[str]
    ends: frozenset[str]
    sound: frozenset[str]


@lru_cache(maxsize=1)
def _lists() -> _Lists:
    """Common words, their torn tails, the consonants that words end in, and the tokens and parts that are sound."""
    lists = sections("long_words")
    words = lists[""]
    tails = {
        word[lost:] for word in words for lost in range(1, _MOST_LOST + 1) if len(word) - lost >= _FEWEST_LEFT
    }
    sound = frozenset().union(*sections("camel_names").values())
    return _Lists(words | lists["short"], frozenset(tails), lists["ends"], sound)


def _parts(token: str) -> tuple[str, str, str]:
    """The capitals, the tail with the last capital, and the tail without it, in lower case."""
    tail = token.lstrip(_CAPITALS)
    head = token[: len(token) - len(tail)].lower()
    return head, head[-1] + tail, tail


def _is_torn(token: str) -> bool:
    """Whether a token is no known name and its tail is what is left of a word."""
    head, word, tail = _parts(token)
    lists = _lists()
    if tail.endswith(_MEMBERS):
        return False
    if not lists.sound.isdisjoint((token.lower(), head, word, tail)) or word in lists.words:
        return False
    if tail in lists.words:
        # A whole word behind an acronym is a missing space; behind mere consonants it is none.
        return len(head) > 2 and _VOWELS.isdisjoint(head)
    end = tail[-3:]
    return tail in lists.tails or (_VOWELS.isdisjoint(end) and end not in lists.ends)


def _is_alone(document: Document, token: str) -> bool:
    """Whether neither the token again nor its parts stand elsewhere, as they would with a name or a lost space."""
    head, word, _ = _parts(token)
    words = words_of(document)
    return words.counts[token.lower()] == 1 and words.known.isdisjoint((head, word))
