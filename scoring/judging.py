"""From what was read and learnt to a score with reasons: run the checks, and let the ruleset's formula add them up."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from scoring import billing, log_odds
from scoring.catalogue import CATALOGUE
from scoring.check import Catalogue, Check
from scoring.document import Document
from scoring.doubts import Found
from scoring.evidence import Evidence, Lookup
from scoring.finding import Family
from scoring.policy import Band, Policy
from scoring.report import MOST_LISTED, CheckFailure, Coverage, Judged, Report
from scoring.ruleset import Ruleset
from scoring.views.office_holders import offices_out_of_date
from scoring.views.questions import QUESTIONS, Question


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
    account = (billing if ruleset.bill else log_odds).account(document, evidence, ruleset, run)
    listed = _listed(account.findings)
    unsettled = {it: _open_share(it.lookups(document), evidence) for it in QUESTIONS}
    return Report(
        document=document,
        evidence=evidence,
        ruleset=ruleset.version,
        score=account.score,
        band=Band.INSUFFICIENT if account.score is None else ruleset.policy.bands.of(account.score),
        confidence=_confidence(document, ruleset.policy, unsettled, len(failed)),
        coverage={family: _coverage(family, document, unsettled, failed) for family in Family},
        families=account.families,
        findings=listed,
        unlisted=len(account.findings) - len(listed),
        failed=tuple(CheckFailure(check.code, exception) for check, exception in failures),
        bill=account.bill,
        support=account.support,
        summary=account.summary,
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
