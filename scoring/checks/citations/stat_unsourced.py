"""Figures and superlatives for which nobody stands."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from scoring.check import check
from scoring.document import BlockKind, Document, Span
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.reading.words import letters_of
from scoring.views.citations import citation_spans
from scoring.views.plain_words import counted

FEWEST = 2
MOST_SHOWN = 8
# A number begins once and is of bounded length: from every digit of a long run to its end would be quadratic.
# Digits and currency signs stand in the first set, so that the pattern is tried at them alone.
_FIGURE = re.compile(
    r"""[\d$€£¥](?:
        (?<=[$€£¥])\s?\d
        |(?<=\d)\d{0,2}(?:,\d{3})+
        |(?<=\d)(?<!\d\d)[\d.,]{0,40}+\s?
         (?:%|percent\b|per\s+cent\b|million\b|billion\b|trillion\b|times\s+(?:more|as|higher|larger)\b)
    )""",
    re.VERBOSE,
)
_HIGHEST = frozenset(
    ["largest", "biggest", "highest", "lowest", "fastest", "deadliest", "worst", "longest", "oldest"]
)
_SUPERLATIVE = re.compile(
    rf"\b(?:the\s+(?:{'|'.join(sorted(_HIGHEST))})\s|a\s+record\s+(?:high|low|number)\b|more\s+than\s+ever\b)"
)
# Where none of these runs of letters stands, there is no superlative.
_SIGNS = _HIGHEST | {"record", "ever"}


@check("CIT_STAT_UNSOURCED", family=Family.CITATIONS, severity=Severity.LOW)
def stat_unsourced(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """Figures or superlatives stand in paragraphs that name no source at all.

    Why it matters: a figure can be checked only against where it comes from.
    What counts: two sentences or more with a share, a large number, a sum of money or a superlative, in paragraphs
    without any citation, quotation or named source.
    Limits: common knowledge, arithmetic and what the reporter saw need no source; a paragraph may rest on the one before it,
    so the check costs nothing.
    Maps to: Wikimedia reference need; PASTEL 1; JTI 10.
    Since: 2026.11
    """
    backed = sorted(
        [
            *(it.span for it in document.sources),
            *(it.span for it in document.quotes if not it.stance),
            *citation_spans(document),
            *document.quotations,
        ]
    )
    starts = [span.start for span in backed]
    letters = letters_of(document)
    spans = []
    for sentence in document.sentences:
        block = document.blocks[sentence.block]
        bare = block.kind is BlockKind.PARAGRAPH and not _any_in(block.span, starts)
        if not bare:
            continue
        start, end = sentence.span
        if _FIGURE.search(document.lower, start, end) or (
            not _SIGNS.isdisjoint(letters[start:end].split())
            and _SUPERLATIVE.search(document.lower, start, end)
        ):
            spans.append(sentence.span)
    if len(spans) >= FEWEST:
        yield Finding(
            spans=tuple(spans[:MOST_SHOWN]),
            message=f"{counted(len(spans), 'sentence')} {'gives' if len(spans) == 1 else 'give'} a figure or a superlative in a paragraph that names no source.",
            fix="Say whose figures these are, or link to them.",
            evidence={"sentences": len(spans)},
        )


def _any_in(span: Span, starts: list[int]) -> bool:
    place = bisect_left(starts, span.start)
    return place < len(starts) and starts[place] < span.end
