"""The score of release 2026.11: 100 x sigmoid(base + credit - penalties), kept so that its reports can be made again.

Penalties add up in log-odds, capped per code and per family, so that no single fault and no single family decides
alone; every weight is a cost, so that no defect can raise a score.
"""

import math
from collections import defaultdict
from collections.abc import Sequence

from scoring.article import Genre
from scoring.check import Check
from scoring.document import Document
from scoring.doubts import Found, one_doubt_once
from scoring.evidence import Evidence
from scoring.finding import Family, Finding
from scoring.report import Account, FamilyScore, Judged
from scoring.ruleset import Ruleset
from scoring.views.citations import verified


def account(document: Document, evidence: Evidence, ruleset: Ruleset, run: Sequence[Found]) -> Account:
    """Score an article by the findings of a run; there is no bill."""
    scale = _Scale(document, evidence, ruleset, run)
    findings = [
        Judged(check, finding, scale.cost(check, finding)) for check, finding in one_doubt_once(run, ruleset)
    ]
    findings.sort(key=lambda judged: (judged.points, judged.check.code, judged.finding.spans))
    return Account(scale.score, tuple(findings), {family: scale.family(family) for family in Family})


class _Scale:
    """Turns findings into points; knows every sum, so that leaving one finding out costs no second pass.

    `run` is all that the checks found. A finding that keeps another one silent costs what it adds to that one,
    which is heard once it is fixed.
    """

    def __init__(
        self, document: Document, evidence: Evidence, ruleset: Ruleset, run: Sequence[Found]
    ) -> None:
        found = one_doubt_once(run, ruleset)
        self.run = run
        # Codes that share a doubt with another one that found something.
        self.doubled = frozenset[str]().union(
            *({check.code, *check.yields_to} for check, _ in run if check.yields_to)
        )
        self.ruleset = ruleset
        policy = ruleset.policy
        self.silent = not document.covered or document.words < policy.fewest_words
        self.length = min(1.0, document.words / policy.full_words)
        self.mild = _mildness(document.genre, ruleset)
        self.earned = ruleset.base + _credit(document, evidence, ruleset)
        self.counts = dict.fromkeys(Family, 0)
        for check, _ in found:
            self.counts[check.family] += 1
        self.codes, self.sums = _sums(found, ruleset)
        self.score = self._score(self.sums)
        self._costs: dict[tuple[str, float], float] = {}

    def _score(self, sums: dict[Family, float]) -> float | None:
        if self.silent:
            return None
        others = 0.0
        for family, cost in sums.items():
            if cost and family is not Family.FILLER:
                others += self._penalty(family, cost)
        unfilled = _percent(self.earned - others)
        # Filler alone never moves an article by more than one band.
        floor = self.ruleset.policy.bands.below(round(unfilled, 1))
        whole = _percent(self.earned - others - self._penalty(Family.FILLER, sums[Family.FILLER]))
        return round(max(whole, floor), 1)

    def _penalty(self, family: Family, cost: float) -> float:
        return self.length * self.mild[family] * min(self.ruleset.caps[family], cost)

    def cost(self, check: Check, finding: Finding) -> float:
        """The points that come back, below zero, when this finding alone is fixed."""
        rule = self.ruleset.rule(check.code)
        own = rule.weight * finding.strength
        if self.score is None or not own:
            return 0.0
        if check.code in self.doubled:
            rest = [pair for pair in self.run if pair[1] is not finding]
            return self._lost(_sums(one_doubt_once(rest, self.ruleset), self.ruleset)[1])
        key = (check.code, own)
        if key not in self._costs:
            total = self.codes[check.code]
            less = min(rule.cap, total) - min(rule.cap, total - own)
            self._costs[key] = self._lost({**self.sums, check.family: self.sums[check.family] - less})
        return self._costs[key]

    def family(self, family: Family) -> FamilyScore:
        """What one family costs, and the score if it stood alone."""
        alone = {other: self.sums[other] if other is family else 0.0 for other in Family}
        without = {**self.sums, family: 0.0}
        return FamilyScore(self._score(alone), self._lost(without), self.counts[family])

    def _lost(self, sums: dict[Family, float]) -> float:
        better = self._score(sums)
        if better is None or self.score is None:
            return 0.0
        return -round(better - self.score, 1) or 0.0


def _sums(found: Sequence[Found], ruleset: Ruleset) -> tuple[dict[str, float], dict[Family, float]]:
    """What findings cost by code, uncapped, and by family, capped by code."""
    codes: dict[str, float] = defaultdict(float)
    families = dict.fromkeys(Family, 0.0)
    for check, finding in found:
        codes[check.code] += ruleset.rule(check.code).weight * finding.strength
    for check in dict.fromkeys(check for check, _ in found):
        families[check.family] += min(ruleset.rule(check.code).cap, codes[check.code])
    return codes, families


def _percent(log_odds: float) -> float:
    return 100 / (1 + math.exp(-log_odds))


def _mildness(genre: Genre, ruleset: Ruleset) -> dict[Family, float]:
    factors = dict.fromkeys(Family, 1.0)
    if genre in ruleset.policy.mild_genres:
        factors[Family.ATTRIBUTION] = ruleset.mild
    elif genre in ruleset.policy.free_genres:
        factors[Family.ATTRIBUTION] = factors[Family.DATES] = 0.0
    return factors


def _credit(document: Document, evidence: Evidence, ruleset: Ruleset) -> float:
    return min(ruleset.credit_cap, ruleset.credit * verified(document, evidence))
