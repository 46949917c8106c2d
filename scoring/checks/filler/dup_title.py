"""Headlines that stand again and again."""

from collections.abc import Iterator

from scoring.article import Format
from scoring.check import check
from scoring.document import PROSE, BlockKind, Document, Span
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity

# The title and one copy (a deck, a share line, a caption) are common on sound pages.
_EXTRA = 2
# A line of prose this long is the article itself, no deck.
_BODY = 150
# How many words a line has that could be a headline.
_FEWEST, _MOST = 4, 25
_LINES = frozenset({BlockKind.TITLE, BlockKind.HEADING, BlockKind.PARAGRAPH})


@check("FIL_DUP_TITLE", family=Family.FILLER, severity=Severity.LOW)
def dup_title(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """The title stands as a line of its own again and again.

    Why it matters: pages made for search engines repeat the title wherever the template has room for it.
    What counts: lines that say nothing but the title, two or more beyond the first; without a known title, a headline-like line that stands twice in a row.
    Limits: one copy, as page headers and captions leave it, and refrains of verse are not counted.
    Maps to: W3C CredWeb 0255f049.
    Since: 2026.11
    """
    copies = _copies(document) if _is_given(document) else _doubled(document)
    if copies:
        yield Finding(
            spans=copies,
            message=f"The title “{document[copies[0]][:80]}” stands in the text {len(copies) + 1} times.",
            fix="Keep the title once and remove its copies.",
            evidence={"times": len(copies) + 1},
        )


def _is_given(document: Document) -> bool:
    """Whether the page says which line is its title; a first line that comes again may be a refrain."""
    return bool(document.title) and (
        bool(document.article.title) or document.article.format is not Format.TEXT
    )


def _copies(document: Document) -> tuple[Span, ...]:
    """Where the title stands beyond its own place, which is above the article."""
    places = document.title_spans
    if len(places) < _EXTRA:
        return ()
    body = (block.span for block in document.of_kind(*PROSE) if block.span.end - block.span.start >= _BODY)
    first = next(body, None)
    copies = places if first and first.start < places[0].start else places[1:]
    return copies if len(copies) >= _EXTRA else ()


def _doubled(document: Document) -> tuple[Span, ...]:
    """Lines that could be a headline and repeat the line before them."""
    found = []
    before = ""
    for block in document.blocks:
        start, end = block.span
        line = document.lower[start:end] if end - start <= _BODY and block.kind in _LINES else ""
        if line and line == before and line[-1].isalnum() and _FEWEST <= len(line.split()) <= _MOST:
            found.append(block.span)
        before = line
    return tuple(found)
