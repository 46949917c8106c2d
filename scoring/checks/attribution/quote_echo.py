"""Quoted words that the article also uses as its own."""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from scoring.check import check
from scoring.document import BlockKind, Document, Quote, QuoteKind, Span
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.straight import straight
from scoring.views.support import excerpt

# This many words in a row are shared by two writers once in thousands of newsroom articles.
RUN = 7
# A sentence of which this share is in the quotation is the quotation once more, without its marks.
REPEATED = 0.6
# Of the words in a row, this many have to carry meaning: long runs of small words come up by themselves.
CONTENT = 3
LONG_WORD = 5

_WORD = re.compile(r"\w+(?:['’]\w+)?")
# A turn in a transcript or a post under its author's name.
_TURN = re.compile(r"\W{0,3}(?:[\w.'@’-]+ ?){1,4}:")
# Whoever answers takes up the words of the question, the motion, the claim or the charge.
_ASKED = re.compile(
    r"\b(?:asked|question|motion|resolution|amendment|bill|claim|charged?|accused|slogan|chant\w*|petition|survey|poll)\b|\?[\"”’]?\s*$"
)
_NARRATION = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM})


@check("ATT_QUOTE_ECHO", family=Family.ATTRIBUTION, severity=Severity.INFO)
def quote_echo(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A quotation repeats, word for word, what the article says elsewhere in its own voice.

    Why it matters: a speaker who talks in the article's own sentences was probably written with it.
    What counts: seven words in a row, three of them long, in a quotation with a speaker and in the narration.
    Limits: costs nothing: of what it found in genuine articles next to nothing was wrong with the article. Quiet after a question, a motion or
    a charge that the quotation answers, for headlines, pull quotes, transcripts and lines that only repeat a quotation, for sentences that are attributed
    themselves, and for long names.
    Maps to: CredCo's quotation indicators; W3C CredWeb 31755cbb.
    Since: 2026.11
    """
    blocks = {block.span for block in document.blocks}
    quotes = [q for q in document.quotes if q.kind is QuoteKind.DIRECT and q.speaker and q.span not in blocks]
    spoken = [(quote, _words(document, quote.span)) for quote in quotes]
    spoken = [(quote, words) for quote, words in spoken if len(words) >= RUN]
    if not spoken:
        return
    runs = {run for _, words in spoken for run in _telling_runs(words)}
    if not runs:
        return
    narrated = _narrated(document, [words for _, words in spoken], runs)
    for quote, words in spoken:
        shared = next((run for run in _runs(words) if run in narrated), None)
        if shared:
            yield Finding(
                spans=(quote.span,),
                message=f"The quotation “{excerpt(document, quote.span)}” uses the same words as the article itself does elsewhere.",
                fix="Check that the words were said as quoted. Keep them as a quotation or as your own text, not as both.",
                evidence={"words": " ".join(shared), "at": list(narrated[shared])},
            )


def _words(document: Document, span: Span) -> list[str]:
    return _WORD.findall(straight(document.lower[span.start : span.end]))


def _runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(words[offset:] for offset in range(RUN)), strict=False)


def _telling_runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The runs with enough long words, which are counted on from one run to the next."""
    long = [0, *accumulate(len(word) >= LONG_WORD for word in words)]
    for start in range(len(words) - RUN + 1):
        if long[start + RUN] - long[start] >= CONTENT:
            yield tuple(words[start : start + RUN])


def _narrated(
    document: Document, spoken: list[list[str]], runs: set[tuple[str, ...]]
) -> dict[tuple[str, ...], Span]:
    """The runs that occur in the narration, each with the sentence where it does so first."""
    whole = {" ".join(words) for words in spoken}
    titles = {" ".join(_words(document, span)) for span in document.title_spans}
    firsts = frozenset(run[0] for run in runs)
    found: dict[tuple[str, ...], Span] = {}
    for span in _narration(document):
        words = _words(document, span)
        if firsts.isdisjoint(words):
            continue
        shared = [run for run in _runs(words) if run in runs]
        if not shared or len(shared) + RUN - 1 >= REPEATED * len(words) or _TURN.match(document.text, *span):
            continue
        line = " ".join(words)
        if _ASKED.search(document.lower, *span):
            continue
        if line in titles or any(line in quotation or quotation in line for quotation in whole):
            continue
        for run in shared:
            if not _is_name(document, span, run):
                found.setdefault(run, span)
    return found


def _narration(document: Document) -> Iterator[Span]:
    """Sentences in which nobody is quoted or cited."""
    taken = sorted(
        {span for quote in document.quotes if not quote.stance for span in _parts(quote)}
        | set(document.quotations)
    )
    next_taken = 0
    for sentence in document.sentences:
        span = sentence.span
        while next_taken < len(taken) and taken[next_taken].end <= span.start:
            next_taken += 1
        free = all(not span.touches(other) for other in taken[next_taken : next_taken + 8])
        if free and document.blocks[sentence.block].kind in _NARRATION:
            yield span


def _parts(quote: Quote) -> Iterator[Span]:
    yield quote.span
    if quote.cue:
        yield quote.cue


def _is_name(document: Document, span: Span, run: tuple[str, ...]) -> bool:
    """Whether the run is mostly capitals where the article writes it: a law, a body, a title."""
    words: list[str] = _WORD.findall(straight(document[span]))
    small = [word.lower() for word in words]
    at = next((i for i in range(len(words)) if tuple(small[i : i + RUN]) == run), 0)
    return sum(word[:1].isupper() for word in words[at : at + RUN]) >= CONTENT
