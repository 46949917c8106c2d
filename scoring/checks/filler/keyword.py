"""A stretch of the title repeated for search engines."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from scoring.check import check
from scoring.document import BlockKind, Document, Span
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.lexicons import sections
from scoring.reading.units import block_at, merged, touched
from scoring.reading.words import Words, words_of

_LONGEST, _SHORTEST = 6, 4
_CONTENT = 3
# No headline has more words.
_TITLE = 40
# So often beyond the title itself, and so densely, that no writer does it by chance.
_REPEATS = 4
_PER_1000 = 2.5
# A name is repeated for good reasons, but hardly six words of it twelve times in 1,000.
_NAME_LENGTH = 6
_NAME_PER_1000 = 12.0
# A term of so few words of meaning is the name of its thing: a disease, a benefit, a shortage.
_TERM_LENGTH = 4
_HEADINGS = 2
# So many capitals make a longer one a name, as in "shooting at Velm High School".
_NAMED = 2
_BAIT = frozenset(
    [
        "affordable",
        "amazing",
        "best",
        "buy",
        "buying",
        "cheap",
        "cheapest",
        "complete",
        "deal",
        "deals",
        "discount",
        "easy",
        "essential",
        "fastest",
        "free",
        "guide",
        "how",
        "ideas",
        "latest",
        "near",
        "new",
        "online",
        "perfect",
        "price",
        "review",
        "reviews",
        "secret",
        "secrets",
        "simple",
        "tips",
        "top",
        "ultimate",
        "ways",
        "why",
    ]
)
# Small words that may stand around a term and are no part of a sentence about it.
_JOINTS = frozenset(
    {"a", "an", "the", "of", "for", "in", "to", "on", "with", "its", "by", "and", "no", "from", "as"}
)
# Small words that stand inside a term, as in "space in Velm Tower".
_INSIDE = frozenset({"of", "in", "at", "for", "on", "and"})
_LISTS = sections("small_words")
_FUNCTION, _IN_NAMES = _LISTS["function"], _LISTS["in_names"]


@check("FIL_KEYWORD", family=Family.FILLER, severity=Severity.MEDIUM)
def keyword(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """The text repeats a stretch of its title again and again.

    Why it matters: the sentence was written for a search engine; the same words stand where a pronoun would do.
    What counts: four to six words of the title, three of them with meaning of their own, that stand four times or more in the body and more than twice in 1,000 words.
    Limits: names of people, bodies, bills and fixtures, and terms of up to four words (a disease, a shortage) are repeated for good reasons and are not counted;
    neither is what stands in a quotation or a caption.
    Maps to: W3C CredWeb 0255f049; NewsGuard 4.
    Since: 2026.11
    """
    if not document.title:
        return
    words = words_of(document)
    found: list[Span] = []
    for gram, needed in _stretches(document.title, words):
        hits = [
            span
            for span in words.find(gram)
            if not touched(span, document.title_spans) and _in_own_prose(document, span)
        ]
        if len(hits) >= needed and not _is_name(document, gram, hits):
            found += hits
    spans = merged(found)
    if spans and (
        _in_headings(document, spans) or not _is_term(max(map(document.__getitem__, spans), key=len))
    ):
        first, *again = spans
        yield Finding(
            spans=tuple(again) or (first,),
            message=f"“{document[first][:80]}” stands {len(again) + 1} times in the text.",
            fix="Say it once and refer back to it, or name the particulars instead.",
            evidence={"phrase": document[first].lower(), "times": len(again) + 1},
        )


def _in_own_prose(document: Document, span: Span) -> bool:
    """Whether a place is the article's own prose, and no quotation and no caption."""
    block = block_at(document, span.start)
    return not (block and block.kind is BlockKind.CAPTION) and not touched(span, document.quotations)


def _in_headings(document: Document, spans: Sequence[Span]) -> bool:
    """Whether two headings or more repeat the title's words: no name of a thing needs that."""
    headings = [block.span for block in document.of_kind(BlockKind.HEADING)]
    return sum(touched(span, headings) is not None for span in spans) >= _HEADINGS


def _is_term(stretch: str) -> bool:
    """Whether a stretch is the name of a thing: a few words of meaning, none of which praises or promises."""
    words = Words(stretch.replace("US ", "America ").lower()).tokens
    while words and words[0] in _JOINTS:
        words = words[1:]
    while words and words[-1] in _JOINTS:
        words = words[:-1]
    meaning = [word for word in words if word not in _INSIDE]
    joined = len(meaning) < len(words) and sum(word[0].isupper() for word in stretch.split()) < _NAMED
    return (
        len(meaning) <= _TERM_LENGTH - joined and _FUNCTION.isdisjoint(meaning) and _BAIT.isdisjoint(meaning)
    )


def _stretches(title: str, words: Words) -> Iterator[tuple[str, float]]:
    """The runs of words that stand often enough to look at, each with how often that is."""
    needed = max(_REPEATS, _PER_1000 * len(words) / 1000)
    tokens = Words(title.lower()).tokens[:_TITLE]
    # Nearly every title ends here: a run is repeated only where each of its pairs is.
    often = [words.line.count(f" {first} {second} ") >= needed for first, second in pairwise(tokens)]
    for first in range(len(tokens)):
        for size in range(_SHORTEST, min(_LONGEST, len(tokens) - first) + 1):
            gram = tokens[first : first + size]
            if not all(often[first : first + size - 1]):
                break
            if sum(len(word) > 1 for word in gram) >= _SHORTEST and _has_meaning(gram, _CONTENT):
                yield " ".join(gram), needed


def _has_meaning(gram: Sequence[str], fewest: int) -> bool:
    return len({word for word in gram if word not in _FUNCTION and len(word) > 1}) >= fewest


def _is_name(document: Document, gram: str, found: list[Span]) -> bool:
    """Whether most of the occurrences are written as a name: every word of meaning with a capital."""
    dense = len(found) * 1000 >= _NAME_PER_1000 * len(words_of(document))
    if dense and gram.count(" ") + 1 >= _NAME_LENGTH:
        return False
    return sum(_capitalised(document[span]) for span in found) * 2 > len(found)


def _capitalised(text: str) -> bool:
    words = Words(text).tokens
    small = [word for word in words if word.lower() in _FUNCTION]
    if any(word.lower() not in _IN_NAMES for word in small):
        return False
    return all(not word[0].islower() for word in words if word.lower() not in _FUNCTION)
