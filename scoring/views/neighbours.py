"""What an article names beside a passage: the sources and links of its sentence and of the ones around it."""

import re
from bisect import bisect_left, bisect_right
from operator import attrgetter

from scoring.document import Document, Source, SourceKind, Span
from scoring.reading.bodies import is_real_body
from scoring.reading.capitals import CAPITAL
from scoring.views.known_sources import is_known, is_named

# A group may be summed up so many sentences before the first of it is named.
AFTER = 3
# A sentence further than this, in characters, is not beside the passage, however few stand between.
NEAR = 700
_NAMED = frozenset({SourceKind.PERSON, SourceKind.OFFICE, SourceKind.EXPERT, SourceKind.ORGANISATION})
# What may be the name of a body: capitals, with the small words that such names hold.
_NAMES = re.compile(
    rf"(?<![\w.])({CAPITAL}[\w'’&-]*(?:\s(?:(?:of|for|the|and|on)\s){{0,2}}{CAPITAL}[\w'’&-]*){{0,7}})"
)
_starts = attrgetter("span.start")


def sentences_around(document: Document, span: Span, *, before: int, after: int) -> Span:
    """The stretch of text from `before` sentences before the one with `span` to `after` sentences after it."""
    sentences = document.sentences
    if not sentences:
        return span
    at = max(0, bisect_right(sentences, span.start, key=_starts) - 1)
    first, last = sentences[max(0, at - before)], sentences[min(len(sentences) - 1, at + after)]
    start, end = max(first.span.start, span.start - NEAR), min(last.span.end, span.end + NEAR)
    return Span(min(start, span.start), max(end, span.end))


def sources_within(document: Document, where: Span) -> list[Source]:
    """The sources that the article names within a stretch of text."""
    sources = document.sources
    first = bisect_left(sources, where.start, key=_starts)
    last = bisect_right(sources, where.end, key=_starts)
    return [source for source in sources[first:last] if source.span.end <= where.end]


def member_nearby(document: Document, span: Span, *, learned: bool) -> bool:
    """Whether somebody who may be of a group is named beside it: in its sentence or in the statements after it.

    A group that is cited for what it knows (`learned`) needs somebody with a post or a body; of any other group,
    a name will do.
    """
    where = sentences_around(document, span, before=0, after=AFTER)
    return any(
        source.name is not None
        and is_named(source)
        and not source.span.touches(span)
        and (
            not learned
            or source.kind is SourceKind.ORGANISATION
            or source.role is not None
            or is_known(source, document.lexicon)
        )
        for source in sources_within(document, where)
    )


def origin_nearby(document: Document, span: Span, *, before: int = 1, after: int = 1) -> bool:
    """Whether a body, document, expert or link that a claim may come from stands in the sentences around a passage.

    An agency's dateline says who sends the copy, and of no claim in it where it comes from.
    """
    where = sentences_around(document, span, before=before, after=after)
    if document.dateline is not None and document.dateline.span.touches(where):
        where = Span(max(where.start, min(document.dateline.span.end, span.start)), where.end)
    links = document.links
    at = bisect_left(links, where.start, key=_starts)
    if any(not link.furniture and link.span.start <= where.end for link in links[at : at + 8]):
        return True
    if any(
        is_real_body(name[1], lexicon=document.lexicon) for name in _NAMES.finditer(document.text, *where)
    ):
        return True
    return any(
        not source.span.touches(span)
        and (_vouches(document, source) or (source.kind is SourceKind.DOCUMENT and source.checkable))
        for source in sources_within(document, where)
        if source.span.start >= where.start
    )


def _vouches(document: Document, source: Source) -> bool:
    """Whether a source has a name and can be found: a public office, a known body, or a person of one. Praise is no post."""
    if source.name is None or source.kind not in _NAMED or not is_named(source):
        return False
    return is_known(source, document.lexicon)
