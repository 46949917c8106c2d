"""Whether a clause tells of what was done, on sentences of our own."""

import csv
from pathlib import Path

import pytest

from scoring import Article, read
from scoring.views.dated_after_article import reported_before_it_happened

TABLE = Path(__file__).parents[2] / "data" / "done_or_planned.tsv"
LEAST_PRECISION, LEAST_RECALL = 0.97, 0.85


def _rows() -> list[dict[str, str]]:
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def _fires(sentence: str) -> bool:
    article = Article(sentence, published_at="2024-06-10", language="en")
    return bool(reported_before_it_happened(read(article)))


@pytest.mark.parametrize("part", sorted({row["part"] for row in _rows()}))
def test_done_and_planned_are_told_apart(part: str) -> None:
    rows = [row for row in _rows() if row["part"] == part]
    fired = [row for row in rows if _fires(row["sentence"])]
    done = [row for row in rows if row["told"] == "done"]
    right = [row for row in fired if row["told"] == "done"]
    assert len(done) >= 50 <= len(rows) - len(done)
    assert len(right) / len(fired) >= LEAST_PRECISION, [row["sentence"] for row in fired if row not in right]
    assert len(right) / len(done) >= LEAST_RECALL, [row["sentence"] for row in done if row not in fired]


def test_a_sentence_of_nothing_but_verbs_takes_linear_time() -> None:
    sentence = "He said that he was told to have been " * 4000 + "gone on 3 July 2024."
    assert _fires(sentence) in (True, False)
