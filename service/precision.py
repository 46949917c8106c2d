"""How far readers confirm a check, and when that is too little beyond doubt."""

import math
from collections.abc import Iterable

from service.records import Tally

# 95 % of a normal distribution, both sides.
Z = 1.959964


def heard(tallies: Iterable[Tally], most_each: int) -> Tally:
    """All readers together, of whom each caller vouches for `most_each` at most.

    Readers are names that a caller gives: with more of them it is heard no louder, in their proportion, rounded down.
    """
    agreed = disagreed = 0
    for tally in tallies:
        share = min(1.0, most_each / tally.total) if tally.total else 0.0
        agreed += math.floor(tally.agreed * share)
        disagreed += math.floor(tally.disagreed * share)
    return Tally(agreed, disagreed)


def precision(tally: Tally) -> float | None:
    """The share of readers who agree, 0 to 1; None where there are none."""
    return tally.agreed / tally.total if tally.total else None


def bounds(tally: Tally) -> tuple[float, float]:
    """Between which values the true share lies (Wilson's interval, 95 %); 0 and 1 without readers."""
    count = tally.total
    if not count:
        return 0.0, 1.0
    share = tally.agreed / count
    middle = share + Z * Z / (2 * count)
    half = Z * math.sqrt(share * (1 - share) / count + Z * Z / (4 * count * count))
    whole = 1 + Z * Z / count
    return max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole)


def fails(tally: Tally, floor: float, fewest: int) -> bool:
    """Whether even the upper bound lies under the floor, after `fewest` readers or more."""
    return tally.total >= fewest and bounds(tally)[1] < floor


def recovers(tally: Tally, floor: float, fewest: int) -> bool:
    """Whether a check that failed may cost points again.

    The share itself must be at the floor: further than what made it fail, so that one reader does not turn
    it on and off.
    """
    return tally.total >= fewest and tally.agreed / tally.total >= floor
