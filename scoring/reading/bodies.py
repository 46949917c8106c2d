"""Which phrases name a body: a government, court, police force, company, outlet, university, party, club or other organisation."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, lru_cache

from scoring.lexicons import ENGLISH, Lexicon, once_per_lexicon, packed, sections, table
from scoring.outlets import outlet_names
from scoring.straight import straight


class BodyType(StrEnum):
    """What a body is; the sections of the lists of bodies. BODY is one whose name and list do not tell."""

    GOVERNMENT = "government"
    COURT = "court"
    POLICE = "police"
    INTERNATIONAL = "international"
    UNIVERSITY = "university"
    ORGANISATION = "organisation"
    PARTY = "party"
    OUTLET = "outlet"
    COMPANY = "company"
    CLUB = "club"
    BODY = "body"


class Grade(StrEnum):
    """How sure it is that the body exists.

    KNOWN: a list has it. LIKELY: its form is one that real bodies have, and every place in it is on the map.
    NAMED: only its own words say that it is a body; anybody could have made it up.
    """

    KNOWN = "known"
    LIKELY = "likely"
    NAMED = "named"


@dataclass(frozen=True, slots=True)
class Body:
    """A body that a phrase names."""

    type: BodyType
    grade: Grade

    @property
    def real(self) -> bool:
        """Whether more than this text says that there is such a body."""
        return self.grade is not Grade.NAMED


_SPELLINGS = {
    "centre": "center",
    "centres": "centers",
    "defence": "defense",
    "labour": "labor",
    "organisation": "organization",
    "organisations": "organizations",
    "programme": "program",
    "programmes": "programs",
    "theatre": "theater",
    "harbour": "harbor",
    "privatisation": "privatization",
    "ageing": "aging",
}
_INITIALS = re.compile(r"\b([A-Za-z])\.(?=[A-Za-z]\b|\s|$)")
_POSSESSIVE = re.compile(r"'s\b|(?<=s)'(?=\s|$)")
_TOKEN = re.compile(r"[^\W_]+")
# A capital inside a word, as brands have it; and how surnames come by one.
_CAMEL = re.compile(r"[a-z][A-Z]")
_NAME_PARTS = ("Mc", "Mac", "De", "La", "Le", "Di", "Du", "Van", "Von", "Fitz", "O'", "D'", "Al")
_ARTICLES = frozenset(["the", "a", "an"])
# Longer phrases are no names; the rest of one is not read.
_LONGEST = 120
_MOST_WORDS = 14
# The longest place and the longest head, in words.
_PLACE_WORDS = 4
_HEAD_WORDS = 4


@lru_cache(maxsize=8192)
def fold_body(name: str) -> str:
    """The key under which a body or a place is looked up.

    Small letters without marks, points, possessives and articles, American spelling, "and" for "&".
    """
    text = straight(name[:_LONGEST]).replace("\ufffd", "'")
    if not text.isascii():
        marks = unicodedata.normalize("NFKD", text.replace("ł", "l").replace("Ł", "L").replace("ø", "o"))
        text = "".join(c for c in marks if not unicodedata.combining(c))
    if "." in text:
        text = _INITIALS.sub(r"\1", text)
    text = text.lower().replace("&", " and ")
    if "'" in text:
        text = _POSSESSIVE.sub("", text).replace("'", "")
    return " ".join(_SPELLINGS.get(word, word) for word in _TOKEN.findall(text) if word not in _ARTICLES)


@dataclass(frozen=True, slots=True)
class Bodies:
    """Names of bodies by type, and the places that a form may hold.

    `names` are folded names; `acronyms` are matched in capitals only.
    """

    names: Mapping[str, BodyType]
    acronyms: Mapping[str, BodyType]
    towns: frozenset[str]
    countries: frozenset[str]
    _answers: dict[str, Body | None] = field(default_factory=dict, repr=False, compare=False)

    def over(self, lists: tuple[Iterable[tuple[str, BodyType]], frozenset[str]]) -> "Bodies":
        """These bodies with more names and places laid over them, which win where both have one."""
        more, capitals = _sorted_out(lists[0])
        towns = self.towns | lists[1]
        return Bodies({**self.names, **more}, {**self.acronyms, **capitals}, towns, self.countries)

    def find(self, phrase: str) -> Body | None:
        """The body that a noun phrase names, None where it names none. See `body_of`."""
        answers = self._answers
        if phrase in answers:
            return answers[phrase]
        if len(answers) >= 8192:
            answers.clear()
        found = answers[phrase] = self._find(phrase)
        return found

    def whole(self, phrase: str) -> BodyType | None:
        """The type of the body of which a phrase is the whole name, by a list or by its form."""
        key = fold_body(phrase)
        return self._listed(key, phrase.split()) or self._formed(key.split()) if key else None

    def _find(self, phrase: str) -> Body | None:
        words = phrase.split()[:_MOST_WORDS]
        # What is written small before and after the capitals describes the body: "the carmaker X", "X spokesman".
        while len(words) > 1 and words[0].islower():
            words = words[1:]
        while len(words) > 1 and words[-1].islower() and fold_body(words[-1]) not in _HEADS:
            words = words[:-1]
        if not words:
            return None
        name = " ".join(words)
        key = fold_body(name)
        if not key:
            return None
        if known := self._listed(key, words):
            return Body(known, Grade.KNOWN)
        tokens = key.split()
        if len(tokens) < 5 and tokens[-1] in _RETINUES and tokens[-2:-1] and tokens[-2] in _figures():
            return Body(BodyType.GOVERNMENT, Grade.KNOWN)
        if likely := self._formed(tokens):
            return Body(likely, Grade.LIKELY)
        if known := self._contained(tokens, words):
            return Body(known, Grade.KNOWN)
        return _named(tokens, words)

    def _listed(self, key: str, words: list[str]) -> BodyType | None:
        if len(words) == 1:
            plain = words[0].replace(".", "").strip(",;:'’\"()")
            if plain.isupper() and (known := self.acronyms.get(plain)):
                return known
            if words[0].islower():
                return None
        return self.names.get(key)

    def _contained(self, tokens: list[str], words: list[str]) -> BodyType | None:
        """A known name inside a longer one: `Johns Hopkins School of Nursing`, `NASA scientists`, `Boeing Co`."""
        names = self.names
        count = len(tokens)
        for length in range(min(count - 1, 8), 1, -1):
            for start in range(count - length + 1):
                part = tokens[start : start + length]
                found = names.get(" ".join(part))
                # "National Association of Realtors" is not the National Association, nor is Norvale's Port Authority
                # the one that needs no name.
                after = tokens[start + length : start + length + 2]
                if (
                    found
                    and not (after[:1] in (["of"], ["for"]) and after[-1].isalpha())
                    and not (length == 2 and all(word in _GENERIC for word in part))
                ):
                    return found
        for word in words:
            plain = word.replace(".", "").strip(",;:'’\"()")
            if len(plain) > 2 and plain.isupper() and (known := self.acronyms.get(plain)):
                return known
        if count > 1 and all(word in _COMPANIONS for word in tokens[1:]):
            return names.get(tokens[0])
        return None

    def _formed(self, tokens: list[str]) -> BodyType | None:
        """The type that a name has by its form, None where a word of it is no place and no word of bodies."""
        count = len(tokens)
        if count < 2:
            return None
        placed = country = ranked = posted = False
        at = 0
        first_place = -1
        while at < count:
            length = self._place(tokens, at)
            if length:
                placed = True
                name = " ".join(tokens[at : at + length])
                # A capital is a town too, and anybody may found an institute in it.
                country = country or (name in self.countries and name not in self.towns)
                first_place = at if first_place < 0 else first_place
                at += length
                continue
            word = tokens[at]
            if word in _RANKS or word in _PORTFOLIOS:
                ranked = True
            elif word in _POSTS:
                posted = True
            elif not (word in _ADMIN or word in _HEAD_PARTS or word in _LINKS):
                return None
            at += 1
        for head, leading in _heads(tokens):
            kind = _HEADS.get(head, BodyType.GOVERNMENT)
            alone = head.count(" ") + 1 == count
            if kind in _PUBLIC and (placed or (not alone and (ranked or posted)) or head in _WHOLE):
                return kind
            if kind is BodyType.UNIVERSITY and placed and not alone:
                return kind
            if kind is BodyType.PARTY and not alone and (placed or count > 2):
                return kind
            if kind is BodyType.OUTLET and first_place == 0 and not leading:
                return kind
            national = country or tokens[0] in _NATIONAL
            if kind in (BodyType.ORGANISATION, BodyType.COMPANY) and national and not alone:
                return kind
            if kind is BodyType.CLUB and first_place == 0 and not country and count < 4:
                return kind
        return None

    def _place(self, tokens: list[str], at: int) -> int:
        """How many words from `at` on are a place or what is of it; 0 where none are."""
        for length in range(min(_PLACE_WORDS, len(tokens) - at), 0, -1):
            part = " ".join(tokens[at : at + length])
            if part in self.countries or part in self.towns:
                return length
        return 0


def _heads(tokens: list[str]) -> list[tuple[str, bool]]:
    """The heads that a name ends with, longest first, then those that it begins with before "of", "for" or "on"."""
    found = []
    for length in range(min(_HEAD_WORDS, len(tokens)), 0, -1):
        head = " ".join(tokens[-length:])
        if head in _HEADS:
            found.append((head, False))
    for index in range(1, min(len(tokens), _HEAD_WORDS + 3)):
        if tokens[index] in ("of", "for", "on", "in"):
            for length in range(min(_HEAD_WORDS, index), 0, -1):
                head = " ".join(tokens[index - length : index])
                if head in _HEADS or head in _SEATS:
                    found.append((head, True))
                    break
            break
    return found


def _named(tokens: list[str], words: list[str]) -> Body | None:
    """What a name says of itself: by its head, by any word of a body in it, or by its capitals."""
    if len(words) == 1:
        plain = words[0].replace(".", "").strip(",;:'’\"()").removesuffix("'s").removesuffix("’s")
        if len(plain) > 1 and plain.isupper() and not plain.isdigit():
            return Body(BodyType.BODY, Grade.NAMED)
        if _CAMEL.search(plain) and not plain.startswith(_NAME_PARTS):
            return Body(BodyType.COMPANY, Grade.NAMED)
        if tokens[0] not in _COMMON and tokens[0] not in _OUTLET_WORDS:
            return None
        return Body(_HEADS.get(tokens[0], BodyType.BODY), Grade.NAMED)
    if "&" in words:
        return Body(BodyType.COMPANY, Grade.NAMED)
    for head, _ in _heads(tokens):
        parts = head.split()
        if head in _SEATS:
            continue
        if parts[-1] in _COMMON or parts[-1] in _OUTLET_WORDS or len(parts) > 1:
            return Body(_HEADS[head], Grade.NAMED)
    # A position comes before a player's name as a body's head would: "Center Ada Moe".
    for word in reversed(tokens[1:] if tokens[0] == "center" else tokens):
        if word in _COMMON or word in _OUTLET_WORDS:
            return Body(_HEADS.get(word, BodyType.BODY), Grade.NAMED)
    return None


_FORMS = sections("body_forms")
_ADMIN, _RANKS, _PORTFOLIOS = _FORMS["admin"], _FORMS["rank"], _FORMS["portfolio"]
_POSTS, _NATIONAL = _FORMS["post"], _FORMS["national"]
_COMMON = _FORMS["common"]
# A head that several types share is of the first: a public body before a private one.
_HEADS: dict[str, BodyType] = {
    head: kind for kind in reversed(BodyType) for head in _FORMS.get(kind.value, frozenset())
}
_OUTLET_WORDS = frozenset(head for head in _FORMS["outlet"] if " " not in head)
# What is a government where "of" and a place follow: the City of Cape Town.
_SEATS = frozenset(
    ["city", "county", "town", "borough", "village", "municipality", "province", "commonwealth", "state"]
)
_HEAD_PARTS = frozenset(word for head in _HEADS for word in head.split())
_GENERIC = _ADMIN | _RANKS | _PORTFOLIOS | _POSTS | _HEAD_PARTS | _COMMON
_PUBLIC = frozenset({BodyType.GOVERNMENT, BodyType.COURT, BodyType.POLICE})
# Heads that are the body of their place wherever they stand with a capital.
_WHOLE = frozenset(
    ["supreme court", "high court", "constitutional court", "court of appeal", "national guard"]
)
_LINKS = frozenset(["of", "for", "and", "in", "on", "at", "to", "with", "against", "de", "del", "la", "s"])
# Words beside a name of one word that make no other body of it.
_COMPANIONS = frozenset(
    [
        "university",
        "college",
        "school",
        "news",
        "agency",
        "newspaper",
        "magazine",
        "group",
        "inc",
        "corp",
        "corporation",
        "company",
        "co",
        "ltd",
        "plc",
        "ag",
        "sa",
        "nv",
        "motors",
        "analytics",
        "team",
        "officials",
        "executives",
        "engineers",
        "researchers",
        "lawyers",
        "analysts",
        "economists",
        "reporters",
        "correspondents",
        "press",
        "news",
        "law",
        "school",
        "medical",
        "business",
        "medicine",
        "center",
        "hospital",
        "of",
        "limited",
        "fc",
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "headquarters",
    ]
)


# What a public figure has: `the Biden campaign`.
_RETINUES = frozenset(["administration", "campaign", "transition", "cabinet", "government"])


@cache
def _figures() -> frozenset[str]:
    """The surnames of people who had or sought the highest offices."""
    names = [*sections("public_figures")[""], *(row["person"] for row in table("roles"))]
    return frozenset(fold_body(name).rpartition(" ")[2] for name in names)


@once_per_lexicon
def bodies_of(lexicon: Lexicon) -> Bodies:
    """The bodies of a lexicon: its own lists, a newsroom's among them, over those built from open data."""
    if lexicon is not ENGLISH:
        return bodies_of(ENGLISH).over(_listed_in(lexicon))
    names: dict[str, BodyType] = {}
    acronyms: dict[str, BodyType] = {}
    for section in packed("open_bodies").split("\n[")[1:]:
        kind, _, lines = section.partition("]\n")
        keys = lines.rstrip("\n").split("\n")
        # Acronyms are marked by "@", which sorts before every letter.
        first = next((index for index, key in enumerate(keys) if not key.startswith("@")), len(keys))
        acronyms.update(dict.fromkeys([key[1:] for key in keys[:first]], BodyType(kind)))
        names.update(dict.fromkeys(keys[first:], BodyType(kind)))
    towns = frozenset(packed("towns").split("\n")[1:]) - {""}
    return Bodies(names, acronyms, towns, _states()).over(_listed_in(lexicon))


def _listed_in(lexicon: Lexicon) -> tuple[list[tuple[str, BodyType]], frozenset[str]]:
    """The names of bodies, each with its type, and the places of a lexicon's lists."""
    lists = lexicon.sections("known_sources")
    names = [(name, kind) for kind in BodyType for name in sorted(lists[kind.value])]
    names += [(name, BodyType.OUTLET) for name in outlet_names(lexicon)]
    return names, frozenset(map(fold_body, lists["place"]))


def _sorted_out(names: Iterable[tuple[str, BodyType]]) -> tuple[dict[str, BodyType], dict[str, BodyType]]:
    """Names by their key, and apart from them those of one word that are written in capitals."""
    whole: dict[str, BodyType] = {}
    capitals: dict[str, BodyType] = {}
    for name, kind in names:
        plain = name.replace(".", "")
        if plain.isupper() and " " not in plain and len(plain) <= 8:
            capitals.setdefault(plain, kind)
        else:
            whole.setdefault(fold_body(name), kind)
    return whole, capitals


def body_of(phrase: str, lexicon: Lexicon = ENGLISH) -> Body | None:
    """The body that a noun phrase names by itself, None where it names none.

    >>> body_of("the Bank of England")
    Body(type=<BodyType.GOVERNMENT: 'government'>, grade=<Grade.KNOWN: 'known'>)
    >>> body_of("Bank of Narnia").grade
    <Grade.NAMED: 'named'>

    Total: any text gives an answer. A country or a city alone is no body.
    """
    return bodies_of(lexicon).find(phrase)


def is_body(phrase: str) -> bool:
    """Whether a phrase names a body, be it only by its own words."""
    return body_of(phrase) is not None


def is_real_body(phrase: str, *, whole: bool = False, lexicon: Lexicon = ENGLISH) -> bool:
    """Whether a phrase names a body that more than this text says exists.

    With `whole` the phrase has to be the name, not only to hold it.
    """
    if whole:
        return bodies_of(lexicon).whole(phrase) is not None
    body = body_of(phrase, lexicon)
    return body is not None and body.real


def is_state(phrase: str) -> bool:
    """Whether a phrase is a country, a capital that stands for one, or the word for what is of it."""
    return fold_body(phrase) in _states()


def is_place(phrase: str) -> bool:
    """Whether a phrase is a country, region or town on the map."""
    key = fold_body(phrase)
    return key in _states() or key in bodies_of(ENGLISH).towns


@cache
def _states() -> frozenset[str]:
    places = sections("places")
    return frozenset(map(fold_body, places["place"] | places["demonym"] | places["state"]))
