"""Whether words are the names of authors, as reference lists write them."""

import re
from enum import StrEnum
from functools import lru_cache
from itertools import islice

from scoring.reading.particles import NAME_PARTICLES

# Reference lists cut words off and write saints into names.
_PARTICLES = NAME_PARTICLES | frozenset(["der.", "i", "st", "st."])
_SPLIT = re.compile(
    r"\s*(?:;|,|&|…|\.\.\.)\s*(?:(?:and|und|&|y|et(?!\sal))\s+)?|\s+(?:and|und|y|и|і|та|og|och|en)\s+|\s+et\s+(?!al)"
)
_TAIL = re.compile(
    r"[\s,]*(?:\(?\b(?:[Ee]ds?|[Hh]rsg|[Tt]rans|[Cc]oord|[Ee]ditors?)\b\.?\)?|et al\b\.?|и др\.|та ін\.|u\. ?a\.|等)[\s.,:]*$"
)
_INITIALS = re.compile(r"[^\W\d_](?:\.[ -]?[^\W\d_]){0,5}\.?|[^\W\d_]{1,3}(?:-[^\W\d_]{1,2})?")
_DOTTED = re.compile(r"(?:[^\W\d_]\.-?){1,5}[^\W\d_]?")
# `S. Orr, E.R. Vale and N. de la Cruz, `: initials first, and what follows the comma is no name of the kind.
_FIRST_INITIALS = r"(?:[^\W\d_a-zß-öø-ÿ]\.[ -]?){1,5}(?:(?:van|von|der|den|de|la|del|da|di|al|el)[ -]){0,3}[^\W\d_][\w'’-]+(?: [^\W\d_a-z][\w'’-]+(?=,| and| &|\.))?"
_INITIAL_FIRST = re.compile(
    rf"{_FIRST_INITIALS}(?:,? (?:and|&) {_FIRST_INITIALS}|, {_FIRST_INITIALS}){{0,30}}(?:,? et al\.?)?(?=[,.:]\s)"
)
# Words of the names of bodies, which no person has.
_BODY_WORDS = (
    "academy agence agency agentur alliance amt army assembly associated association authority bank board bbc broadcasting bundesamt bureau "
    "center centre chamber charity chronicle city coalition college commission committee community company confederation conference congress "
    "consortium convention corporation council court daily department directorate division embassy enterprise federal federation forum "
    "foundation fund gazette global government group guardian herald hospital inc industry initiative institut institute institution "
    "international journal laboratory league library ltd mail media ministerium ministry mission monitor museum nation national nations "
    "network news newspaper observer office online organisation organization parliament partners party police post press programme project "
    "reporters research review royal school secretariat senate service services society staff standard state states statistics summit "
    "survey team telegraph times tribune tribunal trust union united universidad universität universite université university weekly world"
)
_BODIES = frozenset(_BODY_WORDS.split())
_SUFFIX = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
_DASHES = re.compile(r"^[—–_-]{3,}\.?\s*")
# Ends of the names in an entry, the farthest that still holds nothing but names.
_END = re.compile(r"\.(?=\s|$)|:(?=\s)|(?=\s\()|,(?=\s\d{4})|(?<=\bal)\.?,?(?=\s)")
_DIGIT = re.compile(r"\d")
LONGEST_NAMES = 400
MOST_ENDS = 40


class Persons(StrEnum):
    """Whether words are persons' names: SURE where initials or a turned name say so."""

    SURE = "sure"
    MAYBE = "maybe"
    NONE = "none"


@lru_cache(maxsize=2048)
def persons(text: str) -> Persons:
    """Whether a stretch of an entry is nothing but names of persons."""
    if len(text) > LONGEST_NAMES or _DIGIT.search(text):
        return Persons.NONE
    text = re.sub(r"[\s.,;:]+$", ".", " ".join(text.split())).strip(" ,;:")
    text = _DASHES.sub("", text)
    text = _TAIL.sub("", text).strip(" ,;:").removesuffix(".")
    if not text:
        return Persons.SURE
    chunks = [
        chunk
        for chunk in _SPLIT.split(text)
        if chunk and chunk.casefold() not in _SUFFIX and chunk != "et al."
    ]
    if not chunks:
        return Persons.NONE
    kinds = [_kind(chunk.strip(), first=not place) for place, chunk in enumerate(chunks)]
    if "other" in kinds:
        return Persons.NONE
    if any(kind in ("initials", "initialled") for kind in kinds):
        # Initials alone stand behind a name.
        return Persons.NONE if kinds[0] == "initials" else Persons.SURE
    return Persons.MAYBE


@lru_cache(maxsize=1024)
def author_end(words: str) -> int | None:
    """Where the names that an entry begins with end, where initials or a turned name make sure that they are names."""
    if initial_first := _INITIAL_FIRST.match(words):
        return initial_first.end() + 1
    limit = found.start() if (found := _DIGIT.search(words)) else LONGEST_NAMES
    ends = [
        end.end()
        for end in islice(_END.finditer(words, 0, min(limit + len("2021"), LONGEST_NAMES)), MOST_ENDS)
    ]
    return next((end for end in reversed(ends) if _names(words[:end].strip(" ,;:"))), None)


def _names(text: str) -> bool:
    if _DASHES.fullmatch(text):
        return True
    found = persons(text)
    if found is Persons.SURE:
        return True
    if found is Persons.NONE:
        return False
    # `Ruus, Ivo.` and `Jane Harrow and Simon Orr.`: turned round, or more than one.
    bare = text.rstrip(".")
    if "," in bare:
        first = bare.partition(",")[0].split()
        return len(first) <= 2 and not bare.isupper()
    return bool(re.search(r"\s(?:and|und|&|y|et)\s", bare)) and len(bare.split()) <= 8


def _kind(chunk: str, *, first: bool) -> str:
    """What one part of a list of names is: a name, initials, a name with initials, or none of these."""
    if _INITIALS.fullmatch(chunk) and (chunk.isupper() or "." in chunk) and not (first and len(chunk) > 1):
        return "initials"
    words = chunk.split()
    if len(words) > 5 or not _BODIES.isdisjoint(word.casefold().strip(".") for word in words):
        return "other"
    if (
        len(words) > 1
        and len(words[0]) > 2
        and words[0].isalpha()
        and words[0].isupper()
        and not chunk.isupper()
    ):
        return "other"  # BBC, UNICEF
    initials = names = 0
    for index, word in enumerate(words):
        if word.casefold() in _SUFFIX or (
            word.casefold() in _PARTICLES and (word.islower() or len(word) > 1)
        ):
            continue
        if _DOTTED.fullmatch(word) or (index and re.fullmatch(r"[^\W\d_]{1,3}", word) and word.isupper()):
            initials += 1
        elif re.fullmatch(r"(?:[A-Za-zdlDL]['’])?[^\W\d_][\w'’-]*", word) and not word[0].islower():
            names += 1
        else:
            return "other"
    if not names:
        return "other"
    return "initialled" if initials else "name"
