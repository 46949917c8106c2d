"""Which of the sources that a text names are known to exist from other places than the text, and who is named well enough."""

from functools import lru_cache

from scoring.document import Document, Source, SourceKind
from scoring.lexicons import ENGLISH, Lexicon
from scoring.memo import once_per_document
from scoring.reading.attribution.noun_phrases import Role, inflated, role_of
from scoring.reading.attribution.source_register import is_public_figure
from scoring.reading.bodies import is_real_body

# So many statements by people and bodies that the text names are no lack of sources, where it says who one of them is or names so many.
NAMED_STATEMENTS, NAMED_SPEAKERS = 3, 3

_NAMED = frozenset(
    {SourceKind.PERSON, SourceKind.OFFICE, SourceKind.EXPERT, SourceKind.ORGANISATION, SourceKind.DOCUMENT}
)


@once_per_document
def known_sources(document: Document) -> frozenset[str]:
    """The keys of the sources that a reader could check and that are known to exist.

    Public offices count: who holds one is on record. A body, company, spokesman or document that only this text
    names does not, however well it sounds: anybody can write one down.
    """
    lexicon = document.lexicon
    return frozenset(
        source.key for source in document.sources if source.checkable and is_known(source, lexicon)
    )


def is_known(source: Source, lexicon: Lexicon = ENGLISH) -> bool:
    """Whether a source is a public figure, a public office, a known body or outlet, or speaks for one."""
    if source.name and is_public_figure(source.name):
        return True
    if source.kind is SourceKind.OFFICE and _holds_public_office(source.role or source.text):
        return True
    names = (source.name, source.affiliation, source.text if source.name is None else None)
    return any(is_real_body(name, lexicon=lexicon) for name in names if name)


@lru_cache(maxsize=4096)
def _holds_public_office(role: str) -> bool:
    return any(role_of(word) is Role.PUBLIC for word in role.split())


@once_per_document
def names_sources(document: Document) -> bool:
    """Whether the text says who states things: a known source, or several named people and bodies that speak.

    One name alone, and somebody of whom only praise is known, is not enough.
    """
    if known_sources(document):
        return True
    speakers: dict[str, bool] = {}
    statements = 0
    for quote in document.quotes:
        speaker = quote.speaker
        if speaker is None or quote.stance or not is_named(speaker):
            continue
        statements += 1
        described = speaker.checkable or bool(speaker.role or speaker.affiliation)
        # A body that only this text knows is a name and no more.
        speakers[speaker.key] = described and speaker.kind is not SourceKind.ORGANISATION
    return statements >= NAMED_STATEMENTS and (len(speakers) >= NAMED_SPEAKERS or any(speakers.values()))


def is_named(source: Source) -> bool:
    """Whether a source is a person or a body with a name, and more is said of a person than praise."""
    if source.kind not in _NAMED or not (source.name or (source.affiliation and source.checkable)):
        return False
    return source.kind is not SourceKind.EXPERT or not inflated(source.role)
