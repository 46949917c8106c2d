"""Whether two personal names may be one person's, however either is spelt, ordered and transliterated."""

import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum

from anyascii import anyascii
from rapidfuzz.distance import JaroWinkler

from scoring import NAME_PARTICLES
from service.resolve.name_spellings import forms, given_groups, one_spelling, romanised, without_ending

FAMILY_FROM = 0.92
GIVEN_FROM = 0.90
# A name of more words than these is none; what is longer was written to keep us busy.
MOST_WORDS = 8
LONGEST_NAME = 120

_TITLES = frozenset([
    "dr", "prof", "professor", "doctor", "sir", "dame", "lord", "lady", "mr", "mrs", "ms", "miss", "rev",
    "reverend", "fr", "father", "sister", "rabbi", "imam", "judge", "justice", "the", "hon", "honourable",
    "honorable", "emeritus", "emerita", "associate", "assistant", "phd", "md", "mba", "msc", "ma", "ba",
    "dphil", "jd", "llm", "esq", "jr", "sr", "ii", "iii", "iv", "mp", "obe", "cbe", "mbe", "kc", "qc",
    "frs", "dipl", "ing", "habil", "mag",
])  # fmt: skip
_SIGNS = re.compile(r"[^a-z' -]+")
_SUFFIX = re.compile(r",\s*(?:ph\.?\s*d|m\.?d|jr|sr|esq|obe|cbe|mbe|frs|mp)\b.*$", re.IGNORECASE)


class Likeness(IntEnum):
    """How far two names agree: an initial never tells that they are one person's, and never that they are not."""

    NONE = 0
    COMPATIBLE = 1
    SAME = 2


@dataclass(frozen=True, slots=True)
class Name:
    """A folded name, its given names before its family name."""

    given: tuple[str, ...]
    family: str

    @property
    def turned(self) -> "Name":
        """The same with its first word as the family name: `Wei Li` and `Li Wei` may be one person."""
        words = (*self.given, self.family)
        return Name(words[1:], words[0])


def cleaned(text: str, longest: int = LONGEST_NAME) -> str:
    """A text that somebody else wrote, on one line, without what controls or marks up; at most `longest` signs."""
    shown = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in text[: 4 * longest])
    return " ".join(shown.replace("<", " ").replace(">", " ").split())[:longest]


def folded(text: str) -> tuple[str, ...]:
    """The words of a name in small Latin letters without marks, titles and suffixes, family name last.

    `Ilves, Hanna` is turned round.
    """
    text = _SUFFIX.sub("", cleaned(text).replace("’", "'"))
    family, comma, given = text.partition(",")
    line = anyascii(unicodedata.normalize("NFC", f"{given} {family}" if comma else text)).lower()
    words = [word.strip("'-") for word in _SIGNS.sub(" ", line.replace(".", " ").replace("-", " ")).split()]
    words = [word.replace("'", "") for word in words if word and word not in _TITLES]
    return tuple(words[:MOST_WORDS])


def name_of(text: str) -> Name | None:
    """A name taken apart; None for what has not both a given and a family name."""
    words = folded(text)
    return _name(words) if len(words) > 1 else None


def _name(words: tuple[str, ...]) -> Name:
    at = len(words) - 1
    while at > 1 and words[at - 1] in NAME_PARTICLES:
        at -= 1
    return Name(words[:at], " ".join(words[at:]))


def likeness(one: Name, other: Name) -> Likeness:
    """How far two names agree, in whichever order either gives them."""
    return max(_in_order(one, other), _in_order(one, other.turned))


def best_likeness(one: Name, spellings: tuple[str, ...]) -> Likeness:
    """How far a name agrees with the nearest of several spellings of another."""
    others = [name for name in map(name_of, spellings[:50]) if name]
    return max((likeness(one, other) for other in others), default=Likeness.NONE)


def _in_order(one: Name, other: Name) -> Likeness:
    if not _same_family(one.family, other.family):
        return Likeness.NONE
    first = _given(one.given[0], other.given[0])
    if first is not Likeness.SAME:
        # Some go by their second name: `J. Robert`, `Robert`.
        crossed = [_given(one.given[0], name) for name in other.given[1:]]
        crossed += [_given(name, other.given[0]) for name in one.given[1:]]
        first = max([first, *(found for found in crossed if found is Likeness.SAME)])
    return first


def _same_family(one: str, other: str) -> bool:
    if one == other:
        return True
    # Only the part that is spelt many ways is made one; the rest has to agree as it is written.
    a, b = romanised(without_ending(one)), romanised(without_ending(other))
    return bool(a and b) and (
        a == b or (len(min(a, b, key=len)) > 3 and JaroWinkler.normalized_similarity(a, b) >= FAMILY_FROM)
    )


def _given(one: str, other: str) -> Likeness:
    if one == other and len(one) > 1:
        return Likeness.SAME
    if len(one) == 1 or len(other) == 1:
        initials = {group[0] for group in forms(one)} | {one[0]}
        others = {group[0] for group in forms(other)} | {other[0]}
        return Likeness.COMPATIBLE if initials & others else Likeness.NONE
    if given_groups(one) & given_groups(other):
        return Likeness.SAME
    if romanised(one) == romanised(other):
        return Likeness.SAME
    # Two names that the table both knows apart are not brought together by a letter, nor Daniel and Daniela.
    if (
        (given_groups(one) and given_groups(other))
        or one in (f"{other}a", f"{other}e")
        or other in (f"{one}a", f"{one}e")
    ):
        return Likeness.NONE
    return Likeness.SAME if JaroWinkler.normalized_similarity(one, other) >= GIVEN_FROM else Likeness.NONE


def memory_key(text: str) -> str:
    """Under which a person is remembered: equal for both orders and for all spellings of a name.

    Two people may share a key: `likeness` tells.
    """
    words = folded(text)
    return " ".join(sorted(map(one_spelling, words))) if len(words) > 1 else text.casefold()
