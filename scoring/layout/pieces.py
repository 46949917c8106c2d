"""The pieces that every format is cut into, and how their kinds are settled, the same way for all of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from scoring.document import BlockKind
from scoring.layout import line_shapes
from scoring.layout.furniture import is_furniture, lists_other_pages, may_be_furniture, plain_form

# How far from the top lines without a label are still read as title, byline or stamp.
TOP = 8
LONGEST_TITLE = 300
# Past so many pieces the rest of a text is one paragraph: no article has more, and hostile ones stay cheap.
MOST_PIECES = 10_000
# At most so many short lines stand above a paragraph as kicker, heading and subheading; more are a bare list.
LONGEST_HEADING_RUN = 4


@dataclass(slots=True)
class Piece:
    """One block in the making. `kind` is None until settled where the format does not tell.

    `start` is the offset of its words in the body (plain text only). `mark` is what stands before the words
    of a list item (`-`, `1.`); `cells` are offsets within `text`. `alone` marks a numbered line without numbered
    neighbours, `indent` and `gap` are the columns and the blank line before it, `owner` the flagged part of a page that it lies in.
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
    return first


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
    _mark_references(pieces)
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


def _style(piece: Piece) -> str:
    """How an entry is numbered: `[` for brackets, `1` for numbers, `-` for bullets, nothing for none."""
    if piece.text[0] in "[^" and line_shapes.LABEL.match(piece.text):
        return "["
    return ("1" if piece.mark[0].isalnum() else "-") if piece.mark else ""


def _mark_references(pieces: Sequence[Piece]) -> None:
    index, heading = 0, len(pieces)
    while index < len(pieces):
        piece = pieces[index]
        index += 1
        if piece.text[0] == "[" and piece.open and _opens_bare_list(pieces, index - 1):
            index = _take_entries(pieces, index - 1, strict=False)
        elif len(piece.line) <= 60 and (piece.open or piece.kind is BlockKind.HEADING):
            form = plain_form(piece.text).lstrip("0123456789. ")
            strong = form in line_shapes.REFERENCE_HEADINGS
            if strong or form in line_shapes.NOTE_HEADINGS:
                end = _take_entries(pieces, index, strict=not strong)
                if end > index:
                    piece.kind, index = BlockKind.HEADING, end
                if strong:
                    heading = min(heading, index)
    # A paragraph that slipped into the list ends nothing: what is numbered like an entry and cites is one.
    for piece in pieces[heading:]:
        if piece.open and _style(piece) == "[" and line_shapes.looks_like_reference(piece.line):
            piece.kind = BlockKind.REFERENCE


def _opens_bare_list(pieces: Sequence[Piece], index: int) -> bool:
    """Whether a list of entries `[1]`, `[2]`, ... starts here without a heading."""
    first = line_shapes.LABEL.match(pieces[index].text)
    if not first or first[1] != "1" or not index:
        return False
    if index + 1 < len(pieces):
        second = line_shapes.LABEL.match(pieces[index + 1].text)
        if second and second[1] == "2":
            return True
    return line_shapes.looks_like_reference(pieces[index].text) and index + 1 == len(pieces)


def _take_entries(pieces: Sequence[Piece], index: int, *, strict: bool) -> int:
    """Mark the entries from `index` on as references; the index after the last one."""
    style: str | None = None
    while index < len(pieces):
        piece = pieces[index]
        if not (
            piece.open
            or piece.kind in (BlockKind.LIST_ITEM, BlockKind.STAMP, BlockKind.CAPTION, BlockKind.BYLINE)
        ):
            break
        own = _style(piece)
        signed = line_shapes.looks_like_reference(piece.line)
        if style is None:
            if not _enters(piece, own, signed, strict):
                break
            style = own
        elif (own != style and not (signed and not (own and style))) or (
            not own
            and not signed
            and (
                strict
                or line_shapes.word_count(piece.line) > 40
                or line_shapes.looks_like_heading(piece.line)
            )
        ):
            break
        piece.kind = BlockKind.REFERENCE
        index += 1
    return index


def _enters(piece: Piece, style: str, signed: bool, strict: bool) -> bool:
    if signed or style == "[":
        return True
    if strict:
        return bool(style) and line_shapes.word_count(piece.line) <= 12
    return bool(style) or line_shapes.word_count(piece.line) <= 40


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
    return f"{piece.mark} {piece.text}", piece.mark_start


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
