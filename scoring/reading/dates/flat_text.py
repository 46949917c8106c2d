"""The text with one space between words and one line a block, and the way back to the article's offsets."""

from bisect import bisect_right
from collections.abc import Iterable

from scoring.document import Block, Page, Span
from scoring.straight import straight

# Dashes that mean the same in a date, brought to one form of the same length.
_DASHES = "–‑‐−"


class Flat:
    """Lower-case text that patterns may read with literal spaces: white space and quotation marks are uniform.

    Blocks end in a line feed, so that no pattern without one reads across them.
    """

    __slots__ = ("_origins", "_starts", "text")

    def __init__(self, document: Page, blocks: Iterable[Block]) -> None:
        """Flatten the blocks of a document, in the order given."""
        lines: list[str] = []
        self._starts: list[int] = []
        self._origins: list[int] = []
        lower = document.lower
        at = 0
        for block in blocks:
            piece = lower[block.span.start : block.span.end]
            words = piece.split()
            line = " ".join(words)
            self._starts.append(at)
            self._origins.append(block.span.start)
            if len(line) != len(piece):
                self._map(words, piece, at, block.span.start)
            lines.append(line)
            at += len(line) + 1
        text = straight("\n".join(lines))
        for dash in _DASHES:
            text = text.replace(dash, "-")
        self.text = text

    def _map(self, words: list[str], piece: str, at: int, origin: int) -> None:
        position = 0
        for word in words:
            position = piece.index(word, position)
            self._starts.append(at)
            self._origins.append(origin + position)
            position += len(word)
            at += len(word) + 1

    def origin(self, at: int) -> int:
        """Where in the article the code point at `at` stands."""
        index = bisect_right(self._starts, at) - 1
        return self._origins[index] + at - self._starts[index]

    def span(self, start: int, end: int) -> Span:
        """The article's span of a range that begins and ends with words."""
        return Span(self.origin(start), self.origin(end - 1) + 1)
