"""Who or what a statement stands on: the rungs of the ladder from nobody to a named person with a post at a named body."""

from enum import StrEnum

from scoring.document import Source, SourceKind
from scoring.lexicons import ENGLISH, Lexicon
from scoring.reading.attribution.noun_phrases import inflated, is_outlet
from scoring.views.known_sources import is_known
from scoring.views.particulars import CALENDAR


class Rung(StrEnum):
    """How well a text says where a statement comes from; what each rung is worth is in the ruleset."""

    NOBODY = "nobody"
    EXPERTS = "experts"
    ANONYMOUS = "anonymous"
    MARKER = "marker"
    VAGUE_DOCUMENT = "vague_document"
    LINK = "link"
    ROLE = "role"
    OUTLET = "outlet"
    PRONOUN = "pronoun"
    SURNAME = "surname"
    BODY = "body"
    OFFICE = "office"
    KNOWN_BODY = "known_body"
    FULL_NAME = "full_name"
    DOCUMENT = "document"
    DESCRIBED = "described"
    PLACED = "placed"


_PRONOUNS = frozenset({"he", "she", "they", "it", "we", "i", "who"})
_PLAIN = {
    SourceKind.CROWD: Rung.NOBODY,
    SourceKind.AGENTLESS: Rung.NOBODY,
    SourceKind.GENERIC_EXPERT: Rung.EXPERTS,
    SourceKind.ANONYMOUS: Rung.ANONYMOUS,
}


def is_pronoun(source: Source) -> bool:
    """Whether a text names a source by a pronoun alone, which the reader could not resolve."""
    return source.text.lower() in _PRONOUNS


def rung_of(source: Source, lexicon: Lexicon = ENGLISH) -> Rung:
    """The rung of a source, by what the text says of it and by whether more than the text knows it."""
    if source.kind in _PLAIN:
        return _PLAIN[source.kind]
    known = is_known(source, lexicon)
    if source.kind is SourceKind.ORGANISATION:
        if is_outlet(source.name or source.text):
            return Rung.OUTLET
        return Rung.KNOWN_BODY if known else Rung.BODY
    if source.kind is SourceKind.DOCUMENT:
        return Rung.DOCUMENT if source.checkable else Rung.VAGUE_DOCUMENT
    return _of_person(source, known)


def _of_person(source: Source, known: bool) -> Rung:
    name = source.name or ""
    words = 0 if name.lower() in CALENDAR else len(name.split())
    if not words:
        if source.kind is SourceKind.OFFICE and known:
            return Rung.OFFICE
        if source.role or source.kind is not SourceKind.PERSON:
            return Rung.ROLE
        return Rung.PRONOUN if is_pronoun(source) else Rung.NOBODY
    if inflated(source.role) and not source.affiliation:
        return Rung.ROLE
    if source.kind is SourceKind.OFFICE:
        return Rung.SURNAME if words == 1 and not source.role and not known else Rung.PLACED
    if source.role and source.affiliation:
        return Rung.PLACED
    if source.role or source.affiliation:
        return Rung.DESCRIBED
    return Rung.SURNAME if words == 1 else Rung.FULL_NAME
