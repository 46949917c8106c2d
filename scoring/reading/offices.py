"""Public offices named with their holders, and when each of them held the office."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from scoring.document import Page, Span
from scoring.lexicons import sections, shipped_text, table
from scoring.memo import once_per_document
from scoring.months import MONTH_NAMES
from scoring.straight import straight


class Term(NamedTuple):
    """One person's time in one office; `end` is None where it ran on the day the table was made."""

    office: str
    country: str
    person: str
    start: date
    end: date | None


# So long after its review the table is trusted: hardly anybody comes back to an office sooner.
SHELF_LIFE = timedelta(180)


class Roles(NamedTuple):
    """The table of terms. `beside` finds a person by any form of the name beside the office, `alone` anywhere.

    Keys are lower-case names; `lengths` tells for the first word of a form that stands alone how many words it can have,
    longest first. `as_of` is the day of the table's last review, `expires` the one from which it is too old to tell
    that somebody has left an office for good.
    """

    as_of: date
    terms: tuple[Term, ...]
    beside: dict[str, tuple[Term, ...]]
    alone: dict[str, tuple[Term, ...]]
    lengths: dict[str, tuple[int, ...]]

    @property
    def expires(self) -> date:
        """The first day that the table says nothing of."""
        return self.as_of + SHELF_LIFE


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


def offices_reviewed_and_expire() -> tuple[date, date]:
    """The day of the last review of the shipped table of offices, and the first day of which it says nothing."""
    return roles().as_of, roles().expires


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
_BEFORE = re.compile(
    r"(vice|prime|foreign|defen[cs]e|high|deputy|assistant|under|shadow|lieutenant|associate|honorary|co|pro|acting|interim)[\s-]{1,9}$"
)
_LESSER = frozenset(
    (
        "vice",
        "deputy",
        "assistant",
        "under",
        "shadow",
        "lieutenant",
        "associate",
        "honorary",
        "co",
        "pro",
        "acting",
        "interim",
    )
)
# Who has presidents and chancellors of its own.
_OTHER_BODY = re.compile(
    r"\b(?:club|universit\w*|college|school|academy|institut\w*|foundation|organi[sz]ation|company|corporation|corp\.?|inc\.?|group|bank|union|association|society"
    r"|federation|league|team|church|seminary|council|board|chamber|committee|hospital|students?|class|guild|trust|motors|airlines|records|studios|entertainment|party)"
    r"(?:['’]s)?\s{1,3}$"
)
_AFTER = re.compile(
    r"\s{1,9}(of\s{1,9}(?:state|defen[cs]e|war)"
    r"|of\s{1,9}the\s{1,9}(?:european\s{1,9}(?:commission|council|central\s{1,9}bank)|federal\s{1,9}reserve|exchequer))(?=\W)"
    r"|[\s-]{1,9}(general)(?=\W)"
)
_NOT_NOW = re.compile(
    r"(?:\b(?:former|then|ex|late|onetime|future|incoming|outgoing|acting|aspiring|would-be|prospective|designate|nominee)[\s-](?:[\w.'’-]{1,20}\s){0,3})$"
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
    """All mentions of an office with a holder whom the table knows, in text order, references included.

    A surname alone that is not the holder's own counts where the text names the holder in full or the country.
    """
    found = roles_in(document.text, document.lower)
    told: dict[str, bool] = {}
    kept = []
    for mention in found:
        name = straight(document.lower[mention.span.start : mention.span.end]).removesuffix("'s")
        if not _is_bare_surname(mention, name):
            kept.append(mention)
            continue
        term = mention.terms[0]
        if term.person not in told:
            told[term.person] = any(it.person.lower() in document.lower for it in mention.terms) or any(
                _names_country(document.lower, it.country) for it in mention.terms
            )
        if told[term.person]:
            kept.append(mention)
    return tuple(kept)


def roles_in(text: str, lower: str) -> tuple[RoleMention, ...]:
    """The mentions in a text, given with its small letters: names must be written as names."""
    found = []
    for trigger in _TRIGGERS:
        at = lower.find(trigger)
        while at >= 0:
            end = at + len(trigger)
            mention = _mention(lower, trigger, at, end)
            if mention and _is_written_as_name(text, mention) and not _is_of_other_body(lower, mention):
                found.append(mention)
            at = lower.find(trigger, end)
    return tuple(sorted(found, key=lambda mention: mention.span))


# Surnames that are words too: in a line of capitals, and in a headline, nobody can tell.
_ALSO_WORDS = frozenset(
    ("ban", "brown", "bush", "carter", "duda", "fox", "francis", "gates", "gore", "hunt", "kan", "leo", "major", "may", "moon", "park", "petro", "rice", "store")
)  # fmt: skip


def _is_written_as_name(text: str, mention: RoleMention) -> bool:
    """Whether the holder's name begins with a capital, and is no word of a line that has only capitals."""
    words = text[mention.span.start : mention.span.end].rsplit(None, 1)
    name = words[-1].lstrip("\"'“‘(")
    if not name[:1].isupper() and not name.startswith(("al-", "el-")):
        return False
    if name.lower().removesuffix("'s").removesuffix("’s") not in _ALSO_WORDS:
        return True
    following = text[mention.span.end : mention.span.end + 40].split(None, 2)
    shouted = len(name) > 2 and name.isupper()
    return not shouted and not (
        len(following) > 1 and following[0][:1].isupper() and following[1][:1].isupper()
    )


def _is_of_other_body(lower: str, mention: RoleMention) -> bool:
    """Whether the words before an office give it to a club, a firm or a college."""
    return _OTHER_BODY.search(lower, max(0, mention.span.start - 24), mention.span.start) is not None


def _is_bare_surname(mention: RoleMention, name: str) -> bool:
    """Whether a holder is named by a surname alone that others bear too."""
    surname = name.rsplit(None, 1)[-1]
    parts = frozenset(name.split())
    full = any(len(parts & frozenset(it.person.lower().split())) > 1 for it in mention.terms)
    return not full and surname not in roles().alone and mention.office != "pope"


@lru_cache(maxsize=256)
def _country_words(country: str) -> re.Pattern[str]:
    words = sorted(sections("office_countries").get(country, ()), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words)) or '(?!)'})(?!\w)")


def _names_country(lower: str, country: str) -> bool:
    return _country_words(country).search(lower) is not None


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
    if before and kind in _LESSER:
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
