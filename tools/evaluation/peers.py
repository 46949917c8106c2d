"""Other packages on the same articles by the same metric: run where `make peers` installed them."""

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from rich.progress import Progress, TaskID, track

from tools.evaluation.corpora import PROGRESS, RULES, Row, Sets, answer
from tools.evaluation.metrics import LLM_SETS, REAL_FAKE_SETS, Scores, Told, cases_of, macro, measured
from tools.evaluation.peer_worker import PEERS
from tools.evaluation.tables import figure, table

ROOT = Path(__file__).parents[2]
PYTHON = Path(os.environ.get("ASSAY_PEERS_PYTHON", ROOT / ".venv-peers" / "bin" / "python"))
# Articles of each set and class: peers are slow.
SAMPLE = 120
MISSING = "No peer is installed (`make peers`), so none was measured."


@dataclass(frozen=True, slots=True)
class PeerScores:
    """What one peer said of each text, and how long it took on one core."""

    name: str
    version: str
    scores: list[float | None]
    seconds: list[float]


def is_installed() -> bool:
    """Whether there is an environment with the peers."""
    return PYTHON.is_file()


def scored_by(name: str, texts: Sequence[str]) -> Iterator[tuple[str, float | None, float]]:
    """The peer's version with score and CPU seconds for each text, as they come; nothing where it is not installed."""
    with tempfile.TemporaryFile("w+") as given:
        given.writelines(json.dumps(text) + "\n" for text in texts)
        given.seek(0)
        command = [str(PYTHON), str(Path(__file__).with_name("peer_worker.py")), name]
        errors = subprocess.DEVNULL
        with subprocess.Popen(command, stdin=given, stdout=subprocess.PIPE, stderr=errors, text=True) as peer:
            lines = map(json.loads, peer.stdout or ())
            version = next(lines, {"version": ""})["version"]
            for line in lines:
                yield version, line["score"], line["seconds"]


def section(sets: Sets) -> str:
    """The table of peers, Assay on the same articles in its first line."""
    if not is_installed():
        return MISSING
    sampled = {name: _sample(sets, name) for name in dict.fromkeys((*LLM_SETS, *REAL_FAKE_SETS))}
    texts = {row["id"]: row["text"] for rows in sampled.values() for row, _ in rows}
    with ThreadPoolExecutor(2) as pool, Progress(console=PROGRESS, transient=True) as bar:
        task = bar.add_task("peers", total=len(texts) * len(PEERS))
        found = list(pool.map(lambda name: _collect(name, list(texts.values()), bar, task), PEERS))
    lines = [_line(f"Assay, ruleset {RULES.version}", measured(sampled, 0), _own_speed(sampled, len(texts)))]
    for peer in found:
        if len(peer.scores) != len(texts):
            lines.append([f"{peer.name}: not installed", *["-"] * 5])
            continue
        given = dict(zip(texts, peer.scores, strict=True))
        told = measured({n: [(row, given[row["id"]]) for row, _ in rows] for n, rows in sampled.items()}, 0)
        lines.append(_line(f"{peer.name} {peer.version}", told, f"{len(texts) / sum(peer.seconds):.0f}"))
    head = ("scorer", "LLM macro", "worst LLM set", "farm", "real/fake macro", "articles/s, one core")
    return f"{len(texts)} articles.\n\n" + table(head, lines)


def _collect(name: str, texts: list[str], bar: Progress, task: TaskID) -> PeerScores:
    version, scores, seconds = "", [], []
    for version, score, spent in scored_by(name, texts):  # noqa: B007
        scores.append(score)
        seconds.append(spent)
        bar.advance(task)
    return PeerScores(name, version, scores, seconds)


def _sample(sets: Sets, name: str) -> Scores:
    """The first articles of each class and file that Assay scores, in the order of their hashed ids."""
    cells: dict[tuple[str, str], list[tuple[Row, float | None]]] = {}
    for row, got in sorted(cases_of(sets, name), key=lambda case: str(case[0]["id"])):
        cell = cells.setdefault((row["source_set"], row["label"]), [])
        if got.score is not None and len(cell) < SAMPLE:
            cell.append((row, got.score))
    return [pair for cell in cells.values() for pair in cell]


def _own_speed(sampled: Mapping[str, Scores], count: int) -> str:
    rows = {row["id"]: row for pairs in sampled.values() for row, _ in pairs}
    started = time.process_time()
    for row in track(rows.values(), "assay", count, console=PROGRESS, transient=True):
        answer(row)
    return f"{count / (time.process_time() - started):.0f}"


def _line(name: str, told: dict[str, Told], speed: str) -> list[str]:
    mean, worst, low = macro(told)
    real, _, _ = macro(told, REAL_FAKE_SETS)
    cells = (figure(mean), f"{low:.3f} {worst}", figure(told["farm"].get("auc")), figure(real))
    return [name, *cells, speed]
