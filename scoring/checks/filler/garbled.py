"""Tokens that are half acronym, half torn word."""

import re
from collections.abc import Iterator
from functools import lru_cache

from scoring.check import check
from scoring.document import Document, Span
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.lexicons import sections
from scoring.reading.units import own_words
from scoring.reading.words import words_of

_TOKEN = re.compile(r"(?<![^\s\"'“‘(—–-])[A-Z]{2,5}[a-z]{4,14}(?![\w@/]|[.’']\w)")
_MIXED = re.compile(r"(?<!\w)[A-Za-z]*[\u0370-\u03ff\u0400-\u04ff][A-Za-z\u0370-\u03ff\u0400-\u04ff]*(?!\w)")
# Greek and Cyrillic letters that look like Latin ones.
_ALIKE = frozenset("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονАВЕКМНОРСТУХаеорсухіјѕԁһӏ")
_VOWELS = frozenset("aeiouy")
_FOREIGN = re.compile(r"[\u0370-\u04ff]")
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
    found = [Span(*match.span()) for match in _TOKEN.finditer(document.text) if _is_torn(match[0], document)]
    if not document.text.isascii() and _FOREIGN.search(document.text):
        found += [Span(*match.span()) for match in _MIXED.finditer(document.text) if _is_mixed(match[0])]
    for span in sorted(found):
        if own_words(document, span):
            yield Finding(
                spans=(span,),
                message=f"“{document[span]}” is no word.",
                fix="Write the word that was meant.",
                evidence={"token": document[span]},
            )


@lru_cache(maxsize=1)
def _lists() -> tuple[frozenset[str], frozenset[str]]:
    """The tails that a torn word may show, and the tokens and name parts that are sound."""
    words = sections("long_words")[""]
    tails = {
        word[lost:] for word in words for lost in range(1, _MOST_LOST + 1) if len(word) - lost >= _FEWEST_LEFT
    }
    sound = sections("camel_names")
    return frozenset(tails | words), frozenset().union(*sound.values())


def _is_torn(token: str, document: Document) -> bool:
    capitals = len(token) - len(token.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    head, tail = token[:capitals].lower(), token[capitals:]
    word = head[-1] + tail
    tails, sound = _lists()
    if {token.lower(), head, word, tail} & sound:
        return False
    words = words_of(document)
    if words.tokens.count(token.lower()) > 1 or head in words.known or word in words.known:
        return False
    if word in _words():
        return False
    if tail in _words():
        # A whole word behind an acronym is a missing space; behind mere consonants it is none.
        return len(tail) >= 6 and len(head) > 2 and not _VOWELS & set(head)
    return tail in tails or _unspeakable(tail)


@lru_cache(maxsize=1)
def _words() -> frozenset[str]:
    return sections("long_words")[""]


def _unspeakable(tail: str) -> bool:
    """Whether a tail ends in three consonants that no English word ends in."""
    end = tail[-3:]
    return not _VOWELS & set(end) and end not in sections("long_words")["ends"]


def _is_mixed(token: str) -> bool:
    latin = sum(letter.isascii() for letter in token)
    foreign = [letter for letter in token if not letter.isascii()]
    return latin >= 2 and len(token) >= 4 and all(letter in _ALIKE for letter in foreign)
