"""How many bare sentences newsroom articles have, by their length: written into `scoring/lexicons/en/newsroom_ranges.csv`.

    python -m tools.evaluation.newsroom_ranges --write

A bare sentence names nobody, no number and no date. Needs the data that `make eval` uses; without `--write` it only prints the table.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from scoring import Evidence, read
from scoring.backbone import Backbone
from tools.evaluation.corpora import RULES, Row, article_of, is_present, rows_of, sampled
from tools.evaluation.metrics import NEWSROOMS_FRESH

TABLE = Path(__file__).parents[2] / "scoring" / "lexicons" / "en" / "newsroom_ranges.csv"
SETS = ("abp_mbfc", *(f"fresh/{name}" for name in NEWSROOMS_FRESH))
# Where a class of lengths begins, in sentences of the article's own words.
CLASSES = (1, 8, 12, 16, 22, 30, 42, 60, 90)
FEWEST_WORDS = 120
QUANTILES = (0.05, 0.5, 0.95)


class Range(NamedTuple):
    """One class: where it begins, how many articles it has, and the shares of bare sentences at the quantiles."""

    sentences: int
    articles: int
    shares: tuple[float, ...]


def main() -> int:
    """Measure, print, and with `--write` freeze the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="write the table into the lexicon")
    parser.add_argument("--most", type=int, help="articles of each set (default: all)")
    given = parser.parse_args()
    if not is_present():
        return 0
    ranges = measured(_newsroom(given.most))
    lines = [
        f"{one.sentences},{one.articles}," + ",".join(f"{share:.3f}" for share in one.shares)
        for one in ranges
    ]
    text = "\n".join(("sentences,articles,low,middle,high", *lines)) + "\n"
    print(text)
    if given.write:
        head = (
            "# Shares of sentences in a newsroom article's own words that name nobody, no number and no date: 5th, 50th and 95th percentile,\n"
            "# by the number of such sentences from which the row holds. Measured by tools/evaluation/newsroom_ranges.py. "
            f"Date: {datetime.now(UTC):%Y-%m}.\n"
        )
        TABLE.write_text(head + text, encoding="utf-8")
    return 0


def measured(counts: Iterator[tuple[int, int]]) -> list[Range]:
    """The ranges of articles that are each given as the number of their own sentences and of the bare ones among them."""
    classes: dict[int, list[float]] = defaultdict(list)
    for sentences, bare in counts:
        if sentences:
            classes[max(begin for begin in CLASSES if begin <= sentences)].append(bare / sentences)
    return [
        Range(begin, len(shares), tuple(_quantile(sorted(shares), at) for at in QUANTILES))
        for begin, shares in sorted(classes.items())
    ]


def _quantile(ranked: Sequence[float], at: float) -> float:
    return ranked[round(at * (len(ranked) - 1))]


def _newsroom(most: int | None) -> Iterator[tuple[int, int]]:
    for name in SETS:
        rows: list[Row] = [row for row in rows_of(name) if row["label"] in ("reliable", "human")]
        for row in sampled(rows, most):
            document = read(article_of(row))
            if document.covered and document.words >= FEWEST_WORDS and RULES.bill:
                standings = Backbone(document, Evidence(), RULES.bill).standings
                own = [it.statement for it in standings if it.words]
                yield len(own), sum(it.bare for it in own)


if __name__ == "__main__":
    sys.exit(main())
