"""Separation of good from bad, as the scorer that lies beside the data measures it."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from rich.progress import track

from tools.evaluation.corpora import DATA, PROGRESS, Case, Row, Sets, labelled

Told = dict[str, float]
Scores = list[tuple[Row, float | None]]

# Generated news beside human text; `farm` is one pool of generated blogs beside newsrooms and op-eds.
LLM_SETS = ("detectrl_xsum", "fdg_xsum", "iu_news", "politifact_pp", "llmfake_gossipcop", "farm")
# Sets of 2018 to 2026 that no weight was fitted on before ruleset 2027.1.
NEWSROOMS_FRESH = (
    "g_bbc2022", "g_economist2026", "g_news2025_west", "g_news2025_regional", "g_ukraine2026", "g_felix_student",
    "g_agency2025_state",
)  # fmt: skip
OWN_WRITING = ("g_gov_blogs", "g_science_orgs", "g_ngo_tech")
# Generated articles with next to no human side, which no weight was fitted on.
MORE_LLM_SETS = ("llmfake_coaid", "llmfake_politifact")
FARM = (("farm_llm", None), ("abp_mbfc", "reliable"), ("opinions_20_24", None))
# Articles that somebody called true or false, or outlets that somebody called reliable or not.
REAL_FAKE_SETS = (
    "abp_mbfc", "buzzfeed16", "fakenews_amt", "fakes_syria", "fnn_gossipcop", "fnn_politifact", "horne17",
    "sheepdog_adv", "sheepdog_orig",
)  # fmt: skip


def cases_of(sets: Sets, name: str) -> list[Case]:
    """The cases of a set or of the pool `farm`."""
    if name == "farm":
        return [case for part, label in FARM for case in labelled(sets, part, label)]
    return labelled(sets, name)


def everything(sets: Sets) -> list[Case]:
    """All generated sets with their human sides, the newsrooms and the op-eds: the pool of the calibration."""
    return [case for name in (*LLM_SETS, *MORE_LLM_SETS) for case in cases_of(sets, name)]


def scores_of(cases: Sequence[Case]) -> Scores:
    """Rows with their scores."""
    return [(row, got.score) for row, got in cases]


def measured(tables: Mapping[str, Scores], bootstrap: int) -> dict[str, Told]:
    """What `eval_score.py` says of each table of scores; empty ones are left out."""
    named = [(name, rows) for name, rows in tables.items() if rows]
    with ThreadPoolExecutor(2) as pool:
        told = pool.map(lambda one: _measure(one[0], one[1], bootstrap), named)
        shown = track(told, "measuring", len(named), console=PROGRESS, transient=True)
        return {name: values for (name, _), values in zip(named, shown, strict=True)}


def _measure(name: str, rows: Scores, bootstrap: int) -> Told:
    with tempfile.TemporaryDirectory() as folder:
        scores, labels, numbers = (Path(folder) / file for file in ("scores.jsonl", "labels.jsonl", "told"))
        scores.write_text(
            "".join(json.dumps({"id": row["id"], "score": score}) + "\n" for row, score in rows)
        )
        labels.write_text("".join(json.dumps({**row, "source_set": name}) + "\n" for row, _ in rows))
        command = [sys.executable, str(DATA / "eval" / "eval_score.py"), "--bootstrap", str(bootstrap)]
        command += ["--scores", str(scores), "--labels", str(labels), "--json", str(numbers)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        told: Told = json.loads(numbers.read_text())[name]
    return told


def macro(told: Mapping[str, Told], names: Sequence[str] = LLM_SETS) -> tuple[float, str, float]:
    """The mean AUC of some sets, and the worst set with its AUC."""
    aucs = {name: told[name]["auc"] for name in names if "auc" in told.get(name, {})}
    worst = min(aucs, key=lambda name: aucs[name])
    return sum(aucs.values()) / len(aucs), worst, aucs[worst]
