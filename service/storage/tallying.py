"""Sums up what became of the articles of a range."""

from collections.abc import Sequence

from service.storage.ledger_records import Outcome


def tally(outcomes: Sequence[Outcome]) -> dict[str, int]:
    """What a range's articles come to, in the terms of COUNTERS."""
    counts: dict[str, int] = {}
    for outcome in outcomes:
        for name, number in outcome.counts().items():
            counts[name] = counts.get(name, 0) + number
    return counts
