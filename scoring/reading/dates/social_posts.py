"""Dates as posts write them: "tmr", "2nite", "nxt wk", "xmas", "happy Friday"."""

import re
from datetime import date, timedelta

from scoring.months import WEEKDAYS
from scoring.reading.dates.named_months import Hit, Scene
from scoring.reading.dates.timex import shift

# Short spellings of the days around now, and how far off they are.
SLANG = {
    "tdy": 0, "tday": 0, "tonite": 0, "tnite": 0, "tnight": 0,
    "tmr": 1, "tmrw": 1, "tmrow": 1, "tmw": 1, "tmrrw": 1, "tomoro": 1, "tomorow": 1, "tommorow": 1, "tommorrow": 1, 
    "ytd": -1, "yst": -1, "ystd": -1, "ystday": -1, "yesterdae": -1,
}  # fmt: skip
UNITS = {"wk": "week", "wks": "week", "wkend": "weekend", "wknd": "weekend", "yr": "year", "yrs": "year", "mth": "month"}  # fmt: skip
_STEPS = {"last": -1, "this": 0, "next": 1, "nxt": 1, "lst": -1}
FEASTS = frozenset(["christmas", "xmas", "halloween", "thanksgiving", "easter", "valentine's", "valentines"])
_NEAR = timedelta(182)


_OF_YEAR = re.compile(r"( eve| day)?,? (?:of )?(1[5-9]\d\d|20\d\d)(?![\d/-])")


def slang_hit(scene: Scene, start: int, end: int, word: str) -> Hit | None:
    """A short spelling of today, tomorrow or yesterday."""
    if not scene.post:
        return None
    offset = SLANG[word]
    return Hit(start, end, resolve=lambda anchor: shift(anchor, offset, "day"), bare="XXXX-XX-XX")


def short_unit_hit(scene: Scene, start: int, end: int, word: str) -> Hit | None:
    """`nxt wk`, `this wkend`."""
    last = scene.before(start, 12).rstrip(" ").rpartition(" ")[2]
    step = _STEPS.get(last)
    if not scene.post or step is None:
        return None
    unit = UNITS[word]
    return Hit(start - len(last) - 1, end, resolve=lambda anchor: shift(anchor, step, unit), bare="XXXX")


def feast_hit(scene: Scene, start: int, end: int, word: str) -> Hit | None:
    """A feast on its day of the nearest year; its eve is the day before."""
    if named := _OF_YEAR.match(scene.text, end):
        day_of = feast_day(word, int(named[2]))
        first = day_of - timedelta(1) if named[1] == " eve" else day_of
        return Hit(start, named.end(), (first.isoformat(),)) if not word.startswith("valentine") else None
    if scene.year is not None:
        return None
    tail = scene.text[end : end + 5]
    eve = tail.startswith(" eve") and not tail[4:5].isalpha()
    day = scene.text.startswith(" day", end) and not scene.text[end + 4 : end + 5].isalpha()
    if word.startswith("valentine") and not day:
        return None
    stop = end + 4 if eve or day else end

    def resolve(anchor: date) -> str:
        days = [feast_day(word, year) for year in (anchor.year - 1, anchor.year, anchor.year + 1)]
        nearest = min(days, key=lambda it: abs(it - anchor))
        return (nearest - timedelta(1) if eve else nearest).isoformat()

    return Hit(start, stop, resolve=resolve, bare="XXXX-XX-XX")


def feast_day(name: str, year: int) -> date:
    """The day of a feast in a year; Thanksgiving as in the United States, Easter of the western churches."""
    if name == "halloween":
        return date(year, 10, 31)
    if name.startswith("valentine"):
        return date(year, 2, 14)
    if name == "thanksgiving":
        first = date(year, 11, 1)
        return first + timedelta((3 - first.weekday()) % 7 + 21)
    return easter(year) if name == "easter" else date(year, 12, 25)


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher's rule)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def orthodox_easter(year: int) -> date:
    """Easter Sunday of the churches that count by the Julian calendar, as a Gregorian day of 1900 to 2099 (Meeus)."""
    d = (19 * (year % 19) + 15) % 30
    e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    return date(year, month, day + 1) + timedelta(13)


def post_weekday(scene: Scene, start: int, end: int, word: str) -> Hit | None:
    """A weekday in a post: the coming one, unless something was done on it; "happy Friday" is today."""
    if len(word) < 4 and (word in ("sat", "sun") and not _beside_weekday(scene, start, end)):
        return None
    left = scene.before(start, 60).rstrip(" #").split(" ")
    last = left[-1] if left else ""
    if last in ("last", "next", "this", "coming", "every", "each", "late", "early"):
        return None
    target = WEEKDAYS[word]
    done = any(it in _DONE or (len(it) > 4 and it.endswith("ed")) for it in left)

    def resolve(anchor: date) -> str | None:
        ahead = (target - anchor.weekday()) % 7
        if last in ("happy", "a", "slow", "lazy", "sweet") or ahead == 0:
            return shift(anchor, ahead if ahead < 4 else ahead - 7, "day")
        return shift(anchor, ahead - 7 if done else ahead, "day")

    return Hit(start, end, resolve=resolve, bare=f"XXXX-WXX-{target + 1}")


_DONE = frozenset(["was", "were", "had", "went", "did", "came", "got", "made", "saw", "ate", "met", "last"])


def _beside_weekday(scene: Scene, start: int, end: int) -> bool:
    words = (
        (scene.text[max(0, start - 30) : start] + " " + scene.text[end : end + 30]).replace("/", " ").split()
    )
    return any(word.strip(".,!?-&") in WEEKDAYS for word in words) or scene.text[:start].endswith(
        ("on ", "or ", "this ", "next ")
    )


def post_weekend(scene: Scene, start: int, end: int) -> Hit | None:
    """A weekend that a post just names is the one at hand."""
    last = scene.before(start, 12).rstrip(" ").rpartition(" ")[2]
    if last in ("next", "last", "every", "past", "this", "each"):
        return None
    return Hit(start, end, resolve=lambda anchor: shift(anchor, 0, "weekend"), bare="XXXX-WXX-WE")
