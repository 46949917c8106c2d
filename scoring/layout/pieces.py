"""The pieces that every format is cut into."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from scoring.document import BlockKind

# Past so many pieces the rest of a text is one paragraph: no article has more, and hostile ones stay cheap.
MOST_PIECES = 10_000


@dataclass(slots=True)
class Piece:
    """One block in the making. `kind` is None until settled where the format does not tell.

    `start` is the offset of its words in the body (plain text only). `mark` is what stands before the words
    of a list item (`-`, `1.`); `cells` are offsets within `text`. `alone` marks a numbered line without numbered
    neighbours, `indent` and `gap` are the columns and the blank line before it, `codes` stretches of code within it, `owner` the flagged part of a page that it lies in.
    """

    text: str
    kind: BlockKind | None = None
    start: int = 0
    level: int = 0
    group: int = 0
    mark: str = ""
    mark_start: int = 0
    cells: Sequence[tuple[int, int]] = ()
    header: bool = False
    alone: bool = False
    indent: int = 0
    gap: bool = False
    links: list[tuple[int, int, str]] = field(default_factory=list)
    times: list[tuple[int, int, str, str]] = field(default_factory=list)
    codes: list[tuple[int, int]] = field(default_factory=list)
    owner: int = 0
    place: tuple[int, int] | None = None

    @property
    def line(self) -> str:
        """The words with single spaces between them: what its shape is judged by."""
        text = self.text
        if "  " in text or "\n" in text or "\t" in text or "\xa0" in text:
            return " ".join(text.split())
        return text

    @property
    def open(self) -> bool:
        """Whether the kind still depends on what the line looks like."""
        return self.kind is None or self.kind is BlockKind.PARAGRAPH


def trim_row(row: Piece, cells: Sequence[tuple[int, int]]) -> int:
    """Cut a row to its first and last words, outer bars and empty cells left out; what was cut at the front."""
    filled = [cell for cell in cells if cell[0] < cell[1]]
    first, last = (filled[0][0], filled[-1][1]) if filled else (0, 0)
    row.text = row.text[first:last]
    row.cells = [(min(max(a, first), last) - first, max(min(b, last), first) - first) for a, b in cells]
    row.links = [(a - first, b - first, url) for a, b, url in row.links]
    row.codes = [(a - first, b - first) for a, b in row.codes]
    return first
