"""Where the reference lists are: under a heading that says so, or wherever the labels stand that the text calls."""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from scoring.document import BlockKind
from scoring.layout import line_shapes
from scoring.layout.pieces import Piece
from scoring.layout.reference_headings import heads_list, heads_notes, heads_references

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
# `[1]`, `**[1]**`, `[1].`, `(1)`, `¹`, `1.`, `1:`, and the first cell of a row.
_LABEL = re.compile(
    r"[*_\\]{0,3}(?:\[\^?(?P<bracket>\d{1,3})\\?\]|\((?P<round>\d{1,3})\)(?=[*_\s])|(?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})"
    r"|[↑^]?\s?(?P<row>\d{1,3})\.? \| |(?P<number>\d{1,3})[.):]\s)[*_]{0,3}[.:]?\s*"
)
_CALL = re.compile(
    r"\[\^?(\d{1,3})(?:[,;:–—-][^\]\n]{0,40})?\]|(?<=\w)([¹²³⁴⁵⁶⁷⁸⁹][⁰¹²³⁴⁵⁶⁷⁸⁹]{0,2})|(?<=[.,;:!?”’\")»])([¹²³⁴⁵⁶⁷⁸⁹][⁰¹²³⁴⁵⁶⁷⁸⁹]{0,2})"
)
_ADDRESS = re.compile(r"<?(?:https?://|www\.|doi:)\S+>?\.?$", re.IGNORECASE)
# Entries may have a note, a heading or an address of their own line between them, and skip a number or two.
MOST_BETWEEN, MOST_SKIPPED = 2, 2
# A piece longer than this is prose, whatever label it begins with.
LONGEST_ENTRY = 900
# Prose below a list says that the list was part of the text.
SHORTEST_PROSE = 200
_CALLING = (
    None,
    BlockKind.PARAGRAPH,
    BlockKind.LIST_ITEM,
    BlockKind.QUOTATION,
    BlockKind.TABLE_ROW,
    BlockKind.CAPTION,
)
# Where a list runs on in one line: after the end of an entry comes the next label.
_RUN_IN = re.compile(r"(?:^|(?<=[.;,:)\]/\w])\s)\[(\d{1,3})\]\s?(?=\S)")


class Label(NamedTuple):
    """The number of an entry, and how it is written."""

    number: int
    style: str


def mark_references(pieces: Sequence[Piece]) -> None:
    """Give the entries of all reference lists their kind, and the lines that head them theirs."""
    _mark_headed(pieces)
    _mark_called(pieces)


def split_run_in(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, a list in a single line (`Sources: [1] ...; [2] ...`) as one piece an entry."""
    found: list[Piece] = []
    for piece in pieces:
        found += _split(piece) if piece.open and not piece.cells and "[1]" in piece.text else [piece]
    return found


def label_of(piece: Piece) -> Label | None:
    """The label that a piece begins with, or that its list gives it."""
    if piece.mark[:1].isdigit():
        return Label(int(piece.mark.rstrip(".)")), "1")
    found = _LABEL.match(piece.text)
    if not found or not found.lastgroup:
        return None
    number = int(found[found.lastgroup].translate(_SUPERSCRIPTS))
    return Label(number, found.lastgroup) if number else None


def _split(piece: Piece) -> list[Piece]:
    cuts = list(_RUN_IN.finditer(piece.text))
    numbers = [int(found[1]) for found in cuts]
    headed = bool(cuts) and heads_list(piece.text[: cuts[0].start()].strip() or "-")
    if numbers != list(range(1, len(cuts) + 1)) or not (headed or (len(cuts) > 1 and not cuts[0].start())):
        return [piece]
    edges = [0, *(found.start() + (found[0][0] != "[") for found in cuts), len(piece.text)]
    return [_part(piece, start, end) for start, end in pairwise(edges) if piece.text[start:end].strip()]


def _part(piece: Piece, start: int, end: int) -> Piece:
    """A stretch of a piece as a piece of its own."""
    end = start + len(piece.text[start:end].rstrip())
    part = Piece(
        piece.text[start:end], piece.kind, piece.start + start, piece.level, gap=piece.gap, owner=piece.owner
    )
    part.links = [(a - start, min(b, end) - start, url) for a, b, url in piece.links if start <= a < end]
    part.codes = [(a - start, min(b, end) - start) for a, b in piece.codes if start <= a < end]
    part.times = [(a - start, min(b, end) - start, x, y) for a, b, x, y in piece.times if start <= a < end]
    return part


def _style(piece: Piece) -> str:
    """How an entry is numbered: `[` for brackets, `1` for numbers, `-` for bullets, nothing for none."""
    if piece.text[0] in "[^" and line_shapes.LABEL.match(piece.text):
        return "["
    return ("1" if piece.mark[0].isalnum() else "-") if piece.mark else ""


def _mark_headed(pieces: Sequence[Piece]) -> None:
    """What stands under a heading of references."""
    index, heading = 0, len(pieces)
    while index < len(pieces):
        piece = pieces[index]
        index += 1
        if piece.text[0] == "[" and piece.open and _opens_bare_list(pieces, index - 1):
            index = _take_entries(pieces, index - 1, strict=False)
        elif piece.open or piece.kind is BlockKind.HEADING:
            strong = heads_references(piece.line)
            if strong or heads_notes(piece.line):
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
            or piece.kind
            in (
                BlockKind.LIST_ITEM,
                BlockKind.STAMP,
                BlockKind.CAPTION,
                BlockKind.BYLINE,
                BlockKind.REFERENCE,
            )
        ):
            break
        own = _style(piece)
        # What a call leads to is an entry already, whatever it looks like.
        signed = piece.kind is BlockKind.REFERENCE or line_shapes.looks_like_reference(piece.line)
        if heads_list(piece.line):
            break
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


def _mark_called(pieces: Sequence[Piece]) -> None:
    """The runs of labelled pieces that answer what the text above them calls, whatever their heading says."""
    runs = list(_runs(pieces))
    called = _called(pieces) if runs else {}
    last_prose = _last_prose(pieces) if called else 0
    # Calls in text order, and the numbers of those that stand above the run in hand.
    below = deque(called.items())
    above: set[int] = set()
    for run in runs if called else ():
        while below and below[0][1] < run[0]:
            above.add(below.popleft()[0])
        if _answers(pieces, run, above, prose_below=last_prose > run[-1]):
            for index in run:
                pieces[index].kind = BlockKind.REFERENCE
            for index in range(run[0], min(run[-1] + 2, len(pieces))):
                if pieces[index].open and _ADDRESS.match(pieces[index].line):
                    pieces[index].kind = BlockKind.REFERENCE
    for index, piece in enumerate(pieces if called else ()):
        # Notes at the foot of each page of a longer text.
        label = label_of(piece) if piece.open and piece.text[0] == "[" else None
        if label and called.get(label.number, index) != index and len(piece.text) <= LONGEST_ENTRY:
            piece.kind = BlockKind.REFERENCE


def _last_prose(pieces: Sequence[Piece]) -> int:
    """The last piece that is a paragraph of some length; 0 where there is none."""
    for index in range(len(pieces) - 1, 0, -1):
        if pieces[index].kind in (None, BlockKind.PARAGRAPH) and len(pieces[index].text) >= SHORTEST_PROSE:
            return index
    return 0


def _called(pieces: Sequence[Piece]) -> dict[int, int]:
    """The numbers that the text calls, each with the first piece that does, in text order."""
    called: dict[int, int] = {}
    for index, piece in enumerate(pieces):
        if piece.kind in _CALLING and ("[" in piece.text or not piece.text.isascii()):
            label = _LABEL.match(piece.text)
            for found in _CALL.finditer(piece.text, label.end() if label else 0):
                number = int((found[1] or found[2] or found[3]).translate(_SUPERSCRIPTS))
                called.setdefault(number, index)
    return called


def _runs(pieces: Sequence[Piece]) -> Iterator[list[int]]:
    """Stretches of pieces whose labels of one style rise, with little between them."""
    run: list[int] = []
    last = Label(0, "")
    for index, piece in enumerate(pieces):
        if piece.kind is BlockKind.FURNITURE:
            continue
        label = label_of(piece) if len(piece.text) <= LONGEST_ENTRY else None
        rises = (
            label is not None
            and label.style == last.style
            and 0 < label.number - last.number <= 1 + MOST_SKIPPED
        )
        if label and run and rises:
            run.append(index)
            last = label
        elif label:
            if run:
                yield run
            run, last = [index], label
        elif run and (index - run[-1] > MOST_BETWEEN or len(piece.text) > LONGEST_ENTRY):
            yield run
            run, last = [], Label(0, "")
    if run:
        yield run


def _answers(pieces: Sequence[Piece], run: list[int], above: set[int], *, prose_below: bool) -> bool:
    """Whether a run is the list that the text `above` it calls: it has what is called, and is no text itself."""
    numbers = {label.number for index in run if (label := label_of(pieces[index]))}
    hits = numbers & above
    if not hits or 2 * len(hits) < len(above):
        return False
    signed = sum(line_shapes.looks_like_reference(pieces[index].line) for index in run)
    calling = sum(_calls(pieces[index].text) for index in run)
    if 2 * calling > len(run) and 2 * signed <= len(run):
        return False
    return 2 * signed >= len(run) or not prose_below


def _calls(text: str) -> bool:
    label = _LABEL.match(text)
    return _CALL.search(text, label.end() if label else 0) is not None
