"""A stretch of the title repeated for search engines."""

from collections import Counter
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
# So often beyond the title itself, and so densely, that no writer does it by chance.
_REPEATS = 4
_PER_1000 = 2.5
# A name is repeated for good reasons, but hardly six words of it twelve times in 1,000.
_NAME_LENGTH = 6
_NAME_PER_1000 = 12.0
# Without a title, any five words count that stand this densely.
_FREE_LENGTH = 5
_FREE_REPEATS = 6
_FREE_PER_1000 = 8.0
_LISTS = sections("small_words")
_FUNCTION, _IN_NAMES = _LISTS["function"], _LISTS["in_names"]


@check("FIL_KEYWORD", family=Family.FILLER, severity=Severity.MEDIUM)
def keyword(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """The text repeats a stretch of its title again and again.

    Why it matters: the sentence was written for a search engine; the same words stand where a pronoun would do.
    What counts: four to six words of the title, three of them with meaning of their own, that stand four times or more in the body and more than twice in 1,000 words; without a title, any five words that make up a twenty-fifth of the text.
    Limits: names of people, bodies, bills and fixtures are repeated for good reasons and are not counted.
    Maps to: W3C CredWeb 0255f049; NewsGuard 4.
    Since: 2026.11
    """
    words = words_of(document)
    found: list[Span] = []
    for gram, needed in _stretches(document.title, words):
        if words.line.count(f" {gram} ") >= needed:
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


def _stretches(title: str | None, words: Words) -> Iterator[tuple[str, float]]:
    """The runs of words to count, each with how often it must stand to be a fault."""
    if title:
        needed = max(_REPEATS, _PER_1000 * len(words) / 1000)
        tokens = Words(title.lower()).tokens
        # Nearly every title ends here: a run is repeated only where each of its pairs is.
        often = [words.line.count(f" {first} {second} ") >= needed for first, second in pairwise(tokens)]
        for size in range(_SHORTEST, _LONGEST + 1):
            for first in range(len(tokens) - size + 1):
                gram = tokens[first : first + size]
                if all(often[first : first + size - 1]) and _has_meaning(gram, _CONTENT):
                    yield " ".join(gram), needed
    else:
        needed = max(_FREE_REPEATS, _FREE_PER_1000 * len(words) / 1000)
        runs = Counter(zip(*(words.tokens[first:] for first in range(_FREE_LENGTH)), strict=False))
        for run, times in runs.items():
            if times >= needed and _has_meaning(run, _CONTENT - 1):
                yield " ".join(run), needed


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
