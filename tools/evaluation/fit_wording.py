"""Fit the weights of `scoring/lexicons/en/register.csv` on the labelled development data, signs fixed.

Needs numpy and scipy (`pip install -r tools/requirements.txt`) and the data that `make eval` uses. Without
`--write` it only prints how well the fit separates each set: on articles that it has not seen, and with the
whole set left out.
"""

import argparse
import csv
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

from scoring import read
from scoring.views import wording
from tools.evaluation.corpora import DATA, Folds, Row, article_of, is_present, part_of, rows_of

TABLE = Path(__file__).parents[2] / "scoring" / "lexicons" / "en" / "register.csv"
# How much the sets of a side weigh against each other; the sides weigh the same. Newsroom copy is what the score is made for first.
MASS = {
    "farm_llm": 2.0,
    "abp_mbfc": 3.0,
    "opinions_20_24": 1.5,
    "g_prwire2024_26": 0.5,
    "g_agency2025_state": 0.5,
}
OLD = (
    "abp_mbfc", "opinions_20_24", "detectrl_xsum", "fdg_xsum", "iu_news", "politifact_pp", "llmfake_gossipcop", "farm_llm",
)  # fmt: skip
# Fresh sets begin with b_ (generated) or g_ (newsrooms and organisations).
FRESH = "fresh"
SIDES = {"reliable": False, "human": False, "llm": True}
FEWEST_WORDS = 120
# So many articles of a set and side are enough.
MOST = 150
# The strength of the pull towards zero, in units of the mean loss: for words, and for the few shapes of prose.
RIDGE, SHAPE_RIDGE = 0.02, 0.003


class Sample(NamedTuple):
    """One article: its set, its part of all articles, whether it is generated, its measures, and the words counted."""

    set: str
    part: str
    generated: bool
    measures: dict[str, float]
    counts: Counter[str]
    words: int


def main() -> int:
    """Fit, print the table, and with `--write` freeze the weights."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="write the weights into the lexicon")
    parser.add_argument("--most", type=int, default=MOST, help="articles of a set and side")
    given = parser.parse_args()
    if not is_present():
        return 0
    samples = list(_samples(given.most))
    head, rows = _table()
    model = _Model(samples, rows)
    print(f"{len(samples)} articles, {len(rows) - 1} measures, each set judged by weights of the others")
    left_out = model.left_out()
    good = [value for value, bad in zip(left_out, model.bad, strict=True) if not bad]
    for name in sorted(set(model.sets)):
        chosen = (model.sets == name) & (model.bad > 0)
        if chosen.any():
            print(f"{name:24}{model.auc(good, left_out[chosen]):8.3f}")
    if given.write:
        _write(head, rows, model.fit(np.ones(len(samples), dtype=bool)), samples)
    return 0


def out_of_fold(most: int) -> Folds:
    """For each set the weights that were fitted without it, for each part those without its articles, and under "" those fitted on all.

    The base is `(base)`. Without its set an article is of an unknown kind; without its part, of a kind whose other articles are known.
    """
    model = _Model(list(_samples(most)), _table()[1])
    whole = model.fit(np.ones(len(model.bad), dtype=bool))
    names = [*model.names, "(base)"]
    apart = {str(name): model.fit(model.sets != name, start=whole) for name in sorted(set(model.sets))}
    apart |= {str(part): model.fit(model.parts != part, start=whole) for part in sorted(set(model.parts))}
    return {name: dict(zip(names, weights, strict=True)) for name, weights in {**apart, "": whole}.items()}


class _Model:
    """The measures as a matrix, and logistic fits on parts of it; both sides weigh the same, and the sets of a side as MASS says."""

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
        self.parts = np.array([sample.part for sample in samples])

    def fit(self, chosen: Any, start: Any = None) -> Any:
        """The weights, the base last, fitted on the chosen articles."""
        mass = np.zeros(len(self.bad))
        for bad in (0.0, 1.0):
            side = chosen & (self.bad == bad)
            for name in set(self.sets[side]):
                cell = side & (self.sets == name)
                mass[cell] = MASS.get(str(name), 1.0) / cell.sum()
            mass[side] *= 0.5 / mass[side].sum()

        def loss(weights: Any) -> tuple[float, Any]:
            logits = self.matrix @ weights[:-1] + weights[-1]
            error = mass * (1 / (1 + np.exp(-logits)) - self.bad)
            value = (mass * (np.logaddexp(0, logits) - self.bad * logits)).sum()
            slope = np.append(self.matrix.T @ error + self.ridge * weights[:-1], error.sum())
            return value + (self.ridge * weights[:-1] ** 2).sum() / 2, slope

        begin = np.zeros(len(self.names) + 1) if start is None else start
        bounds = [*self.bounds, (None, None)]
        return minimize(loss, begin, jac=True, bounds=bounds, method="L-BFGS-B", options={"maxiter": 1000}).x

    def left_out(self) -> Any:
        """The lean of every article by weights that were fitted without its set."""
        whole = self.fit(np.ones(len(self.bad), dtype=bool))
        logits = np.zeros(len(self.bad))
        for name in set(self.sets):
            weights = self.fit(self.sets != name, start=whole)
            told = self.sets == name
            logits[told] = (self.matrix @ weights[:-1] + weights[-1])[told]
        return logits

    @staticmethod
    def auc(good: Sequence[float], bad: Sequence[float]) -> float:
        """How often a generated article leans more than a human one."""
        values = np.concatenate([good, bad])
        ranks = np.empty(len(values))
        ranks[np.argsort(values, kind="stable")] = np.arange(1, len(values) + 1)
        return float((ranks[len(good) :].sum() - len(bad) * (len(bad) + 1) / 2) / (len(good) * len(bad)))


def _samples(most: int) -> Iterable[Sample]:
    rows = [row for name in (*OLD, *_fresh()) for row in _chosen(name, most)]
    with ProcessPoolExecutor() as pool:
        results = pool.map(_sample, rows, chunksize=40)
        console = Console(stderr=True)
        for sample in track(results, "reading", len(rows), console=console, transient=True):
            if sample:
                yield sample


def _fresh() -> list[str]:
    return sorted(
        f"{FRESH}/{path.name.removesuffix('.jsonl.gz')}"
        for path in (DATA / "corpus" / FRESH).glob("[bg]_*.jsonl.gz")
    )


def _chosen(name: str, most: int) -> list[tuple[str, Row]]:
    """Up to `most` articles of each side, the same ones every time."""
    sides: dict[bool, list[Row]] = {False: [], True: []}
    for row in rows_of(name):
        if row["label"] in SIDES:
            sides[SIDES[row["label"]]].append(row)
    for side in sides.values():
        side.sort(key=lambda row: zlib.crc32(str(row["id"]).encode()))
    return [(name.removeprefix(f"{FRESH}/"), row) for side in sides.values() for row in side[:most]]


def _sample(named: tuple[str, Row]) -> Sample | None:
    name, row = named
    document = read(article_of(row))
    if not document.covered or document.words < FEWEST_WORDS:
        return None
    counts, words = wording.word_counts(document)
    measures = wording.measures(document)
    return Sample(name, part_of(row), SIDES[row["label"]], measures, counts, words)


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
