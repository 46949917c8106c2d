"""Expressions of time, with every reading of the ambiguous ones."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice

from scoring.document import BlockKind, DateMention, Page, Stamp, StampKind
from scoring.months import MONTHS, WEEKDAYS
from scoring.reading.dates.earnings import reported_quarter
from scoring.reading.dates.flat_text import Flat
from scoring.reading.dates.named_months import PIVOT, Hit, Scene, foresees, month_hit
from scoring.reading.dates.numeric import digit_hit
from scoring.reading.dates.relative import (
    DAYS,
    PERIODS,
    REFERENCES,
    SEASONS,
    UNITS,
    day_hit,
    period_hit,
    reference_hit,
    season_hit,
    unit_hit,
    weekday_hit,
)
from scoring.reading.dates.social_posts import FEASTS, SLANG, feast_hit, short_unit_hit, slang_hit
from scoring.reading.dates.social_posts import UNITS as SHORT_UNITS
from scoring.reading.dates.spelt_years import SPELT, spelt_year_hit
from scoring.reading.dates.timex import grain, readings
from scoring.reading.dates.triggers import triggers
from scoring.reading.offices import elect_anchors

# More than this an article does not date; a table of figures may.
MOST = 2000

# A short text is written as posts are where it shouts, tags, links, begins small or does not end.
POST_WORDS = 50
_POST = re.compile(r"[@#!]|://|\.\.|^\s*[a-z]|[^\s.?”\"’']\s*$")

# A year this far from the story's own is an aside, until another one stands by it.
_ASIDE = 5

_Handler = Callable[[Scene, int, int, str], Hit | None]
_HANDLERS: dict[str, _Handler] = {}
for _names, _handler in (
    (REFERENCES, reference_hit),
    (UNITS, unit_hit),
    (SEASONS, season_hit),
    (DAYS, day_hit),
    (WEEKDAYS, weekday_hit),
    (MONTHS, month_hit),
    (SLANG, slang_hit),
    (SHORT_UNITS, short_unit_hit),
    (FEASTS, feast_hit),
    (PERIODS, period_hit),
    (SPELT, spelt_year_hit),
):
    _HANDLERS.update(dict.fromkeys(_names, _handler))
_TRIGGERS = frozenset(_HANDLERS)
_CENTURIES = frozenset({"15", "16", "17", "18", "19", "20"})
_SKIPPED = frozenset({BlockKind.FURNITURE, BlockKind.CODE})


def find_dates(document: Page, stamps: tuple[Stamp, ...], words: int) -> tuple[DateMention, ...]:
    """The date mentions of a text of so many `words`, in text order, at most `MOST` of them.

    A relative mention is resolved against the publication stamp, one reading for each reading of the stamp;
    where there is no stamp, the time in which somebody it names was "-elect" takes its place. In a narrative (a text that names many years, most of them past) the last date
    named takes the stamp's place.
    """
    flat = Flat(document, (block for block in document.blocks if block.kind not in _SKIPPED))
    anchors = anchor_days(stamps) or elect_anchors(document)
    mentions = islice(_Finder(document, flat, anchors, words).mentions(), MOST)
    return tuple(sorted(mentions, key=lambda mention: mention.span))


def anchor_days(stamps: tuple[Stamp, ...]) -> tuple[date, ...]:
    """The days that relative expressions may count from: every reading of the first publication stamp, else of the first stamp."""
    dated = [stamp for stamp in stamps if stamp.readings]
    chosen = next(
        (stamp for stamp in dated if stamp.kind is StampKind.PUBLISHED), dated[0] if dated else None
    )
    days = [found.first for found in chosen.readings] if chosen else []
    return tuple(day for day in days if day)


class _Finder:
    """Goes from trigger to trigger and keeps what earlier dates say about later ones."""

    def __init__(self, document: Page, flat: Flat, anchors: tuple[date, ...], words: int) -> None:
        self.document = document
        self.flat = flat
        self.anchors = anchors
        self.day_first = document.article.day_first
        latest = max((day.year for day in anchors), default=0)
        self.triggers = triggers(flat.text, _TRIGGERS)
        years = [int(word[:4]) for _, _, word in self.triggers if _is_year(word)]
        past = sum(year < latest for year in years) if latest else len(years)
        self.narrative = len(years) > 7 and past > 0.8 * len(years)
        self.post = words < POST_WORDS and _POST.search(document.text) is not None
        self.pivot = latest % 100 + 5 if latest >= 2000 else PIVOT
        self.year: int | None = None
        self.aside: int | None = None
        self.here: date | None = None
        self.recent: date | None = None
        self.reported = (
            None if self.narrative else reported_quarter(flat.text, max(self.anchors, default=None))
        )

    def mentions(self) -> Iterator[DateMention]:
        """The mentions, each expression once, the companions of a day right after it."""
        text, floor = self.flat.text, 0
        origin, source = self.flat.origin, self.document.text

        def is_capital(at: int) -> bool:
            return source[origin(at)].isupper()

        for start, end, word in self.triggers:
            if start < floor:
                continue
            scene = Scene(
                text,
                floor,
                self.year if self.narrative else None,
                is_capital(start),
                self.day_first,
                self.pivot,
                self.post,
                is_capital,
                self.reported,
                self.recent,
            )
            handler = _HANDLERS.get(word, digit_hit)
            hit = handler(scene, start, end, word)
            if hit is None:
                continue
            floor = hit.end
            for one in (hit, *hit.more):
                yield self._mention(one)
                floor = max(floor, one.end)

    def _mention(self, hit: Hit) -> DateMention:
        span = self.flat.span(hit.start, hit.end)
        if hit.values:
            found = readings(hit.values)
            value = found[0].value if found else hit.bare
            self.recent = found[0].first if found and len(value) > 3 else self.recent
            if not self._is_plan(hit, value):
                self._remember(value, found[0].first if found else None)
            return DateMention(span, value, grain(value), found)
        if hit.resolve is None:
            return DateMention(span, hit.bare, grain(hit.bare), relative=hit.bare.endswith("_REF"))
        anchors = (self.here,) if self.narrative and self.here else self.anchors
        found = readings(hit.resolve(anchor) for anchor in anchors)
        value = found[0].value if found else hit.bare
        if found and hit.bare.startswith("XXXX-") and hit.bare[5:7].isdigit():
            self.recent = found[0].first
        return DateMention(span, value, grain(value), found, relative=True)

    def _is_plan(self, hit: Hit, value: str) -> bool:
        """Whether a later year is only foreseen, so that the story does not go on in it."""
        other = self.year is not None and value[:4].isdigit() and int(value[:4]) != self.year
        return other and foresees(self.flat.text, hit.start)

    def _remember(self, value: str, first: date | None) -> None:
        """Take a named date as the one that later ones count from; a far one only when a second stands by it."""
        if not first or not value[:4].isdigit() or len(value) < 4:
            return
        far = self.year is not None and abs(first.year - self.year) > _ASIDE
        if far and (self.aside is None or abs(first.year - self.aside) > _ASIDE):
            self.aside = first.year
            return
        self.aside = None
        self.year = first.year
        self.here = first


def _is_year(token: str) -> bool:
    """Whether a run of figures begins with a year."""
    return (
        token[:2] in _CENTURIES and token[2:4].isdigit() and len(token[:4]) == 4 and not token[4:5].isdigit()
    )
