"""What kind every piece is, settled the same way for all formats."""

from collections.abc import Sequence

from scoring.document import BlockKind
from scoring.layout import line_shapes
from scoring.layout.furniture import is_furniture, lists_other_pages, may_be_furniture, plain_form
from scoring.layout.pieces import Piece
from scoring.layout.reference_lists import mark_references

# How far from the top lines without a label are still read as title, byline or stamp.
TOP = 8
LONGEST_TITLE = 300
# At most so many short lines stand above a paragraph as kicker, heading and subheading; more are a bare list.
LONGEST_HEADING_RUN = 4

_FIXED = frozenset(
    {BlockKind.TABLE_ROW, BlockKind.CODE, BlockKind.QUOTATION, BlockKind.TITLE, BlockKind.REFERENCE}
)
_BODIES = frozenset(
    {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.TABLE_ROW, BlockKind.QUOTATION, BlockKind.CODE}
)


def settle(pieces: Sequence[Piece], title: str | None) -> str | None:
    """Give every piece its kind and return the title: the given one, else the first line that looks like one."""
    if title and (form := plain_form(title)):
        _mark_title(pieces, form)
    _mark_furniture(pieces)
    _mark_credits(pieces)
    if not title and (headline := _headline(pieces)):
        title = " ".join(headline.text.split())
        _mark_title(pieces, plain_form(title))
    mark_references(pieces)
    _mark_headings(pieces)
    _mark_tail(pieces)
    return title or None


def _mark_title(pieces: Sequence[Piece], form: str) -> None:
    for piece in pieces:
        if len(piece.line) <= LONGEST_TITLE and piece.kind not in _FIXED and plain_form(piece.text) == form:
            piece.kind = BlockKind.TITLE


def _headline(pieces: Sequence[Piece]) -> Piece | None:
    tried = 0
    for index, piece in enumerate(pieces[:-1]):
        if piece.kind in (BlockKind.FURNITURE, BlockKind.STAMP, BlockKind.BYLINE, BlockKind.CAPTION):
            continue
        if piece.kind is BlockKind.HEADING:
            if piece.level == 1 or line_shapes.looks_like_headline(piece.line):
                return piece
        elif piece.kind is not None or tried > 2:
            return None
        elif line_shapes.looks_like_headline(piece.line):
            return piece if not pieces[index + 1].text[0].islower() else None
        elif not line_shapes.looks_like_heading(piece.line):
            return None
        tried += 1
    return None


def _mark_furniture(pieces: Sequence[Piece]) -> None:
    maybe = []
    for index, piece in enumerate(pieces):
        if piece.kind in _FIXED or piece.kind is BlockKind.FURNITURE:
            continue
        if is_furniture(piece.text):
            piece.kind = BlockKind.FURNITURE
        elif may_be_furniture(piece.text):
            maybe.append(index)
    for index in maybe:
        if _beside_furniture(pieces, index):
            pieces[index].kind = BlockKind.FURNITURE


def _beside_furniture(pieces: Sequence[Piece], index: int) -> bool:
    beside = [pieces[i] for i in (index - 1, index + 1) if 0 <= i < len(pieces)]
    return any(other.kind is BlockKind.FURNITURE or may_be_furniture(other.text) for other in beside)


def _mark_credits(pieces: Sequence[Piece]) -> None:
    for index, piece in enumerate(pieces):
        if not piece.open or len(piece.line) > 400:
            continue
        top = index < TOP
        if line_shapes.looks_like_stamp(piece.line):
            if top or line_shapes.stamp_label(piece.line):
                piece.kind = BlockKind.STAMP
        elif line_shapes.looks_like_byline(piece.line, top):
            piece.kind = BlockKind.BYLINE
        elif line_shapes.looks_like_caption(piece.line):
            piece.kind = BlockKind.CAPTION


def _mark_headings(pieces: Sequence[Piece]) -> None:
    """Settle what is left: short lines above a body are headings, everything else is a paragraph."""
    following: BlockKind | None = None
    run = 0
    for index in range(len(pieces) - 1, -1, -1):
        piece = pieces[index]
        if piece.kind is None:
            piece.kind, run = _heading_or_paragraph(piece, following, run)
        elif piece.kind is BlockKind.LIST_ITEM and piece.alone and _numbered_heading(pieces, index):
            piece.kind = BlockKind.HEADING
            piece.text, piece.start = _with_mark(piece)
        if piece.kind in _BODIES:
            run = 0
        if piece.kind is not BlockKind.FURNITURE:
            following = piece.kind


def _heading_or_paragraph(piece: Piece, following: BlockKind | None, run: int) -> tuple[BlockKind, int]:
    text = piece.line
    above = following in _BODIES or (following is BlockKind.HEADING and run < LONGEST_HEADING_RUN)
    if following in (BlockKind.STAMP, BlockKind.BYLINE, BlockKind.CAPTION, BlockKind.TITLE):
        above = True
    if above and line_shapes.looks_like_heading(text):
        return BlockKind.HEADING, run + 1
    if line_shapes.looks_like_label(text) and following in (BlockKind.PARAGRAPH, BlockKind.QUOTATION):
        return BlockKind.HEADING, run + 1
    return BlockKind.PARAGRAPH, 0


def _numbered_heading(pieces: Sequence[Piece], index: int) -> bool:
    """Whether `1. Why it matters` stands alone above a paragraph."""
    piece = pieces[index]
    if not line_shapes.looks_like_heading(piece.line) or index + 1 == len(pieces):
        return False
    return pieces[index + 1].kind in (BlockKind.PARAGRAPH, BlockKind.QUOTATION)


def _with_mark(piece: Piece) -> tuple[str, int]:
    # In plain text the words keep their place, however many blanks part them from the mark.
    blanks = max(1, piece.start - piece.mark_start - len(piece.mark))
    return f"{piece.mark}{' ' * blanks}{piece.text}", piece.mark_start


def _mark_tail(pieces: Sequence[Piece]) -> None:
    """Headlines after a last `Related articles` are furniture like their label."""
    last = len(pieces)
    while last and _may_be_listed(pieces[last - 1]):
        last -= 1
    label = next((i for i in range(last, len(pieces)) if lists_other_pages(pieces[i].text)), None)
    if label is not None:
        for piece in pieces[label:]:
            if piece.kind not in (BlockKind.TITLE, BlockKind.REFERENCE):
                piece.kind = BlockKind.FURNITURE


def _may_be_listed(piece: Piece) -> bool:
    if piece.kind in (BlockKind.FURNITURE, BlockKind.TITLE, BlockKind.STAMP, BlockKind.BYLINE):
        return True
    listed = piece.kind in (BlockKind.LIST_ITEM, BlockKind.HEADING, BlockKind.PARAGRAPH)
    return listed and len(piece.line) <= 200 and piece.text[-1] not in '.;:…"”'
