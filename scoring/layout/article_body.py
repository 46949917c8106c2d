"""The article told from the page around it."""

from collections.abc import Sequence

from scoring.document import BlockKind
from scoring.layout import line_shapes
from scoring.layout.elements import LARGEST_FURNITURE, PageReader, Part
from scoring.layout.furniture import plain_form
from scoring.layout.pieces import Piece
from scoring.layout.reference_headings import heads_list
from scoring.sites import site_of

# An <article> or articleBody with this share of the page's prose is the article; of other parts the smallest
# with the larger share is.
EXPLICIT_SHARE = 0.6
SMALLEST_SHARE = 0.75
# A list of at least so many items that are all links to elsewhere is navigation.
FEWEST_LINKS = 3
LINKED_SHARE = 0.9


def split_off_furniture(page: PageReader, titles: Sequence[str], own_site: str = "") -> list[Piece]:
    """Mark the page's furniture, and return the pieces that may be the article's, in order.

    `own_site` is the site of the page where that is known: lists of links to other sites are the article's.
    Whatever stands in a fragment is the article's, flagged parts left out: a CMS sends no page around it.
    """
    _flag(page)
    pieces = page.pieces
    if not page.whole_page:
        return [piece for piece in pieces if piece.kind is not BlockKind.FURNITURE]
    main = _main_part(page)
    forms = {plain_form(title) for title in titles}
    begun = False
    kept = []
    for index, piece in enumerate(pieces):
        if piece.kind is BlockKind.FURNITURE:
            continue
        titled = _is_title(piece, forms)
        begun = begun or titled
        inside = main is None or main.first <= index < main.last
        weak = piece.owner > 0
        if (inside and not weak) or titled or _belongs(piece, main, index, begun=begun):
            kept.append(piece)
        else:
            piece.kind = BlockKind.FURNITURE
    _drop_link_lists(kept, own_site)
    return [piece for piece in kept if piece.kind is not BlockKind.FURNITURE]


def _flag(page: PageReader) -> None:
    """Make furniture of the flagged parts, but for one that holds most of the prose."""
    for piece in page.pieces:
        flag = page.flags[piece.owner]
        if not piece.owner:
            continue
        if flag.prose > LARGEST_FURNITURE * page.prose or (flag.weak and not page.whole_page):
            piece.owner = 0
        elif not flag.weak and piece.kind is not BlockKind.REFERENCE:
            piece.kind = BlockKind.FURNITURE


def _main_part(page: PageReader) -> Part | None:
    furniture = sum(flag.prose for flag in page.flags[1:] if flag.prose <= LARGEST_FURNITURE * page.prose)
    prose = page.prose - furniture
    if not prose:
        return None
    explicit = [part for part in page.parts if part.weight and part.prose >= EXPLICIT_SHARE * prose]
    if explicit:
        return max(explicit, key=lambda part: (part.weight, part.prose, part.last - part.first))
    large = [part for part in page.parts if part.prose >= SMALLEST_SHARE * prose]
    return min(large, key=lambda part: (part.last - part.first, part.first), default=None)


def _is_title(piece: Piece, forms: set[str]) -> bool:
    return (
        len(piece.text) <= 300 and piece.kind in (None, BlockKind.HEADING) and plain_form(piece.text) in forms
    )


def _belongs(piece: Piece, main: Part | None, index: int, *, begun: bool) -> bool:
    """Whether a piece outside the main part is the article's: its byline and dates, its standfirst, its sources."""
    if piece.kind in (BlockKind.REFERENCE, BlockKind.BYLINE):
        return True
    if main is not None and index >= main.last:
        return False
    if piece.kind is not None:
        return piece.kind is BlockKind.CAPTION and begun
    return (
        line_shapes.looks_like_stamp(piece.text)
        or line_shapes.looks_like_byline(piece.text, False)
        or (begun and len(piece.text) >= 60)
    )


def _drop_link_lists(pieces: Sequence[Piece], own_site: str) -> None:
    """Lists of nothing but links to the page's own site are furniture, unless the line above announces them."""
    start = 0
    while start < len(pieces):
        end = start
        while end < len(pieces) and _is_link(pieces[end]):
            end += 1
        listed = end - start >= FEWEST_LINKS
        if listed and not _announced(pieces, start) and not _leads_away(pieces[start:end], own_site):
            for piece in pieces[start:end]:
                piece.kind = BlockKind.FURNITURE
        start = max(end, start + 1)


def _is_link(piece: Piece) -> bool:
    if piece.kind not in (None, BlockKind.LIST_ITEM) or not piece.links or piece.text[-1] == ".":
        return False
    return sum(end - start for start, end, _ in piece.links) >= LINKED_SHARE * len(piece.text)


def _leads_away(pieces: Sequence[Piece], own_site: str) -> bool:
    """Whether most links of a list lead to other sites than the page's; to more than one where that is not known."""
    sites = [site_of(url) for piece in pieces for _, _, url in piece.links if url.startswith(("http", "//"))]
    away = [site for site in sites if site != own_site]
    return 2 * len(away) > len(pieces) and (bool(own_site) or len(set(away)) > 1)


def _announced(pieces: Sequence[Piece], start: int) -> bool:
    """Whether the line above a list says what it is: it ends in a colon, or heads the sources."""
    if not start:
        return False
    if pieces[start - 1].text[-1] == ":" and pieces[start - 1].kind is None:
        return True
    return heads_list(pieces[start - 1].line)
