"""Words that could not be written before a certain day."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from scoring.document import PROSE, Document, Span
from scoring.lexicons import Lexicon, once_per_lexicon
from scoring.reading.units import block_at

_CAPITALS = re.compile(r"[A-Z]\w*|\b[a-z]+[A-Z]\w*")


class DatedTerm(NamedTuple):
    """A word or name with the first day on which it was public; a text without the word `key`, where there is one, does not hold it."""

    term: str
    first: date
    source: str
    key: str


def _key(term: str) -> str:
    return next(iter(_CAPITALS.findall(term)), "")


class TermMention(NamedTuple):
    """A dated term where it stands in a text."""

    span: Span
    term: DatedTerm


@once_per_lexicon
def dated_terms(lexicon: Lexicon) -> tuple[DatedTerm, ...]:
    """The table of dated terms."""
    return tuple(
        DatedTerm(row["term"], date.fromisoformat(row["first"]), row["source"], _key(row["term"]))
        for row in lexicon.table("terms")
    )


def terms_after(document: Document, day: date) -> Iterator[TermMention]:
    """The terms in a text that were public only after a day, each where it first stands as whole words in the prose."""
    text = document.text
    later = [term for term in dated_terms(document.lexicon) if term.first > day]
    words = frozenset(_CAPITALS.findall(text)) if later else frozenset()
    for term in later:
        if term.key and term.key not in words:
            continue
        at = text.find(term.term)
        while at >= 0:
            end = at + len(term.term)
            block = block_at(document, at)
            whole = not any(map(str.isalnum, text[at - 1 : at] + text[end : end + 1]))
            if whole and block is not None and block.kind in PROSE:
                yield TermMention(Span(at, end), term)
                break
            at = text.find(term.term, end)
