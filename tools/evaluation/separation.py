"""How well the score tells generated text from newsrooms', set by set, and what it says of true and false."""

from collections.abc import Mapping, Sequence
from importlib.util import find_spec

from tools.evaluation.corpora import Case, Sets, share
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

POOLED = "all generated, newsrooms and op-eds"
HEAD = ("set", "good", "bad", "scored", "AUC", "AUC, same length", "TPR at FPR 5 %", "mean bad", "mean good")


def separation(sets: Sets, bootstrap: int) -> dict[str, Told]:
    """What the metrics say of every set and pool."""
    tables = {name: scores_of(cases_of(sets, name)) for name in dict.fromkeys((*LLM_SETS, *sets))}
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


def real_fake(told: Mapping[str, Told]) -> str:
    """The sets of true and false articles."""
    mean, worst, low = macro(told, REAL_FAKE_SETS)
    lines = [_line(name, told[name]) for name in REAL_FAKE_SETS if name in told]
    return f"Macro {mean:.3f}, the worst {low:.3f} ({worst}); 0.5 is chance.\n\n{table(HEAD, lines)}"


def left_out() -> tuple[str, float | None]:
    """The register's weights on articles, and on whole sets, that they were not fitted on; and the latter's mean."""
    if not (find_spec("numpy") and find_spec("scipy")):
        return "Not measured: `pip install -r tools/requirements.txt`.", None
    from tools.evaluation.fit_wording import separations

    unseen, apart = separations()
    means = [sum(told.values()) / len(told) for told in (unseen, apart)]
    lines = [[name, figure(unseen[name]), figure(apart[name])] for name in unseen]
    lines.append(["macro", *map(figure, means)])
    worst = min(apart, key=lambda name: apart[name])
    note = f"Worst where it was left out: {worst}, {apart[worst]:.3f}."
    head = ("set", "AUC, other articles of all sets", "AUC, this set left out")
    return f"{note}\n\n{table(head, lines)}", means[1]


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
