"""A stretch of the title repeated for search engines."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document, Span
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.lexicons import sections
from scoring.reading.units import merged
from scoring.reading.words import Words, words_of

_LONGEST, _SHORTEST = 6, 4
_CONTENT = 3
# So often beyond the title itself, and so densely, that no writer does it by chance.
_REPEATS = 4
_PER_1000 = 2.5
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
    needed = max(_REPEATS, _PER_1000 * len(words) / 1000)
    found: list[Span] = []
    for gram in _stretches(Words(document.title.lower()).tokens):
        if sum(1 for _ in words.hits(gram)) >= needed:
            hits = [span for span in words.find(gram) if not _in_title(document, span)]
            if len(hits) >= needed and not _is_name(document, hits):
                found += hits
    if found:
        first, *again = merged(found)
        yield Finding(
            spans=tuple(again),
            message=f"“{document[first][:80]}”, words of the title, stands {len(again) + 1} times in the text.",
            fix="Say it once and refer back to it, or name the particulars instead.",
            evidence={"phrase": document[first].lower(), "times": len(again) + 1},
        )


def _stretches(title: list[str]) -> Iterator[str]:
    """The title's runs of six to four words that carry meaning, longest first."""
    for size in range(_LONGEST, _SHORTEST - 1, -1):
        for first in range(len(title) - size + 1):
            gram = title[first : first + size]
            if len({word for word in gram if word not in _FUNCTION and len(word) > 1}) >= _CONTENT:
                yield " ".join(gram)


def _in_title(document: Document, span: Span) -> bool:
    return any(title.touches(span) for title in document.title_spans)


def _is_name(document: Document, found: list[Span]) -> bool:
    """Whether most of the occurrences are written as a name: every word of meaning with a capital."""
    return sum(_capitalised(document[span]) for span in found) * 2 > len(found)


def _capitalised(text: str) -> bool:
    words = Words(text).tokens
    small = [word for word in words if word.lower() in _FUNCTION]
    if any(word.lower() not in _IN_NAMES for word in small):
        return False
    return all(not word[0].islower() for word in words if word.lower() not in _FUNCTION)
