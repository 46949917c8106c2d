"""Dates that name a month: "Monday, 11 July 2024", "Nov. 7", "the end of June"."""

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from scoring.months import MONTHS, WEEKDAYS
from scoring.reading.dates.timex import Resolve, beside, calendar_day, near
from scoring.reading.tense import is_past

# Two figures up to this are a year of the present century where no anchor says more.
PIVOT = 30
# Month names that are common words or first names: alone they need a preposition before them.
_DOUBTFUL = frozenset({"may", "march", "august", "april", "june", "jan"})
_BEFORE_MONTH = frozenset(
    {
        "in",
        "since",
        "until",
        "till",
        "by",
        "from",
        "of",
        "for",
        "before",
        "after",
        "through",
        "during",
        "to",
        "and",
    }
    | {
        "between",
        "every",
        "around",
        "mid",
        "last",
        "next",
        "this",
        "early",
        "late",
        "or",
        "on",
        "over",
        "throughout",
    }
)
# What may follow a day number that no month has, for it to be a day at all.
_AFTER_DAY = frozenset(
    {
        "at",
        "in",
        "on",
        "and",
        "to",
        "when",
        "after",
        "before",
        "with",
        "by",
        "for",
        "the",
        "is",
        "was",
        "as",
        "of",
    }
    | {"that", "or", "from", "until"}
)
_EDGES = frozenset(
    {"early", "late", "mid", "beginning", "end", "start", "middle", "rest", "half", "earlier", "later"}
)

_YEAR = r"(1[0-9]\d\d|2[0-4]\d\d)(?!\d|,\d|\.\d|%)"
_ORDINAL = r"(?:st|nd|rd|th)?"
# To the right of a month: a day with or without year, or a year.
_RIGHT = re.compile(
    rf"\.?,? ?(\d\d?){_ORDINAL}(?![\d%$]|:\d|[.,]\d|-\d{{3}})(?:(?:,|,? of)? {_YEAR})?|\.?,?(?: of)? {_YEAR}|\.? ?'(\d\d)(?!\d)"
)
_HYPHENATED_YEAR = re.compile(r"-(\d{4}|\d\d)(?!\d)")
# To the left: a day number, joined by a blank, a hyphen or "of".
_DAY_LEFT = re.compile(
    rf"(?:^|[ (\"'\[,;:/-])((?:the )?(\d\d?){_ORDINAL}(?: day)?(?: of)?(?: the month of)?[ -])$"
)
_DAY_PAIR = re.compile(rf"(?:^|[ (\"'])(\d\d?){_ORDINAL} ?(?:-|and|to|or|/|&) ?$")
_DAY_AFTER = re.compile(rf" ?(-|and|to|or|&) ?(\d\d?){_ORDINAL}(?![\d:%/-]|[.,]\d| [a-z])(?:,? {_YEAR})?")
_AHEAD = re.compile(rf" ?(?:-|to|and|through|until) ?(?:\d\d? )?([a-z]{{3,9}})\.?(?: \d\d?)?,? {_YEAR}")
BEFORE_CHRIST = re.compile(r"(\d{1,4}) ?(?:bce?|b\.c\.(?:e\.)?)(?![a-z])")
_SPELT_FOLLOWS = re.compile(r",? (?:nineteen|eighteen|twenty|two thousand)[ -][a-z]")
_COUNTED_YEAR = re.compile(r",? (?:of )?(this|next|last) year\b")
_EFFECTIVE = re.compile(r"\b(?:effective|starting|beginning|until) (?:on )?$")
_PART_OF_DAY = frozenset({"morning", "afternoon", "evening", "night", "the"})
# Before these words "sun" is no newspaper's name.
_BEFORE_SUN = frozenset({"on", "published", "posted", "updated", "modified", "of"})
# What holds a number of things, as in "in June 31 of them": no day.
_CONTAINERS = ("in ", "during ", "for ", "of ", "last ", "this ")
# What leads to a day, whatever follows it but the things that are counted ("by June 31 of them", "by June 31 soldiers").
_TO_A_DAY = ("on ", "by ", "until ", "till ", "before ", "after ", "since ", "from ", "through ", "to ")
_NO_THINGS = frozenset({"as", "has", "his", "is", "its", "this", "was"})
_LIST_OF_COUNTS = re.compile(r"\d,? (?:and )?$|: $")


class Hit(NamedTuple):
    """One expression in the flat text: its range and its possible values.

    `values` are fixed (none: a date that no calendar has); `resolve` computes one from the day that the
    expression counts from, and `bare` stands for it where there is no such day. `more` are further days
    that share its month ("12 and 14 July").
    """

    start: int
    end: int
    values: tuple[str, ...] = ()
    resolve: Resolve | None = None
    bare: str = ""
    more: tuple["Hit", ...] = ()


class Scene(NamedTuple):
    """What an expression may look at: the flat text, the last end, and the years named so far.

    `year` is the last year named, where the text is a narrative that counts from it. `post` says
    that the text is no longer than a post, which writes days its own way. `is_capital` tells of a place
    in the flat text whether the article has a capital there. `reported` is the quarter that a report of earnings is
    about, `here` the last day or month that was named.
    """

    text: str
    floor: int
    year: int | None
    capital: bool
    day_first: bool | None
    pivot: int
    post: bool = False
    is_capital: Callable[[int], bool] = bool
    reported: str | None = None
    here: date | None = None

    def before(self, at: int, width: int = 40) -> str:
        """The text of the same line before `at`, up to the last expression."""
        left = self.text[max(self.floor, at - width) : at]
        return left[left.rfind("\n") + 1 :]


def month_hit(scene: Scene, start: int, end: int, word: str) -> Hit | None:
    """A date around a month's name."""
    month = MONTHS[word]
    left = scene.before(start)
    if before_christ := BEFORE_CHRIST.match(scene.text, end + 1):
        return Hit(start, before_christ.end(), bare=f"BC{int(before_christ[1]):04d}-{month:02d}")
    if _SPELT_FOLLOWS.match(scene.text, end):
        return None
    begin, day = _day_before(left, start)
    right = _RIGHT.match(scene.text, end)
    if word == "may" and not scene.capital and not day:
        return None
    year: int | None = None
    stop, after_day = end, False
    if day and (joined := _HYPHENATED_YEAR.match(scene.text, end)) and left.endswith("-"):
        year, stop = whole_year(joined[1], scene.pivot), joined.end()
    elif right and not (day and right[1]):
        year = whole_year(right[2] or right[3] or right[4], scene.pivot)
        number = int(right[1]) if right[1] else 0
        if number <= 31 or year:
            stop, after_day = right.end(), bool(right[1])
            day = day or number or None
            if right[1] and not number:
                return None
    if stop == end and len(word) < 5 and scene.text[end : end + 1] == ".":
        stop = end + 1
    ahead = _AHEAD.match(scene.text, stop) if year is None else None
    if not day and not year and not ahead and not _month_alone(scene, left, end, word):
        return None
    if not scene.capital and not scene.post and not year and not day:
        return None
    begin = with_weekday(scene, left, start, begin) if day else begin
    if not day:
        begin = with_edge(left, start)
    if ahead and (ahead[1] in MONTHS or day):
        year = int(ahead[2])
    if not day and year is None and (counted := _COUNTED_YEAR.match(scene.text, stop)):
        step = {"this": 0, "next": 1, "last": -1}[counted[1]]
        return Hit(
            begin,
            counted.end(),
            resolve=lambda anchor: f"{anchor.year + step:04d}-{month:02d}",
            bare=f"XXXX-{month:02d}",
        )
    if not day:
        return _month_value(scene, begin, stop, month, year, left)
    if year is None and scene.year is not None:
        year = scene.year
    hit = _day_value(begin, stop, year, month, day)
    if hit.resolve and (way := _way(scene.text, begin)):
        hit = hit._replace(resolve=lambda anchor: beside(anchor, month, day, way))
    if (
        not hit.values
        and not hit.resolve
        and not _surely_a_day(scene, left, start, begin, stop, after_day, year)
    ):
        return None
    return hit._replace(more=_companions(scene, hit, month, day, year, after_day))


def whole_year(digits: str | None, pivot: int) -> int | None:
    """The year of two or four figures; two up to `pivot` are of the present century."""
    if not digits:
        return None
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (2000 if year <= pivot else 1900)


def _day_before(left: str, start: int) -> tuple[int, int | None]:
    if left[-2:-1].isdigit() or left.endswith(("st ", "nd ", "rd ", "th ", "of ", "-")):
        match = _DAY_LEFT.search(left)
        if match and 0 < int(match[2]) <= 99:
            return start - len(match[1]), int(match[2])
    return start, None


def with_weekday(scene: Scene, left: str, start: int, begin: int) -> int:
    """Where the date begins when the weekday before it is counted in."""
    rest = left[: len(left) - (start - begin)].rstrip(" ")
    word = rest.rstrip(",.").rpartition(" ")[2]
    cut = rest.rstrip(",.")
    if word in _PART_OF_DAY:
        cut = cut[: -len(word)].rstrip(" ,")
        word = cut.rpartition(" ")[2]
    bare = word.lstrip("(\"'[")
    if bare not in WEEKDAYS:
        return begin
    at = start - len(left) + len(cut) - len(bare)
    if len(bare) < 6 and not _is_short_weekday(scene, at, bare):
        return begin
    return at


def _is_short_weekday(scene: Scene, at: int, word: str) -> bool:
    """Whether "wed", "sat" or "sun" is short for a weekday: with a capital, and no name of a newspaper."""
    if not scene.is_capital(at):
        return False
    before = scene.before(at, 24)
    last = before.rstrip(" (").rpartition(" ")[2]
    if word != "sun" or scene.text[at + 3 : at + 4] == "." or last in _BEFORE_SUN:
        return True
    named = last.isalpha() and scene.is_capital(at - len(before) + before.rindex(last))
    return not (named or last == "the" or before.endswith(("/", "'s ")))


def with_edge(left: str, start: int) -> int:
    """Where "the end of", "mid-" or "last" before a month or season begins."""
    words = left.split(" ")
    if words and words[-1] == "mid-":
        return start - 4
    if len(words) < 2 or words[-1]:
        return start
    taken = 0
    tail = words[:-1]
    if tail[-1] in ("last", "next", "this", "early", "late", "mid", "earlier", "later"):
        taken = 1
    elif tail[-1] in ("of", "in") and len(tail) > 1 and tail[-2] in _EDGES:
        taken = 3 if len(tail) > 2 and tail[-3] == "the" else 2
    elif tail[-1] == "the" and len(tail) > 2 and tail[-2] == "of" and tail[-3] in _EDGES:
        taken = 4 if len(tail) > 3 and tail[-4] == "the" else 3
    return start - sum(len(word) + 1 for word in tail[len(tail) - taken :])


def _month_alone(scene: Scene, left: str, end: int, word: str) -> bool:
    """Whether a month's name without day and year is a date at all."""
    if scene.post and len(word) > 4 and word not in _DOUBTFUL:
        return True
    if not scene.capital:
        return False
    word_before = left.rstrip(" -").rpartition(" ")[2].lstrip("(\"'")
    if len(word) < 5 and word not in ("may", "june", "july"):
        return word_before in _BEFORE_MONTH and (scene.text[end : end + 1] == "." or word == "sept")
    if word in _DOUBTFUL:
        return word_before in _BEFORE_MONTH
    return True


def _month_value(scene: Scene, begin: int, stop: int, month: int, year: int | None, left: str) -> Hit:
    if year is None and scene.year is not None:
        year = scene.year
    if year is not None:
        return Hit(begin, stop, (f"{year:04d}-{month:02d}",))
    word = left.rstrip(" ").rpartition(" ")[2]
    ahead = word == "next" or (
        word not in ("last", "this") and (scene.post or looks_ahead(scene.text, begin))
    )

    def resolve(anchor: date) -> str:
        if word == "this":
            shift = 0
        elif ahead:
            shift = month < anchor.month or (month == anchor.month and word == "next")
        else:
            shift = -(month > anchor.month or (month == anchor.month and word == "last"))
        return f"{anchor.year + shift:04d}-{month:02d}"

    return Hit(begin, stop, resolve=resolve, bare=f"XXXX-{month:02d}")


def _day_value(begin: int, stop: int, year: int | None, month: int, day: int) -> Hit:
    if year is not None:
        value = f"{year:04d}-{month:02d}-{day:02d}"
        return Hit(begin, stop, (value,) if calendar_day(year, month, day) else (), bare=value)
    bare = f"XXXX-{month:02d}-{day:02d}"
    if not calendar_day(2000, month, day):
        return Hit(begin, stop, bare=bare)
    return Hit(begin, stop, resolve=lambda anchor: near(anchor, month, day), bare=bare)


def _surely_a_day(
    scene: Scene, left: str, start: int, begin: int, stop: int, after_day: bool, year: int | None
) -> bool:
    """Whether a day that no month has was meant as one, and is not a range, a count or a score."""
    if left[: len(left) - (start - begin)].endswith(("/", "-", "and ", "to ", "or ", "& ")):
        return False
    following = scene.text[stop : stop + 12]
    if following[:1] in ("/", "-", "'") or following.startswith((" and ", " to ", " or ", " - ", " & ")):
        return False
    if year or scene.text[stop - 2 : stop] in ("st", "nd", "rd", "th"):
        return True
    if not after_day:
        return True
    before = left[: len(left) - (start - begin)]
    if before.endswith(_CONTAINERS) or _LIST_OF_COUNTS.search(scene.text, max(0, begin - 12), begin):
        return False
    word = following.lstrip(" ").partition(" ")[0].rstrip(".,;:!?)\n")
    if before.endswith(_TO_A_DAY) and word != "of" and (not word.endswith("s") or word in _NO_THINGS):
        return True
    return not word or (word in _AFTER_DAY and word != "of") or following[:1] in '.,;:!?)"\n'


def _companions(
    scene: Scene, hit: Hit, month: int, day: int, year: int | None, after_day: bool
) -> tuple[Hit, ...]:
    """The other day of "12-14 July" or "April 24 and 25"."""
    found = []
    if not after_day and (match := _DAY_PAIR.search(scene.before(hit.start, 14))):
        first = int(match[1])
        if 0 < first < day:
            at = hit.start - (len(match.string) - match.start(1))
            found.append(_day_value(at, at + len(match[1]), year, month, first))
    if after_day and (match := _DAY_AFTER.match(scene.text, hit.end)):
        second = int(match[2])
        if day < second <= 31:
            found.append(_day_value(match.start(2), match.end(2), year, month, second))
    return tuple(found)


# Whose stops end no sentence.
_CLOCK = re.compile(r"\b(?:\d\d?(?::\d\d)? )?[ap]\.m\. ")


def _way(text: str, begin: int) -> int:
    """Whether a day without its year lies ahead (1) or behind (-1), as the words right before it say; 0 where they do not."""
    left = text[max(0, begin - 30) : begin]
    if _EFFECTIVE.search(left):
        return 1
    words = left[left.rfind(". ") + 1 :].split()
    while words and words[-1] in ("on", "the", "at", "in"):
        words.pop()
    return -1 if words and is_past(words[-1]) else 0


_FORESEEN = re.compile(
    r"\b(?:will|would|shall|could|might|should|plan\w*|scheduled|expected|called for|predict\w*|forecast|envision\w*|intended|hoped|promis\w*|target\w*|offensive for|campaign for|victory)\b[^.]{0,60}$"
)


_BOUND = re.compile(r"\b(?:until|till|followed|had|as late as|high|low|peak|surpassing)\b[^.,;]{0,60}$")


def foresees(text: str, at: int) -> bool:
    """Whether the sentence before `at` speaks of what is yet to come."""
    left = text[max(0, at - 110) : at]
    return _FORESEEN.search(left) is not None or _BOUND.search(left) is not None


def looks_ahead(text: str, at: int) -> bool:
    """Whether a cue of the future stands close before `at` in its sentence, with nothing done between them."""
    left = _CLOCK.sub(" ", text[max(0, at - 64) : at])
    words = left[left.rfind(". ") + 1 :].split()
    if words and words[-1] == "through":
        return not any(map(is_past, words)) and words[-3:-1] != ["this", "year"]
    for word in reversed(words):
        if word in _FUTURE:
            return True
        if word == "since" or (is_past(word) and word not in _FUTURE):
            return False
    return False


_FUTURE = frozenset(
    {
        "will",
        "would",
        "shall",
        "upcoming",
        "scheduled",
        "expected",
        "expects",
        "plan",
        "plans",
        "planned",
        "due",
    }
    | {
        "until",
        "through",
        "set",
        "by",
        "going",
        "coming",
        "'ll",
        "won't",
        "slated",
        "begins",
        "starts",
        "opens",
    }
)
