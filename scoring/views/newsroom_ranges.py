"""What is usual in newsroom articles of a length: how many of their sentences name nobody, no number and no date."""

from bisect import bisect_right
from functools import lru_cache
from typing import NamedTuple

from scoring.lexicons import table


class Usual(NamedTuple):
    """The 5th percentile, the median and the 95th percentile, in sentences."""

    low: int
    middle: int
    high: int


def usual_bare(sentences: int) -> Usual:
    """How many bare sentences newsroom articles with so many sentences of their own have."""
    begins, shares = _ranges()
    row = shares[max(0, bisect_right(begins, sentences) - 1)]
    return Usual(*(round(share * sentences) for share in row))


@lru_cache(maxsize=1)
def _ranges() -> tuple[list[int], list[tuple[float, float, float]]]:
    """Where each class of lengths begins, and its shares: what no newsroom may change."""
    rows = table("newsroom_ranges")
    begins = [int(row["sentences"]) for row in rows]
    return begins, [(float(row["low"]), float(row["middle"]), float(row["high"])) for row in rows]
