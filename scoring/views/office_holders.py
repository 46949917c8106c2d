"""Who holds the public offices that a text names, and when the text was written by that account."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from scoring.document import BlockKind, Document, StampKind, within
from scoring.reading.offices import RoleMention, Term, find_roles, roles
from scoring.reading.units import block_at, within_marks
from scoring.views.article_dates import article_date_range

_PROSE = frozenset((BlockKind.TITLE, BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM))


def current_roles(document: Document) -> Iterator[RoleMention]:
    """The mentions that speak of a holder in office: outside quotations, references and "former ..."."""
    listed = [reference.span for reference in document.references if reference.span]
    for mention in find_roles(document):
        block = block_at(document, mention.span.start)
        if mention.past or mention.elect or (block and block.kind not in _PROSE):
            continue
        if not within_marks(document, mention.span) and not within(mention.span, listed):
            yield mention


def writing_window(
    document: Document, current: Iterable[RoleMention] | None = None
) -> tuple[date | None, date | None]:
    """When the article was written: the earliest and the latest day, None where nothing tells.

    `current` are its `current_roles`, for callers who have them already.

    From the page's own publication stamps where there are any. Else the earliest day is when the last of the
    office-holders it names took office; the latest day is not told by offices, because a text may look back.
    """
    published = [stamp for stamp in document.stamps if stamp.kind is StampKind.PUBLISHED]
    stamps = published or document.stamps
    first = [it.first for stamp in stamps for it in stamp.readings if it.first]
    last = [it.last for stamp in document.stamps for it in stamp.readings if it.last]
    if first and last:
        return min(first), max(last)
    mentions = current_roles(document) if current is None else current
    return max((mention.since for mention in mentions), default=None), None


def offices_out_of_date(document: Document) -> bool:
    """Whether a text names a holder of an office on a day for which the table of offices is too old."""
    if not document.covered or not any(current_roles(document)):
        return False
    written = article_date_range(document)
    return written is not None and written.last >= roles().expires


class Named(NamedTuple):
    """A person of the table, named with or without an office; `terms` are all the offices the person held."""

    person: str
    terms: tuple[Term, ...]


_WORD = re.compile(r"[^\W\d_][\w.'’-]*")


def named_persons(text: str) -> tuple[Named, ...]:
    """The persons of the table that a short text names by a form that is theirs alone, in order, each once."""
    table = roles()
    words = _WORD.findall(text)
    found: dict[str, Named] = {}
    index = 0
    while index < len(words):
        for length in table.lengths.get(_bare(words[index]).lower(), ()):
            form = " ".join(
                (*words[index : index + length - 1], _bare(words[min(index + length, len(words)) - 1]))
            )
            terms = table.alone.get(form.lower())
            if terms and (form[0].isupper() or length > 1):
                found.setdefault(terms[0].person, Named(terms[0].person, terms))
                index += length - 1
                break
        index += 1
    return tuple(found.values())


def _bare(word: str) -> str:
    return word.rstrip(".'’-").removesuffix("'s").removesuffix("’s")


# Surnames that are words too: they name nobody on their own.
_WORDS_TOO = frozenset(
    ("ban", "brown", "fox", "gates", "gore", "hunt", "major", "may", "moon", "park", "rice")
)


def incumbents(text: str, first: date, last: date) -> tuple[Named, ...]:
    """The persons whom a short text of that time can mean by a bare surname, because they were in office then.

    A surname counts where no other capital word stands beside it: "Johnson to meet mayors".
    """
    found = []
    words = list(map(_bare, _WORD.findall(text)))
    for index, word in enumerate(words):
        beside = [words[near] for near in (index - 1, index + 1) if 0 <= near < len(words)]
        if not word[0].isupper() or word.lower() in _WORDS_TOO or any(near[0].isupper() for near in beside):
            continue
        terms = roles().beside.get(word.lower(), ())
        serving = [it for it in terms if it.start <= last and (it.end is None or first <= it.end)]
        if len({it.person for it in serving}) == 1:
            found.append(Named(serving[0].person, tuple(serving)))
    return tuple(found)
