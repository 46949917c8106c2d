"""What is particular in a sentence: names, numbers and dates, and which of them the article has not had before."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from scoring.document import Document, Span
from scoring.months import MONTH_NAMES, WEEKDAY_NAMES

_NAME = re.compile(r"(?<=[a-z0-9,;:'%)] )[A-Z][\w'&.-]*")
_CAPITALISED = re.compile(r"[A-Z][\w'-]+")
_NUMBER = re.compile(r"\d[\d,.]*")
# Numbers that are written out tell as much as figures of what somebody said, though every text has some.
_WRITTEN_NUMBER = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
    r"|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?|half|thirds?|quarters?)\b",
    re.IGNORECASE,
)
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

    def read(self, span: Span, dates: int, calls: Iterable[Span], speakers: Iterable[Span]) -> Particulars:
        """The particulars of a sentence. `calls` are markers, addresses and labels in it, which are no particulars; `speakers` say who speaks."""
        text = self._document[span]
        counted = _blanked(text, span.start, calls)
        names, numbers = _found(counted)
        told = _blanked(counted, span.start, speakers)
        outside = sum(map(len, _found(told))) + len(_WRITTEN_NUMBER.findall(told))
        new_names = {name.lower() for name in names} - self._names
        new_numbers = set(numbers) - self._numbers
        self._names |= {word.lower() for word in _CAPITALISED.findall(_plain(text))}
        self._numbers |= set(numbers)
        return Particulars(len(new_names), len(new_numbers), dates, len(names), len(numbers), outside)


def _found(text: str) -> tuple[list[str], list[str]]:
    text = _plain(text)
    names = [name.rstrip(".,'").removesuffix("'s") for name in _NAME.findall(text)]
    return [name for name in names if len(name) > 1 and name.lower() not in _NO_NAMES], _NUMBER.findall(text)


def _plain(text: str) -> str:
    """The text on one line, with straight apostrophes."""
    return " ".join(text.replace("’", "'").split())


def _blanked(text: str, start: int, spans: Iterable[Span]) -> str:
    """A text that starts at `start` with some spans of the document made blank."""
    for span in spans:
        first, last = max(0, span.start - start), min(len(text), span.end - start)
        if first < last:
            text = text[:first] + " " * (last - first) + text[last:]
    return text
