"""Tables of data told from tables that only lay a page out."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from scoring.document import BlockKind
from scoring.layout.pieces import Piece, trim_row

# A cell with more characters lays out the page.
LONGEST_CELL = 600
_TOO_RICH = frozenset({BlockKind.TABLE_ROW, BlockKind.CODE})


@dataclass(slots=True)
class OpenTable:
    """An open table: where its pieces and parts begin, and for each row so far its cells and whether all are heads."""

    first: int
    parts: int
    layout: bool = False
    in_head: bool = False
    hidden_row: bool = False
    rows: list[tuple[int, bool]] = field(default_factory=list)

    @property
    def holds_data(self) -> bool:
        """Whether it may be a table of data: two columns somewhere, and no table inside."""
        return not self.layout and max((cells for cells, _ in self.rows), default=0) > 1


def rows_of(table: OpenTable, pieces: Sequence[Piece]) -> list[Piece] | None:
    """The captions of a table and its rows, cells joined; None where its cells are too rich for data."""
    if any(len(piece.text) > LONGEST_CELL or piece.kind in _TOO_RICH for piece in pieces):
        return None
    rows: list[Piece] = []
    grid: dict[int, dict[int, list[Piece]]] = {}
    for piece in pieces:
        if piece.place is None or piece.kind is BlockKind.CAPTION:
            rows.append(piece)
        else:
            grid.setdefault(piece.place[0], {}).setdefault(piece.place[1], []).append(piece)
    for row, columns in grid.items():
        cells, head = table.rows[row]
        joined = _join_row([columns.get(column, []) for column in range(cells)])
        joined.header = head
        if joined.text:
            rows.append(joined)
    return rows


def _join_row(cells: list[list[Piece]]) -> Piece:
    row = Piece("", BlockKind.TABLE_ROW)
    spans: list[tuple[int, int]] = []
    texts: list[str] = []
    length = 0
    for cell in cells:
        if spans:
            length += 3
        start = length
        words: list[str] = []
        for piece in cell:
            if words:
                length += 1
            row.links += [(length + a, length + b, url) for a, b, url in piece.links]
            row.codes += [(length + a, length + b) for a, b in piece.codes]
            row.owner = row.owner or piece.owner
            words.append(piece.text.replace("\n", " "))
            length += len(piece.text)
        texts.append(" ".join(words))
        spans.append((start, length))
    row.text = " | ".join(texts)
    trim_row(row, spans)
    return row
