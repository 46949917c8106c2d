"""What a score means, beside what each code costs: bands, lengths, genres and confidence, as a ruleset states them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from scoring.article import Genre
from scoring.errors import AssayError


class RulesetError(AssayError, ValueError):
    """A ruleset that cannot be used; the message names the key at fault."""


class Band(StrEnum):
    """The score in one word; the cut-offs are the ruleset's."""

    HIGH = "high"
    MIXED = "mixed"
    WEAK = "weak"
    LOW = "low"
    INSUFFICIENT = "insufficient"


@dataclass(frozen=True, slots=True)
class Bands:
    """The lowest score of each band, 0 to 100; below `weak` is LOW."""

    high: float = 75.0
    mixed: float = 60.0
    weak: float = 40.0

    @property
    def rows(self) -> tuple[tuple[Band, float], ...]:
        """Each band with its lowest score, best first."""
        return (Band.HIGH, self.high), (Band.MIXED, self.mixed), (Band.WEAK, self.weak), (Band.LOW, 0.0)

    def of(self, score: float) -> Band:
        """The band that a score falls into."""
        return next(band for band, lowest in self.rows if score >= lowest)

    def below(self, score: float) -> float:
        """The lowest score of the band under the one that a score falls into; 0 where there is none."""
        lows = [lowest for _, lowest in self.rows]
        return next((low for low in lows[lows.index(max(it for it in lows if score >= it)) + 1 :]), 0.0)


@dataclass(frozen=True, slots=True)
class Confidence:
    """How much of what a score rests on was there; each is a share of 1.

    `shortest` is what the shortest article gets, and twice the full length gets 1. The others are what is lost where
    no citation (`links`) or named expert (`people`) could be looked up, where a stamp reads two ways (`stamp`) and
    for each check that raised (`failed`).
    """

    shortest: float = 0.6
    links: float = 0.3
    people: float = 0.1
    stamp: float = 0.05
    failed: float = 0.1


@dataclass(frozen=True, slots=True)
class Policy:
    """The numbers of the score that belong to no code.

    Below `fewest_words` there is no score: nothing measured here separates good from bad (see docs/score.md). Up to
    `full_words` a penalty counts in proportion to the length. `mild_genres` leave sources out for good reasons, so that
    attribution counts by the factor `mild` of the ruleset; `free_genres` make no claim of fact, so that their
    attribution and dates are not judged at all.
    """

    fewest_words: int = 120
    full_words: int = 250
    mild_genres: tuple[Genre, ...] = (Genre.OPINION, Genre.ANALYSIS, Genre.INTERVIEW)
    free_genres: tuple[Genre, ...] = (Genre.SATIRE, Genre.FICTION)
    bands: Bands = field(default_factory=Bands)
    confidence: Confidence = field(default_factory=Confidence)

    def as_dict(self) -> dict[str, Any]:
        """A JSON-ready copy; `Policy.from_dict` restores an equal value."""
        genres = {name: [str(genre) for genre in getattr(self, name)] for name in _GENRES}
        return {**asdict(self), **genres}

    @classmethod
    def from_dict(cls, table: Any) -> "Policy":
        """Build a policy from a table; what it leaves out is as in 2026.11. Raises RulesetError naming the first wrong key."""
        if not isinstance(table, Mapping):
            raise RulesetError("policy: must be a table")
        known = {"fewest_words", "full_words", *_GENRES, "bands", "confidence"}
        check_names(table, known, "policy.")
        plain = cls()
        lengths = {
            name: int(number(table, name, "policy.", most=100_000, default=getattr(plain, name)))
            for name in ("fewest_words", "full_words")
        }
        if not 0 < lengths["fewest_words"] <= lengths["full_words"]:
            raise RulesetError("policy.full_words: must be at least policy.fewest_words, and both above 0")
        bands = Bands(**numbers(table, "bands", "policy", Bands(), most=100))
        if not 0 < bands.weak < bands.mixed < bands.high:
            raise RulesetError("policy.bands: must rise from weak over mixed to high")
        return cls(
            **lengths,
            mild_genres=_genres(table, "mild_genres", plain.mild_genres),
            free_genres=_genres(table, "free_genres", plain.free_genres),
            bands=bands,
            confidence=Confidence(**numbers(table, "confidence", "policy", Confidence(), most=1)),
        )


_GENRES = ("mild_genres", "free_genres")


def check_names(table: Mapping[str, Any], names: set[str], where: str) -> None:
    """Raise RulesetError for a key that a table does not have."""
    for name in table:
        if name not in names:
            raise RulesetError(f"{where}{name}: there is no such setting")


def number(
    table: Mapping[str, Any],
    name: str,
    where: str,
    *,
    signed: bool = False,
    most: float = 20,
    default: float = 0.0,
) -> float:
    """A number of a table within its bounds, 0 (or -`most`) to `most`. Raises RulesetError for anything else."""
    value = table.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise RulesetError(f"{where}{name}: must be a number")
    if not -most <= value <= most or (value < 0 and not signed):
        raise RulesetError(f"{where}{name}: must lie between {-most if signed else 0} and {most}")
    return float(value)


def numbers(
    table: Mapping[str, Any], name: str, parent: str, plain: Any, *, most: float, signed: bool = False
) -> dict[str, float]:
    """The numbers of the section `name` of a table; what it leaves out is as in the dataclass value `plain`.

    `parent` is the table's own name. Raises RulesetError naming the first key that is unknown or out of bounds.
    """
    rows = table.get(name, {})
    where = f"{parent}.{name}"
    if not isinstance(rows, Mapping):
        raise RulesetError(f"{where}: must be a table")
    defaults = asdict(plain)
    check_names(rows, set(defaults), f"{where}.")
    return {
        key: number(rows, key, f"{where}.", signed=signed, most=most, default=old)
        for key, old in defaults.items()
    }


def _genres(table: Mapping[str, Any], name: str, plain: tuple[Genre, ...]) -> tuple[Genre, ...]:
    try:
        return tuple(Genre(genre) for genre in table.get(name, plain))
    except (ValueError, TypeError):
        raise RulesetError(
            f"policy.{name}: must be a list of genres, of {', '.join(map(str, Genre))}"
        ) from None
