"""Days after an article's own stamps on which the article says that something was done, photographed or posted."""

import re
from collections.abc import Iterator
from datetime import timedelta

from scoring.document import BlockKind, DateMention, Document, Grain, Span
from scoring.memo import once_per_document
from scoring.reading.tense import told_as_done
from scoring.views.article_dates import (
    ArticleDateRange,
    Dated,
    article_date_range,
    is_retrospective,
    own_dates,
)

LEEWAY = timedelta(1)
# A picture's day stands right before its credit, or after "In this"; a post's day right after its author's handle.
_CREDIT = re.compile(
    r"[^\n]{0,160}?(?:\bAP\b|\bAFP\b|\bEPA\b|\b[Pp]hotos?\b|REUTERS|\bReuters\b|\bGetty\b|\bAssociated Press\b)"
)
_PICTURED = re.compile(r"\bin this (?:[a-z]{6,9}, )?$")
_POSTED = re.compile(r"\(@\w{1,15}\)\s{1,3}$")
# Words around a credit that tell of another day than the picture's.
_ANNOUNCED = re.compile(
    r"\b(?:will|would|until|till|by|on view|through|scheduled|slated|due|planned|before|from|opens?|opening|premiere\w*|releas\w*|starting|beginning|effective"
    r"|ahead|featured|issue|subscribe|correct\w*|update\w*|expected|set)\b[^.\n]{0,90}$"
)
_LISTED = frozenset({BlockKind.REFERENCE, BlockKind.FURNITURE, BlockKind.CODE, BlockKind.STAMP})


@once_per_document
def reported_before_it_happened(document: Document) -> tuple[Span, ...]:
    """Dates later than every stamp of the page that are told as past; empty where the page has no clear stamp."""
    written = article_date_range(document)
    if written is None or is_retrospective(document):
        return ()
    return tuple(sorted({*_told(document, written), *_captured(document, written)}))


def _told(document: Document, written: ArticleDateRange) -> Iterator[Span]:
    for dated in own_dates(document):
        if _later(document, dated.mention, written, (Grain.DAY, Grain.MONTH)) and is_told_as_done(
            document, dated
        ):
            yield dated.mention.span


def is_told_as_done(document: Document, dated: Dated) -> bool:
    """Whether the clause that holds a date of the prose tells of what was done then."""
    start, end = dated.sentence.span
    span = dated.mention.span
    return told_as_done(document.text[start:end], span.start - start, span.end - start)


def _captured(document: Document, written: ArticleDateRange) -> Iterator[Span]:
    blocks = iter(document.blocks)
    block = next(blocks, None)
    for mention in document.dates:
        while block and block.span.end <= mention.span.start:
            block = next(blocks, None)
        if block is None:
            return
        if block.kind not in _LISTED and _later(document, mention, written, (Grain.DAY,)):
            start, end = mention.span
            posted = _POSTED.search(document.text, max(block.span.start, start - 24), start)
            if posted or _pictured(document, start, end, block.span):
                yield mention.span


def _pictured(document: Document, start: int, end: int, block: Span) -> bool:
    floor = max(block.start, start - 120)
    if _ANNOUNCED.search(document.lower, floor, start):
        return False
    return (
        _PICTURED.search(document.lower, floor, start) is not None
        or _CREDIT.match(document.text, end, block.end) is not None
    )


def _later(
    document: Document, mention: DateMention, written: ArticleDateRange, grains: tuple[Grain, ...]
) -> bool:
    """Whether a mention with its year lies after the article in each of its readings."""
    if mention.relative or mention.grain not in grains or not mention.readings:
        return False
    firsts = [reading.first for reading in mention.readings if reading.first]
    dated = any(map(str.isdigit, document[mention.span][-4:]))
    return bool(firsts) and dated and min(firsts) - written.last > LEEWAY
