"""One logistic map from the score to the share of newsroom-like articles: fitted once a release, measured on every pool."""

import math
import tomllib
import zlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from tools.evaluation.corpora import RULES, Case, Sets, is_good
from tools.evaluation.metrics import LLM_SETS, cases_of, everything
from tools.evaluation.tables import figure, table

TABLE = Path(__file__).with_name("calibration.toml")
BINS, ROUNDS = 10, 60


class Map(NamedTuple):
    """A logistic map from the log-odds that the score stands for to those of a newsroom's article."""

    slope: float
    intercept: float

    def share(self, score: float, /) -> float:
        """The share of newsroom-like articles at a score."""
        return 1 / (1 + math.exp(-(self.slope * log_odds(score) + self.intercept)))


Point = tuple[float, bool]


def log_odds(score: float) -> float:
    """What the score's sigmoid was made of; half a point off 0 and 100, where it would be endless."""
    return math.log(max(0.5, min(99.5, score)) / (100 - max(0.5, min(99.5, score))))


def kept(points: Sequence[Point]) -> Map:
    """The map of this ruleset; fitted and written down where there is none yet."""
    told = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    if RULES.version not in told:
        slope, intercept = fit(points)
        with TABLE.open("a", encoding="utf-8") as file:
            file.write(f'\n["{RULES.version}"]\nslope = {slope:.4f}\nintercept = {intercept:.3f}\n')
        return kept(points)
    return Map(**told[RULES.version])


def fit(points: Sequence[Point]) -> Map:
    """Newton's method for two parameters, both classes weighing the same."""
    masses = _masses(points)
    slope = intercept = 0.0
    for _ in range(ROUNDS):
        told = Map(slope, intercept)
        pull = turn = aa = ab = bb = 0.0
        for (score, good), mass in zip(points, masses, strict=True):
            x, share = log_odds(score), told.share(score)
            error, bend = mass * (share - good), mass * max(share * (1 - share), 1e-9)
            pull, turn = pull + error * x, turn + error
            aa, ab, bb = aa + bend * x * x, ab + bend * x, bb + bend
        area = aa * bb - ab * ab
        steps = ((bb * pull - ab * turn) / area, (aa * turn - ab * pull) / area)
        slope, intercept = slope - steps[0], intercept - steps[1]
        if sum(map(abs, steps)) < 1e-9:
            break
    return Map(slope, intercept)


def _masses(points: Sequence[Point], *, balanced: bool = True) -> list[float]:
    goods = sum(good for _, good in points)
    if not balanced:
        return [1 / len(points)] * len(points)
    return [0.5 / (goods if good else len(points) - goods) for _, good in points]


def error(points: Sequence[Point], read: Callable[[float], float], *, balanced: bool = True) -> float:
    """The expected calibration error over bins of equal mass; balanced, both classes weigh the same.

    Articles of one score are one block, which spreads evenly over the bins that it reaches into.
    """
    blocks: dict[float, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for (score, good), mass in zip(points, _masses(points, balanced=balanced), strict=True):
        block = blocks[score]
        block[0] += mass
        block[1] += mass * (read(score) - good)
    gaps, start = [0.0] * BINS, 0.0
    for _, (mass, gap) in sorted(blocks.items()):
        for place in range(BINS):
            inside = min(start + mass, (place + 1) / BINS) - max(start, place / BINS)
            gaps[place] += gap * max(0.0, inside) / mass
        start += mass
    return sum(map(abs, gaps))


def section(sets: Sets) -> tuple[str, float]:
    """The map with its errors on every pool, and its error on the pool that it is fitted for."""
    whole = everything(sets)
    points = _points(whole)
    told = kept(points)
    again = fit(points)
    lines = [_line("pool of the fit", points, told)]
    lines += [_line(name, _points(cases_of(sets, name)), told) for name in LLM_SETS]
    head = ("pool", "share good", "ECE raw", "ECE mapped", "ECE raw, unweighted", "ECE mapped, unweighted")
    text = (
        f"P(newsroom-like) = 1 / (1 + exp(-({told.slope:.4f} x ln(score / (100 - score)) {told.intercept:+.3f}))), both classes weighing the same "
        f"(a fit today gives {again.slope:.4f} and {again.intercept:+.3f}). Fitted on either half of the groups and measured on the "
        f"other, ECE is {figure(_crossed(whole))}.\n\n{table(head, lines)}"
    )
    return text, error(points, told.share)


def _points(cases: Sequence[Case]) -> list[Point]:
    return [(got.score, is_good(row)) for row, got in cases if got.score is not None]


def _raw(score: float) -> float:
    return score / 100


def _line(name: str, points: Sequence[Point], told: Map) -> list[str]:
    errors = (
        error(points, reading, balanced=balanced)
        for balanced in (True, False)
        for reading in (_raw, told.share)
    )
    return [name, f"{sum(good for _, good in points) / len(points):.2f}", *map(figure, errors)]


def _crossed(cases: Sequence[Case]) -> float:
    """The error over both halves, each under the map of the other."""
    halves: tuple[list[Case], list[Case]] = ([], [])
    for case in cases:
        halves[zlib.crc32(str(case[0].get("group") or case[0]["id"]).encode()) % 2].append(case)
    one, other = map(_points, halves)
    return (error(one, fit(other).share) + error(other, fit(one).share)) / 2
