"""Dates in figures, years and decades: "2024-07-11", "11/07/2024", "1999-2003", "the 1990s"."""

import re
from datetime import date

from scoring.months import WEEKDAYS
from scoring.reading.dates.named_months import BEFORE_CHRIST, Hit, Scene, whole_year, with_weekday
from scoring.reading.dates.timex import calendar_day

_NUMERIC = re.compile(r"(\d\d?)([/.-])(\d\d?)\2(\d{4}|\d\d)(?![\d/]|[.-]\d)")
_ISO = re.compile(r"(\d{4})([-/.])(\d\d?)\2(\d\d?)(?![\d/]|[.-]\d)")
# "2007-08" are two years that follow one another more often than a month.
_YEAR_PAIR = re.compile(r"((?:19|20)\d\d)-(\d\d)(?![\d/]|-\d)")
_HALF = re.compile(r"\b(?:the )?(?:(first|second|latter) half|(first|last) two quarters) of $")
_ISO_MONTH = re.compile(r"((?:19|20)\d\d)-(0[1-9]|1[0-2])(?![\d/]|-\d)")
# What a number with two points counts where it is no date.
_VERSIONED = ("version", "release", "build", "firmware", "section", "chapter", "ip", "revision")
# Before a date in figures that no calendar has: anything else is a number of a case, an order, a file.
_DATING = re.compile(
    r"(?:\b(?:on|dated?|by|since|until|till|from|before|after|through|between|and|to|born|died|published|posted|updated|modified|released|issued"
    r"|signed|expires?|expired|due|valid|of birth|[a-z]{3,6}day,?):? |^|[\n(:|] ?)$"
)
_SEASONS_RUN = re.compile(r"(?:19|20)(\d\d)-(\d\d)-(\d\d)")
_NOT_A_YEAR = re.compile(
    r" (?:people|men|women|children|miles|troops|dollars|points|votes|shares|km|feet|yards|met(?:re|er)s|jobs|workers"
    r"|soldiers|tons|tonnes|students|employees|euros|pounds|homes|acres|hours|minutes|seconds|pages|words|cases|deaths"
    r"|kilomet(?:re|er)s|percent|per cent|members|times|units|calories|square)\b|-year|-[a-z]\b|:\d| ?(?:km|kg|mm|lb|m|ft|g)\b"
)
_OF_EARNINGS = re.compile(r" (?:(?:first|second|third|fourth) )?(?:quarter|period)\b")
_TO_YEAR = re.compile(r" ?- ?(\d{4})(?![\d,%/-]|\.\d)")
_DECADE = re.compile(r"'?s\b")
_THE_EDGE = re.compile(r"\bthe (?:(?:early|late|mid)[ -])?$")
_YEAR_LEFT = re.compile(
    r"\b(?:(?:the )?(?:early|late|mid|beginning of|end of|start of|first half of|second half of)[ -](?:the )?(?:year )?"
    r"|(?:the )?year |fiscal[ -](?:year )?)$"
)


def digit_hit(scene: Scene, start: int, end: int, token: str) -> Hit | None:
    """A date in figures, a year or a decade; `token` is the run of digits, points, slashes and hyphens."""
    text = scene.text
    previous = text[start - 1 : start] if start else ""
    if not previous.isalnum() and (before_christ := BEFORE_CHRIST.match(text, start)):
        return _year_before_christ(scene, before_christ)
    if len(token) >= 4 and token[:4].isdigit() and not token[4:5].isdigit():
        if (
            (match := _ISO.match(text, start))
            and not previous.isalnum()
            and previous not in ("/", "-", ".", "_")
        ):
            hit = _iso_value(scene, match)
            begin = with_weekday(scene, scene.before(start), start, start)
            return hit and hit._replace(start=begin)
        return _year_hit(scene, start, token, previous)
    if len(token) >= 2 and token[1] == "0" and previous == "'" and (match := _DECADE.match(text, start + 2)):
        left = _THE_EDGE.search(scene.before(start - 1, 20))
        begin = start - 1 - (len(left[0]) if left else 0)
        return Hit(begin, match.end(), (f"19{token[0]}" if token[0] > "1" else f"20{token[0]}",))
    if previous.isalnum() or previous in ("/", "-", ".", "_", "#", "$"):
        return None
    match = _NUMERIC.match(text, start)
    if not match or (match[2] == "." and scene.before(start).rstrip(" v").endswith(_VERSIONED)):
        return None
    return _numeric_value(scene, match)


def _year_before_christ(scene: Scene, match: re.Match[str]) -> Hit:
    """A year before Christ; it has no day of the calendar that anything is compared with."""
    value = f"BC{int(match[1]):04d}"
    left = scene.before(match.start(), 24)
    edge = _YEAR_LEFT.search(left)
    return Hit(match.start() - (len(edge[0]) if edge else 0), match.end(), bare=value)


def _iso_value(scene: Scene, match: re.Match[str]) -> Hit | None:
    year, month, day = int(match[1]), int(match[3]), int(match[4])
    if not 1000 <= year < 2200 or not 0 < day <= 31 or not 0 < month <= 31:
        return None
    value = f"{year:04d}-{month:02d}-{day:02d}"
    if calendar_day(year, month, day):
        return Hit(match.start(), match.end(), (value,))
    if calendar_day(year, day, month):
        return Hit(match.start(), match.end(), (f"{year:04d}-{day:02d}-{month:02d}",))
    if match[2] == "." or not 1900 <= year < 2100 or len(match[3]) + len(match[4]) < 4:
        return None
    if not _DATING.search(scene.before(match.start(), 24)) or _is_run_of_seasons(match[0]):
        return None
    return Hit(match.start(), match.end(), bare=value)


def _is_run_of_seasons(figures: str) -> bool:
    """Whether figures are years that follow one another: "2018-19-20"."""
    run = _SEASONS_RUN.fullmatch(figures)
    return run is not None and int(run[1]) + 1 == int(run[2]) == int(run[3]) - 1


def _numeric_value(scene: Scene, match: re.Match[str]) -> Hit | None:
    """Every reading of `11/07/2024`; with points the day comes first."""
    first, separator, second = int(match[1]), match[2], int(match[3])
    year = whole_year(match[4], scene.pivot) or 0
    if not 1000 <= year < 2200 or not first or not second or (len(match[4]) == 2 and separator == "-"):
        return None
    day_first = calendar_day(year, second, first)
    month_first = calendar_day(year, first, second)
    order = [day_first, month_first]
    if separator == "." or scene.day_first is not None:
        if scene.day_first is False and separator != ".":
            order.reverse()
        order = [next((found for found in order if found), None)]
    values = tuple(dict.fromkeys(found.isoformat() for found in order if found))
    begin = with_weekday(scene, left := scene.before(match.start()), match.start(), match.start())
    if len(values) > 1 and begin < match.start():
        weekday = WEEKDAYS[left[len(left) - (match.start() - begin) :].split(" ")[0].rstrip(",.")]
        values = tuple(v for v in values if date.fromisoformat(v).weekday() == weekday) or values
    if values:
        return Hit(begin, match.end(), values, bare=values[0])
    if separator != "/" or len(match[4]) == 2 or not 1900 <= year < 2100 or max(first, second) > 39:
        return None  # a version, a telephone number, a score
    if not _DATING.search(scene.before(match.start(), 24)):
        return None
    return Hit(begin, match.end(), bare=f"{year:04d}-{second:02d}-{first:02d}")


def _year_hit(scene: Scene, start: int, token: str, previous: str) -> Hit | None:
    text, year, end = scene.text, int(token[:4]), start + 4
    left = scene.before(start, 32)
    joined = previous == "-" and (
        left.endswith(("mid-", "early-", "late-", "fiscal-", "pre-", "post-")) or not left[:-1].strip()
    )
    if not 1000 <= year < 2100 or (previous and not joined and previous not in " ([\"'\n-—"):
        return None
    if previous == "-" and not joined and not re.search(r"(?:1[0-9]|20)\d\d ?-$", left):
        return None
    following = text[end : end + 3]
    if following[:1].isalnum() or following[:2] == "'s":
        match = _DECADE.match(text, end)
        if match and token[3] == "0" and year >= 1400:
            edge = _THE_EDGE.search(left)
            value = str(year // 10) if year % 100 or year >= 1900 else str(year // 100)
            return Hit(start - (len(edge[0]) if edge else 0), match.end(), (value,))
        if not match or following[:2] != "'s":
            return None
    if _NOT_A_YEAR.match(text, end) or following[:1] == "%":
        return None
    if scene.reported and _OF_EARNINGS.match(text, end):
        return None  # belongs to the quarter
    if following[:1] in (",", ".") and following[1:2].isdigit():
        return None
    if year < 1500 and not re.search(
        r"\b(?:in|since|until|by|from|to|of|year|between|and|after|before|around|about|circa) $", left
    ):
        return None
    if (pair := _YEAR_PAIR.match(text, start)) and (year + 1) % 100 == int(pair[2]):
        after = Hit(pair.start(2), pair.end(2), (f"{year + 1:04d}",))
        return Hit(start, pair.end(1), (f"{year:04d}",), more=(after,))
    if month := _ISO_MONTH.match(text, start):
        return Hit(start, month.end(), (f"{month[1]}-{month[2]}",))
    if half := _HALF.search(left):
        number = 1 if "first" in half.groups() else 2
        return Hit(start - len(half[0]), end, (f"{year:04d}-H{number}",))
    edge = _YEAR_LEFT.search(left)
    more: tuple[Hit, ...] = ()
    if (to := _TO_YEAR.match(text, end)) and year < int(to[1]) < 2100:
        more = (Hit(to.start(1), to.end(1), (to[1],)),)
    return Hit(start - (len(edge[0]) if edge else 0), end, (f"{year:04d}",), more=more)
