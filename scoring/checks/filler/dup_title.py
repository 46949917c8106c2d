"""Headlines that stand again and again."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import PROSE, Document, Span
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity

# The title and one copy (a deck, a share line, a caption) are common on sound pages.
_EXTRA = 2
# A line of prose this long is the article itself, no deck.
_BODY = 150


@check("FIL_DUP_TITLE", family=Family.FILLER, severity=Severity.LOW)
def dup_title(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """The title stands as a line of its own at least three times.

    Why it matters: pages made for search engines repeat the title wherever the template has room for it.
    What counts: lines that say nothing but the title, two or more beyond the first.
    Limits: one copy, as page headers and captions leave it, is not counted.
    Maps to: W3C CredWeb 0255f049.
    Since: 2026.11
    """
    copies = _copies(document)
    if len(copies) >= _EXTRA:
        yield Finding(
            spans=copies,
            message=f"The title stands {len(document.title_spans)} times in the text.",
            fix="Keep the title once and remove its copies.",
            evidence={"times": len(document.title_spans)},
        )


def _copies(document: Document) -> tuple[Span, ...]:
    """Where the title stands beyond its own place, which is above the article."""
    places = document.title_spans
    if len(places) < _EXTRA:
        return ()
    body = (block.span for block in document.of_kind(*PROSE) if block.span.end - block.span.start >= _BODY)
    first = next(body, None)
    return places if first and first.start < places[0].start else places[1:]
