"""What a noun phrase says of a source: name, role, affiliation, and what kind of source that makes."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from scoring.document import SourceKind
from scoring.lexicons import sections
from scoring.reading.bodies import BodyType, body_of, is_body, is_place, is_real_body, is_state
from scoring.reading.capitals import CAPITAL
from scoring.reading.particles import PARTICLES
from scoring.straight import straight


class Role(StrEnum):
    """What a role noun says about who bears it; the sections of `speaker_roles.txt`."""

    PUBLIC = "public"
    OFFICE = "office"
    EXPERT = "expert"
    UNNAMED = "unnamed"
    CROWD = "crowd"
    PRIVATE = "private"
    HONORIFIC = "honorific"


@dataclass(frozen=True, slots=True)
class Phrase:
    """What one noun phrase says by itself. `nominal` marks one that points back to an earlier source."""

    kind: SourceKind
    name: str | None = None
    role: str | None = None
    affiliation: str | None = None
    checkable: bool = False
    nominal: bool = False


def _singular(noun: str) -> str:
    if noun.endswith("men") and len(noun) > 4:
        return f"{noun[:-2]}an"
    if noun.endswith("ies") and len(noun) > 4:
        return f"{noun[:-3]}y"
    if noun.endswith("sses") or noun.endswith("ches"):
        return noun[:-2]
    if noun.endswith("s") and not noun.endswith("ss"):
        return noun[:-1]
    return noun


ROLES = {
    word: Role(section) for section, words in sections("speaker_roles").items() for word in words if section
}
_FORMS = sections("body_forms")
# Bodies that a house style may write small.
_BODIES = _FORMS["small"]
_ORGANISATION_WORDS = _FORMS["common"] | {head for head in _FORMS["outlet"] if " " not in head} | _BODIES
_PLACES = sections("places")["place"]
_DEMONYMS = sections("places")["demonym"]
_CALENDAR = sections("calendar")[""]
_DOCUMENTS = sections("documents")[""]
_FUNCTION = sections("function_words")
_QUANTIFIERS = _FUNCTION["quantifier"]
FUNCTION_WORDS = _FUNCTION["opener"]
_NOT_NAMES = _FUNCTION["between"] | _FUNCTION["preposition"] | _QUANTIFIERS

_DETERMINERS = frozenset(
    [
        "the",
        "a",
        "an",
        "his",
        "her",
        "their",
        "its",
        "our",
        "my",
        "this",
        "that",
        "these",
        "those",
        "another",
        "one",
    ]
)
# Words of a title that name no body.
_GRADES = frozenset(
    [
        "foreign",
        "prime",
        "vice",
        "deputy",
        "former",
        "acting",
        "interim",
        "senior",
        "chief",
        "first",
        "second",
        "defense",
        "defence",
        "interior",
        "finance",
        "justice",
        "health",
        "education",
        "energy",
        "economy",
        "trade",
        "home",
        "press",
        "executive",
        "managing",
        "general",
        "co",
        "assistant",
        "associate",
        "attorney",
        "house",
        "many",
        "some",
        "several",
        "most",
        "we",
        "our",
        "i",
        "a",
        "an",
        "the",
    ]
)
_INDEFINITE = frozenset(["a", "an", "one", "another"])
_PRONOUNS = frozenset(["he", "she", "they", "it", "we", "i", "who", "you"])
_WITHIN_NAMES = PARTICLES | frozenset(["ii", "iii", "jr", "jr.", "sr."])
_CROWDS = frozenset(
    ["people", "public", "everyone", "everybody", "nobody", "someone", "somebody", "others", "many", "some", "most",
     "several", "few", "majority", "half", "percent", "%", "respondents", "community", "crowd", "media", "masses",
     "world", "folks", "all", "both", "republicans", "democrats", "nations", "countries", "states", "rivals"]
)  # fmt: skip
_POSTS = frozenset(
    ["police", "authorities", "prosecutors", "government", "ministry", "court", "regulators", "council"]
)
_TAIL = re.compile(
    r"\s(?:of|for|at|from|in|with|on|to|by|who|whose|which|that|and other|close|familiar|inside|within)\s"
)
_CAPITALS = rf"{CAPITAL}[\w'&.-]*(?:\s+(?:(?:of|for|the|and|de|on|in|&)\s+){{0,2}}{CAPITAL}[\w'&.-]*){{0,8}}"
_RUN = re.compile(_CAPITALS)
_AFFILIATED = re.compile(rf"\b(?:at|of|for|with|from|in|to)\s+((?:the\s+)?{_CAPITALS})")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_POST_NOMINALS = frozenset(
    [
        "KC",
        "QC",
        "SC",
        "MP",
        "MSP",
        "MEP",
        "MLA",
        "MS",
        "TD",
        "MBE",
        "OBE",
        "CBE",
        "CMG",
        "GCMG",
        "DBE",
        "KBE",
        "PhD",
        "MD",
        "RN",
        "FRS",
        "JP",
        "DSO",
    ]
)
_OF = frozenset(["of", "for", "at", "in", "with", "on", "to", "from"])
_LINKS = frozenset(["of", "for", "the", "and", "on", "in", "de", "del", "&"])
_POSTED = _FORMS["admin"] - frozenset(["old", "new", "north", "south", "east", "west", "local"]) | frozenset(
    ["chief", "executive"]
)
_FRACTIONS = frozenset(
    ["two-thirds", "one-third", "one-quarter", "three-quarters", "half", "nobody", "everyone", "somebody"]
)
_NO_NAMES = _NOT_NAMES | _CROWDS | _CALENDAR | _FRACTIONS | _PRONOUNS | _FORMS["admin"] | FUNCTION_WORDS
# What stands between a post and its holder without being a name.
_OWNERS = _FORMS["admin"] | _FORMS["rank"] | _FORMS["portfolio"]
# Bodies whose president, secretary or captain holds no public office.
_PRIVATE = frozenset(
    [
        *(
            "club",
            "company",
            "firm",
            "union",
            "association",
            "society",
            "student",
            "students",
            "class",
            "band",
        ),
        *(
            "college",
            "university",
            "school",
            "church",
            "charity",
            "foundation",
            "group",
            "team",
            "bank",
            "hospital",
        ),
        *("network", "federation", "parents", "alumni", "tenants", "residents", "branch", "league", "team's"),
    ]
)
_INFLATED = re.compile(
    r"\b(?:leading|renowned|world-renowned|prominent|top|respected|eminent|distinguished|noted|acclaimed|esteemed|"
    r"celebrated|famed|foremost|veteran)\s+(?:[\w-]+\s+){0,3}?(?:expert|specialist|analyst|scholar|authority|scientist|"
    r"researcher|economist|professor|historian|psychologist|academic)\b",
    re.IGNORECASE,
)


def inflated(role: str | None) -> bool:
    """Whether a role praises instead of naming a post: `a leading expert on trade`."""
    return bool(role and _INFLATED.search(role))


@lru_cache(maxsize=4096)
def role_of(noun: str) -> Role | None:
    """The class of a role noun in singular or plural, None where it is none."""
    noun = noun.lower().strip(".,'")
    return ROLES.get(noun) or ROLES.get(_singular(noun))


def is_organisation(words: list[str]) -> bool:
    """Whether capitalised words name an organisation, an outlet, a government or a body."""
    name = " ".join(words)
    return is_state(name) or body_of(name) is not None


def is_outlet(name: str) -> bool:
    """Whether a name is an outlet's: it is known as one, or says so itself."""
    body = body_of(name)
    return body is not None and body.type is BodyType.OUTLET


def affiliation_in(text: str) -> str | None:
    """The named body that a role is tied to by a preposition, None where there is none."""
    match = _AFFILIATED.search(text)
    return match[1].rstrip(" .,") if match else None


@lru_cache(maxsize=4096)
def describe(text: str) -> Phrase:
    """What a noun phrase says by itself. Total: any text gives a Phrase."""
    words = straight(text).replace("\n", " ").strip(" ,.;:()\"'").split()
    if words and words[-1].endswith("'s"):
        words[-1] = words[-1][:-2]
    determiner = ""
    while words and words[0].lower() in _DETERMINERS:
        determiner = determiner or words[0].lower()
        words = words[1:] if words[1:] else []
    if not words:
        return Phrase(SourceKind.PERSON, nominal=True)
    if len(words) == 1 and words[0].lower().partition("'")[0] in _PRONOUNS:
        return Phrase(SourceKind.PERSON, nominal=True)
    words = _without_post_nominals(words)
    plain = " ".join(words)
    tail = _TAIL.search(plain)
    head = plain[: tail.start()].split() if tail else words
    rest = plain[tail.start() :] if tail else ""
    if not head:
        head, rest = words, ""
    return (
        _holder(words)
        or _whole_body(words)
        or _named(head, rest, plain, determiner)
        or _document(head, plain, determiner)
        or _role(head, rest, determiner)
        or _body(head, rest, determiner)
        or _several(head)
        or _lower_case(head)
        or Phrase(SourceKind.DOCUMENT, nominal=True)
    )


def _without_post_nominals(words: list[str]) -> list[str]:
    """The words without letters after a name, those of an office before it: `MP Ina Marrow` for `Ina Marrow MP`."""
    if len(words) < 3 or words[-1].strip(".") not in _POST_NOMINALS or not words[-2][:1].isupper():
        return words
    seat = words[-1].strip(".")
    return [seat, *words[:-1]] if role_of(seat) in (Role.PUBLIC, Role.OFFICE) else words[:-1]


def _holder(words: list[str]) -> Phrase | None:
    """Who is named after a post and the body that it belongs to: `chair of governors Ina Marrow`, `head of the Bank of X Ole Brandt`."""
    post = next((index for index, word in enumerate(words[:-2]) if role_of(word)), None)
    if post is None or words[post + 1] not in _OF:
        return None
    at = _run_start(words)
    if at <= post + 1 or at >= len(words):
        return None
    run = words[at:]
    if words[at - 1] in _OF or words[at - 1].lower() in _DETERMINERS or words[at - 1] in ("and", "&"):
        # The run begins with the body; the name is what is left of it.
        length = next((k for k in range(len(run) - 1, 0, -1) if _belongs(run[:k]) and _is_name(run[k:])), 0)
        if not length:
            return None
        at += length
    elif not _is_name(run):
        return None
    return _person(words[at:], words[:at], "")


def _run_start(words: list[str]) -> int:
    """Where the run of capitalised words begins that ends a phrase."""
    at = len(words)
    while at and (
        words[at - 1][:1].isupper()
        or ((words[at - 1].lower() in _WITHIN_NAMES or words[at - 1] == "&") and at < len(words))
    ):
        at -= 1
    while at < len(words) and not words[at][:1].isupper():
        at += 1
    return at


def _belongs(words: list[str]) -> bool:
    """Whether capitalised words between a post and a name say whose post it is: a place, a portfolio, a body."""
    name = " ".join(words)
    if is_place(name) or is_real_body(name, whole=True) or all(word.lower() in _OWNERS for word in words):
        return True
    return words[-1].lower() in _ORGANISATION_WORDS and is_body(name)


def _is_name(words: list[str]) -> bool:
    return len(words) < 6 and not any(
        role_of(word) or word.lower() in _ORGANISATION_WORDS or (word.isupper() and len(word) > 3)
        for word in words
    )


def _whole_body(words: list[str]) -> Phrase | None:
    """A body that is real by its whole name, tail and all: `Centers for Disease Control and Prevention`."""
    name = " ".join(words)
    if not (words[0][:1].isupper() and words[-1][:1].isupper() and is_real_body(name, whole=True)):
        return None
    return Phrase(SourceKind.ORGANISATION, name, checkable=True)


def _named(head: list[str], rest: str, plain: str, determiner: str) -> Phrase | None:
    """A person or an organisation whose name ends the head of the phrase.

    The capitals at the end of the head are the run; what stands before them says what it is:

        tidal expert [Ilse Tamm]           a person of a role
        [Norvik Institute] for Tides       an organisation, with the tail of its name
        [Reuters]                          an organisation on its own
        [France]                           its government, nobody named
        the [Kremlin]                      a thing of that name, no person
        [Norvik Report]                    a document
        [Monday], [May]                    nobody
    """
    at = _run_start(head)
    run = head[at:]
    if not run:
        return None
    if (cut := _last_role(run)) is not None:
        before, run = head[: at + cut + 1], run[cut + 1 :]
    else:
        before = head[:at]
        first = run[0].lower().partition("'")[0]
        if not before and len(run) == 1 and (first in _NO_NAMES if not determiner else first in _CALENDAR):
            return None
        if not before and not rest and is_state(" ".join(run)):
            # A country that speaks is its government, and nobody in it is named.
            return Phrase(SourceKind.ORGANISATION, None, "government", " ".join(run), checkable=True)
    if not run or (cut is None and len(run) == len(head) and _common(run)):
        return None
    if (
        cut is not None
        and before
        and is_organisation(run)
        and len(run) > 1
        and run[-1].lower() in _ORGANISATION_WORDS
    ):
        return None
    if cut is None and is_organisation(
        [*run, *rest.split()[1:2]] if rest.startswith((" of ", " for ")) else run
    ):
        if before and role_of(before[-1]) not in (None, Role.HONORIFIC):
            return None
        return Phrase(SourceKind.ORGANISATION, _with_tail(run, rest), checkable=True)
    if cut is None and not before and (word := _DOCUMENTS & {_singular(run[-1].lower())}):
        return Phrase(
            SourceKind.DOCUMENT,
            " ".join(run) if len(run) > 1 else None,
            next(iter(word)),
            checkable=len(run) > 1,
        )
    if determiner and cut is None and not before and determiner in ("the", "this", "that"):
        # "the Kremlin", "the Tories": a thing of that name, not a person.
        return Phrase(SourceKind.ORGANISATION, " ".join(run), checkable=True)
    if not before and len(run) > 1 and run[0].endswith("'s"):
        return None
    return _person(run, before, rest)


def _with_tail(run: list[str], rest: str) -> str:
    """A body's name with what belongs to it after "of" or "for": `Office for National Statistics`."""
    tail = rest.split()
    if not rest.startswith((" of ", " for ", " on ")):
        return " ".join(run)
    while tail and not tail[-1][:1].isupper():
        tail.pop()
    if any(word.islower() and word not in _LINKS for word in tail):
        tail = []
    return " ".join(run + tail)


def _common(run: list[str]) -> bool:
    """Whether capitals only come from the start of a sentence: `Analysts`, `Many experts`, `Police`."""
    return (
        all(word[:1].isupper() for word in run)
        and len(run) == 1
        and (
            role_of(run[0]) is not None or run[0].lower() in _POSTS or _singular(run[0].lower()) in _DOCUMENTS
        )
    )


_FELLOWS = frozenset(
    [
        "research",
        "senior",
        "visiting",
        "postdoctoral",
        "teaching",
        "distinguished",
        "policy",
        "doctoral",
        "nonresident",
        "non-resident",
        "a",
        "an",
    ]
)


def _is_fellow(words: list[str]) -> bool:
    """Whether "fellow" is a post here: not in "fellow comedian", "fellow Democrats"."""
    lowered = [word.lower() for word in words]
    at = next((i for i, word in enumerate(lowered) if word.strip(".,") in ("fellow", "fellows")), None)
    if at is None:
        return True
    return (at > 0 and lowered[at - 1] in _FELLOWS) or lowered[at + 1 : at + 2] in (
        ["at"],
        ["of"],
        ["in"],
        ["with"],
    )


def _is_officer(words: list[str]) -> bool:
    """Whether a trade is a public post here: `borough engineer`, `county geologist`, `chief economist`."""
    lowered = [word.lower() for word in words]
    return any(role_of(word) is Role.EXPERT and before in _POSTED for before, word in pairwise(lowered))


def body_in(text: str) -> str | None:
    """The first real body that is named in a description, None where there is none."""
    return next((match[0] for match in _RUN.finditer(text) if is_real_body(match[0])), None)


def _person(run: list[str], before: list[str], rest: str) -> Phrase:
    name = " ".join(run)
    role = " ".join(before) or None
    classes = [kind for word in before if (kind := role_of(word))]
    affiliation = affiliation_in(rest) or affiliation_in(f" {role}") or _capitals(before)
    if affiliation and not is_body(affiliation):
        affiliation = body_in(" ".join(before)) or affiliation
    if Role.PUBLIC in classes and not _is_private(before):
        return Phrase(SourceKind.OFFICE, name, role, affiliation, checkable=True)
    if not {Role.PUBLIC, Role.OFFICE, Role.UNNAMED}.isdisjoint(classes):
        return Phrase(SourceKind.OFFICE, name, role, affiliation, checkable=affiliation is not None)
    if _is_officer(before):
        return Phrase(SourceKind.OFFICE, name, role, affiliation, checkable=affiliation is not None)
    if Role.EXPERT in classes and _is_fellow(before):
        return Phrase(SourceKind.EXPERT, name, role, affiliation)
    return Phrase(SourceKind.PERSON, name, role, affiliation)


def _is_private(role: list[str]) -> bool:
    """Whether a title that states have too is a private body's here: `club president`, `company secretary`."""
    return any(word.lower().removesuffix("'s") in _PRIVATE for word in role)


def _capitals(words: list[str]) -> str | None:
    """The named body among the words before a role noun: `Kremlin` of `senior Kremlin official`."""
    taken = [
        word.removesuffix("'s")
        for word in words
        if (word[:1].isupper() and word.lower() not in _GRADES and not role_of(word))
        or word.lower().removesuffix("'s") in _BODIES | _DEMONYMS | _PLACES
    ]
    if (
        len(taken) == 1
        and words
        and taken[0] == words[0].removesuffix("'s")
        and words[0] == words[0].capitalize()
    ):
        # The first word may owe its capital to the sentence: "Retired economist", "Social media users".
        return taken[0] if is_place(taken[0]) or is_body(taken[0]) or words[0].endswith("'s") else None
    return " ".join(taken) or None


def _last_role(run: list[str]) -> int | None:
    """Where the last title or role noun of a run stands, or an organisation word that parts it from a name."""
    last = None
    for index, word in enumerate(run[:-1]):
        kind = role_of(word)
        # "Baker Mayfield" bears a trade for a name.
        named = index == 0 and len(run) == 2 and kind is Role.PRIVATE
        if (
            kind
            and not named
            and not (index == 0 and word.lower() in ("king", "bishop", "dean", "major", "pope"))
        ):
            last = index
    if last is not None:
        # "Commission President Ursula von der Leyen", "President of the ... Commission Ursula ...": names follow bodies.
        for index in range(last + 1, len(run) - 1):
            if run[index].lower() in _ORGANISATION_WORDS:
                last = index
    elif role_of(run[-1]) and len(run) > 1 and role_of(run[-1]) in (Role.PUBLIC, Role.OFFICE):
        last = len(run) - 1
    return last


def _document(head: list[str], plain: str, determiner: str) -> Phrase | None:
    noun = head[-1].lower().strip(".,'")
    if noun not in _DOCUMENTS and _singular(noun) not in _DOCUMENTS:
        return None
    words = plain.split()
    # The first word has its capital from the sentence.
    capitals = [w for w in (words if determiner else words[1:]) if w[:1].isupper()]
    named = bool(capitals) or bool(_YEAR.search(plain)) or (len(head) > 1 and head[0].isupper())
    affiliation = affiliation_in(f" {plain}") or (" ".join(w for w in head[:-1] if w[:1].isupper()) or None)
    nominal = not named and determiner in ("the", "this", "that")
    return Phrase(SourceKind.DOCUMENT, None, noun, affiliation, checkable=named, nominal=nominal)


_GROUPS = {
    Role.PUBLIC: SourceKind.ANONYMOUS,
    Role.OFFICE: SourceKind.ANONYMOUS,
    Role.UNNAMED: SourceKind.ANONYMOUS,
    Role.EXPERT: SourceKind.GENERIC_EXPERT,
    Role.CROWD: SourceKind.CROWD,
    Role.PRIVATE: SourceKind.CROWD,
    Role.HONORIFIC: SourceKind.CROWD,
}


def _role(head: list[str], rest: str, determiner: str) -> Phrase | None:
    """A role without a name: `analysts`, `a former official`, `the Russian foreign minister`."""
    noun = head[-1].lower().strip(".,'")
    kind = role_of(noun)
    if kind is None:
        return None
    role = " ".join(head)
    affiliation = affiliation_in(rest) or _capitals(head[:-1])
    if noun not in ROLES:
        # Analysts of a named house speak for the house.
        placed = kind is Role.EXPERT and affiliation is not None and is_organisation(affiliation.split())
        return Phrase(_GROUPS[kind], None, role, affiliation, checkable=placed)
    spokes = noun.startswith("spokes")
    if kind in (Role.PUBLIC, Role.OFFICE):
        # "a spokesman for the ministry" speaks for a body; "an executive at the firm" stays unnamed.
        definite = (determiner not in _INDEFINITE or spokes) and head[0].lower() not in _QUANTIFIERS
        if affiliation and definite:
            return Phrase(SourceKind.OFFICE, None, role, affiliation, checkable=True)
        if definite:
            return Phrase(SourceKind.OFFICE, None, role, None, nominal=True)
        return Phrase(SourceKind.ANONYMOUS, None, role, affiliation)
    nominal = determiner in ("the", "this", "that", "his", "her", "their")
    return Phrase(_GROUPS[kind], None, role, affiliation, nominal=nominal)


def _body(head: list[str], rest: str, determiner: str) -> Phrase | None:
    """An organisation named by a common noun: `Boston police`, `the government`, `a committee of the Senate`."""
    noun = head[-1].lower().strip(".,'")
    if noun not in _ORGANISATION_WORDS and noun not in _POSTS and _singular(noun) not in _ORGANISATION_WORDS:
        return None
    capitals = " ".join(w.removesuffix("'s") for w in head[:-1] if w[:1].isupper() or w.lower() in _BODIES)
    affiliation = affiliation_in(rest) or capitals or None
    if noun in _BODIES:
        return Phrase(SourceKind.ORGANISATION, " ".join(head), checkable=True)
    named = affiliation is not None and determiner not in _INDEFINITE
    name = " ".join(head) if capitals else None
    return Phrase(SourceKind.ORGANISATION, name, None, affiliation, checkable=named, nominal=not named)


def _several(head: list[str]) -> Phrase | None:
    lowered = [word.lower().strip(".,'") for word in head]
    if lowered[-1] in _CROWDS or lowered[0] in _QUANTIFIERS or lowered[0][:1].isdigit():
        return Phrase(SourceKind.CROWD, None, " ".join(head))
    return None


def _lower_case(head: list[str]) -> Phrase | None:
    """Names in a house style without capitals: `kremlin spokesman dmitry peskov`."""
    for index in range(len(head) - 2, -1, -1):
        if role_of(head[index]) and head[index].lower() in ROLES:
            run = head[index + 1 :]
            if len(run) <= 3 and all(
                w.isalpha() and w.lower() not in _NOT_NAMES and not role_of(w) for w in run
            ):
                return _person(run, head[: index + 1], "")
            return None
    return None
