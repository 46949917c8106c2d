"""The bill: 100 less its lines is the score, exactly; one line for each cause, dearest causes first."""

import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from scoring.backbone import Backbone, Charges
from scoring.bill_policy import BillPolicy
from scoring.document import Document, Span
from scoring.doubts import Found, doubled, one_doubt_once
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.report import MOST_LISTED, Account, BillLine, FamilyScore, Judged
from scoring.ruleset import Ruleset
from scoring.telling import reasons, summary, support_of
from scoring.views.given_genre import given_genre

_WHOLE = 100.0
_ORDER = (Severity.HIGH, Severity.MEDIUM, Severity.LOW, Severity.INFO)
# The lines that belong to no finding, by the family in whose name they are told.
_FAMILIES = {
    "support": Family.ATTRIBUTION,
    "unverified": Family.ATTRIBUTION,
    "particulars": Family.FILLER,
    "wording": Family.FILLER,
}


def account(document: Document, evidence: Evidence, ruleset: Ruleset, run: Sequence[Found]) -> Account:
    """Score an article: its support, particulars and wording, and what was found in a run of the checks."""
    found = one_doubt_once(run, ruleset)
    policy = ruleset.policy
    free = given_genre(document) in policy.free_genres
    if not document.covered or document.words < policy.fewest_words or free:
        return _without_score(found)
    return _Bill(document, evidence, ruleset, run).account()


def _without_score(found: Sequence[Found]) -> Account:
    findings = [Judged(check, finding, 0.0) for check, finding in found]
    findings.sort(key=_place)
    counts = Counter(check.family for check, _ in found)
    families = {family: FamilyScore(None, 0.0, counts[family]) for family in Family}
    return Account(None, tuple(findings), families)


def _place(judged: Judged) -> tuple[int, float, str, tuple[Span, ...]]:
    """Findings stand by severity, then by what they cost."""
    return _ORDER.index(judged.severity), judged.loss, judged.check.code, judged.finding.spans


class _Total(NamedTuple):
    """The parts of a score: the four lines without any finding, and what findings cost through and beside them."""

    lines: Charges
    voided: float
    lost: float

    @property
    def score(self) -> float:
        return _WHOLE - sum(self.lines) - self.voided - self.lost


class _Bill:
    """Works out the bill once, and what it would be without one finding."""

    def __init__(
        self, document: Document, evidence: Evidence, ruleset: Ruleset, run: Sequence[Found]
    ) -> None:
        assert ruleset.bill is not None
        self._document = document
        self._evidence = evidence
        self._ruleset = ruleset
        self._policy: BillPolicy = ruleset.bill
        self._run = run
        self._found = one_doubt_once(run, ruleset)
        self._doubled = doubled(run)
        self._backbones: dict[bool, Backbone] = {}
        self._rests: dict[tuple[str, float], float] = {}
        self._starts = [sentence.span.start for sentence in document.sentences]
        self._touched = {id(finding): self._marks(check.code, finding) for check, finding in self._found}
        self._defects = _Defects(self._found, ruleset)
        self._doubting = Counter(check.code in self._policy.doubting for check, _ in self._found)[True]
        self._voided, self._levelled = self._held(self._policy.voiding), self._held(self._policy.levelling)
        self.total = self._totalled(
            self._voided, self._levelled, self._defects.raw, doubted=self._doubting > 0
        )

    def _held(self, codes: tuple[str, ...]) -> Counter[int]:
        """How many findings of some codes touch each statement, by its number."""
        return Counter(
            number
            for check, finding in self._found
            if check.code in codes
            for number in self._touched[id(finding)]
        )

    def _backbone(self, *, doubted: bool) -> Backbone:
        if doubted not in self._backbones:
            self._backbones[doubted] = Backbone(self._document, self._evidence, self._policy, doubted=doubted)
        return self._backbones[doubted]

    def _marks(self, code: str, finding: Finding) -> tuple[int, ...]:
        """The numbers of the statements that a finding leaves without support, or with less."""
        if code not in self._policy.voiding and code not in self._policy.levelling:
            return ()
        sentences, numbers = self._document.sentences, set[int]()
        for span in finding.spans:
            first = max(0, bisect_right(self._starts, span.start) - 1)
            for number in range(first, bisect_left(self._starts, span.end)):
                if sentences[number].span.touches(span):
                    numbers.add(number)
        return tuple(sorted(numbers))

    def _totalled(
        self, voided: Collection[int], levelled: Collection[int], raw: float, *, doubted: bool
    ) -> _Total:
        backbone = self._backbone(doubted=doubted)
        lines = backbone.charges()
        voids = sum(backbone.charges(voided, levelled)) - sum(lines) if voided or levelled else 0.0
        base = _WHOLE - sum(lines) - voids
        return _Total(lines, voids, base * (1 - math.exp(-self._policy.defects * raw / _WHOLE)))

    def without(self, check_code: str, finding: Finding) -> float:
        """The score once one finding is fixed and nothing else."""
        if check_code in self._doubled:
            key = (check_code, finding.strength)
            if key not in self._rests:
                rest = [pair for pair in self._run if pair[1] is not finding]
                self._rests[key] = _Bill(self._document, self._evidence, self._ruleset, rest).total.score
            return self._rests[key]
        touched = self._touched[id(finding)]
        voided = self._left(self._voided, touched) if check_code in self._policy.voiding else self._voided
        levelling = check_code in self._policy.levelling
        levelled = self._left(self._levelled, touched) if levelling else self._levelled
        doubting = self._doubting - (check_code in self._policy.doubting)
        raw = self._defects.without(check_code, finding)
        return self._totalled(voided, levelled, raw, doubted=doubting > 0).score

    @staticmethod
    def _left(held: Counter[int], touched: Collection[int]) -> Collection[int]:
        """The statements that other findings still hold once one that touches some of them is gone."""
        freed = {number for number in touched if held[number] == 1}
        return held.keys() - freed if freed else held

    def account(self) -> Account:
        score = round(self.total.score, 1)
        shares = self._shares()
        names = [name for name, cost in self.total.lines._asdict().items()]
        tenths = _tenths([*self.total.lines, *shares], round((_WHOLE - score) * 10))
        costs = [-tenth / 10 or 0.0 for tenth in tenths]
        judged = self._judged(costs[len(names) :], score)
        backbone = self._backbone(doubted=self._doubting > 0)
        voided = frozenset(self._voided)
        support = support_of(self._document, backbone, voided, self._policy)
        why = reasons(self._document, backbone, support, self._policy)
        charged = dict(zip(names, costs[: len(names)], strict=True))
        bill = [BillLine(name, cost, why[name]) for name, cost in charged.items()]
        bill += _lines_of(judged)
        return Account(
            score=score,
            findings=judged,
            families=_families(charged, judged),
            bill=tuple(bill),
            support=support,
            summary=summary(bill, why, self._ruleset.policy.bands.of(score)),
        )

    def _shares(self) -> list[float]:
        """What each finding costs: its share of what findings cost beside the lines, and of the support that they void.

        A finding of lower severity never costs more than one of higher severity in the same article.
        """
        backbone = self._backbone(doubted=self._doubting > 0)
        voids = []
        for _, finding in self._found:
            numbers = self._touched[id(finding)]
            rows = [
                (backbone.standings[number], self._voided[number] + self._levelled[number])
                for number in numbers
            ]
            voids.append(sum((it.weight + it.words / _WHOLE) / holds for it, holds in rows))
        raw = [self._defects.share(check.code, finding) for check, finding in self._found]
        whole_voids, whole_raw = sum(voids), sum(raw)
        costs = [
            (self.total.voided * void / whole_voids if whole_voids else 0.0)
            + (self.total.lost * part / whole_raw if whole_raw else 0.0)
            for void, part in zip(voids, raw, strict=True)
        ]
        order = sorted(
            (number for number, cost in enumerate(costs) if cost),
            key=lambda number: (self._level(number), -costs[number]),
        )
        for number, cost in zip(order, _falling([costs[number] for number in order]), strict=True):
            costs[number] = cost
        return costs

    def _level(self, number: int) -> int:
        check, finding = self._found[number]
        return _ORDER.index(finding.severity or check.severity)

    def _judged(self, losses: Sequence[float], score: float) -> tuple[Judged, ...]:
        judged = []
        for (check, finding), loss in zip(self._found, losses, strict=True):
            gain = 0.0
            if (
                self._defects.share(check.code, finding)
                or self._touched[id(finding)]
                or self._is_doubting(check.code)
            ):
                gain = min(0.0, score - round(self.without(check.code, finding), 1))
            # What costs nothing, and would give nothing back, is a remark.
            level = None if loss or gain else Severity.INFO
            judged.append(Judged(check, finding, round(gain, 1) or 0.0, loss, level))
        return tuple(sorted(judged, key=_place))

    def _is_doubting(self, code: str) -> bool:
        return code in self._policy.doubting


def _lines_of(judged: Iterable[Judged]) -> list[BillLine]:
    """One line for each finding that costs something; those of one check beyond the ones that are listed share a line."""
    lines: list[BillLine] = []
    seen, rest = Counter[str](), Counter[str]()
    beyond: dict[str, float] = defaultdict(float)
    for it in judged:
        seen[it.check.code] += 1
        if it.loss and seen[it.check.code] <= MOST_LISTED:
            lines.append(BillLine(it.check.code, it.loss, it.finding.message))
        elif it.loss:
            beyond[it.check.code] += it.loss
            rest[it.check.code] += 1
    more = [
        BillLine(code, round(loss, 1), f"{rest[code]} more of this kind, which are not listed.")
        for code, loss in beyond.items()
    ]
    return lines + more


class _Defects:
    """What findings cost beside the lines, in points before they are bent together: capped by code and by family."""

    def __init__(self, found: Sequence[Found], ruleset: Ruleset) -> None:
        self._ruleset = ruleset
        self._levelling = frozenset(ruleset.bill.levelling if ruleset.bill else ())
        self._codes: dict[str, float] = defaultdict(float)
        self._family: dict[str, Family] = {}
        for check, finding in found:
            self._codes[check.code] += self._own(check.code, finding)
            self._family[check.code] = check.family
        self.raw, self._factors = self._summed(self._codes)

    def _summed(self, codes: Mapping[str, float]) -> tuple[float, dict[str, float]]:
        """All points, and the share of each code's that the caps leave."""
        families: dict[Family, float] = defaultdict(float)
        for code, points in codes.items():
            families[self._family[code]] += min(self._ruleset.rule(code).cap, points)
        factors = {}
        for code, points in codes.items():
            whole = families[self._family[code]]
            left = min(1.0, self._ruleset.caps[self._family[code]] / whole) if whole else 0.0
            factors[code] = left * min(self._ruleset.rule(code).cap, points) / points if points else 0.0
        return sum(codes[code] * factor for code, factor in factors.items()), factors

    def _own(self, code: str, finding: Finding) -> float:
        """The points of one finding, uncapped; of a levelling code only what is above its full strength."""
        strength = max(0.0, finding.strength - 1) if code in self._levelling else finding.strength
        return self._ruleset.rule(code).weight * strength

    def share(self, code: str, finding: Finding) -> float:
        """The part of one finding."""
        return self._own(code, finding) * self._factors[code]

    def without(self, code: str, finding: Finding) -> float:
        """All points but those that go with one finding."""
        left = self._codes[code] - self._own(code, finding)
        return self._summed({**self._codes, code: max(0.0, left)})[0]


def _falling(costs: Sequence[float]) -> list[float]:
    """The nearest costs of the same sum that never rise: neighbours that do are given their mean (pool adjacent violators)."""
    pools: list[tuple[float, int]] = []
    for cost in costs:
        total, count = cost, 1
        while pools and pools[-1][0] / pools[-1][1] < total / count:
            before, number = pools.pop()
            total, count = total + before, count + number
        pools.append((total, count))
    return [total / count for total, count in pools for _ in range(count)]


def _tenths(costs: Sequence[float], whole: int) -> list[int]:
    """Costs in tenths of a point that sum to `whole`, by the largest remainder; of two equal remainders the first one gets it."""
    exact = [max(0.0, cost) * 10 for cost in costs]
    tenths = [math.floor(cost) for cost in exact]
    order = sorted(range(len(exact)), key=lambda place: (tenths[place] - exact[place], place))
    missing = whole - sum(tenths)
    for place in order[: max(0, missing)]:
        tenths[place] += 1
    for place in reversed(order):
        if missing >= 0:
            break
        if tenths[place]:
            tenths[place] -= 1
            missing += 1
    return tenths


def _families(charged: Mapping[str, float], judged: Iterable[Judged]) -> dict[Family, FamilyScore]:
    """What each family costs, the four lines told in the family that they speak of."""
    costs, counts = defaultdict[Family, float](float), Counter[Family]()
    for name, cost in charged.items():
        costs[_FAMILIES[name]] += cost
    for it in judged:
        costs[it.check.family] += it.loss
        counts[it.check.family] += 1
    return {
        family: FamilyScore(round(_WHOLE + costs[family], 1), round(costs[family], 1) or 0.0, counts[family])
        for family in Family
    }
