"""A stretch of the title repeated for search engines."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from scoring.check import check
from scoring.document import Document, Span
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.lexicons import sections
from scoring.reading.units import merged, touched
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
_LISTS = sections("small_words")
_FUNCTION, _IN_NAMES = _LISTS["function"], _LISTS["in_names"]


@check("FIL_KEYWORD", family=Family.FILLER, severity=Severity.MEDIUM)
def keyword(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """The text repeats a stretch of its title again and again.

    Why it matters: the sentence was written for a search engine; the same words stand where a pronoun would do.
    What counts: four to six words of the title, three of them with meaning of their own, that stand four times or more in the body and more than twice in 1,000 words.
    Limits: names of people, bodies, bills and fixtures are repeated for good reasons and are not counted.
    Maps to: W3C CredWeb 0255f049; NewsGuard 4.
    Since: 2026.11
    """
    if not document.title:
        return
    words = words_of(document)
    found: list[Span] = []
    for gram, needed in _stretches(document.title, words):
        hits = [span for span in words.find(gram) if not touched(span, document.title_spans)]
        if len(hits) >= needed and not _is_name(document, gram, hits):
            found += hits
    if found:
        first, *again = merged(found)
        yield Finding(
            spans=tuple(again) or (first,),
            message=f"“{document[first][:80]}” stands {len(again) + 1} times in the text.",
            fix="Say it once and refer back to it, or name the particulars instead.",
            evidence={"phrase": document[first].lower(), "times": len(again) + 1},
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
