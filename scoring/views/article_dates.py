"""The article's own time, and the dates of its prose that may be held against it."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from scoring.article import Genre
from scoring.document import BlockKind, DateMention, Document, Sentence, Span, StampKind, StampOrigin, within
from scoring.memo import once_per_document

# Genres and words of looking back: what is dated there is not dated by the article.
HISTORY = re.compile(
    r"\b(?:on this day|anniversary|anniversaries|in memoriam|obituary|obituaries|archives?|flashback|throwback|remembering|years ago today|centenary|timeline)\b"
)
_PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM})
# Stamps a reader sees or a CMS states; a date in the body's URL alone may be the day the slot was made.
_SURE = frozenset(
    {StampOrigin.CMS, StampOrigin.JSON_LD, StampOrigin.META, StampOrigin.LABEL, StampOrigin.URL}
)


class ArticleDateRange(NamedTuple):
    """The days between which an article was published or last changed."""

    first: date
    last: date


@once_per_document
def article_date_range(document: Document) -> ArticleDateRange | None:
    """When the page itself says that it was published and changed; None where it does not say, or says two ways."""
    published = [it for it in document.stamps if it.kind is StampKind.PUBLISHED and it.origin in _SURE]
    if not published or any(len(stamp.readings) != 1 for stamp in published):
        return None
    first = [it.first for stamp in published for it in stamp.readings if it.first]
    last = [it.last for stamp in document.stamps for it in stamp.readings if it.last]
    return ArticleDateRange(min(first), max(last)) if first and last else None


@once_per_document
def is_retrospective(document: Document) -> bool:
    """Whether the piece is of a kind that speaks of other times: history, anniversary, obituary, fiction."""
    if document.genre in (Genre.SATIRE, Genre.FICTION):
        return True
    head = document.lower[:400] + (document.title or "").lower()
    return HISTORY.search(head) is not None or len(HISTORY.findall(document.lower)) > 2


class Dated(NamedTuple):
    """One date of the prose with its sentence."""

    mention: DateMention
    sentence: Sentence


@once_per_document
def own_dates(document: Document) -> tuple[Dated, ...]:
    """Dates of the article's own prose: outside quotations, titles, lists of references and link texts."""
    return tuple(_own_dates(document))


def _own_dates(document: Document) -> Iterator[Dated]:
    links = [link.span for link in document.links if link.span.start < link.span.end]
    sentences = document.sentences
    index = 0
    for mention in document.dates:
        while index < len(sentences) and sentences[index].span.end <= mention.span.start:
            index += 1
        if index == len(sentences):
            return
        sentence = sentences[index]
        if not sentence.span.covers(mention.span) or document.blocks[sentence.block].kind not in _PROSE:
            continue
        if not document.inside_quotation(mention.span) and not within(mention.span, links):
            yield Dated(mention, sentence)


def stamps_in_text(*spans: Span | None) -> tuple[Span, ...]:
    """Where a finding about stamps is put: the stamps that stand in the text. Without any it is about the whole article."""
    return tuple(sorted({span for span in spans if span}))
