"""From what was read and learnt to a score with reasons.

The score is 100 x sigmoid(base + credit - penalties). Penalties add up in log-odds, capped per code and per
family, so that no single fault and no single family decides alone; every weight is a cost, so that no
defect can raise a score.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

from scoring.article import Genre
from scoring.catalogue import CATALOGUE
from scoring.check import Catalogue, Check
from scoring.document import Document
from scoring.evidence import CONCLUSIVE, Evidence, Lookup, PersonVerdict
from scoring.finding import Family, Finding
from scoring.report import BANDS, Band, CheckFailure, Coverage, FamilyScore, Judged, Report, band_of
from scoring.ruleset import Ruleset
from scoring.views.citations import citation_lookups, verified
from scoring.views.experts import expert_lookups

# Below this many words nothing measured here separates good from bad (AUC 0.47 to 0.73); see docs/score.md.
FEWEST_WORDS = 120
# Up to this many words a penalty counts in proportion to the length.
FULL_WORDS = 250

# Genres whose form leaves sources out for good reasons.
MILD_GENRES = frozenset({Genre.OPINION, Genre.ANALYSIS, Genre.INTERVIEW})
# Genres that make no claim of fact: their attribution and dates are not judged at all.
FREE_GENRES = frozenset({Genre.SATIRE, Genre.FICTION})


def wants(document: Document, ruleset: Ruleset, catalogue: Catalogue = CATALOGUE) -> tuple[Lookup, ...]:
    """The look-ups that the active checks would use, each once, in text order: citations, then experts by name."""
    needs = {need for check in catalogue if not ruleset.rule(check.code).off for need in check.needs}
    lookups = (*citation_lookups(document), *expert_lookups(document))
    return tuple(lookup for lookup in lookups if lookup.kind in needs)


def judge(
    document: Document, evidence: Evidence, ruleset: Ruleset, catalogue: Catalogue = CATALOGUE
) -> Report:
    """Score an article by the checks of a catalogue, weighed by a ruleset.

    Pure: the same arguments give an equal report in any process. A check that raises is left out; `Report.failed`
    has its code and what it raised.
    """
    found, failures = _run(document, evidence, ruleset, catalogue)
    failed = [check for check, _ in failures]
    scale = _Scale(document, evidence, ruleset, found)
    unsettled = _open_share(citation_lookups(document), evidence)
    unknown = _unknown_share(expert_lookups(document), evidence)
    findings = [Judged(check, finding, scale.cost(check, finding)) for check, finding in found]
    findings.sort(key=lambda judged: (judged.points, judged.check.code, judged.finding.spans))
    return Report(
        document=document,
        evidence=evidence,
        ruleset=ruleset.version,
        score=scale.score,
        band=Band.INSUFFICIENT if scale.score is None else band_of(scale.score),
        confidence=_confidence(document, unsettled, unknown, failed),
        coverage={family: _coverage(family, evidence, unsettled, unknown, failed) for family in Family},
        families={family: scale.family(family) for family in Family},
        findings=tuple(findings),
        failed=tuple(CheckFailure(check.code, exception) for check, exception in failures),
    )


Found = tuple[Check, Finding]


def _run(
    document: Document, evidence: Evidence, ruleset: Ruleset, catalogue: Catalogue
) -> tuple[list[Found], list[tuple[Check, Exception]]]:
    found: list[Found] = []
    failures: list[tuple[Check, Exception]] = []
    if not document.covered:
        return found, failures
    for check in catalogue:
        if ruleset.rule(check.code).off:
            continue
        try:
            found += [(check, finding) for finding in check(document, evidence)]
        except Exception as exception:  # one broken check must not lose the article; the report names it
            failures.append((check, exception))
    return found, failures


class _Scale:
    """Turns findings into points; knows every sum, so that leaving one finding out costs no second pass."""

    def __init__(
        self, document: Document, evidence: Evidence, ruleset: Ruleset, found: Sequence[Found]
    ) -> None:
        self.ruleset = ruleset
        self.silent = not document.covered or document.words < FEWEST_WORDS
        self.length = min(1.0, document.words / FULL_WORDS)
        self.mild = _mildness(document.genre, ruleset)
        self.earned = ruleset.base + _credit(document, evidence, ruleset)
        self.counts = dict.fromkeys(Family, 0)
        self.codes: dict[str, float] = defaultdict(float)
        self.sums = dict.fromkeys(Family, 0.0)
        for check, finding in found:
            self.counts[check.family] += 1
            self.codes[check.code] += ruleset.rule(check.code).weight * finding.strength
        for check in dict.fromkeys(check for check, _ in found):
            self.sums[check.family] += min(ruleset.rule(check.code).cap, self.codes[check.code])
        self.score = self._score(self.sums)
        self._costs: dict[tuple[str, float], float] = {}

    def _score(self, sums: dict[Family, float]) -> float | None:
        if self.silent:
            return None
        others = sum(self._penalty(family, sums) for family in Family if family is not Family.FILLER)
        unfilled = _percent(self.earned - others)
        # Filler alone never moves an article by more than one band.
        floor = next((low for _, low in BANDS[BANDS.index(_row(round(unfilled, 1))) + 1 :]), 0.0)
        whole = _percent(self.earned - others - self._penalty(Family.FILLER, sums))
        return round(max(whole, floor), 1)

    def _penalty(self, family: Family, sums: dict[Family, float]) -> float:
        return self.length * self.mild[family] * min(self.ruleset.caps[family], sums[family])

    def cost(self, check: Check, finding: Finding) -> float:
        """The points that come back, below zero, when this finding alone is fixed."""
        rule = self.ruleset.rule(check.code)
        own = rule.weight * finding.strength
        if self.score is None or not own:
            return 0.0
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


def _row(score: float) -> tuple[Band, float]:
    return next(row for row in BANDS if score >= row[1])


def _percent(log_odds: float) -> float:
    return 100 / (1 + math.exp(-log_odds))


def _mildness(genre: Genre, ruleset: Ruleset) -> dict[Family, float]:
    factors = dict.fromkeys(Family, 1.0)
    if genre in MILD_GENRES:
        factors[Family.ATTRIBUTION] = ruleset.mild
    elif genre in FREE_GENRES:
        factors[Family.ATTRIBUTION] = factors[Family.DATES] = 0.0
    return factors


def _credit(document: Document, evidence: Evidence, ruleset: Ruleset) -> float:
    return min(ruleset.credit_cap, ruleset.credit * verified(document, evidence))


def _open_share(lookups: Iterable[Lookup], evidence: Evidence) -> float:
    """The share of look-ups that settled nothing."""
    verdicts = [evidence.link(lookup).verdict for lookup in lookups]
    return sum(verdict not in CONCLUSIVE for verdict in verdicts) / len(verdicts) if verdicts else 0.0


def _unknown_share(lookups: Sequence[Lookup], evidence: Evidence) -> float:
    """The share of named experts of whom nobody was asked, or nobody answered."""
    verdicts = [evidence.person(lookup).verdict for lookup in lookups]
    return verdicts.count(PersonVerdict.NOT_CHECKED) / len(verdicts) if verdicts else 0.0


def _coverage(
    family: Family, evidence: Evidence, unsettled: float, unknown: float, failed: Sequence[Check]
) -> Coverage:
    if any(check.family is family for check in failed):
        return Coverage.PARTIAL
    if family is Family.CITATIONS and unsettled:
        return Coverage.PARTIAL if evidence.online and unsettled < 1 else Coverage.OFFLINE
    if family is Family.ATTRIBUTION and unknown:
        return Coverage.PARTIAL if unknown < 1 else Coverage.OFFLINE
    return Coverage.COMPLETE


def _confidence(document: Document, unsettled: float, unknown: float, failed: Sequence[Check]) -> float:
    """How much of what the score rests on was there to be judged, 0 to 1.

    Falls with citations and named experts that nobody could look up, with short texts, with dates that read two ways and with
    checks that failed. It never touches the score.
    """
    if not document.covered or document.words < FEWEST_WORDS:
        return 0.0
    sure = 0.6 + 0.4 * min(1.0, document.words / (2 * FULL_WORDS))
    sure *= 1 - 0.3 * unsettled
    sure *= 1 - 0.1 * unknown
    if any(len(stamp.readings) > 1 for stamp in document.stamps):
        sure *= 0.95
    return round(sure * 0.9 ** len(failed), 2)
