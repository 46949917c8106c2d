"""One doubt is raised once: which findings are heard where two checks found the same fault."""

from collections.abc import Sequence

from scoring.check import Check
from scoring.finding import Finding
from scoring.ruleset import Ruleset

Found = tuple[Check, Finding]


def one_doubt_once(run: Sequence[Found], ruleset: Ruleset) -> list[Found]:
    """The findings without those whose doubt is raised, and paid for, by another code already.

    Of two codes with one doubt the heavier one is heard, so that fixing it can lower no score.
    """
    weights = {check.code: ruleset.rule(check.code).weight for check, _ in run}
    silent: set[str] = set()
    for check in {check for check, _ in run if check.yields_to}:
        for other in check.yields_to & weights.keys():
            if weights[other]:
                silent.add(check.code if weights[other] >= weights[check.code] else other)
    return [(check, finding) for check, finding in run if check.code not in silent] if silent else list(run)


def doubled(run: Sequence[Found]) -> frozenset[str]:
    """The codes that share a doubt with another one that found something."""
    return frozenset[str]().union(*({check.code, *check.yields_to} for check, _ in run if check.yields_to))
