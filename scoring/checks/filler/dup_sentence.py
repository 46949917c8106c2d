"""Sentences that stand twice."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import PROSE, Document, Span
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.lexicons import sections
from scoring.reading.units import merged

_SHORTEST = 40
_FEWEST = 2
_SHARE = 0.10
# The share from which the fault is at its worst.
_FULL = 0.25
# Several sentences copied from afar count from here on: two in a text of a thousand words.
_SHARE_AFAR = 0.02
# A copy this near its original, in sentences, is a caption or a page's doubling.
_NEAR = 4
# Lines that a page repeats for good reasons.
_CREDITS = sections("credits")[""]
_STOPS = ("! ", "? ", '." ', '!" ', '?" ', ".) ")


@check("FIL_DUP_SENTENCE", family=Family.FILLER, severity=Severity.MEDIUM)
def dup_sentence(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """Sentences of the text are copied elsewhere in it.

    Why it matters: padding by copying makes a text longer and tells nothing more.
    What counts: two or more sentences of forty characters repeated word for word, well away from their first place or a tenth of the text.
    Limits: captions, credits and notices are repeated by pages, and a pull quote repeats its sentence once; neither is counted.
    Maps to: W3C CredWeb 0255f049; Gopher repetition rules.
    Since: 2026.11
    """
    copies, length = _copies(document)
    share = sum(span.end - span.start for span, _ in copies) / length if length else 0.0
    if share < _SHARE:
        copies = [(span, gap) for span, gap in copies if gap >= _NEAR]
        share = sum(span.end - span.start for span, _ in copies) / length if length else 0.0
    if len(copies) >= _FEWEST and share >= _SHARE_AFAR:
        yield Finding(
            spans=merged((span for span, _ in copies), gap=2),
            message=f"{len(copies)} sentences stand in the text twice, {share:.0%} of it.",
            fix="Remove the copies.",
            evidence={"share": round(share, 3), "sentences": len(copies)},
            strength=min(1.0, max(0.2, round(share / _FULL, 2))),
        )


def _copies(document: Document) -> tuple[list[tuple[Span, int]], int]:
    """The copied sentences, each with its distance from the first one in sentences, and the length of all prose.

    Sentences are cut at plain stops, so that a copy that begins after an abbreviation is still found.
    """
    text = document.lower.replace("’", "'").replace("“", '"').replace("”", '"')
    first: dict[str, int] = {}
    copies: list[tuple[Span, int]] = []
    length = count = 0
    for block in document.of_kind(*PROSE):
        at, end = block.span
        length += end - at
        line = text[at:end]
        for stop in _STOPS:
            line = line.replace(stop, stop[:-2] + ". ")
        for piece in line.split(". "):
            key = piece.rstrip(' ."!?')
            if len(key) >= _SHORTEST:
                count += 1
                before = first.setdefault(key, count)
                if before != count and not any(word in key for word in _CREDITS):
                    copies.append((Span(at, min(end, at + len(piece) + 1)), count - before))
            at += len(piece) + 2
    return copies, length
