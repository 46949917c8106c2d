"""Which of the sources that a text names are known to exist from other places than the text."""

from functools import lru_cache

from scoring.document import Document, Source, SourceKind
from scoring.memo import once_per_document
from scoring.reading.attribution.noun_phrases import Role, role_of
from scoring.reading.attribution.source_register import is_public_figure
from scoring.reading.bodies import is_real_body

@once_per_document
def known_sources(document: Document) -> frozenset[str]:
    """The keys of the sources that a reader could check and that are known to exist.

    Public offices count: who holds one is on record. A body, company, spokesman or document that only this text
    names does not, however well it sounds: anybody can write one down.
    """
    return frozenset(source.key for source in document.sources if source.checkable and is_known(source))


def is_known(source: Source) -> bool:
    """Whether a source is a public figure, a public office, a known body or outlet, or speaks for one."""
    if source.kind is SourceKind.OFFICE and (
        _holds_public_office(source.role or source.text) or (source.name and is_public_figure(source.name))
    ):
        return True
    names = (source.name, source.affiliation, source.text if source.name is None else None)
    return any(is_real_body(name) for name in names if name)


@lru_cache(maxsize=4096)
def _holds_public_office(role: str) -> bool:
    return any(role_of(word) is Role.PUBLIC for word in role.split())
