"""Dates that count from another day: "yesterday", "last month", "two weeks ago", "on Monday", "the summer of 2010"."""

import re
from datetime import date

from scoring.months import WEEKDAYS
from scoring.reading.dates.earnings import compares_figures, year_before
from scoring.reading.dates.named_months import Hit, Scene, looks_ahead, with_edge
from scoring.reading.dates.social_posts import post_weekday, post_weekend
from scoring.reading.dates.timex import shift

# What earnings call a quarter.
PERIODS = frozenset({"period"})
UNITS = {
    name: unit
    for unit in ("day", "week", "weekend", "month", "quarter", "year", "decade")
    for name in (unit, f"{unit}s")
} | {"century": "century", "centuries": "century"}
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
DAYS = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}
# Words for no day in particular, and what they point to.
REFERENCES = {
    "now": "PRESENT_REF",
    "currently": "PRESENT_REF",
    "nowadays": "PRESENT_REF",
    "presently": "PRESENT_REF",
    "recently": "PAST_REF",
    "lately": "PAST_REF",
    "future": "FUTURE_REF",
}
_BARE = {
    "day": "XXXX-XX-XX",
    "week": "XXXX-WXX",
    "weekend": "XXXX-WXX-WE",
    "month": "XXXX-XX",
    "quarter": "XXXX-QX",
    "year": "XXXX",
}
_NUMBERS = {
    word: number
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 1
    )
} | {"a": 1, "an": 1, "fifteen": 15, "twenty": 20, "thirty": 30, "couple": 2}
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
_CENTURIES = {
    word: number
    for number, word in enumerate(
        ("fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth", "twenty-first"), 15
    )
}
# "For the next year" is a length of time.
_DURING = tuple([word] for word in ("for", "over", "within", "in", "during", "throughout"))
_SEASON_LISTS = tuple([season] for season in SEASONS)
_STEPS = {"last": -1, "previous": -1, "past": -1, "this": 0, "current": 0, "next": 1, "coming": 1}
_NEXT_TO = {"previous": -1, "preceding": -1, "prior": -1, "same": 0, "following": 1, "next": 1, "that": 0}
_ABOUT = frozenset(
    {"about", "nearly", "almost", "over", "around", "only", "just", "some", "roughly", "than", "least"}
)
_PARTS = frozenset({"early", "earlier", "late", "later"})
_AGO = re.compile(r" (ago|earlier|before|later|from now|after)\b(?! than)")
_YEAR_AGO = re.compile(r"-(?:ago|earlier)\b(?: (quarter|period|month))?")
_OF_YEAR = re.compile(r"(?: of)?,? (?:fiscal )?(1[5-9]\d\d|20\d\d)(?!\d)|(?: of)? (last|this|next) year")
_MONTH_DATE = re.compile(
    r"\.?,? (?:(?:the )?(?:\d\d?(?:st|nd|rd|th)? )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\d{1,4}([/.-])\d\d?\1\d{2,4}(?!\d))"
)


def _back(words: list[str], count: int) -> int:
    return sum(len(word) + 1 for word in words[len(words) - count :]) if count else 0


def _words_before(scene: Scene, start: int) -> list[str]:
    """The words right before a trigger, nearest last; none where something else stands between."""
    left = scene.before(start, 48)
    return [word.lstrip("(\"'[") for word in left[:-1].split(" ")] if left.endswith(" ") else []


# "Not until Tuesday did he", "until Thursday, they had": that day is past.
_NOT_UNTIL = re.compile(r"\bnot until $")
_HAD = re.compile(r",? (?:they|he|she|it|we|the \w+) (?:had|was|were)\b")


def weekday_hit(scene: Scene, start: int, end: int, word: str) -> Hit | None:
    """A weekday on its own; one before a date belongs to that date."""
    if _MONTH_DATE.match(scene.text, end):
        return None
    if scene.post and (hit := post_weekday(scene, start, end, word)):
        return hit
    words = _words_before(scene, start)
    last = words[-1] if words else ""
    if len(word) < 6 and not (scene.capital and (last == "on" or scene.text[end : end + 1] == ".")):
        return None
    if last in ("every", "each") or scene.year is not None:
        return None
    stop = end + (len(word) < 6 and scene.text[end : end + 1] == ".")
    count = 1 if last in _STEPS or last in _PARTS else 0
    if count and len(words) > 1 and words[-2] in _PARTS | {"this"}:
        count = 2
    target = WEEKDAYS[word]
    ahead = last in ("next", "coming") or (not count and looks_ahead(scene.text, start))
    if _NOT_UNTIL.search(scene.text, max(0, start - 10), start) or (
        ahead and last == "until" and _HAD.match(scene.text, end)
    ):
        ahead = False

    def resolve(anchor: date) -> str | None:
        back = (anchor.weekday() - target) % 7
        if ahead:
            return shift(anchor, 7 - back, "day")
        if last == "this":
            return shift(anchor, target - anchor.weekday(), "day")
        if words[-2:] == ["the", "previous"]:
            return shift(anchor, -(back or 7) - 7 * (back < 4), "day")
        return shift(anchor, -(back or (7 if last in ("last", "past") else 0)), "day")

    return Hit(start - _back(words, count), stop, resolve=resolve, bare=f"XXXX-WXX-{target + 1}")


def day_hit(scene: Scene, start: int, end: int, word: str) -> Hit | None:
    """Yesterday, today, tonight, tomorrow."""
    if scene.year is not None:
        return None
    words = _words_before(scene, start)
    count = 1 if words and words[-1] in _PARTS else 0
    offset = DAYS[word]
    if words[-3:] in (["day", "before", "yesterday"], ["the", "day", "before"]):
        return Hit(
            start - _back(words, 3), end, resolve=lambda anchor: shift(anchor, -2, "day"), bare="XXXX-XX-XX"
        )
    if words[-3:] == ["the", "day", "after"] and offset == 1:
        return Hit(
            start - _back(words, 3), end, resolve=lambda anchor: shift(anchor, 2, "day"), bare="XXXX-XX-XX"
        )
    return Hit(
        start - _back(words, count),
        end,
        resolve=lambda anchor: shift(anchor, offset, "day"),
        bare="XXXX-XX-XX",
    )


def reference_hit(scene: Scene, start: int, end: int, word: str) -> Hit | None:
    """Now, recently, soon: no day, but a direction."""
    words = _words_before(scene, start)
    last = words[-1] if words else ""
    count = 0
    if word == "future":
        if last not in ("the", "near", "foreseeable", "distant"):
            return None
        count = 2 if len(words) > 1 and words[-2] == "the" else 1
    elif word == "now" and (last in ("from", "by", "until") or scene.text[end : end + 1] in ("-", "'")):
        return None
    elif word == "now" and last == "right":
        count = 1
    return Hit(start - _back(words, count), end, bare=REFERENCES[word])


_AND_SEASON = re.compile(
    r" and (?:the )?(?:early |late )?(?:spring|summer|autumn|fall|winter)(?: of)?,? (1[5-9]\d\d|20\d\d)(?!\d)"
)
# "Over the summer", "into the early summer": the one at hand.
_THE_SEASON = re.compile(r"\b(?:over|into|during|in|of|through) (the (?:early |late )?)$")


def season_hit(scene: Scene, start: int, end: int, word: str) -> Hit | None:
    """A season of a named or counted year."""
    code = SEASONS[word]
    left = scene.before(start)
    begin = with_edge(left, start)
    words = _words_before(scene, start)
    last = words[-1] if words else ""
    right = _OF_YEAR.match(scene.text, end)
    if right and right[1]:
        return Hit(begin, right.end(), (f"{right[1]}-{code}",))
    if shared := _AND_SEASON.match(scene.text, end):
        return Hit(start - (4 if last == "the" else 0), end, (f"{shared[1]}-{code}",))
    if right or last in _STEPS:
        word_before = right[2] if right else last

        def resolve(anchor: date) -> str:
            first = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[code]
            step = _STEPS[word_before]
            if not right:
                step = -(anchor.month <= (first + 2) % 12 + (12 if first == 12 else 0)) if step < 0 else step
                step = (anchor.month >= first) if step > 0 else step
            return f"{anchor.year + step:04d}-{code}"

        return Hit(begin, right.end() if right else end, resolve=resolve, bare=f"XXXX-{code}")
    if scene.year is None and not scene.post and _THE_SEASON.search(left):
        edge = _THE_SEASON.search(left)
        size = len(edge[1]) if edge else 0
        ahead = looks_ahead(scene.text, start)

        def of_now(anchor: date) -> str:
            first = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[code]
            return f"{anchor.year - (first > anchor.month + 2 and not ahead):04d}-{code}"

        return Hit(start - size, end, resolve=of_now, bare=f"XXXX-{code}")
    if word == "fall" and (scene.text.startswith(" of", end) or (last != "the" and begin == start)):
        return None  # to fall, the fall of a city
    if scene.year is not None and (
        last in ("the", "in", "that", "during", "of") or begin < start or words[-2:-1] in _SEASON_LISTS
    ):
        return Hit(begin - (4 if last == "the" and begin == start else 0), end, (f"{scene.year:04d}-{code}",))
    return None


def unit_hit(scene: Scene, start: int, end: int, word: str) -> Hit | None:
    """Last month, two weeks ago, the next day, the third quarter, the 19th century."""
    unit = UNITS[word]
    plural = word != unit
    text = scene.text
    if scene.reported and (hit := _of_earnings(scene, start, end, unit, plural)):
        return hit
    if not plural and unit in ("year", "month", "week") and (ago := _YEAR_AGO.match(text, end)):
        return _counted(
            scene, start, ago.end(), "quarter" if ago[1] == "quarter" and unit != "year" else unit, -1
        )
    words = _words_before(scene, start)
    if not words:
        return _attached(scene, start, end, unit, plural)
    last = words[-1]
    if unit == "century":
        return _century(scene, words, start, end, plural)
    if unit == "quarter" and last in _ORDINALS and not plural:
        return _quarter(scene, words, start, end)
    if (number := int(last) if last.isdigit() and len(last) < 4 else _NUMBERS.get(last)) and (
        ago := _AGO.match(text, end)
    ):
        sign = 1 if ago[1] in ("later", "from now", "after") else -1
        if ago[1] in ("before", "after") and text[ago.end() : ago.end() + 1] not in ".,;:!?)\n":
            return None  # before or after an event
        count = 2 if len(words) > 1 and words[-2] in _ABOUT else 1
        return _counted(scene, start - _back(words, count), ago.end(), unit, sign * number)
    if plural:
        return _vague(words, start, end, unit)
    return _single(scene, words, start, end, unit)


_AGO_OF_EARNINGS = re.compile(r"-(?:ago|earlier)\b(?: (?:quarter|period|results))?")
_LATEST = frozenset({"latest", "recent", "reported", "just-ended", "current"})


def _of_earnings(scene: Scene, start: int, end: int, unit: str, plural: bool) -> Hit | None:
    """A quarter or a year before it, as a report of earnings names them."""
    reported = scene.reported
    if plural or reported is None:
        return None
    words = _words_before(scene, start)
    last = words[-1] if words else ""
    article = 4 if last == "the" else 0
    if unit == "year":
        if ago := _AGO_OF_EARNINGS.match(scene.text, end):
            return Hit(start - article, ago.end(), (year_before(reported),))
        back = re.match(r" (?:ago|earlier|before)\b", scene.text[end : end + 9])
        if last in ("a", "one") and back and compares_figures(scene.text, start):
            return Hit(start - len(last) - 1, end + back.end(), (year_before(reported),))
        return None
    if unit != "quarter":
        return None
    if last in _LATEST:
        return Hit(start - _back(words, 2 if words[-2:-1] == ["the"] else 1), end, (reported,))
    left = scene.before(start, 24)
    if (joined := re.search(r"\b(first|second|third|fourth)-$", left)) and not scene.text.startswith(
        " of ", end
    ):
        quarter = _ORDINALS[joined[1]]
        return Hit(start - len(joined[0]), end, (_like(reported, quarter),))
    if (year := re.search(r"(?:the )?((?:19|20)\d\d) (?:(first|second|third|fourth) )?$", left)) is not None:
        quarter = _ORDINALS[year[2]] if year[2] else int(reported[-1])
        return Hit(start - len(year[0]), end, (f"{year[1]}-Q{quarter}",))
    if last == "the" and not re.match(r",? end", scene.text[end : end + 6]):
        if back := re.match(r" a year (?:ago|earlier|before)\b", scene.text[end : end + 18]):
            return Hit(start - 4, end + back.end(), (year_before(reported),))
        return Hit(start - 4, end, (reported,))
    return None


def _like(reported: str, quarter: int) -> str:
    """A quarter of the year of the one reported, or of the year before where it lies ahead."""
    return f"{int(reported[:4]) - (quarter > int(reported[-1])):04d}-Q{quarter}"


def period_hit(scene: Scene, start: int, end: int, word: str) -> Hit | None:
    """ "The latest period", "the 1988 period" of a report of earnings."""
    reported = scene.reported
    if reported is None:
        return None
    left = scene.before(start, 24)
    if found := re.search(r"(?:the )?(?:latest|recent) $", left):
        return Hit(start - len(found[0]), end, (reported,))
    if found := re.search(r"(?:the )?(?:year-ago|year-earlier|prior-year) $", left):
        return Hit(start - len(found[0]), end, (year_before(reported),))
    if found := re.search(r"(?:the )?((?:19|20)\d\d) $", left):
        return Hit(start - len(found[0]), end, (f"{found[1]}{reported[4:]}",))
    return None


def _counted(scene: Scene, start: int, end: int, unit: str, count: int) -> Hit:
    return Hit(start, end, resolve=lambda anchor: shift(anchor, count, unit), bare=_BARE.get(unit, "XXX"))


def _single(scene: Scene, words: list[str], start: int, end: int, unit: str) -> Hit | None:
    """One unit, by the words before it: how many of them belong to it, and how far it steps.

    Counted from Wednesday 12 June 2024:

        He left last month.                      last month               2024-05      a word of `_STEPS`
        They met at the end of next week.        the end of next week     2024-W25     the part is left out
        It opened in the middle of the week.     the middle of the week   2024-W24     no step
        It rained the next day.                  the next day             2024-06-13
        She spoke that day.                      that day                 2024-06-12   the day of the article
        It was held over the weekend.            the weekend              2024-W23-WE  back, unless the clause looks ahead
        Sales fell in the past month.                                                  a span of time, not a month
    """
    last = words[-1]
    before = words[-2] if len(words) > 1 else ""
    if last in _STEPS and before not in ("the", "a", "over", "every"):
        count = 2 if before in _PARTS else 1
        if (
            before in ("of", "in")
            and len(words) > 2
            and words[-3] in ("end", "beginning", "start", "rest", "middle", "half")
        ):
            count = 4 if len(words) > 3 and words[-4] == "the" else 3
        return _counted(scene, start - _back(words, count), end, unit, _STEPS[last])
    if (
        last == "the"
        and before == "of"
        and len(words) > 2
        and words[-3] in ("end", "beginning", "start", "rest", "middle")
    ):
        count = 4 if len(words) > 3 and words[-4] == "the" else 3
        return _counted(scene, start - _back(words, count), end, unit, 0)
    if before == "the" and words[-3:-2] in _DURING and last != "same":
        return None
    if before == "the" and last in _NEXT_TO and unit not in ("decade", "century"):
        here, step = scene.here, _NEXT_TO[last]
        if here and last in ("following", "same") and unit in ("year", "month", "week", "day"):
            return Hit(start - _back(words, 2), end, tuple(filter(None, [shift(here, step, unit)])))
        return _counted(scene, start - _back(words, 2), end, unit, step)
    if (
        before == "the"
        and last in ("last", "past", "coming", "current")
        and unit in ("decade", "week", "month")
    ):
        return None
    if scene.post and unit == "weekend":
        return post_weekend(scene, start, end)
    if last == "that" and unit in ("day", "year"):
        return _counted(scene, start - _back(words, 1), end, unit, 0)
    if last == "the" and unit in ("weekend", "quarter") and before in ("over", "in", "for", "during", "of"):
        ahead = looks_ahead(scene.text, start)

        def resolve(anchor: date) -> str | None:
            return shift(anchor, 0 if ahead or (unit == "weekend" and anchor.weekday() > 4) else -1, unit)

        return Hit(start - 4, end, resolve=resolve, bare=_BARE[unit])
    return None


def _attached(scene: Scene, start: int, end: int, unit: str, plural: bool) -> Hit | None:
    """A unit that hangs on a hyphen: "20th-century", "first-quarter"."""
    left = scene.before(start, 20)
    if not left.endswith("-") or plural:
        return None
    words = [word.lstrip("(\"'[") for word in left[:-1].split(" ")]
    if unit == "century":
        return _century(scene, words, start, end, plural)
    if unit == "quarter" and words[-1] in _ORDINALS:
        return _quarter(scene, words, start, end)
    return None


def _century(scene: Scene, words: list[str], start: int, end: int, plural: bool) -> Hit | None:
    last = words[-1]
    number = _CENTURIES.get(last) or (
        int(last[:-2]) if last[:-2].isdigit() and last[-2:] in ("st", "nd", "rd", "th") else 0
    )
    if 1 < number < 23:
        return Hit(start - _back(words, 1), end, (f"{number - 1:02d}",))
    if last in ("last", "this", "next") and not plural:
        return _counted(scene, start - _back(words, 1), end, "century", _STEPS[last])
    return None


def _quarter(scene: Scene, words: list[str], start: int, end: int) -> Hit | None:
    quarter = _ORDINALS[words[-1]]
    right = _OF_YEAR.match(scene.text, end)
    begin = start - _back(words, 1)
    if len(words) > 1 and words[-2] == "the":
        begin -= 4
    if right and right[1]:
        return Hit(begin, right.end(), (f"{right[1]}-Q{quarter}",))
    if not right and not (len(words) > 1 and words[-2] in ("the", "fiscal", "in", "a", "its", "for")):
        return None
    step = _STEPS[right[2]] if right else None
    ahead = looks_ahead(scene.text, begin)

    def resolve(anchor: date) -> str:
        shift_years = step if step is not None else -(3 * quarter - 2 > anchor.month and not ahead)
        return f"{anchor.year + shift_years:04d}-Q{quarter}"

    return Hit(begin, right.end() if right else end, resolve=resolve, bare=f"XXXX-Q{quarter}")


def _vague(words: list[str], start: int, end: int, unit: str) -> Hit | None:
    """In recent weeks, in the coming months: a direction without a count."""
    last = words[-1]
    if last in ("recent", "past") and len(words) > 1 and words[-2] == "in":
        return Hit(start - _back(words, 1), end, bare="PAST_REF")
    if last == "coming":
        count = 2 if len(words) > 1 and words[-2] == "the" else 1
        return Hit(start - _back(words, count), end, bare="FUTURE_REF")
    return None
