"""Plain text as blocks."""

import re
from collections.abc import Sequence

from scoring.article import Article
from scoring.document import Block, BlockKind, Span
from scoring.layout.layout import Layout
from scoring.layout.pieces import MOST_PIECES, Piece, trim_row
from scoring.layout.reference_lists import split_run_in
from scoring.layout.settling import settle
from scoring.layout.wrapping import join_wrapped

_LINE = re.compile(r"[^\n]+")
_BULLETS = "•▪◦‣●○■□➤►✓✔"
_MARK = re.compile(rf"(?:([-*+–{_BULLETS}])[ \t\xa0]+|([{_BULLETS}])|(\d{{1,3}}[.)])[ \t\xa0]+)(?=\S)")
_MARKS = frozenset("-*+–0123456789" + _BULLETS)
_HASHES = re.compile(r"(#{1,6})[ \t]+(?=\S)")
_QUOTED = re.compile(r"(?:>[ \t]?){1,9}[ \t]*(?=\S)")
_RULE_MARKS = " \t\xa0-=_*~|:+·–—#>`" + _BULLETS
# A line of nothing else, blanks of every kind between them, is a rule or an empty row.
_RULE = re.compile(rf"[\s{re.escape(_RULE_MARKS)}]*")
_FENCES = ("```", "~~~")


def lay_out_plain(article: Article) -> Layout:
    """Lay out a plain-text body; the text stays unchanged."""
    body = article.body
    pieces = split_run_in(join_wrapped(body, _cut(body)))
    _find_tables(pieces)
    _number_lists(pieces)
    title = settle(pieces, article.title)
    blocks = tuple(map(_block, pieces))
    spans = tuple(block.span for block in blocks if block.kind is BlockKind.TITLE)
    return Layout(body, blocks, title=title, title_spans=spans)


def _block(piece: Piece) -> Block:
    kind = piece.kind or BlockKind.PARAGRAPH
    start, end = piece.start, piece.start + len(piece.text)
    if kind is BlockKind.REFERENCE and piece.mark[:1].isdigit():
        start = piece.mark_start
    if kind is BlockKind.TABLE_ROW:
        cells = tuple(Span(start + a, start + b) for a, b in piece.cells)
        return Block(kind, Span(start, end), group=piece.group, cells=cells, header=piece.header)
    if kind is BlockKind.LIST_ITEM:
        return Block(kind, Span(start, end), level=piece.level, group=piece.group)
    return Block(kind, Span(start, end), level=piece.level if kind is BlockKind.HEADING else 0)


def _cut(body: str) -> list[Piece]:
    """One piece a line, fenced code one piece; lines without a word only part the others."""
    pieces: list[Piece] = []
    gap, last, done = True, -1, 0
    for found in _LINE.finditer(body):
        start = found.start()
        if start < done:
            continue
        raw = found[0]
        text = raw.strip()
        gap = gap or start > last + 1
        last = found.end()
        if len(pieces) == MOST_PIECES:
            _add(pieces, body, start, len(body), BlockKind.PARAGRAPH)
            break
        if text.startswith(_FENCES) and (close := body.find("\n" + text[:3], last)) >= 0:
            _add(pieces, body, last, close, BlockKind.CODE)
            done, gap = close + 4, True
        elif _RULE.fullmatch(text):
            if pieces and "|" in text and "-" in text and "|" in pieces[-1].text:
                pieces[-1].header = True
            gap = True
        else:
            start += len(raw) - len(raw.lstrip())
            pieces.append(_line(text, start, found.start(), gap))
            gap = False
    return pieces


def _add(pieces: list[Piece], body: str, start: int, end: int, kind: BlockKind) -> None:
    if text := body[start:end].strip():
        pieces.append(Piece(text, kind, start=body.index(text[0], start)))


def _line(text: str, start: int, line_start: int, gap: bool) -> Piece:
    """A line as a piece: heading, list item or quotation by its mark, else open."""
    piece = Piece(text, start=start, gap=gap, indent=start - line_start)
    first = text[0]
    if first in _MARKS:
        if found := _MARK.match(text):
            piece.kind = BlockKind.LIST_ITEM
            piece.mark, piece.mark_start = found[found.lastindex or 0], start
            _strip_mark(piece, found.end())
    elif first == "#":
        if found := _HASHES.match(text):
            piece.kind, piece.level = BlockKind.HEADING, len(found[1])
            _strip_mark(piece, found.end())
            piece.text = piece.text.rstrip("#").rstrip() or piece.text
    elif first == ">" and (found := _QUOTED.match(text)):
        piece.kind = BlockKind.QUOTATION
        _strip_mark(piece, found.end())
    return piece


def _strip_mark(piece: Piece, width: int) -> None:
    piece.text = piece.text[width:]
    piece.start += width


def _find_tables(pieces: Sequence[Piece]) -> None:
    """Make rows of lines with bars, where two of them stand together, one has a rule below it or bars all around."""
    group = 0
    rows: list[Piece] = []
    for piece in pieces:
        if piece.kind is None and "|" in piece.text:
            rows.append(piece)
        elif rows:
            group = _tabulate(rows, group)
            rows = []
    _tabulate(rows, group)


def _tabulate(rows: Sequence[Piece], group: int) -> int:
    """Make table rows of adjacent lines with bars; the number of the last table."""
    split = [_cells(row.text) for row in rows]
    in_table = False
    for index, (row, cells) in enumerate(zip(rows, split, strict=True)):
        beside = (*split[max(0, index - 1) : index], *split[index + 1 : index + 2])
        fits = len(cells) > 1 and any(len(other) == len(cells) for other in beside)
        framed = row.text[0] == "|" and row.text[-1] == "|"
        if not (fits or framed or row.header or in_table):
            continue
        if row.header or not in_table:
            group += 1
        in_table = True
        _make_row(row, cells, group)
    return group


def _make_row(row: Piece, cells: Sequence[tuple[int, int]], group: int) -> None:
    row.kind, row.group = BlockKind.TABLE_ROW, group
    row.start += trim_row(row, cells)


def _cells(text: str) -> list[tuple[int, int]]:
    """Where the cells of a line with bars begin and end, outer bars and white space left out."""
    cells = []
    start = 0
    for part in text.split("|"):
        bare = part.strip()
        left = start + (part.index(bare) if bare else 0)
        cells.append((left, left + len(bare)))
        start += len(part) + 1
    if text[0] == "|":
        del cells[0]
    if len(cells) > 1 and text[-1] == "|":
        del cells[-1]
    return cells


def _number_lists(pieces: Sequence[Piece]) -> None:
    """Number the lists, and give each item its depth by its indent."""
    group = 0
    before: Piece | None = None
    indents: list[int] = []
    for piece in pieces:
        if piece.kind is BlockKind.LIST_ITEM:
            numbered = piece.mark[0].isdigit()
            if before is None or (numbered != before.mark[0].isdigit() and piece.indent == before.indent):
                group += 1
                indents = []
            while indents and indents[-1] > piece.indent:
                indents.pop()
            if not indents or indents[-1] < piece.indent:
                indents.append(piece.indent)
            piece.group, piece.level = group, len(indents)
            piece.alone = numbered and not _numbered(before)
            if numbered and before:
                before.alone = False
            before = piece
        else:
            before = None


def _numbered(piece: Piece | None) -> bool:
    return piece is not None and piece.mark[:1].isdigit()
