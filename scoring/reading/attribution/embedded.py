"""Somebody else's words without quotation marks: block quotations, posts, letters, statements after a colon, turns."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from scoring.document import Block, BlockKind, Embedded, Page, Sentence, Span
from scoring.lexicons import sections
from scoring.reading.attribution.quotations import MARKS, SINGLE_MARKS
from scoring.reading.capitals import CAPITAL

_WORDS = sections("embedded")
_OPENING_MARKS = MARKS + SINGLE_MARKS
_PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM})
_LEADS = _PROSE | {BlockKind.HEADING}

# `— Jane Roe (@janeroe) May 3, 2024` at the end of a post that a page embeds.
_SIGNATURE = re.compile(
    r"\s?[—–―]\s?(?P<name>[^\n(@]{2,60}?)\s?\(@\w{1,30}\)\s?,?\s?"
    r"(?:[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}|\d{1,2} [A-Z][a-z]{2,8} \d{4})"
)
# `A post shared by Jane Roe (@janeroe)`
_SHARED = re.compile(r"A (?:post|video|photo) shared by (?P<name>[^\n(@]{2,60}?)\s?\(@[\w.]{1,30}\)")
# `— Jane Roe, mayor of Norvale` as the last line of a block quotation.
_CREDIT = re.compile(rf"(?:^|(?<=\s))[—–―-]{{1,2}}\s?(?P<name>{CAPITAL}[^.!?\n]{{2,80}})\.?$")
LONGEST_CREDIT = 100

# `Roe said in a statement:`, `The leaflet says:`; what may stand between the verb and the colon.
_SAID = re.compile(
    rf"\b(?:{'|'.join(sorted(_WORDS['verb']))})\b(?:\s+(?:back|out|up|in part|as follows|the following|today))?"
    r"(?:\s+(?:in|on|to|via|by|at|of|with|from)\s+(?:[\w'’&.-]+\s+){0,4}[\w'’&.-]+){0,2}\s?:$"
)
_SAID_INLINE = re.compile(rf"\b(?:{'|'.join(sorted(_WORDS['verb']))})(?: back)?:\s(?={CAPITAL})")
_LETTER = re.compile(rf"\b(?:{'|'.join(sorted(_WORDS['letter']))})\b[^.!?]{{0,40}}:$")
_SIGN_OFF = tuple(sorted(_WORDS["sign-off"]))
_NARRATED = re.compile(r"[,”\"'’]\s(?:said|says|told|wrote|he said|she said|they said)\b")
_FIRST_PERSON = re.compile(r"\b(?:we|our|us|i|my|me)\b")
_MOST_BLOCKS = 8

# `ROE: Thank you.`: a label of up to five words, each with a capital.
_TURN = re.compile(rf"(?P<label>{CAPITAL}[\w'’.-]*(?: (?:{CAPITAL}|\()[\w'’.)-]*){{0,4}})\s?:\s(?=\S)")
_NO_SPEAKERS = _WORDS["label"]
# Turns that make a transcript, and the share of the prose that they have in it.
_FEWEST_TURNS, _LEAST_SHARE = 4, 0.4


class _Turn(NamedTuple):
    block: int
    label: str
    speaker: Span
    start: int


def find_embedded(document: Page, sentences: Sequence[Sentence]) -> tuple[Embedded, ...]:
    """Passages of somebody else's words that bear no quotation marks, in text order, never overlapping."""
    taken: dict[int, Embedded] = {}
    for index, matter in (
        *_transcript(document),
        *_block_quotations(document),
        *_posts(document),
        *_introduced(document, sentences),
    ):
        taken.setdefault(index, matter)
    return tuple(sorted(taken.values(), key=lambda matter: matter.span))


# Block quotations and posts


def _block_quotations(document: Page) -> Iterator[tuple[int, Embedded]]:
    """The blocks that the page sets as quotations, but those that have marks and a narrator of their own."""
    blocks, text = document.blocks, document.text
    credit: Span | None = None
    for index in range(len(blocks) - 1, -1, -1):
        block = blocks[index]
        if block.kind is not BlockKind.QUOTATION:
            credit = None
            continue
        start = block.span.start
        signed = _signed(text, block)
        if signed and signed.words.end <= start:
            credit = signed.name
            continue
        words, name = signed if signed else (block.span, credit)
        inner = text[words.start : words.end]
        if inner[0] in MARKS and inner[-1] not in MARKS and any(mark in MARKS for mark in inner[1:]):
            continue
        yield index, Embedded(Span(start, words.end), name)


class _Signed(NamedTuple):
    words: Span
    name: Span


def _signed(text: str, block: Block) -> _Signed | None:
    """A block whose end names its author: the words before the signature, and the name in it."""
    start, end = block.span
    found = None
    if "(@" in text[max(start, end - 200) : end]:
        for match in _SIGNATURE.finditer(text, max(start, end - 200), end):
            found = match if end - match.end() <= 40 else None
        found = found or _SHARED.search(text, max(start, end - 200), end)
    if found is None and block.kind is BlockKind.QUOTATION:
        found = _CREDIT.search(text, max(start, end - LONGEST_CREDIT), end)
    if found is None:
        return None
    words = text[start : found.start()].rstrip()
    return _Signed(Span(start, start + len(words)), Span(*found.span("name")))


def _posts(document: Page) -> Iterator[tuple[int, Embedded]]:
    """Posts that a page embeds, in a paragraph with their signature or in the paragraph before it."""
    if "(@" not in document.text:
        return
    blocks = document.blocks
    for index, block in enumerate(blocks):
        if block.kind not in _PROSE or not (signed := _signed(document.text, block)):
            continue
        if signed.words.start < signed.words.end:
            yield index, Embedded(signed.words, signed.name)
        elif index and blocks[index - 1].kind in _PROSE:
            yield index - 1, Embedded(blocks[index - 1].span, signed.name)


# What a colon announces


def _introduced(document: Page, sentences: Sequence[Sentence]) -> Iterator[tuple[int, Embedded]]:
    blocks, text = document.blocks, document.text
    for sentence in sentences:
        start, end = sentence.span
        if text.find(":", start, end) < 0:
            continue
        if (
            (match := _SAID_INLINE.search(text, max(start, end - 1500), end))
            and match.start() - start <= 200
            and not any(mark in MARKS for mark in text[start:end])
        ):
            yield sentence.block, Embedded(Span(match.end(), end))
    for index, (before, block) in enumerate(pairwise(blocks), 1):
        if text[before.span.end - 1] != ":" or before.kind not in _LEADS or block.kind not in _PROSE:
            continue
        lead = text[max(before.span.start, before.span.end - 120) : before.span.end]
        if _LETTER.search(lead) and text.startswith(("Dear ", "To whom", "Hello", "Hi "), block.span.start):
            yield from _letter(document, index)
        elif _SAID.search(lead):
            yield from _statement(document, index)


def _letter(document: Page, index: int) -> Iterator[tuple[int, Embedded]]:
    """The blocks of a letter, to its sign-off; nothing where it has none."""
    blocks, text = document.blocks, document.text
    for last in range(index, min(len(blocks), index + _MOST_BLOCKS)):
        if text.startswith(_SIGN_OFF, blocks[last].span.start):
            yield from ((at, Embedded(blocks[at].span)) for at in range(index, last + 1))
            return


def _statement(document: Page, index: int) -> Iterator[tuple[int, Embedded]]:
    """The block that a verb of saying and a colon announce; a list whole, and what goes on in the first person."""
    blocks, text = document.blocks, document.text
    listed = blocks[index].kind is BlockKind.LIST_ITEM
    for at in range(index, min(len(blocks), index + _MOST_BLOCKS)):
        block = blocks[at]
        words = text[block.span.start : block.span.end]
        if (
            block.kind is not blocks[index].kind
            or words[0] in _OPENING_MARKS
            or words[-1] == ":"
            or _NARRATED.search(words)
        ):
            return
        if at > index and not listed and not _FIRST_PERSON.search(words.lower()):
            return
        yield at, Embedded(block.span)


# Transcripts


def _transcript(document: Page) -> Iterator[tuple[int, Embedded]]:
    """The turns of a transcript, each with the label of its speaker; paragraphs without a label go on with the turn."""
    turns = list(_turns(document))
    counted = Counter(turn.label for turn in turns)
    speakers = {label for label, count in counted.items() if count > 1}
    if len(turns) < _FEWEST_TURNS or len(counted) < 2 or not speakers:
        return
    blocks = document.blocks
    prose = sum(block.span.end - block.span.start for block in blocks if block.kind in _PROSE)
    first, last = turns[0].block, turns[-1].block
    by_index = {turn.block: turn for turn in turns}
    spoken = sum(blocks[turn.block].span.end - turn.start for turn in turns)
    if spoken < _LEAST_SHARE * prose:
        return
    speaker = turns[0].speaker
    for index in range(first, last + 1):
        block = blocks[index]
        if turn := by_index.get(index):
            speaker = turn.speaker
            yield index, Embedded(Span(turn.start, block.span.end), speaker)
        elif block.kind in _PROSE:
            yield index, Embedded(block.span, speaker)


def _turns(document: Page) -> Iterator[_Turn]:
    for index, block in enumerate(document.blocks):
        if block.kind is not BlockKind.PARAGRAPH:
            continue
        match = _TURN.match(document.text, block.span.start, min(block.span.end, block.span.start + 80))
        if match and match["label"].lower() not in _NO_SPEAKERS:
            yield _Turn(index, match["label"], Span(*match.span("label")), match.end())
