"""Whether a page that a link led to is about what the sentence with the link says."""

import re
from enum import StrEnum
from functools import cache
from urllib.parse import urlsplit

from scoring.document import Document, Span
from scoring.evidence import LinkEvidence
from scoring.lexicons import sections
from scoring.memo import once_per_document

# Words are compared by their beginnings, so that "flood" and "flooding" are one.
_STEM = 6
_WORD = re.compile(r"[a-z]{4,40}")
_LONGEST = 600
# What addresses and titles of all pages have.
_PAGES = frozenset({"articl", "news", "index", "html", "home", "page", "story", "world"})
# So many words in common make a page one about the sentence; a short title needs but half of its own.
_ENOUGH = 2


class Subject(StrEnum):
    """What a page is about, as far as its title or address tells."""

    SAME = "same"
    RELATED = "related"
    OTHER = "other"
    UNKNOWN = "unknown"


def subject_of(document: Document, sentence: Span, found: LinkEvidence) -> Subject:
    """Compare a page with the sentence that links to it: the anchor's words are part of the sentence.

    RELATED shares words with the article and not with the sentence. UNKNOWN has no title, and an address without words.
    """
    page = _words(found.title or "") or _words(urlsplit(found.final_url or "").path)
    if not page:
        return Subject.UNKNOWN
    needed = min(_ENOUGH, (len(page) + 1) // 2)
    if len(page & _words(document[sentence])) >= needed:
        return Subject.SAME
    return Subject.RELATED if len(page & _article_words(document)) >= needed else Subject.OTHER


@once_per_document
def _article_words(document: Document) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in _WORD.findall(document.lower)) - _small()


def _words(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in _WORD.findall(text[:_LONGEST].lower())) - _small()


@cache
def _small() -> frozenset[str]:
    words = frozenset[str]().union(*sections("function_words").values())
    return frozenset(word[:_STEM] for word in words) | _PAGES
