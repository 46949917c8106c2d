"""`assay rescore`, `assay score --store`, `assay export` and `assay worker` from the command line."""

import json
import re
import subprocess

import pytest


@pytest.fixture
def archive(assay, write_lines, faulty):
    """Twelve stored articles."""
    rows = [
        {"text": f"{faulty}\nNotice {n}.", "site": "a.example", "external_id": f"post-{n}"} for n in range(12)
    ]
    path = write_lines("archive.jsonl", rows)
    run = assay("score", "--store", "--offline", "--alone", str(path))
    assert run.returncode == 0, run.stderr
    assert b"stored 12, known already 0, failed 0" in run.stderr
    return path


def test_what_is_stored_again_is_known(assay, archive):
    run = assay("score", "--store", "--offline", "--alone", str(archive))
    assert b"stored 0, known already 12, failed 0" in run.stderr
    assert run.stdout == b""


def test_a_line_that_cannot_be_read_is_told_and_the_rest_is_stored(assay, archive, write_lines, clean):
    path = write_lines("more.jsonl", [{"text": clean}, {"words": clean}])
    run = assay("score", "--store", "--offline", "--alone", str(path))
    assert run.returncode == 2
    assert b"more.jsonl:2: words" in run.stderr
    assert b"stored 1, known already 0, failed 1" in run.stderr


def test_a_rescoring_waits_is_published_and_rolled_back(assay, archive, tmp_path):
    (tmp_path / "harsh.toml").write_text("[rules.CIT_ORPHAN_MARKER]\nweight = 60.0\ncap = 60.0\n")
    run = assay("rescore", "start", "--ruleset", "harsh.toml", "-j", "1", ASSAY_RESCORE_CHUNK="5")
    assert run.returncode == 3, run.stderr
    assert b"waiting: 12 of 12 articles under 2027.1+" in run.stdout
    assert b"100.0% drifted (limit 10.0%)" in run.stdout
    assert b"assay rescore moved" in run.stderr
    shown = assay("rescore", "moved", "--limit", "3")
    rows = shown.stdout.decode().splitlines()
    assert len(rows) == 3
    assert all(re.match(r" +-\d+\.\d  \w+ > \w+ +a\.example/post-\d+", row) for row in rows)
    assert b"12 of 12 articles moved by 1 points or more" in shown.stderr
    told = [json.loads(line) for line in assay("rescore", "moved", "--json").stdout.splitlines()]
    assert {row["external_id"] for row in told} == {f"post-{n}" for n in range(12)}
    assert assay("rescore", "moved", "--least", "99").stdout == b""
    assert assay("rescore", "publish").returncode == 0
    told = assay("rescore", "status").stdout
    assert b"published: 12 of 12" in told
    assert re.search(rb"stored articles stand under 2027.1\+\w+ since", told)
    assert assay("rescore", "publish").returncode == 1
    assert assay("rescore", "rollback").returncode == 0
    assert b"rolled_back" in assay("rescore", "status").stdout


def test_a_detached_run_is_paused_resumed_and_watched(assay, archive):
    assert assay("rescore", "start", "--detach").returncode == 0
    beside = assay("rescore", "start", "--detach")
    assert (beside.returncode, beside.stdout) == (1, b"")
    assert re.fullmatch(rb"assay: rescoring \S+ is running: let it end, or cancel it, first\n", beside.stderr)
    assert assay("rescore", "pause").returncode == 0
    assert b"paused: 0 of 12" in assay("rescore", "watch").stdout
    run = assay("rescore", "resume", "-j", "1")
    assert run.returncode == 0, run.stderr
    assert b"same 12" in run.stdout
    assert assay("rescore", "cancel").returncode == 1


def test_there_may_be_no_rescoring_yet(assay, archive):
    run = assay("rescore", "status")
    assert (run.returncode, run.stderr) == (1, b"assay: there is no rescoring yet\n")


def test_a_worker_wants_postgresql(assay):
    run = assay("worker")
    assert run.returncode == 2
    assert b"workers need PostgreSQL" in run.stderr


@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.gz", "out.parquet"])
def test_what_is_exported_can_be_stored_elsewhere(assay, archive, tmp_path, name):
    run = assay("export", name, "--what", "submissions")
    assert b"wrote 12 submissions" in run.stderr
    elsewhere = f"sqlite:///{tmp_path}/other.sqlite3"
    run = assay("score", "--store", "--offline", "--alone", name, ASSAY_DATABASE_URL=elsewhere)
    assert b"stored 12, known already 0, failed 0" in run.stderr
    both = [assay("export", "-", **given).stdout for given in ({}, {"ASSAY_DATABASE_URL": elsewhere})]
    codes = [sorted(str(json.loads(line)["codes"]) for line in lines.splitlines()) for lines in both]
    assert codes[0] == codes[1]


def test_times_of_an_export_are_written_as_everywhere(assay, archive):
    for line in assay("export", "-").stdout.splitlines():
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", json.loads(line)["scored_at"])


def test_reports_are_exported_to_parquet(assay, archive, tmp_path):
    import pyarrow.parquet as pq

    assert assay("export", "reports.parquet").returncode == 0
    table = pq.read_table(tmp_path / "reports.parquet")
    assert table.num_rows == 12
    assert "CIT_ORPHAN_MARKER" in table.column("codes")[0].as_py()
    assert assay("export", "reports.txt").returncode == 2


@pytest.mark.parametrize("arguments", [["export", "-", "--what", "submissions"], ["rules", "--json"]])
def test_a_reader_that_leaves_an_export_ends_it_quietly(
    assay, archive, assay_command, environment, tmp_path, arguments
):
    running = subprocess.Popen(
        assay_command(*arguments),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        cwd=tmp_path,
    )
    running.stdout.close()
    assert running.stderr.read() == b""
    assert running.wait(60) in (1, 141)
