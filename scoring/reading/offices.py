"""Public offices named with their holders, and when each of them held the office."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from scoring.document import Page, Span
from scoring.lexicons import shipped_text, table
from scoring.memo import once_per_document
from scoring.months import MONTH_NAMES


class Term(NamedTuple):
    """One person's time in one office; `end` is None where it ran on the day the table was made."""

    office: str
    country: str
    person: str
    start: date
    end: date | None


class Roles(NamedTuple):
    """The table of terms. `beside` finds a person by any form of the name beside the office, `alone` anywhere.

    Keys are lower-case names; `lengths` tells for the first word of a form that stands alone how many words it can have,
    longest first. `as_of` is the day that open terms are known to have reached.
    """

    as_of: date
    terms: tuple[Term, ...]
    beside: dict[str, tuple[Term, ...]]
    alone: dict[str, tuple[Term, ...]]
    lengths: dict[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class RoleMention:
    """An office with its holder in a text: "President Biden", "Chancellor Friedrich Merz".

    `terms` are all times at which a person of that name held that office, by start. `past` says that the text
    itself calls the holder a former or future one, `elect` that the oath is still ahead.
    """

    span: Span
    office: str
    person: str
    terms: tuple[Term, ...]
    past: bool = False
    elect: bool = False

    @property
    def since(self) -> date:
        """The first day on which the words could be true."""
        return self.terms[0].start


@lru_cache(maxsize=1)
def roles() -> Roles:
    """The shipped table."""
    as_of = next(
        line.split()[2].rstrip(".")
        for line in shipped_text("roles.csv").splitlines()
        if line.startswith("# as_of:")
    )
    beside: dict[str, list[Term]] = defaultdict(list)
    alone: dict[str, list[Term]] = defaultdict(list)
    terms = []
    for row in table("roles"):
        end = date.fromisoformat(row["end"]) if row["end"] else None
        term = Term(row["office"], row["country"], row["person"], date.fromisoformat(row["start"]), end)
        terms.append(term)
        forms = [form for form in row["aliases"].split(";") if form]
        free = {row["person"], *(form for form in forms if not form.startswith("("))}
        if term.office == "pope":
            free.clear()
        for form in sorted(free):
            alone[form.lower()].append(term)
        for form in sorted({row["person"], row["person"].split()[-1], *(form.strip("()") for form in forms)}):
            beside[form.lower()].append(term)
    lengths: dict[str, set[int]] = defaultdict(set)
    for form in alone:
        lengths[form.split()[0]].add(len(form.split()))
    return Roles(
        date.fromisoformat(as_of),
        tuple(terms),
        _frozen(beside),
        _frozen(alone),
        {word: tuple(sorted(counts, reverse=True)) for word, counts in lengths.items()},
    )


def _frozen(found: dict[str, list[Term]]) -> dict[str, tuple[Term, ...]]:
    return {name: tuple(sorted(terms, key=lambda term: term.start)) for name, terms in found.items()}


# The word of an office that starts a look, and the offices that it may stand for.
_TRIGGERS = (
    "president",
    "minister",
    "premier",
    "chancellor",
    "secretary",
    "pope",
    "chair",
    "director",
    "representative",
)
_PRESIDENTS = frozenset(
    (
        "president",
        "president of the European Commission",
        "president of the European Council",
        "president of the European Central Bank",
    )
)
_BEFORE = re.compile(r"(vice|prime|foreign|defen[cs]e|high|deputy|assistant|under)[\s-]{1,9}$")
_AFTER = re.compile(
    r"\s{1,9}(of\s{1,9}(?:state|defen[cs]e|war)"
    r"|of\s{1,9}the\s{1,9}(?:european\s{1,9}(?:commission|council|central\s{1,9}bank)|federal\s{1,9}reserve|exchequer))(?=\W)"
    r"|[\s-]{1,9}(general)(?=\W)"
)
_NOT_NOW = re.compile(
    r"(?:\b(?:former|then|ex|late|onetime|future|incoming|outgoing|acting)[\s-](?:[\w.'’-]{1,20}\s){0,3})$"
)
_ELECT = re.compile(r"[\s-]elect(?!\w)")
_TOKEN = re.compile(r",?\s{1,9}([^\W\d_][\w.'’-]{0,24})")
_NUMERAL = re.compile(r"\s{1,9}[ivx]{1,6}(?!\w)")
_KINDS = {
    "prime": frozenset(("prime minister",)),
    "foreign": frozenset(("foreign minister", "foreign secretary")),
    "defense": frozenset(("defence minister", "secretary of defense")),
    "defence": frozenset(("defence minister", "secretary of defense")),
    "high": frozenset(("high representative",)),
    "vice": frozenset(("vice president",)),
}
_HEADS = {"prime": "minister", "high": "representative", "vice": "president"}
_PLAIN = {
    "president": _PRESIDENTS,
    "premier": frozenset(("premier", "prime minister")),
    "chancellor": frozenset(("chancellor", "chancellor of the Exchequer")),
    "pope": frozenset(("pope",)),
    "chair": frozenset(("chair of the Federal Reserve",)),
}


@once_per_document
def find_roles(document: Page) -> tuple[RoleMention, ...]:
    """All mentions of an office with a holder whom the table knows, in text order, references included."""
    return roles_in(document.lower)


def roles_in(lower: str) -> tuple[RoleMention, ...]:
    """The mentions in a lower-case text."""
    found = []
    for trigger in _TRIGGERS:
        at = lower.find(trigger)
        while at >= 0:
            end = at + len(trigger)
            if mention := _mention(lower, trigger, at, end):
                found.append(mention)
            at = lower.find(trigger, end)
    return tuple(sorted(found, key=lambda mention: mention.span))


def _mention(lower: str, trigger: str, at: int, end: int) -> RoleMention | None:
    if at and lower[at - 1].isalnum():
        return None
    if trigger == "chair" and lower.startswith(("man", "woman"), end):
        end += 3 if lower.startswith("man", end) else 5
    offices, start, end = _offices(lower, trigger, at, end)
    if not offices:
        return None
    elect = _ELECT.match(lower, end)
    end = elect.end() if elect else end
    named = _holder(lower, end, offices)
    if not named:
        return None
    terms, stop = named
    past = _NOT_NOW.search(lower, max(0, start - 80), start) is not None
    return RoleMention(Span(start, stop), terms[0].office, terms[0].person, terms, past, elect is not None)


def _offices(lower: str, trigger: str, at: int, end: int) -> tuple[frozenset[str], int, int]:
    """The offices that a trigger with the words around it stands for, and the range of these words."""
    before = _BEFORE.search(lower, max(0, at - 18), at)
    kind = before[1] if before else ""
    if before and kind in _KINDS and trigger == _HEADS.get(kind, trigger):
        return _KINDS[kind], before.start(), end
    if before and kind in ("vice", "deputy", "assistant", "under"):
        return frozenset(), at, end
    after = _AFTER.match(lower, end)
    if after and after[2]:
        return frozenset((f"{trigger} general",)), at, after.end()
    if after and trigger in ("secretary", "president", "chair", "chancellor"):
        name = " ".join(after[1].split()).replace("defence", "defense").replace("war", "defense")
        offices = {
            office
            for office in _PRESIDENTS | _PLAIN["chair"] | _PLAIN["chancellor"]
            if office.lower() == f"{trigger} {name}"
        }
        return frozenset(offices or {f"{trigger} {name}"}), at, after.end()
    return _PLAIN.get(trigger, frozenset()), at, end


def _holder(lower: str, at: int, offices: frozenset[str]) -> tuple[tuple[Term, ...], int] | None:
    """The terms of the person named right after an office, and where the name ends."""
    beside = roles().beside
    tokens: list[str] = []
    found = None
    while len(tokens) < 5 and (match := _TOKEN.match(lower, at)):
        if "," in match[0] and not (tokens == [] or found):
            break
        word = match[1].rstrip(".'’-") if len(match[1]) > 2 else match[1]
        end = match.start(1) + len(word)
        if word.endswith(("'s", "’s")):
            word, end = word[:-2], end - 2
        tokens.append(word)
        terms = tuple(term for term in beside.get(" ".join(tokens), ()) if term.office in offices)
        if terms and not ("pope" in offices and _NUMERAL.match(lower, end)):
            found = terms, end
        at = match.end()
        if found and not terms:
            break
    return found


# Elsewhere than in the United States the oath follows the vote within so many days.
_LONGEST_WAIT = timedelta(75)


def elect_anchors(document: Page) -> tuple[date, ...]:
    """The middle of each time between a vote and an oath in which the text can call somebody "-elect", newest first.

    A time is left out where the text names a day of the week before it began, since nobody was elected then.
    """
    windows = {
        (_voted(term), term.start)
        for mention in find_roles(document)
        if mention.elect and not mention.past
        for term in mention.terms
    }
    possible = [window for window in windows if not _names_day_before(document, window[0])] or list(windows)
    return tuple(first + (last - first) / 2 for first, last in sorted(possible, reverse=True))


def _voted(term: Term) -> date:
    """The day after the vote for a term: in the United States the first Tuesday after the first Monday of November."""
    if term.country != "US":
        return term.start - _LONGEST_WAIT
    second = date(term.start.year - 1, 11, 2)
    return second + timedelta((1 - second.weekday()) % 7 + 1)


def _names_day_before(document: Page, first: date) -> bool:
    days = [first - timedelta(back) for back in range(1, 7)]
    return any(
        re.search(rf"\b{MONTH_NAMES[day.month - 1][:3].lower()}[a-z]*\.? {day.day}(?!\d)", document.lower)
        for day in days
    )
