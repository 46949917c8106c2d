"""The words of a text as one line in which phrases can be sought."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate
from string import ascii_lowercase

from scoring.document import Page, Span
from scoring.memo import once_per_document

# Replacing one by one what can stand against a word is ten times as fast as a pattern over the text.
_MARKS = ".,;:!?\"()[]{}-‐‑–—−/\\|'’‘‚“”„«»‹›…•·*#<>=+&%$@_~`^"
_WORD = re.compile(r"\S+")
_LETTERS = bytes(code if chr(code) in ascii_lowercase else ord(" ") for code in range(256))


def letters(text: str) -> str:
    """A text of the same length with a blank for all but `a` to `z`.

    What `split` finds in it is what the pattern `[a-z]+` finds in the text, in a third of the time. A pattern whose first word
    is no such run can match nowhere, so a cheap look at the runs says where it need not be tried.
    """
    return text.encode("latin-1", "replace").translate(_LETTERS).decode("latin-1")


@once_per_document
def letters_of(document: Page) -> str:
    """The `letters` of a document's text in small letters."""
    return letters(document.lower)


class Words:
    """The lower-case words of a text, parted by single spaces and nothing else.

    Punctuation, apostrophes and line breaks part words (`russia's` is `russia s`), so a phrase is found
    however it was set. Positions in the text are worked out only for what is found.
    """

    def __init__(self, lower: str) -> None:
        for mark in _MARKS:
            lower = lower.replace(mark, " ")
        self._text = lower
        self.tokens = lower.split()
        self.line = f" {' '.join(self.tokens)} "
        self.known = frozenset(self.tokens)
        self._counts: Counter[str] | None = None
        self._places: list[tuple[int, int]] | None = None
        self._starts: list[int] | None = None

    def __len__(self) -> int:
        return len(self.tokens)

    @property
    def counts(self) -> Counter[str]:
        """How often each word occurs."""
        if self._counts is None:
            self._counts = Counter(self.tokens)
        return self._counts

    def place(self, number: int) -> Span:
        """Where the word of this number stands in the text."""
        if self._places is None:
            self._places = [match.span() for match in _WORD.finditer(self._text)]
        return Span(*self._places[number])

    def find(self, phrase: str) -> Iterator[Span]:
        """Where a phrase of lower-case words stands in the text, in text order."""
        last = phrase.count(" ")
        for hit in self.hits(phrase):
            first = self._number(hit + 1)
            yield Span(self.place(first).start, self.place(first + last).end)

    def match(self, pattern: re.Pattern[str]) -> Iterator[Span]:
        """Where a pattern over `line`, which begins and ends with the blanks around its words, stands in the text."""
        for found in pattern.finditer(self.line):
            first, after = self._number(found.start() + 1), self._number(found.end())
            yield Span(self.place(first).start, self.place(after - 1).end)

    def _number(self, at: int) -> int:
        """The number of the word that begins at a place of `line`, or of the next one."""
        if self._starts is None:
            self._starts = list(accumulate((len(word) + 1 for word in self.tokens), initial=1))
        return bisect_left(self._starts, at)

    def hits(self, phrase: str) -> Iterator[int]:
        """Where a phrase stands in `line`; cheap, and enough to count."""
        sought = f" {phrase} "
        hit = self.line.find(sought)
        while hit >= 0:
            yield hit
            hit = self.line.find(sought, hit + len(sought) - 1)


@lru_cache(maxsize=8)
def _words(lower: str) -> Words:
    return Words(lower)


def words_of(document: Page) -> Words:
    """The words of a document; several checks share one reading."""
    return _words(document.lower)
