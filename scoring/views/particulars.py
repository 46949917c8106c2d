"""What is particular in a sentence: names, numbers and dates, and which of them the article has not had before."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from scoring.document import Document, Span
from scoring.lexicons import sections
from scoring.months import MONTH_NAMES, WEEKDAY_NAMES
from scoring.reading.words import letters_of
from scoring.straight import straight

# What stands before a name is asked behind its capital, so that the pattern is tried at capitals alone.
_NAME = re.compile(r"[A-Z](?<=[a-z0-9,;:'%)] [A-Z])[\w'&.-]*")
_CAPITALISED = re.compile(r"[A-Z][\w'-]+")
_NUMBER = re.compile(r"\d[\d,.]*")
_NUMBER_WORDS = sections("small_words")["numbers"]
_WORD = re.compile(r"[a-z]+")
# Day and month names, which stand in every dated sentence and name nobody.
CALENDAR = frozenset(map(str.lower, (*WEEKDAY_NAMES, *MONTH_NAMES)))
_NO_NAMES = CALENDAR | {"i"}


class Particulars(NamedTuple):
    """How many names, numbers and dates a sentence brings that are new in its article, and how many it has at all.

    `content` are the names and numbers outside the words that say who speaks, numbers in words among them.
    """

    new_names: int = 0
    new_numbers: int = 0
    dates: int = 0
    names: int = 0
    numbers: int = 0
    content: int = 0

    @property
    def bare(self) -> bool:
        """Whether it names nobody, no number and no date."""
        return not (self.names or self.numbers or self.dates)

    @property
    def news(self) -> bool:
        """Whether it has a date, or a name or number that the article has not had."""
        return bool(self.new_names or self.new_numbers or self.dates)


class ParticularsReader:
    """Reads one sentence after the other and remembers which names and numbers the article has had."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._names: set[str] = set()
        self._numbers: set[str] = set()
        self._letters = letters_of(document)

    def read(self, span: Span, dates: int, calls: Iterable[Span], speakers: Iterable[Span]) -> Particulars:
        """The particulars of a sentence. `calls` are markers, addresses and labels in it, which are no particulars; `speakers` say who speaks."""
        text = self._document[span]
        counted = _blanked(text, span.start, calls)
        line = _plain(counted)
        names, numbers = _found(line)
        told, content = counted, len(names) + len(numbers)
        if (apart := _blanked(counted, span.start, speakers)) is not counted:
            told, content = apart, sum(map(len, _found(_plain(apart))))
        if not _NUMBER_WORDS.isdisjoint(self._letters[span.start : span.end].split()):
            content += sum(word in _NUMBER_WORDS for word in _WORD.findall(told.lower()))
        new_names = {name.lower() for name in names} - self._names
        new_numbers = set(numbers) - self._numbers
        whole = line if counted is text else _plain(text)
        self._names.update(map(str.lower, _CAPITALISED.findall(whole)))
        self._numbers.update(numbers)
        return Particulars(len(new_names), len(new_numbers), dates, len(names), len(numbers), content)


def _found(text: str) -> tuple[list[str], list[str]]:
    """The names and the numbers of a text on one line."""
    names = [name.rstrip(".,'").removesuffix("'s") for name in _NAME.findall(text)]
    return [name for name in names if len(name) > 1 and name.lower() not in _NO_NAMES], _NUMBER.findall(text)


def _plain(text: str) -> str:
    """The text on one line, with straight apostrophes."""
    return " ".join(straight(text).split())


def _blanked(text: str, start: int, spans: Iterable[Span]) -> str:
    """A text that starts at `start` with some spans of the document made blank; the same text where none lies in it."""
    for span in spans:
        first, last = max(0, span.start - start), min(len(text), span.end - start)
        if first < last:
            text = text[:first] + " " * (last - first) + text[last:]
    return text
