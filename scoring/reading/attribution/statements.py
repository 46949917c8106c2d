"""Sentences with their quotations hidden, so that what is inside quotation marks cannot be read as narration."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from scoring.document import Draft, Span
from scoring.reading.attribution.cues import CUES
from scoring.reading.attribution.quotations import MARKS

HIDDEN = "\x01"
# What stands around the words of a quotation.
AROUND = MARKS + "'’‘` "
# Stands where a block ends, so that no phrase is read across it.
BOUNDARY = "\x02"
# Longer statements are read in pieces, so that the work on each is bounded.
LONGEST = 1500

# One plain form of what may be set in several ways; each replacement is one character for one. Replacing one
# by one is fifty times as fast as a translation table.
_PLAIN = (
    ("’", "'"),
    ("‘", "'"),
    ("ʼ", "'"),
    ("\xa0", " "),
    ("\u202f", " "),
    ("\n", " "),
    ("\r", " "),
    ("\t", " "),
)
_NAME_AND_VERB = re.compile(r"\s+(?:[A-Z][\w'.-]*\s+){1,4}([a-z]+)\b|\s+(?:he|she|they|I|we)\s+([a-z]+)\b")


class Statement(NamedTuple):
    """One sentence of narration with the quotations in it; `block` is the index of its block."""

    span: Span
    block: int
    quotations: tuple[Span, ...]


def hide_quotations(document: Draft) -> str:
    """The text, same length, apostrophes and blanks made plain, quotations overwritten and blocks parted."""
    plain = document.text
    for variant, mark in _PLAIN:
        plain = plain.replace(variant, mark)
    marks = [(span, HIDDEN) for span in document.quotations]
    marks += [(Span(block.span.end, block.span.end + 1), BOUNDARY) for block in document.blocks]
    pieces = []
    at = 0
    for (start, end), mark in sorted(marks):
        if at <= start and end <= len(plain):
            pieces += [plain[at:start], mark * (end - start)]
            at = end
    pieces.append(plain[at:])
    return "".join(pieces)


def statements(document: Draft, hidden: str) -> Iterator[Statement]:
    """The sentences of the prose in text order, none of them ending inside a quotation.

    A sentence that only ended because the quotation did (`"Why?" Bob asked.`) is joined with the next.
    """
    quotations = document.quotations
    first = 0
    joined: Span | None = None
    rows = document.sentences
    for number, sentence in enumerate(rows):
        span = Span(joined.start if joined else sentence.span.start, sentence.span.end)
        while first < len(quotations) and quotations[first].end <= span.start:
            first += 1
        last = first
        while last < len(quotations) and quotations[last].start < span.end:
            last += 1
        follows = number + 1 < len(rows) and rows[number + 1].block == sentence.block
        if follows and last > first and span.end - span.start < LONGEST:
            tail = quotations[last - 1]
            if tail.end > span.end or (tail.end == span.end and _asked(document.text, hidden, tail)):
                joined = span
                continue
        joined = None
        own = tuple(q for q in quotations[first:last] if q.start >= span.start)
        yield from _pieces(hidden, Statement(span, sentence.block, own))


def _pieces(hidden: str, statement: Statement) -> Iterator[Statement]:
    """The statement, in pieces where it has more narration than any sentence: a text without full stops."""
    (start, end), quotations = statement.span, statement.quotations
    if end - start - sum(q.end - q.start for q in quotations) > 2 * LONGEST:
        first = 0
        while (stop := hidden.find(" ", start + LONGEST, end)) >= 0:
            last = first
            while last < len(quotations) and quotations[last].start < stop:
                last += 1
            yield Statement(Span(start, stop), statement.block, quotations[first:last])
            start, first = stop + 1, last
        quotations = quotations[first:]
        statement = Statement(Span(start, end), statement.block, quotations)
    if start < end:
        yield statement


def _asked(text: str, hidden: str, quotation: Span) -> bool:
    """Whether a question or exclamation is followed by who uttered it."""
    if text[quotation.start : quotation.end].rstrip(AROUND)[-1:] not in ("?", "!", "…"):
        return False
    match = _NAME_AND_VERB.match(hidden, quotation.end, min(len(hidden), quotation.end + 90))
    return match is not None and (match[1] or match[2]) in CUES
