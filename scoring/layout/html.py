"""HTML as text and blocks."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urljoin

from scoring.article import Article
from scoring.document import Block, BlockKind, Link, Span, Stamp, StampKind, StampOrigin
from scoring.layout import line_shapes
from scoring.layout.article_body import split_off_furniture
from scoring.layout.declared_metadata import make_stamp
from scoring.layout.elements import PageReader
from scoring.layout.furniture import plain_form
from scoring.layout.layout import Layout
from scoring.layout.pieces import Piece
from scoring.layout.reference_lists import split_run_in
from scoring.layout.settling import settle
from scoring.layout.wrapping import join_wrapped
from scoring.sites import site_of

_ROWS = frozenset({BlockKind.TABLE_ROW, BlockKind.LIST_ITEM})
MOST_STAMPS = 6
DEEPEST_INDENT = 8


def lay_out_html(article: Article) -> Layout:
    """Lay out an HTML body, a whole page or the fragment that a CMS keeps.

    The text is built block by block; what belongs to the page and not to the article stays in its place as
    furniture. trafilatura, the best extractor known, takes 38 ms a page and gives no spans.
    """
    page = PageReader()
    page.read(article.body.replace("\0", ""))
    page.declared.finish(article.title)
    page.pieces = (
        join_wrapped(None, page.pieces) if any(not piece.gap for piece in page.pieces) else page.pieces
    )
    title = article.title or _title(page)
    page.pieces = split_run_in(page.pieces)
    kept = split_off_furniture(
        page, [title] if title else [], site_of(own) if (own := _base(page, article)) else ""
    )
    title = settle(kept, title)
    return _build(page, title, article)


def _title(page: PageReader) -> str | None:
    """The title: the <h1> that the head confirms, else the first one, else what the head says."""
    declared = [title for title in page.declared.headlines if title]
    forms = [plain_form(title) for title in declared]
    heads = [piece for piece in page.pieces if piece.kind is BlockKind.HEADING and piece.level == 1]
    for piece in heads:
        form = plain_form(piece.text)
        if form and any(form in other for other in forms):
            return piece.text
    generic = not declared or declared[0].count(" ") < 2
    if len(heads) == 1 and (not page.flags[heads[0].owner].weak or (generic and not heads[0].links)):
        return heads[0].text
    return declared[0] if declared else None


def _build(page: PageReader, title: str | None, article: Article) -> Layout:
    parts: list[str] = []
    blocks: list[Block] = []
    links: list[Link] = []
    code: list[Span] = []
    stamps: list[Stamp] = list(page.declared.stamps)
    length = 0
    before: Piece | None = None
    base = _base(page, article)
    begun = False
    for piece in page.pieces:
        lead = _separator(before, piece) + _lead(piece)
        label = _label(piece)
        start = length + len(lead)
        text = label + piece.text
        parts += (lead, text)
        length = start + len(text)
        block = _block(piece, start, length, len(label))
        blocks.append(block)
        furniture = block.kind is BlockKind.FURNITURE
        begun = begun or block.kind is BlockKind.PARAGRAPH
        if piece.links:
            links += _links(piece, start + len(label), base, furniture=furniture)
        code += [Span(start + len(label) + a, start + len(label) + b) for a, b in piece.codes]
        if piece.times and not furniture and len(stamps) < MOST_STAMPS:
            stamps += _stamps(piece, start + len(label), begun=begun)
        before = piece
    return Layout(
        text="".join(parts),
        blocks=tuple(blocks),
        title=title,
        title_spans=tuple(block.span for block in blocks if block.kind is BlockKind.TITLE),
        links=tuple(links),
        code=tuple(code),
        language=page.declared.language,
        authors=tuple(page.declared.authors),
        stamps=tuple(stamps),
    )


# A link of so many words beside a date is another story's headline.
_HEADLINE = 3


def _separator(before: Piece | None, piece: Piece) -> str:
    if before is None:
        return ""
    if before.kind in _ROWS and before.kind is piece.kind and before.group == piece.group:
        return "\n"
    return "\n" if before.mark and piece.mark and before.group == piece.group else "\n\n"


def _lead(piece: Piece) -> str:
    """What stands before a block and outside its span, as in plain text."""
    if piece.kind is BlockKind.LIST_ITEM or (piece.mark == "-" and piece.kind is not BlockKind.HEADING):
        return "  " * min(piece.level - 1, DEEPEST_INDENT) + piece.mark + " "
    return "> " if piece.kind is BlockKind.QUOTATION else ""


def _label(piece: Piece) -> str:
    """The number of a numbered reference, which is part of its block."""
    if (
        piece.kind is BlockKind.REFERENCE
        and piece.mark[:1].isdigit()
        and not line_shapes.LABEL.match(piece.text)
    ):
        return f"[{piece.mark[:-1]}] "
    return ""


def _block(piece: Piece, start: int, end: int, shift: int) -> Block:
    kind = piece.kind or BlockKind.PARAGRAPH
    span = Span(start, end)
    if kind is BlockKind.TABLE_ROW:
        cells = tuple(Span(start + a, start + b) for a, b in piece.cells)
        return Block(kind, span, group=piece.group, cells=cells, header=piece.header)
    if kind is BlockKind.LIST_ITEM:
        return Block(kind, span, level=piece.level, group=piece.group)
    return Block(kind, span, level=piece.level if kind is BlockKind.HEADING else 0)


def _base(page: PageReader, article: Article) -> str | None:
    own = article.url or page.declared.canonical
    try:
        return urljoin(own, page.declared.base) if own and page.declared.base else own or page.declared.base
    except ValueError:
        return own


def _links(piece: Piece, start: int, base: str | None, *, furniture: bool) -> Iterator[Link]:
    """The links of a piece to web pages; without a base, only those that name their host."""
    for first, last, written in piece.links:
        url: str | None = written
        scheme = written.partition(":")[0].lower()
        if scheme not in ("http", "https"):
            if ":" in written.partition("/")[0] or not base:
                url = f"https:{written}" if written.startswith("//") else None
            else:
                url = _joined(base, written)
        if url and first < last:
            yield Link(Span(start + first, start + last), url, furniture)


def _joined(base: str, url: str) -> str | None:
    try:
        return urljoin(base, url)
    except ValueError:
        return None


def _stamps(piece: Piece, start: int, *, begun: bool) -> Iterator[Stamp]:
    """The <time> elements that date the page: labelled as such, or above the first paragraph."""
    if begun and any(
        len(piece.text[first:last].split()) >= _HEADLINE and not piece.text[:first].lower().endswith("by ")
        for first, last, _ in piece.links
    ):
        return  # the date of another story, with its headline
    for first, last, moment, told in piece.times:
        dated = piece.kind in (BlockKind.STAMP, BlockKind.BYLINE)
        if not (dated or not begun or "publish" in told or "modif" in told or "updated" in told):
            continue
        around = f"{told} {piece.text[:first].lower()[-40:]}"
        modified = "modif" in around or "updat" in around
        kind = StampKind.MODIFIED if modified else StampKind.PUBLISHED
        first += piece.text[first:last].startswith(" ")
        if stamp := make_stamp(kind, StampOrigin.META, moment):
            yield replace(stamp, span=Span(start + first, start + last)) if first < last else stamp
