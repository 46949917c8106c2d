"""Whether two names of organisations name the same one: by its ROR id, else by the words that tell it from others."""

import re
import unicodedata
from collections.abc import Iterable

from anyascii import anyascii

ROR_ID = re.compile(r"0[a-hj-km-np-tv-z0-9]{6}[0-9]{2}")
_WORD = re.compile(r"[a-z0-9]+")
# Words that stand in names of organisations of every kind and tell none of them apart.
_LITTLE = frozenset(
    [
        "the",
        "of",
        "for",
        "and",
        "at",
        "in",
        "on",
        "de",
        "la",
        "le",
        "du",
        "des",
        "der",
        "die",
        "das",
        "und",
        "et",
        "y",
        "del",
        "di",
    ]
)
_KINDS = frozenset(["university", "universitat", "universite", "universidad", "universita", "univ", "uni"])
# What the rest of a name may add without naming another organisation: its parts, its legal form, its town's country.
_PARTS = frozenset([
    "department", "dept", "faculty", "school", "college", "division", "centre", "center", "institute",
    "laboratory", "lab", "law", "medicine", "business", "economics", "politics", "engineering", "science",
    "sciences", "inc", "ltd", "llc", "gmbh", "uk", "usa", "england", "scotland",
])  # fmt: skip
_SPELLINGS = {"centre": "center", "defence": "defense", "labour": "labor", "organisation": "organization",
    "programme": "program", "inst": "institute", "technical": "technology", "tech": "technology",
    "natl": "national", "intl": "international", "st": "saint", "saint": "saint", "studies": "study"}  # fmt: skip


def organisation_key(name: str) -> tuple[str, ...]:
    """The words of a name that tell an organisation from others, sorted; empty where there are none.

    `University of Oxford` and `Oxford University` are one; `Oxford Brookes University` has a word of its own.
    """
    line = anyascii(unicodedata.normalize("NFKC", name[:200])).lower().replace("'", "")
    words = [_SPELLINGS.get(word, word) for word in _WORD.findall(line)]
    return tuple(sorted({word for word in words if word not in _LITTLE and word not in _KINDS}))


def same_organisation(claimed: str, others: Iterable[str]) -> bool:
    """Whether a claimed organisation is one of these by its key, a claimed or listed part of it included.

    `Department of Law, University of Norvale` is of Norvale; nothing else may be added.
    """
    wanted = frozenset(organisation_key(claimed))
    if not wanted:
        return False
    for other in others:
        found = frozenset(organisation_key(other))
        if found and (wanted == found or (_is_part(wanted, found) and _is_kin(claimed, other))):
            return True
    return False


def _is_part(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether the keys differ by words for parts of an organisation only, and agree in a word that is none."""
    return (one ^ other) <= _PARTS and bool((one & other) - _PARTS)


def _is_kin(one: str, other: str) -> bool:
    """Whether both name a university: `Norvale School` is not a part of `Norvale Institute`."""
    return all(_KINDS & frozenset(_WORD.findall(anyascii(name).lower())) for name in (one, other))


def ror_id(value: object) -> str | None:
    """The bare id in a ROR id or URL; None for anything else."""
    found = str(value).rpartition("/")[2].lower() if isinstance(value, str) else ""
    return found if ROR_ID.fullmatch(found) else None
