"""From what was read and learnt to a score with reasons.

The score is 100 x sigmoid(base + credit - penalties). Penalties add up in log-odds, capped per code and per
family, so that no single fault and no single family decides alone; every weight is a cost, so that no
defect can raise a score.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from scoring.article import Genre
from scoring.catalogue import CATALOGUE
from scoring.check import Catalogue, Check
from scoring.document import Document
from scoring.evidence import Evidence, Lookup
from scoring.finding import Family, Finding
from scoring.policy import Band, Policy
from scoring.report import CheckFailure, Coverage, FamilyScore, Judged, Report
from scoring.ruleset import Ruleset
from scoring.views.citations import verified
from scoring.views.office_holders import offices_out_of_date
from scoring.views.questions import QUESTIONS, Question

# So many findings of one check are listed; the score and the families' counts know all of them.
MOST_LISTED = 100


def wants(document: Document, ruleset: Ruleset, catalogue: Catalogue = CATALOGUE) -> tuple[Lookup, ...]:
    """The look-ups that the active checks would use, each once, in text order: citations, then experts by name."""
    needs = {need for check in catalogue if not ruleset.rule(check.code).off for need in check.needs}
    lookups = (lookup for question in QUESTIONS for lookup in question.lookups(document))
    return tuple(lookup for lookup in lookups if lookup.kind in needs)


def judge(
    document: Document, evidence: Evidence, ruleset: Ruleset, catalogue: Catalogue = CATALOGUE
) -> Report:
    """Score an article by the checks of a catalogue, weighed by a ruleset.

    Pure: the same arguments give an equal report in any process. A check that raises is left out; `Report.failed`
    has its code and what it raised.
    """
    run, failures = _run(document, evidence, ruleset, catalogue)
    failed = [check for check, _ in failures]
    found = _one_doubt_once(run, ruleset)
    scale = _Scale(document, evidence, ruleset, run)
    unsettled = {it: _open_share(it.lookups(document), evidence) for it in QUESTIONS}
    findings = [Judged(check, finding, scale.cost(check, finding)) for check, finding in found]
    findings.sort(key=lambda judged: (judged.points, judged.check.code, judged.finding.spans))
    listed = _listed(findings)
    return Report(
        document=document,
        evidence=evidence,
        ruleset=ruleset.version,
        score=scale.score,
        band=Band.INSUFFICIENT if scale.score is None else ruleset.policy.bands.of(scale.score),
        confidence=_confidence(document, ruleset.policy, unsettled, len(failed)),
        coverage={family: _coverage(family, document, unsettled, failed) for family in Family},
        families={family: scale.family(family) for family in Family},
        findings=listed,
        unlisted=len(findings) - len(listed),
        failed=tuple(CheckFailure(check.code, exception) for check, exception in failures),
    )


def _listed(findings: Iterable[Judged]) -> tuple[Judged, ...]:
    """The first MOST_LISTED findings of each check: all of them count, and nobody reads more."""
    seen: Counter[str] = Counter()
    listed = []
    for judged in findings:
        seen[judged.check.code] += 1
        if seen[judged.check.code] <= MOST_LISTED:
            listed.append(judged)
    return tuple(listed)


Found = tuple[Check, Finding]


def _run(
    document: Document, evidence: Evidence, ruleset: Ruleset, catalogue: Catalogue
) -> tuple[list[Found], list[tuple[Check, Exception]]]:
    found: list[Found] = []
    failures: list[tuple[Check, Exception]] = []
    for check in catalogue:
        if ruleset.rule(check.code).off or not (document.covered or check.any_language):
            continue
        try:
            found += [(check, finding) for finding in check(document, evidence)]
        except Exception as exception:  # one broken check must not lose the article; the report names it
            failures.append((check, exception))
    return found, failures


def _one_doubt_once(run: Sequence[Found], ruleset: Ruleset) -> list[Found]:
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


class _Scale:
    """Turns findings into points; knows every sum, so that leaving one finding out costs no second pass.

    `run` is all that the checks found. A finding that keeps another one silent costs what it adds to that one,
    which is heard once it is fixed.
    """

    def __init__(
        self, document: Document, evidence: Evidence, ruleset: Ruleset, run: Sequence[Found]
    ) -> None:
        found = _one_doubt_once(run, ruleset)
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
            return self._lost(_sums(_one_doubt_once(rest, self.ruleset), self.ruleset)[1])
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


def _open_share(lookups: Sequence[Lookup], evidence: Evidence) -> float:
    """The share of look-ups that settled nothing."""
    answers = [evidence.answer(lookup) for lookup in lookups]
    return sum(not answer.settled for answer in answers) / len(answers) if answers else 0.0


def _coverage(
    family: Family, document: Document, unsettled: Mapping[Question, float], failed: Sequence[Check]
) -> Coverage:
    if any(check.family is family for check in failed):
        return Coverage.PARTIAL
    # In a language that is not covered, only the checks that read no words were made.
    if not document.covered and family is not Family.CITATIONS:
        return Coverage.PARTIAL
    if family is Family.DATES and offices_out_of_date(document):
        return Coverage.PARTIAL
    left = max((share for question, share in unsettled.items() if question.family is family), default=0.0)
    if left:
        return Coverage.PARTIAL if left < 1 else Coverage.OFFLINE
    return Coverage.COMPLETE


def _confidence(
    document: Document, policy: Policy, unsettled: Mapping[Question, float], failed: int
) -> float:
    """How much of what the score rests on was there to be judged, 0 to 1.

    Falls with citations and named experts that nobody could look up, with short texts, with dates that read two ways and with
    checks that failed. It never touches the score.
    """
    if not document.covered or document.words < policy.fewest_words:
        return 0.0
    lost = policy.confidence
    sure = lost.shortest + (1 - lost.shortest) * min(1.0, document.words / (2 * policy.full_words))
    for question, share in unsettled.items():
        sure *= 1 - getattr(lost, question.name) * share
    if any(len(stamp.readings) > 1 for stamp in document.stamps):
        sure *= 1 - lost.stamp
    return float(round(sure * (1 - lost.failed) ** failed, 2))
