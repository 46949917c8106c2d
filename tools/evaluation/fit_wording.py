"""Fit the weights of `scoring/lexicons/en/register.csv` on the labelled development data, signs fixed.

Needs numpy and scipy (`pip install -r tools/requirements.txt`) and the data that `make eval` uses. Without
`--write` it only prints how well the fit separates each set: on articles that it has not seen, and with the
whole set left out.
"""

import argparse
import csv
import gzip
import json
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from rich.console import Console
from rich.progress import track
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from scoring import Article, read
from scoring.views import wording
from tools.evaluation.corpora import DATA, is_present

TABLE = Path(__file__).parents[2] / "scoring" / "lexicons" / "en" / "register.csv"
# The sets that the weights are fitted on: each is generated text beside newsroom or human text.
SETS = {
    "detectrl_xsum": ("detectrl_xsum",),
    "fdg_xsum": ("fdg_xsum",),
    "iu_news": ("iu_news",),
    "politifact_pp": ("politifact_pp",),
    "llmfake_gossipcop": ("llmfake_gossipcop",),
    "farm": ("farm_llm", "abp_mbfc", "opinions_20_24"),
}
# The farm set is several generators' 2025 and two kinds of human text beside them: it weighs as two.
MASS = {"farm": 2.0}
GOOD = frozenset({"reliable", "human"})
FEWEST_WORDS = 120
# The strength of the pull towards zero, in units of the mean loss: for words, and for the few shapes of prose.
RIDGE, SHAPE_RIDGE = 0.02, 0.003


class Sample(NamedTuple):
    """One article: its set, whether it is generated, its half of the data, its measures, and the words counted."""

    set: str
    generated: bool
    half: int
    measures: dict[str, float]
    counts: Counter[str]
    words: int


def main() -> int:
    """Fit, print the table, and with `--write` freeze the weights."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="write the weights into the lexicon")
    write = parser.parse_args().write
    if not is_present():
        return 0
    samples = list(_samples())
    head, rows = _table()
    model = _Model(samples, rows)
    everything = np.ones(len(samples), dtype=bool)
    weights = model.fit(everything)
    print(f"{len(samples)} articles, {len(rows) - 1} measures\n{'set':20}{'unseen':>8}{'left out':>10}")
    unseen, left_out = model.unseen(), model.left_out()
    for name in SETS:
        print(f"{name:20}{unseen[name]:8.3f}{left_out[name]:10.3f}")
    print(f"{'macro':20}{np.mean(list(unseen.values())):8.3f}{np.mean(list(left_out.values())):10.3f}")
    if write:
        _write(head, rows, weights, samples)
    return 0


def separations() -> tuple[dict[str, float], dict[str, float]]:
    """AUC per set by weights fitted on the other half of the articles, and on all the other sets."""
    model = _Model(list(_samples()), _table()[1])
    return model.unseen(), model.left_out()


class _Model:
    """The measures as a matrix, and logistic fits on parts of it; every cell of set and class weighs the same."""

    def __init__(self, samples: Sequence[Sample], rows: Sequence[dict[str, str]]) -> None:
        self.names = [row["entry"] for row in rows if row["entry"] != "(base)"]
        place = {name: column for column, name in enumerate(self.names)}
        cells = [
            (line, place[name], value)
            for line, sample in enumerate(samples)
            for name, value in sample.measures.items()
            if name in place
        ]
        lines, columns, values = zip(*cells, strict=True)
        self.matrix = csr_matrix((values, (lines, columns)), shape=(len(samples), len(self.names)))
        self.bounds = [
            (0, None) if row["leans"] == "stock" else (None, 0) for row in rows if row["entry"] != "(base)"
        ]
        self.ridge = np.array([SHAPE_RIDGE if name.startswith("(") else RIDGE for name in self.names])
        self.bad = np.array([sample.generated for sample in samples], dtype=float)
        self.sets = np.array([sample.set for sample in samples])
        self.halves = np.array([sample.half for sample in samples])

    def fit(self, chosen: Any) -> Any:
        """The weights, the base last, fitted on the chosen articles."""
        mass = np.zeros(len(self.bad))
        cells = {(name, bad) for name, bad in zip(self.sets[chosen], self.bad[chosen], strict=True)}
        for name, bad in cells:
            cell = chosen & (self.sets == name) & (self.bad == bad)
            mass[cell] = MASS.get(name, 1.0) / cell.sum()
        mass /= mass.sum()

        def loss(weights: Any) -> tuple[float, Any]:
            logits = self.matrix @ weights[:-1] + weights[-1]
            error = mass * (1 / (1 + np.exp(-logits)) - self.bad)
            value = (mass * (np.logaddexp(0, logits) - self.bad * logits)).sum()
            slope = np.append(self.matrix.T @ error + self.ridge * weights[:-1], error.sum())
            return value + (self.ridge * weights[:-1] ** 2).sum() / 2, slope

        start = np.zeros(len(self.names) + 1)
        bounds = [*self.bounds, (None, None)]
        return minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B", options={"maxiter": 1000}).x

    def unseen(self) -> dict[str, float]:
        """AUC per set, each half judged by weights of the other."""
        logits = np.zeros(len(self.bad))
        for half in (0, 1):
            weights = self.fit(self.halves != half)
            told = self.halves == half
            logits[told] = (self.matrix @ weights[:-1] + weights[-1])[told]
        return {name: self._auc(logits, self.sets == name) for name in SETS}

    def left_out(self) -> dict[str, float]:
        """AUC per set, judged by weights that were fitted on all the others."""
        return {
            name: self._auc(self.matrix @ self.fit(self.sets != name)[:-1], self.sets == name)
            for name in SETS
        }

    def _auc(self, logits: Any, chosen: Any) -> float:
        order = np.argsort(logits[chosen], kind="stable")
        bad = self.bad[chosen][order]
        ranks = np.arange(1, len(bad) + 1)[bad > 0].sum()
        count = bad.sum()
        return float((ranks - count * (count + 1) / 2) / (count * (len(bad) - count)))


def _samples() -> Iterable[Sample]:
    rows = []
    for name, files in SETS.items():
        for file in files:
            with gzip.open(DATA / "corpus" / f"{file}.jsonl.gz", "rt", encoding="utf-8") as lines:
                rows += [(name, row) for row in map(json.loads, lines) if _is_chosen(row)]
    with ProcessPoolExecutor() as pool:
        results = pool.map(_sample, rows, chunksize=40)
        console = Console(stderr=True)
        for sample in track(results, "reading", len(rows), console=console, transient=True):
            if sample:
                yield sample


def _is_chosen(row: dict[str, Any]) -> bool:
    return row["source_set"] != "abp_mbfc" or row["label"] in GOOD


def _sample(named: tuple[str, dict[str, Any]]) -> Sample | None:
    name, row = named
    document = read(Article(row["text"], title=row.get("title") or None))
    if not document.covered or document.words < FEWEST_WORDS:
        return None
    half = zlib.crc32(str(row.get("group") or row["id"]).encode()) % 2
    counts, words = wording.word_counts(document)
    return Sample(name, row["label"] not in GOOD, half, wording.measures(document), counts, words)


def _table() -> tuple[list[str], list[dict[str, str]]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    head = [line for line in lines if line.startswith("#")]
    return head, list(csv.DictReader(lines[len(head) :]))


def _write(
    head: Sequence[str], rows: Sequence[dict[str, str]], weights: Any, samples: Sequence[Sample]
) -> None:
    """Freeze the weights, each word with its numbers in 10,000 words of either side."""
    told = dict(zip([row["entry"] for row in rows if row["entry"] != "(base)"], weights[:-1], strict=True))
    told["(base)"] = weights[-1]
    sides = {
        side: sum((s.counts for s in samples if s.generated is side), Counter()) for side in (False, True)
    }
    totals = {side: sum(s.words for s in samples if s.generated is side) for side in (False, True)}
    lines = [*head, "entry,leans,weight,newsroom,generated"]
    for row in rows:
        entry = row["entry"]
        rates = ["", ""]
        if not entry.startswith("("):
            rates = [f"{sides[side][entry] * 10_000 / totals[side]:.2f}" for side in (False, True)]
        lines.append(",".join([entry, row["leans"], f"{told[entry]:.3f}".replace("-0.000", "0.000"), *rates]))
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"wrote {TABLE.name}")


if __name__ == "__main__":
    sys.exit(main())
