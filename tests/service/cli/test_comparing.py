"""assay score: many inputs are compared with each other before the first is judged."""

import gzip
import json
import random
from pathlib import Path

import pytest

from tests.scoring.test_templates import NOTICE, own, poured

ROWS = [
    {"id": str(number), "language": "en", "text": poured(number), "site": f"mill{number}.example"}
    for number in range(9)
]


def written(rows) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def told(output: bytes) -> dict[str, list[str]]:
    reports = [json.loads(line) for line in output.splitlines()]
    return {report["id"]: [finding["code"] for finding in report["findings"]] for report in reports}


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    path = tmp_path / "in.jsonl"
    path.write_bytes(written(ROWS))
    return path


def test_every_line_is_compared_with_those_before_and_after_it(assay, batch):
    done = assay("score", "--offline", "-f", "jsonl", batch.name)
    assert done.returncode == 0
    assert all({"FIL_TEMPLATE", "CIT_TEMPLATE_BODY"} <= set(codes) for codes in told(done.stdout).values())


def test_files_are_compared_with_each_other_and_packed_ones_too(assay, tmp_path):
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(written(ROWS[:2])))
    (tmp_path / "b.txt").write_text(f"---\nsite: mill7.example\n---\n\n{poured(7)}")
    (tmp_path / "c.md").write_text(f"---\ntitle: A ward\nsite: mill8.example\n---\n\n{poured(8)}")
    done = assay("score", "--offline", "-f", "jsonl", "a.jsonl.gz", "b.txt", "c.md")
    assert ["FIL_TEMPLATE" in codes for codes in told(done.stdout).values()] == [True] * 4


def test_drafts_of_one_desk_are_no_template_with_or_without_its_name(assay, tmp_path):
    names = [f"{number}.md" for number in range(6)]
    for number, name in enumerate(names):
        (tmp_path / name).write_text(poured(number))
    for more in ((), ("--site", "The Harbour Gazette"), ("--site", "@folder")):
        done = assay("score", "--offline", "-f", "jsonl", *more, *names)
        assert all("FIL_TEMPLATE" not in codes for codes in told(done.stdout).values())
        assert all(("FIL_CHROME" in codes) == bool(more) for codes in told(done.stdout).values())


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_neither_order_nor_the_number_of_processes_changes_a_report(assay_process, batch, jobs):
    first = assay_process("score", "--offline", "-f", "jsonl", batch.name).stdout
    shuffled = random.Random(4).sample(ROWS, len(ROWS))
    done = assay_process("score", "--offline", "-f", "jsonl", "--jobs", jobs, "-", stdin=written(shuffled))
    assert done.returncode == 0
    assert sorted(done.stdout.splitlines()) == sorted(first.splitlines())


def test_one_submission_on_standard_input_has_nothing_to_be_compared_with(assay):
    done = assay("score", "--offline", "-f", "jsonl", "-", stdin=written(ROWS[:1]))
    assert "FIL_TEMPLATE" not in told(done.stdout)["0"]


def test_inputs_can_be_judged_alone(assay, batch):
    done = assay("score", "--offline", "-f", "jsonl", "--alone", batch.name)
    assert all("FIL_TEMPLATE" not in codes for codes in told(done.stdout).values())


def test_an_outlet_is_told_by_url_or_site(assay):
    rows = [
        {
            "id": str(n),
            "language": "en",
            "text": poured(n),
            **({"url": f"https://paper.example/{n}"} if n % 2 else {"site": "paper.example"}),
        }
        for n in range(8)
    ]
    codes = told(assay("score", "--offline", "-f", "jsonl", "-", stdin=written(rows)).stdout)
    assert all("FIL_TEMPLATE" not in found and "FIL_CHROME" in found for found in codes.values())


def test_a_line_that_cannot_be_read_is_told_of_once_and_the_others_are_compared(assay):
    stdin = written(ROWS) + b"{no json}\n" + written([{"id": "x", "text": 3}])
    done = assay("score", "--offline", "-f", "jsonl", "--as", "jsonl", "-", stdin=stdin)
    assert done.returncode == 2
    assert done.stderr.count(b"-:10") == 1
    assert done.stderr.count(b"-:11") == 1
    assert len(told(done.stdout)) == 9


def test_a_notice_of_many_articles_without_outlet_costs_nothing(assay):
    rows = [{"id": str(n), "language": "en", "text": f"{own(n)}\n\n{NOTICE}"} for n in range(8)]
    codes = told(assay("score", "--offline", "-f", "jsonl", "-", stdin=written(rows)).stdout)
    assert all("FIL_TEMPLATE" not in found for found in codes.values())
