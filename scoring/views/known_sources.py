"""Which of the sources that a text names are known to exist from other places than the text."""

import re
from functools import lru_cache

from scoring.document import Document, Source, SourceKind
from scoring.lexicons import ENGLISH, Lexicon, once_per_lexicon
from scoring.memo import once_per_document
from scoring.reading.attribution.noun_phrases import OUTLETS, Role, role_of
from scoring.reading.attribution.source_register import fold, is_public_figure

# Bodies that every place of some size has: `Denver police`, `the Ohio Supreme Court`.
_PUBLIC_BODIES = frozenset([
    "police", "sheriff", "court", "courts", "council", "government", "ministry", "parliament", "senate",
    "assembly", "legislature", "congress", "department", "prosecutors", "prosecutor", "authorities", "army",
    "navy", "military", "embassy", "consulate", "city", "county", "state", "school", "schools", "fire",
    "governor", "mayor", "university", "airport", "port", "senator",
])  # fmt: skip
# Words beside a short name that make no other body of it: `Harvard University`, `BBC News`, `Google executives`.
_COMPANIONS = frozenset([
    "university", "college", "school", "news", "agency", "newspaper", "magazine", "group", "inc", "corp",
    "corporation", "company", "ltd", "plc", "motors", "analytics", "team", "officials", "executives",
    "engineers", "researchers", "lawyers", "analysts", "economists", "reporters", "correspondents", "press",
    "of",
])  # fmt: skip
_WORD = re.compile(r"[\w'-]+")
_LONGEST = 6


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
    if source.kind is SourceKind.OFFICE and (
        _holds_public_office(source.role or source.text) or (source.name and is_public_figure(source.name))
    ):
        return True
    names = (source.name, source.affiliation, source.text if source.name is None else None)
    return any(_is_known_name(name, lexicon) for name in names if name)


@lru_cache(maxsize=4096)
def _holds_public_office(role: str) -> bool:
    return any(role_of(word) is Role.PUBLIC for word in role.split())


@lru_cache(maxsize=4096)
def _is_known_name(name: str, lexicon: Lexicon) -> bool:
    words = _WORD.findall(fold(name).replace("'s", ""))[:40]
    line = " ".join(words)
    bodies, places = _gazetteer(lexicon)
    if line in bodies or line in places:
        return True
    parts = {" ".join(words[i : i + n]) for n in range(1, _LONGEST + 1) for i in range(len(words) - n + 1)}
    # A name of several words may stand in a longer one; of a single word anybody can make an institute.
    if any(part in bodies and " " in part for part in parts):
        return True
    if any(word in bodies for word in words) and sum(word not in bodies | _COMPANIONS for word in words) == 0:
        return True
    # Short names in capitals stand for their body wherever they stand: `NASA spokesman`, `CBS This Morning`.
    if any(word.isupper() and len(word) > 2 and fold(word) in bodies for word in _WORD.findall(name)[:40]):
        return True
    return not (_PUBLIC_BODIES | OUTLETS).isdisjoint(words) and not places.isdisjoint(parts)


@once_per_lexicon
def _gazetteer(lexicon: Lexicon) -> tuple[frozenset[str], frozenset[str]]:
    """Known bodies and outlets, and known places with the words for what is of them, folded."""
    places = lexicon.sections("places")
    named = lexicon.sections("known_sources")["place"] | places["place"] | places["demonym"]
    return frozenset(map(fold, lexicon.bodies)), frozenset(map(fold, named))
