"""What an editor would cut out whole: the sentence or line that a place in the text belongs to."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from scoring.document import Block, BlockKind, Draft, Page, Sentence, Span, within


def block_at(document: Page, offset: int) -> Block | None:
    """The block that covers an offset, or None between blocks."""
    index = bisect_right(document.blocks, offset, key=_start) - 1
    block = document.blocks[index] if index >= 0 else None
    return block if block and offset < block.span.end else None


def sentence_at(document: Draft, offset: int) -> Span | None:
    """The sentence that covers an offset; outside prose, its whole block."""
    index = bisect_right(document.sentences, offset, key=_start) - 1
    if index >= 0 and offset < document.sentences[index].span.end:
        return document.sentences[index].span
    block = block_at(document, offset)
    return block.span if block else None


def by_sentence(document: Draft, spans: Iterable[Span]) -> dict[Span, list[Span]]:
    """Spans under the sentences that they stand in, in text order; outside prose, under their blocks."""
    found: dict[Span, list[Span]] = {}
    for span in sorted(spans):
        found.setdefault(sentence_at(document, span.start) or span, []).append(span)
    return found


def touched(span: Span, spans: Sequence[Span]) -> Span | None:
    """The last of some ordered spans, none of which overlap, that shares a code point with `span`."""
    index = bisect_right(spans, span.end - 1, key=lambda other: other.start) - 1
    return spans[index] if index >= 0 and spans[index].end > span.start else None


def own_words(document: Draft, span: Span) -> bool:
    """Whether a span is the article's own prose: neither code nor inside quotation marks."""
    block = block_at(document, span.start)
    return (block is None or block.kind is not BlockKind.CODE) and not document.inside_quotation(span)


def within_marks(document: Draft, span: Span) -> bool:
    """Whether a span lies inside quotation marks, and not only in a statement, a letter or a turn of a transcript without any."""
    embedded = [it.span for it in document.embedded]
    return document.inside_quotation(span) and not within(span, embedded)


def joined(document: Page, blocks: Iterable[Block]) -> tuple[Span, ...]:
    """The spans of blocks in text order, those of blocks that follow one another made one."""
    chosen = set(blocks)
    found: list[Span] = []
    follows = False
    for block in document.blocks:
        if block in chosen:
            found.append(Span(found.pop().start, block.span.end) if follows else block.span)
        follows = block in chosen
    return tuple(found)


def merged(spans: Iterable[Span], gap: int = 0) -> tuple[Span, ...]:
    """Spans in text order, those that overlap or lie at most `gap` code points apart made one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end + gap:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)


def _start(unit: Block | Sentence) -> int:
    return unit.span.start
