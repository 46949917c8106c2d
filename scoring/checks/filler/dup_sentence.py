"""Sentences that stand twice."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document, Span
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.reading.units import merged

_SHORTEST = 40
_SHARE = 0.10
# Lines that a page repeats for good reasons: credits, captions, notices.
_CREDITS = ("photo", "image", "getty", "reuters", "ap photo", "courtesy", "advertisement", "subscribe", "newsletter", "copyright", "all rights reserved", "click here", "follow us", "read more", "sign up")  # fmt: skip


@check("FIL_DUP_SENTENCE", family=Family.FILLER, severity=Severity.MEDIUM)
def dup_sentence(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A good part of the text is a copy of sentences that stand in it already.

    Why it matters: padding by copying makes a text longer and tells nothing more.
    What counts: repeated sentences of forty characters or more that make up a tenth of the text.
    Limits: captions, credits and notices are repeated by pages, and a pull quote repeats its sentence once; neither is counted.
    Maps to: W3C CredWeb 0255f049; Gopher repetition rules.
    Since: 2026.11
    """
    copies, share = _copies(document)
    if share >= _SHARE:
        yield Finding(
            spans=merged(copies, gap=1),
            message=f"{share:.0%} of the text repeats sentences that stand in it already.",
            fix="Remove the copies.",
            evidence={"share": round(share, 3), "sentences": len(copies)},
            strength=min(1.0, round(share / 0.25, 2)),
        )


def _copies(document: Document) -> tuple[list[Span], float]:
    first: dict[str, Span] = {}
    copies: list[Span] = []
    length = 0
    for sentence in document.sentences:
        span = sentence.span
        length += span.end - span.start
        if span.end - span.start < _SHORTEST:
            continue
        key = " ".join(document.lower[span.start : span.end].split())
        if key in first:
            copies.append(span)
        else:
            first[key] = span
    copies = [
        span for span in copies if not any(word in document.lower[span.start : span.end] for word in _CREDITS)
    ]
    return copies, sum(span.end - span.start for span in copies) / length if length else 0.0
