"""The words around a span, on one line, with the span underlined."""

import unicodedata
from typing import NamedTuple

from scoring import Span

# Marks that reorder what a reader sees; a report must show what is there.
_REORDERING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Excerpt(NamedTuple):
    """One line of text; the span's words stand at `start` to `end` of it."""

    text: str
    start: int
    end: int

    @property
    def underline(self) -> str:
        """A line of blanks and `~` that stands under the span in a terminal."""
        before, under = columns(self.text[: self.start]), columns(self.text[self.start : self.end])
        return " " * before + "~" * max(1, under)


def plain(text: str) -> str:
    """Text that is safe on a terminal: every control character or reordering mark becomes one blank."""
    if text.isprintable() and not _REORDERING.intersection(text):
        return text
    return "".join(" " if unicodedata.category(c) == "Cc" or c in _REORDERING else c for c in text)


def columns(text: str) -> int:
    """The width of a text on a terminal."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )


def excerpt(text: str, span: Span, width: int = 72) -> Excerpt:
    """Cut the surroundings of a span to `width` characters, at white space where there is some.

    A span that is too long is shown from its start to its end with an ellipsis between.
    """
    found = text[span.start : span.end]
    if len(found) > width:
        half = width // 2 - 2
        found = f"{_to_word(found[:half]).rstrip()} … {_from_word(found[-half:]).lstrip()}"
        return Excerpt(plain(found), 0, len(found))
    room = width - len(found)
    before, after = _line_before(text, span.start), _line_after(text, span.end)
    left = max(room // 2, room - len(after))
    if len(before) > left:
        before = "…" + _from_word(before[len(before) - left + 1 :] if left > 1 else "")
    right = width - len(before) - len(found)
    if len(after) > right:
        after = _to_word(after[: right - 1] if right > 1 else "") + "…"
    return Excerpt(plain(before + found + after), len(before), len(before) + len(found))


def _line_before(text: str, at: int) -> str:
    line = text[max(0, at - 400) : at]
    return line[line.rfind("\n") + 1 :].lstrip()


def _line_after(text: str, at: int) -> str:
    return text[at : at + 400].partition("\n")[0].rstrip()


def _from_word(cut: str) -> str:
    blank = cut.find(" ")
    return cut[blank + 1 :] if 0 <= blank < len(cut) - 1 else cut


def _to_word(cut: str) -> str:
    blank = cut.rfind(" ")
    return cut[:blank] if blank > 0 else cut
