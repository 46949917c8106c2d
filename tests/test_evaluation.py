"""The arithmetic of `make eval`, on rows of our own; the labelled data itself is not part of the project."""

import math
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.evaluation import calibration, peers
from tools.evaluation.corpora import Answer, Case, Row, answer
from tools.evaluation.injected import Injected, by_code

ROOT = Path(__file__).parent.parent


def case(
    code: str, expect: str, span: tuple[int, int] | None, *, title: str = "A title", place=(10, 20)
) -> Case:
    row: Row = {"id": "1", "code": code, "expect": expect, "title": title, "start": None, "end": None}
    if place:
        row |= {"start": place[0], "end": place[1]}
    findings = ((code.replace("FILL-", "FIL_"), "high", (span,)),) if span else ()
    return row, Answer(50.0, True, 200, findings, ())


def test_without_data_it_says_so_and_writes_nothing(tmp_path):
    page = ROOT / "docs" / "error-rates.md"
    before = page.read_bytes()
    done = subprocess.run(
        [sys.executable, "-m", "tools.evaluate"],
        capture_output=True, text=True, cwd=ROOT, env={**os.environ, "ASSAY_EVAL_DATA": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "nothing evaluated" in done.stdout
    assert page.read_bytes() == before


def test_the_map_comes_back_from_points_that_follow_it():
    told = calibration.Map(2.0, -1.5)
    points = []
    for score in range(2, 99, 2):
        goods = round(1000 * told.share(score))
        points += [(float(score), True)] * goods + [(float(score), False)] * (1000 - goods)
    share = sum(good for _, good in points) / len(points)
    found = calibration.fit(points)
    # Both classes weigh the same, which moves the intercept by the log-odds of their shares.
    assert found.slope == pytest.approx(2.0, abs=0.02)
    assert found.intercept == pytest.approx(-1.5 - math.log(share / (1 - share)), abs=0.1)
    assert calibration.error(points, found.share) < 0.01


def test_calibration_error_is_the_distance_between_told_and_found():
    points = [(50.0, True), (50.0, False)] * 50
    assert calibration.error(points, lambda score: 0.5) == pytest.approx(0, abs=0.02)
    assert calibration.error(points, lambda score: 0.8) == pytest.approx(0.3)
    skewed = [(50.0, True)] * 90 + [(50.0, False)] * 10
    assert calibration.error(skewed, lambda score: 0.9, balanced=False) == pytest.approx(0, abs=0.02)
    assert calibration.error(skewed, lambda score: 0.9) == pytest.approx(0.4)


def test_a_fault_is_found_where_its_span_is_covered_closely():
    cases = [
        case("FILL-SLUG", "fire", (10, 20)),
        case("FILL-SLUG", "fire", (10, 30)),
        case("FILL-SLUG", "fire", None),
    ]
    assert Injected(cases, 3, 0, []).recall == pytest.approx(1 / 3)
    quiet = [case("FILL-SLUG", "quiet", (10, 20)), case("FILL-SLUG", "quiet", None)]
    assert Injected(quiet, 0, 0, []).false_fires == 0.5


def test_keyword_rows_without_a_title_are_counted_both_ways():
    cases = [
        case("FILL-KEYWORD", "fire", (0, 9), place=None),
        case("FILL-KEYWORD", "fire", None, title="", place=None),
    ]
    told = by_code(Injected(cases, 1, 1, [("2", 40.0, 41.0)]))
    assert "| all rows | 2 | 50.0% | 50.0% |" in told
    assert "| without the 1 untitled | 1 | 100.0% | 100.0% |" in told
    assert "**1 violations**" in told
    assert "| 2 | 40.0 | 41.0 |" in told


def test_a_short_row_is_covered_and_has_no_score():
    got = answer({"id": "1", "text": "The port reopened in May. Ferries returned to the town a week later."})
    assert got.score is None
    assert got.covered
    assert not got.low


def test_missing_peers_are_told(monkeypatch, tmp_path):
    monkeypatch.setattr(peers, "PYTHON", tmp_path / "python")
    assert peers.section({}) == peers.MISSING
