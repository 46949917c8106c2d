"""Whether the clause that holds a date tells of something done, by the grammar of the clause.

The verb that governs the date decides. A finished form ("the storm broke the pier on 3 July") tells of what was done; the
present of timetables ("nominations close on 28 June"), a helping verb, an infinitive, a participle of arranging or a
preposition of a goal ("adjourned to", "valid until") tell of what is planned. Where no verb can be told, nothing is said.
"""

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import NamedTuple

from scoring.lexicons import sections

_LISTS = sections("tenses")
_MODAL, _PRESENT = _LISTS["modal"], _LISTS["present"]
_IRREGULAR, _UNCHANGED, _NO_PAST = _LISTS["irregular past"], _LISTS["unchanged"], _LISTS["no past"]
_ARRANGING, _TELLING, _PASSING_ON = _LISTS["arranging"], _LISTS["telling"], _LISTS["passing on"]
_TIMETABLE = _LISTS["timetable"]
_TIMETABLE_S = frozenset(
    f"{verb}es" if verb.endswith(("s", "sh", "ch", "o")) else f"{verb}s" for verb in _TIMETABLE
)
_APPOINTMENT, _TOOK_PLACE, _HAPPENED = _LISTS["appointment"], _LISTS["took place"], _LISTS["happened"]
_APPOINTING, _PLACES = _LISTS["appointing"], _LISTS["places"]
_AT, _DETERMINERS, _PREPOSITIONS = _LISTS["at"], _LISTS["determiner"], _LISTS["preposition"]
_PRONOUNS, _OPENERS, _DOUBTFUL = _LISTS["pronoun"], _LISTS["opener"], _LISTS["doubtful"]
_PART_OF_DAY, _WEEKDAYS = _LISTS["part of day"], _LISTS["weekday"]
_PERFECT = frozenset({"has", "have"})
_WAS = frozenset({"was", "were", "been", "had"})
_IS = _PRESENT - _PERFECT
# Words that may stand between a helping verb and its participle.
_ADVERBS = frozenset({"not", "also", "now", "never", "since", "first", "last", "already"})

_TOKEN = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*|\d(?:[\d.,:/-]*\d)?|[^\w\s]")
_BREAKS = frozenset({";", ":", "—", "–", "…", "(", "[", "“", '"', "?", "!"})
# How many words from its date a governing verb may stand, and how many characters of a sentence are looked at.
_REACH = 30
_LONGEST = 2000


class _Word(NamedTuple):
    """A word or mark of the sentence in small letters, and whether it is written with a capital."""

    lower: str
    capital: bool


_Words = Sequence[_Word]


def told_as_done(sentence: str, start: int, end: int) -> bool:
    """Whether a sentence tells as done what it dates with `sentence[start:end]`; False also where that cannot be told.

    Takes time linear in the sentence.
    """
    left = _without_weekday(_words(sentence[max(0, start - _LONGEST) : start]))
    right = _words(sentence[end : end + _LONGEST])
    joined = _preposition(left)
    if joined is None:
        return False
    preposition, left = joined
    if not left or left[-1].lower in _OPENERS or _only_time(left):
        return _clause_after(right, bare=not preposition)
    if left[-1].lower == ",":
        left = _without_aside(left)
    if not left or left[-1].lower in _BREAKS:
        return False
    verb = _governing(left)
    if verb is None:
        return _is_event(left) and _first_verb(right) in _HAPPENED
    return _done(left, verb, preposition)


def _words(text: str) -> _Words:
    return [_Word(token.lower().replace("’", "'"), token[0].isupper()) for token in _TOKEN.findall(text)]


def _without_weekday(left: _Words) -> _Words:
    """The words before "Tuesday," in front of a date."""
    bare = left[:-1] if left and left[-1].lower == "," else left
    return bare[:-1] if bare and bare[-1].lower in _WEEKDAYS else left


def _preposition(left: _Words) -> tuple[str, _Words] | None:
    """What joins the date to its clause, and the words before that; None where it cannot say when something happened."""
    if not left:
        return "", left
    last = left[-1].lower
    if last == "of" and (before := _before_part_of_day(left)) is not None:
        return "on", before
    if last in ("since", "of"):
        return last, left[:-1]
    if last in _AT:
        rest = left
        while rest and rest[-1].lower in _AT:
            rest = rest[:-1]
        return last, rest
    if last in _DETERMINERS or last.endswith("'s") or last in _PREPOSITIONS:
        return None
    return ("", left) if last[-1].isalnum() or last in ("%", ")", ".", ",") else None


def _before_part_of_day(left: _Words) -> _Words | None:
    """The words before "on the evening of"."""
    words = [word.lower for word in left[-4:-1]]
    if len(words) == 3 and words[0] in _AT and words[1] == "the" and words[2] in _PART_OF_DAY:
        return left[:-4]
    return None


def _only_time(left: _Words) -> bool:
    """Whether nothing but a time of day stands before the date: "At noon on"."""
    return left[0].lower in ("at", "by", "around", "shortly") and len(left) < 5 and all(
        word.lower in _AT
        or word.lower in _PART_OF_DAY
        or word.lower in ("at", "shortly", "the", "a", "p", "m", ".")
        or word.lower[0].isdigit()
        for word in left
    )  # fmt: skip


def _without_aside(left: _Words) -> _Words:
    """The words before "last month," or before the name of a state between commas; none where the comma parts two clauses."""
    if [word.lower for word in left[-3:-1]] in (["last", "month"], ["last", "week"], ["last", "year"]):
        return left[:-3]
    name = len(list(takewhile(lambda word: word.capital or word.lower == ".", reversed(left[:-1]))))
    if 0 < name < 5 and len(left) > name + 1 and left[-2 - name].lower == ",":
        return left[: -2 - name]
    return []


def _governing(left: _Words) -> int | None:
    """The place of the verb that governs what follows it, None where there is none in the clause."""
    for place in range(len(left) - 1, max(-1, len(left) - _REACH), -1):
        if left[place].lower in _BREAKS:
            return None
        if _is_verb(left, place):
            return place
    return None


def _is_verb(words: _Words, place: int) -> bool:
    """Whether a word is a verb, as far as the words beside it tell."""
    word, capital = words[place]
    before = words[place - 1].lower if place else ""
    after = words[place + 1].lower if place + 1 < len(words) else ""
    if capital and place:
        return False
    if word in _MODAL or word in _PRESENT:
        return True
    if word == "to":
        return _is_infinitive(words, place)
    if is_past(word):
        return not _is_noun(before, word)
    if word in _ARRANGING:
        return True
    if word.endswith("ing") and len(word) > 4:
        return _is_participle(before, after, word)
    return _is_timetable(before, after, word)


def is_past(word: str) -> bool:
    """Whether a word in small letters can be a past form of a verb."""
    if word in _IRREGULAR or word in _UNCHANGED:
        return True
    return len(word) > 3 and word.endswith("ed") and word not in _NO_PAST


def _is_noun(before: str, word: str) -> bool:
    """Whether a past form stands before a noun ("the proposed cut") or is one ("the left"), by the word before it."""
    if before in _DETERMINERS:
        return before != "that"
    if before.endswith("'s"):
        return before[:-2] not in _PRONOUNS
    return before in _PREPOSITIONS - _OPENERS - {"than"} and word not in _WAS


def _is_participle(before: str, after: str, word: str) -> bool:
    """Whether a form in -ing is part of a verb or hangs on a noun ("notes maturing in"), and is no noun itself."""
    if before in _IS or before in _WAS:
        return True
    if word in _APPOINTMENT or word == "missing" or not before or before == ",":
        return False
    if before in _DETERMINERS or before in _PREPOSITIONS:
        return False
    return not after or after[0].isdigit() or after in _AT or word in ("starting", "beginning", "ending")


def _is_timetable(before: str, after: str, word: str) -> bool:
    """Whether a word is the present of a verb of timetables ("the season starts", "nominations close"), and no noun."""
    if word in _TIMETABLE_S:
        if before == "that":
            return True
        noun = (
            before in _DETERMINERS or before in _PREPOSITIONS or before[:1].isdigit() or before.endswith("'s")
        )
        return not noun and not is_past(before)
    if word not in _TIMETABLE:
        return False
    plural = (
        before.endswith("s")
        and not before.endswith(("ss", "'s"))
        and before not in ("as", "its", "his", "this")
    )
    if before in ("they", "we", "you", "i", "who", "which") or (plural and before not in _IS | _WAS):
        return True
    pair = before in ("and", "or", "couple", "pair", "men", "women", "people", "police")
    return pair and (after == "to" or after in _DETERMINERS)


def _is_infinitive(words: _Words, place: int) -> bool:
    """Whether "to" opens an infinitive, and does not lead to a place or a person."""
    if place + 1 >= len(words):
        return False
    word, capital = words[place + 1]
    if capital or not word.isalpha() or word.endswith(("ing", "ly")):
        return False
    if word in _PLACES or word in _DETERMINERS or word in _PREPOSITIONS or word in _PRONOUNS:
        return False
    return not word.endswith("s") or word.endswith("ss")


def _done(left: _Words, place: int, preposition: str) -> bool:
    """Whether the verb at a place tells of what was done, on the day that the words after it lead to."""
    word = left[place].lower
    between = [it.lower for it in left[place + 1 :]]
    if word in _PERFECT:
        return bool(between) and preposition == "since"
    if preposition == "of" or not _is_finished(left, place, bool(between and preposition)):
        return False
    if _is_doubtful(left, place):
        return False
    if word in _WAS and between[:1] == ["to"]:
        return False
    if word in _TELLING and between and not _is_addressed(word, between):
        return False
    if not between:
        return bool(preposition) or word not in _APPOINTING
    return between[-1] not in _APPOINTMENT or word in _TOOK_PLACE


def _is_finished(words: _Words, place: int, has_object: bool) -> bool:
    """Whether a verb is a finished form that is not in the present passive, after a helping verb or one of arranging."""
    word = words[place].lower
    if not is_past(word) or (word in _ARRANGING and not (word == "set" and has_object)):
        return False
    helper = _helper(words, place)
    return helper not in _IS and helper not in _MODAL and helper != "to"


def _helper(words: _Words, place: int) -> str:
    """The helping verb before a participle, over adverbs and other helpers; one of the future wins."""
    found = ""
    for at in range(place - 1, max(-1, place - 6), -1):
        word = words[at].lower
        if word in _MODAL or word == "to":
            return word
        if word in _PRESENT or word in _WAS:
            found = found or word
        elif not word.endswith("ly") and word not in _ADVERBS:
            break
    return found


def _is_doubtful(left: _Words, place: int) -> bool:
    """Whether the verb's clause is a condition, or hangs on a helping verb further back."""
    for at in range(place - 1, max(-1, place - _REACH), -1):
        word = left[at].lower
        if word in _DOUBTFUL:
            return True
        if word in (",", ";", ":", "who", "which", "when", "after", "while", "because", "and", "but"):
            return False
        if word in _MODAL:
            return True
    return left[0].lower == "had" and place > 0


def _is_addressed(word: str, between: Sequence[str]) -> bool:
    """Whether only the listener or the occasion stands between a verb of telling and the date."""
    if word not in _PASSING_ON:
        return "to" not in between and between[-1] not in _APPOINTMENT and not any(map(is_past, between))
    if word == "told":
        return len(between) < 4
    return between[0] in _PREPOSITIONS and len(between) < 7


def _is_event(left: _Words) -> bool:
    """Whether the words before the date are one short noun phrase, the subject of what follows."""
    return len(left) < 6 and not any(
        word.lower in _PREPOSITIONS or word.lower in _BREAKS or word.lower == "," for word in left
    )


def _first_verb(right: _Words) -> str:
    for place, word in enumerate(right[:_REACH]):
        if word.lower in _BREAKS:
            return ""
        if _is_verb(right, place):
            return word.lower
    return ""


def _clause_after(right: _Words, bare: bool) -> bool:
    """Whether the clause that a date opens tells of what was done; a bare date opens one only before a comma."""
    if not right or right[0].lower in ("-", "–", "to", "and", "or", ":") or (bare and right[0].lower != ","):
        return False
    verbs: list[int] = []
    for place, word in enumerate(right[: 2 * _REACH]):
        if word.lower in (";", ":", "—") or (word.lower == "," and verbs):
            break
        if _is_verb(right, place):
            verbs.append(place)
    if not verbs or any(right[place].lower in _MODAL | _IS for place in verbs):
        return False
    followed = right[verbs[0] - 1].lower not in _WAS if verbs[0] else True
    return _is_finished(right, verbs[0], has_object=followed)
