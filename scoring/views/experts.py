"""Which of the people who are cited could be looked up: experts by name, never officials or residents."""

from collections.abc import Iterator

from scoring.article import Genre
from scoring.document import Document, Source, SourceKind
from scoring.evidence import Lookup, LookupKind, lookup_for
from scoring.memo import once_per_document

# Registries are asked about no more people than these for one article.
MOST_EXPERTS = 3
# A longer name or role is no name or role; whoever is asked need not read it.
LONGEST_CLAIM = 120
# Genres that make no claim of fact.
_FREE = frozenset({Genre.SATIRE, Genre.FICTION})


def person_lookup(source: Source) -> Lookup | None:
    """The question that settles who a named expert is; None for any other source.

    One word is no name that could be looked up.
    """
    if source.kind is not SourceKind.EXPERT or not source.name or " " not in source.name.strip():
        return None
    return lookup_for(
        LookupKind.PERSON,
        source.key[:LONGEST_CLAIM],
        name=_claim(source.name),
        role=_claim(source.role),
        affiliation=_claim(source.affiliation),
    )


@once_per_document
def expert_lookups(document: Document) -> tuple[Lookup, ...]:
    """The questions about the article's named experts: first those whom a reader could not check, in text order."""
    if document.genre in _FREE:
        return ()
    found = dict(_experts(document))
    first = sorted(found, key=lambda lookup: found[lookup])
    return tuple(first[:MOST_EXPERTS])


def _experts(document: Document) -> Iterator[tuple[Lookup, bool]]:
    seen: set[str] = set()
    for source in document.sources:
        if source.key not in seen and (lookup := person_lookup(source)):
            seen.add(source.key)
            yield lookup, source.checkable


def _claim(text: str | None) -> str | None:
    """A claim on one line, cut at a word."""
    if text is None:
        return None
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_CLAIM else line[:LONGEST_CLAIM].rpartition(" ")[0]
