"""Whether what an article says that somebody does is what a registry says that they work on."""

import re
from collections.abc import Iterable

from anyascii import anyascii
from rapidfuzz.fuzz import token_set_ratio

AGREES_FROM = 60
STEM = 6
_WORD = re.compile(r"[a-z]{3,}")
# Words of a role that name no field.
_ROLE_WORDS = frozenset([
    "professor", "lecturer", "reader", "fellow", "researcher", "research", "senior", "leading", "expert",
    "experts", "specialist", "specialists", "scholar", "scientist", "analyst", "analysts", "academic",
    "doctor", "student", "candidate", "director", "head", "chair", "chief", "author", "prominent",
    "renowned", "respected", "distinguished", "eminent", "emeritus", "emerita", "adjunct", "associate",
    "assistant", "visiting", "university", "college", "school", "institute", "institution", "department",
    "faculty", "centre", "center", "professors", "studies", "study", "teaches", "teacher", "from", "with",
    "that", "this", "former", "current", "independent", "international", "national", "world", "human",
    "author", "based", "works", "working", "topics", "general", "theory", "analysis", "systems", "applied",
    "advanced", "science", "sciences", "history", "public", "social", "foreign", "local", "modern",
    "private", "the", "and", "for", "who", "has", "was", "her", "his",
])  # fmt: skip
_ACADEMIC = re.compile(
    r"\b(?:professors?|lecturers?|postdoc\w*|dean|(?:research|teaching|senior|junior) fellow|researchers?|scientists?|"
    r"readers? in|chair of|phd (?:student|candidate)|academics?|scholars?)\b",
    re.IGNORECASE,
)
# Posts that teach at a university without writing for it.
_PRACTICE = re.compile(
    r"\b(?:adjunct|visiting|honorary|emerit\w+|former|retired|guest|practice|part-time|student)\b",
    re.IGNORECASE,
)


def field_words(role: str | None, affiliation: str | None) -> frozenset[str]:
    """The words of a role that name a field, those of the organisation left out."""
    away = frozenset(_WORD.findall(anyascii(affiliation or "").lower())) | _ROLE_WORDS
    return frozenset(_WORD.findall(anyascii(role or "").lower())) - away


def same_field(role: str | None, affiliation: str | None, topics: Iterable[str]) -> bool:
    """Whether a role and a registry's topics share a field: by a stem, or by most of their words."""
    wanted = field_words(role, affiliation)
    if not wanted:
        return False
    stems = {word[:STEM] for word in wanted}
    line = " ".join(sorted(wanted))
    for topic in topics:
        found = frozenset(_WORD.findall(anyascii(topic[:200]).lower())) - _ROLE_WORDS
        if stems & {word[:STEM] for word in found}:
            return True
        if found and token_set_ratio(line, " ".join(sorted(found))) >= AGREES_FROM and len(found) > 1:
            return True
    return False


def academic(role: str | None) -> bool:
    """Whether a role is one whose holders publish under the name of their university."""
    return bool(role and _ACADEMIC.search(role) and not _PRACTICE.search(role))
