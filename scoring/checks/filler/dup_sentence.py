"""Sentences that stand twice."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from scoring.check import check
from scoring.document import PROSE, Block, BlockKind, Document, Span
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.lexicons import sections
from scoring.reading.units import block_at, merged
from scoring.straight import straight
from scoring.views.plain_words import counted

_SHORTEST = 40
_FEWEST = 2
# Copies far from their first place count from the one share on, copies beside it only from the other.
_SHARE_AFAR, _SHARE_NEAR = 0.02, 0.25
# Nearer than this, in sentences, stand captions and a page's doublings.
_NEAR = 8
# From this share on a block is all copies.
_WHOLE = 0.9
# So far apart may two sentences have stood that are copied one after the other.
_SKIPPED = 3
_CAPTION = ("(ap photo", "(photo", "getty images", "file - this", "photo by", "(reuters", "image credit")
# A dateline before the first sentence is no longer.
_DATELINE = 40
# In so many places stands what a form asks, or adds to each of its items.
_FORM = 3
# Lines that a page repeats for good reasons.
_CREDITS = sections("credits")[""]
_STOPS = ("! ", "? ", '." ', '!" ', '?" ', ".) ")


@check("FIL_DUP_SENTENCE", family=Family.FILLER, severity=Severity.LOW)
def dup_sentence(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """Sentences of the text are copied elsewhere in it.

    Why it matters: padding by copying makes a text longer and tells nothing more.
    What counts: two or more sentences of forty characters repeated word for word in the same order, well away from their first place, or a quarter of the text.
    Limits: captions, credits and notices are repeated by pages, a pull quote repeats its sentence once, and a form asks each the same or closes each item with
    one appeal; none of these is counted, and no quotation or embedded post is. A single paragraph that stands twice is a page's summary, and a few copied
    sentences are most often a page's doing too: under a quarter of the text they are a note that costs nothing.
    Maps to: W3C CredWeb 0255f049; Gopher repetition rules.
    Since: 2026.11
    """
    copies, length = _copies(document)
    if len(copies) < _FEWEST:
        return
    share = sum(copy.span.end - copy.span.start for copy in copies) / length
    if share < _SHARE_NEAR:
        copies = _runs(copies)
        share = sum(copy.span.end - copy.span.start for copy in copies) / length
    if len(copies) >= _FEWEST and share >= _SHARE_AFAR:
        noted = share < _SHARE_NEAR or _is_one_block(document, copies)
        yield Finding(
            spans=merged((copy.span for copy in copies), gap=2),
            message=f"{counted(len(copies), 'sentence')} of the text {'is' if len(copies) == 1 else 'are'} repeated word for word, {share:.0%} of it.",
            fix="Remove the copies.",
            evidence={"share": round(share, 3), "sentences": len(copies)},
            strength=0.0 if noted else 1.0,
            severity=Severity.INFO if noted else Severity.LOW,
        )


class _Copy(NamedTuple):
    """A copied sentence: its number in the text, the number of the sentence that it copies, and the block of that one."""

    span: Span
    number: int
    first: int
    origin: int


def _is_one_block(document: Document, copies: list[_Copy]) -> bool:
    """Whether all copies are one block that is nothing else, taken from one: a summary that a page shows twice."""
    block = block_at(document, copies[0].span.start)
    return (
        block is not None
        and len({copy.origin for copy in copies}) == 1
        and all(block.span.covers(copy.span) for copy in copies)
        and sum(copy.span.end - copy.span.start for copy in copies)
        >= _WHOLE * (block.span.end - block.span.start)
    )


class _Row(NamedTuple):
    """A sentence of the prose by the words that it is compared by; `place` is the number of its block."""

    key: str
    span: Span
    place: int
    block: Block


def _runs(copies: list[_Copy]) -> list[_Copy]:
    """The copies that stand well away from their first place, two or more of them in the same order as there."""
    far = [copy for copy in copies if copy.number - copy.first >= _NEAR]
    kept = [
        pair
        for pair in pairwise(far)
        if pair[1].number == pair[0].number + 1 and 1 <= pair[1].first - pair[0].first <= _SKIPPED
    ]
    return sorted({copy for pair in kept for copy in pair})


def _copies(document: Document) -> tuple[list[_Copy], int]:
    """The copied sentences and the length of all prose.

    Sentences are cut at plain stops, so that a copy that begins after an abbreviation is still found.
    """
    text = straight(document.lower)
    for stop in _STOPS:
        text = text.replace(stop, stop[:-2] + ". ")
    length = 0
    rows: list[_Row] = []
    for place, block in enumerate(document.of_kind(*PROSE, BlockKind.CAPTION)):
        at, end = block.span
        length += end - at if block.kind in PROSE else 0
        for piece in text[at:end].split(". "):
            key = piece.rstrip(' ."!?')
            dateline = key.find(" — ", 0, _DATELINE) if at == block.span.start else -1
            key = key[dateline + 3 :] if dateline > 0 else key
            if len(key) >= _SHORTEST:
                rows.append(_Row(key, Span(at, min(end, at + len(piece) + 1)), place, block))
            at += len(piece) + 2
    return _copied(document, rows), length


def _copied(document: Document, rows: list[_Row]) -> list[_Copy]:
    """Those of the sentences that have stood before; where no key stands twice, as in most texts, nothing else is asked."""
    times = Counter(row.key for row in rows)
    first: dict[str, tuple[int, int]] = {}
    standing: dict[int, bool] = {}
    blocks: dict[str, set[int]] = defaultdict(set)
    copies: list[tuple[str, _Copy]] = []
    for number, (key, span, place, block) in enumerate(rows, 1):
        if times[key] == 1:
            continue
        before, origin = first.setdefault(key, (number, place))
        if place not in standing:
            standing[place] = block.kind is BlockKind.CAPTION or _is_standing(
                document.lower[slice(*block.span)]
            )
        if standing[place]:
            continue
        blocks[key].add(place)
        if before != number and not _is_due(document, key, span):
            copies.append((key, _Copy(span, number, before, origin)))
    return [copy for key, copy in copies if len(blocks[key]) < _FORM]


def _is_standing(block: str) -> bool:
    """Whether a block is one that pages repeat whole: questions and nothing else, or a picture's caption with its credit."""
    return (block.endswith("?") and ". " not in block) or any(map(block.__contains__, _CAPTION))


def _is_due(document: Document, key: str, span: Span) -> bool:
    """Whether a page repeats a sentence for good reasons: a credit, a notice, somebody else's words."""
    return any(map(key.__contains__, _CREDITS)) or document.inside_quotation(span)
