"""Lines that a mail program or an editor broke at a column, joined again."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from scoring.document import BlockKind
from scoring.layout.furniture import is_furniture
from scoring.layout.line_shapes import last_sign
from scoring.layout.pieces import Piece

NARROWEST, WIDEST = 40, 110
# Columns that a filler which balances its lines may leave free.
SLACK = 6
# A line of a wrapped list item is at least so long before the next one continues it.
LONG_ITEM = 50
_STOPS = frozenset('.!?:;"”’)')


def join_wrapped(body: str | None, lines: Sequence[Piece]) -> list[Piece]:
    """The lines as pieces, hard-wrapped paragraphs, quotations and list items as one piece each.

    `body` is the text that their offsets count in, None where no text is laid out yet.
    """
    pieces: list[Piece] = []
    for run in _runs(lines):
        pieces += _joined(body, run) if len(run) > 1 else run
    return pieces


def _runs(lines: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Lines that nothing but a line break parts: unmarked ones, quoted ones, or an item and what continues it."""
    run: list[Piece] = []
    for line in lines:
        if run and not line.gap and _may_continue(run[0], line):
            run.append(line)
        else:
            if run:
                yield run
            run = [line]
    if run:
        yield run


def _may_continue(first: Piece, line: Piece) -> bool:
    if first.kind is BlockKind.QUOTATION or line.kind is BlockKind.QUOTATION:
        return first.kind is line.kind
    if line.kind is not None or line.text[0] == "[" or "|" in line.text:
        return False
    return first.kind is None or first.kind is BlockKind.LIST_ITEM


def _joined(body: str | None, run: list[Piece]) -> list[Piece]:
    if run[0].kind is BlockKind.LIST_ITEM:
        return _continued(body, run)
    width = max(len(line.text) for line in run)
    if not NARROWEST <= width <= WIDEST:
        return run
    pieces: list[Piece] = []
    chain = [run[0]]
    for line in run[1:]:
        if len(chain[-1].text) + 1 + len(line.text.split(None, 1)[0]) > width - SLACK:
            chain.append(line)
        else:
            pieces += _accepted(body, chain)
            chain = [line]
    return pieces + _accepted(body, chain)


def _accepted(body: str | None, chain: list[Piece]) -> list[Piece]:
    """A chain of full lines as one piece, where it breaks inside sentences; else its lines."""
    breaks = list(pairwise(chain))
    inside = sum(last_sign(above.text) not in _STOPS for above, _ in breaks)
    running = any(below.text[0].islower() for _, below in breaks)
    # One or two words below a single line are more often a button than the rest of a paragraph.
    alone = len(chain) == 2 and (chain[1].text.count(" ") < 2 or is_furniture(chain[1].text))
    if breaks and running and inside * 2 >= len(breaks) and not alone:
        return [_merged(body, chain)]
    return chain


def _continued(body: str | None, run: list[Piece]) -> list[Piece]:
    """A list item with the lines that continue it, then the rest of the run."""
    count = 1
    while count < len(run):
        line, above = run[count], run[count - 1]
        wrapped = (
            LONG_ITEM <= len(above.text) <= WIDEST
            and last_sign(above.text) not in _STOPS
            and line.text[0].islower()
        )
        if line.indent <= run[0].indent and not wrapped:
            break
        count += 1
    rest = run[count:]
    return [_merged(body, run[:count]), *(_joined(body, rest) if len(rest) > 1 else rest)]


def _merged(body: str | None, lines: Sequence[Piece]) -> Piece:
    """One piece of several lines: a stretch of the body, or where there is none yet their words joined."""
    first, last = lines[0], lines[-1]
    if body is not None:
        first.text = body[first.start : last.start + len(last.text)]
        return first
    length = len(first.text)
    for line in lines[1:]:
        first.links += [(length + 1 + start, length + 1 + end, url) for start, end, url in line.links]
        first.times += [
            (length + 1 + start, length + 1 + end, at, told) for start, end, at, told in line.times
        ]
        first.codes += [(length + 1 + start, length + 1 + end) for start, end in line.codes]
        length += 1 + len(line.text)
    first.text = "\n".join(line.text for line in lines)
    return first
