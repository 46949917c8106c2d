"""How well the score tells generated text from newsrooms', set by set, and what it says of true and false."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from tools.evaluation.corpora import Case, Sets, labelled, share
from tools.evaluation.metrics import (
    LLM_SETS,
    REAL_FAKE_SETS,
    Told,
    cases_of,
    everything,
    macro,
    measured,
    scores_of,
)
from tools.evaluation.tables import figure, interval, percent, table

# Generated, genuine, neither.
FRESH_SETS = ("b_", "g_", "m_")
POOLED = "all generated, newsrooms and op-eds"
HEAD = ("set", "good", "bad", "scored", "AUC", "AUC, same length", "TPR at FPR 5 %", "mean bad", "mean good")


def separation(sets: Sets, bootstrap: int) -> dict[str, Told]:
    """What the metrics say of every set and pool."""
    # The fresh sets have one side each: `fresh_auc` pairs them.
    paired = [name for name in sets if not name.startswith(FRESH_SETS)]
    tables = {name: scores_of(cases_of(sets, name)) for name in dict.fromkeys((*LLM_SETS, *paired))}
    return measured({**tables, POOLED: scores_of(everything(sets))}, bootstrap)


def _line(name: str, told: Told) -> list[str]:
    counts = (str(told["n_good"]), str(told["n_bad"]), percent(told["cov"]))
    means = (figure(told.get("mean_bad"), 1), figure(told.get("mean_good"), 1))
    return [name, *counts, interval(told), figure(told.get("auc_len")), figure(told.get("tpr5")), *means]


def all_sets(told: Mapping[str, Told]) -> str:
    """Every set and pool, for the terminal."""
    return table(HEAD, [_line(name, values) for name, values in told.items()])


def generated(told: Mapping[str, Told]) -> str:
    """The sets of generated text, their mean, and the pool inside length quintiles."""
    mean, worst, low = macro(told)
    lines = [_line(name, told[name]) for name in (*LLM_SETS, POOLED) if name in told]
    return (
        f"Macro over the six sets **{mean:.3f}**, the worst {low:.3f} ({worst}). Compared only with articles of the same "
        f"length quintile, over everything pooled: **{figure(told[POOLED].get('auc_len'))}**.\n\n{table(HEAD, lines)}"
    )


def fresh_auc(sets: Sets, good: Sequence[str]) -> float | None:
    """How often an article of some fresh sets scores above one of the fresh generated sets, ties half."""
    rows = _fresh_generated(sets)
    scores = [[got.score for _, got in rows], [got.score for name in good for _, got in labelled(sets, name)]]
    bad, other = ([score for score in side if score is not None] for side in scores)
    return auc(other, bad) if bad and other else None


def auc(good: Sequence[float], bad: Sequence[float]) -> float:
    """The share of pairs in which the good one is higher, ties half."""
    ranked = sorted(bad)
    wins = sum(bisect_left(ranked, one) + bisect_right(ranked, one) for one in good) / 2
    return wins / (len(good) * len(bad))


def _fresh_generated(sets: Sets) -> list[Case]:
    """The fresh generated articles; those of a newsroom that checks its sources are no errors at any score."""
    return [
        case
        for name in sets
        if name.startswith("b_")
        for case in labelled(sets, name)
        if "lesbass" not in str(case[0].get("group"))
    ]


def fresh(sets: Sets) -> str:
    """Every fresh set: how many are scored, the median, and the shares under 40 and from 60 on."""
    lines = []
    for name in sorted(name for name in sets if name.startswith(FRESH_SETS)):
        scores = sorted(got.score for _, got in sets[name] if got.score is not None)
        if scores:
            low, high = share(score < 40 for score in scores), share(score >= 60 for score in scores)
            lines.append(
                [name, str(len(scores)), figure(scores[len(scores) // 2], 1), percent(low), percent(high)]
            )
    return table(("set", "scored", "median", "under 40", "60 or more"), lines)


def real_fake(told: Mapping[str, Told]) -> str:
    """The sets of true and false articles."""
    mean, worst, low = macro(told, REAL_FAKE_SETS)
    lines = [_line(name, told[name]) for name in REAL_FAKE_SETS if name in told]
    return f"Macro {mean:.3f}, the worst {low:.3f} ({worst}); 0.5 is chance.\n\n{table(HEAD, lines)}"


def coverage(sets: Sets) -> str:
    """The share of articles that get a score, and why others get none."""
    lines = []
    for name, cases in sets.items():
        reasons = [_reason(case) for case in cases]
        told = (
            percent(share(reason == wanted for reason in reasons)) for wanted in ("", "short", "language")
        )
        lines.append([name, str(len(cases)), *told])
    return table(("set", "articles", "scored", "under 120 words", "language not covered"), lines)


def _reason(case: Case) -> str:
    got = case[1]
    return "" if got.score is not None else "short" if got.covered else "language"


def veracity(sets: Sets) -> str:
    """The two by two of politifact_pp: who wrote it against whether it is true."""
    cells = {
        (label, truth): [got for row, got in cases_of(sets, "politifact_pp") if _is(row, label, truth)]
        for label in ("human", "llm")
        for truth in _truths(cases_of(sets, "politifact_pp"))
    }
    lines = []
    for (label, truth), answers in cells.items():
        scores = [got.score for got in answers if got.score is not None]
        mean = sum(scores) / len(scores) if scores else None
        low = share(score < 40 for score in scores)
        lines.append([f"{label}, {truth}", str(len(scores)), figure(mean, 1), percent(low)])
    return table(("written by, claim", "scored", "mean score", "under 40"), lines) + "\n\n" + _crossed(sets)


def _crossed(sets: Sets) -> str:
    cases = cases_of(sets, "politifact_pp")
    truths = _truths(cases)
    tables = {}
    for truth in truths:
        tables[f"human above llm, {truth}"] = [
            (row, got.score) for row, got in cases if row["veracity"] == truth
        ]
    for label in ("human", "llm"):
        # The metric takes labels: here the claim is the label, and what is true (`reliable` comes first) stands for good.
        tables[f"{truths[0]} above {truths[-1]}, {label}"] = [
            ({**row, "label": "reliable" if row["veracity"] == truths[0] else "unreliable"}, got.score)
            for row, got in cases
            if row["label"] == label
        ]
    told = measured(tables, 400)
    return table(("which scores higher", "AUC"), [[name, interval(values)] for name, values in told.items()])


def _truths(cases: Sequence[Case]) -> list[str]:
    return sorted({str(row["veracity"]) for row, _ in cases})


def _is(row: Mapping[str, object], label: str, truth: str) -> bool:
    return row["label"] == label and str(row["veracity"]) == truth
