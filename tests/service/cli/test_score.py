"""assay score: every input, the order, the errors and the exit status."""

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., subprocess.CompletedProcess[bytes]]
WriteLines = Callable[[str, list[Any]], Path]


def lines(output: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def test_one_input_gives_one_object(assay: Run, tmp_path: Path, faulty: str) -> None:
    (tmp_path / "pier.txt").write_text(faulty)
    done = assay("score", "--offline", "--format", "json", "pier.txt")
    report = json.loads(done.stdout)
    assert done.returncode == 0
    assert done.stderr == b""
    assert report["id"] == "pier.txt"
    assert report["article_id"] is None
    assert 0 < report["score"] < 100
    flagged = [
        faulty[span["start"] : span["end"]]
        for finding in report["findings"]
        for span in finding["spans"]
        if finding["code"] == "CIT_ORPHAN_MARKER"
    ]
    assert flagged == ["[3]", "[4]"]
    assert "text" not in report


def test_several_inputs_give_a_list_in_their_order(assay: Run, tmp_path: Path, clean: str) -> None:
    for name in ("b.txt", "a.md", "c.html"):
        (tmp_path / name).write_text(clean)
    done = assay("score", "--format", "json", "b.txt", "a.md", "c.html")
    assert [report["id"] for report in json.loads(done.stdout)] == ["b.txt", "a.md", "c.html"]


def test_every_kind_of_file_is_read_as_what_it_is(assay: Run, tmp_path: Path, faulty: str) -> None:
    paragraphs = [part.replace("\n", " ") for part in faulty.strip().split("\n\n")]
    (tmp_path / "a.txt").write_text(faulty)
    (tmp_path / "a.md").write_text(faulty)
    (tmp_path / "a.html").write_text("".join(f"<p>{part}</p>" for part in paragraphs))
    (tmp_path / "a.json").write_text(json.dumps({"id": "4711", "text": faulty}))
    done = assay("score", "--format", "jsonl", "a.txt", "a.md", "a.html", "a.json")
    reports = lines(done.stdout)
    assert [report["id"] for report in reports] == ["a.txt", "a.md", "a.html", "4711"]
    assert [[f["code"] for f in report["findings"]].count("CIT_ORPHAN_MARKER") for report in reports] == [
        2
    ] * 4


def test_a_file_of_lines_gives_a_line_each(assay: Run, write_lines: WriteLines, clean: str) -> None:
    write_lines("in.jsonl", [{"id": "x", "text": clean}, {"text": clean, "external_id": "wp:1"}])
    first, second = lines(assay("score", "--format", "jsonl", "in.jsonl").stdout)
    assert (first["id"], second["id"]) == ("x", "in.jsonl:2")
    assert second["external_id"] == "wp:1"


def test_a_compressed_file_of_lines_is_read(assay: Run, tmp_path: Path, clean: str) -> None:
    (tmp_path / "in.jsonl.gz").write_bytes(gzip.compress(json.dumps({"id": "z", "text": clean}).encode()))
    assert [report["id"] for report in lines(assay("score", "-f", "jsonl", "in.jsonl.gz").stdout)] == ["z"]


def test_processes_change_neither_order_nor_bytes(
    assay_process: Run, write_lines: WriteLines, clean: str
) -> None:
    rows = [
        {"id": str(number), "text": clean[: 100 + 37 * (number % 20)] * (number % 5 + 1)}
        for number in range(150)
    ]
    rows[70] = {"id": "broken"}
    write_lines("in.jsonl", rows)
    alone = assay_process("score", "-f", "jsonl", "in.jsonl")
    together = assay_process("score", "-f", "jsonl", "--jobs", "3", "in.jsonl")
    assert [report["id"] for report in lines(alone.stdout)] == [str(n) for n in range(150) if n != 70]
    assert together.stdout == alone.stdout
    assert together.stderr == alone.stderr
    assert together.returncode == alone.returncode == 2


def test_an_error_names_file_line_and_field_and_the_rest_is_scored(
    assay: Run, write_lines: WriteLines, clean: str
) -> None:
    write_lines(
        "in.jsonl",
        [
            {"id": "1", "text": clean, "label": "x", "source_set": "y"},
            {"id": "2", "text": clean, "published_at": "soon"},
            {"id": "3", "text": clean, "html": clean},
            {"id": "4", "text": clean, "references": [{"marker": 5}]},
            {"id": "5", "text": clean},
        ],
    )
    done = assay("score", "-f", "jsonl", "in.jsonl")
    errors = done.stderr.decode().splitlines()
    assert done.returncode == 2
    assert [report["id"] for report in lines(done.stdout)] == ["5"]
    assert len(errors) == 4
    assert errors[0].startswith("assay: in.jsonl:1: label, source_set: unknown fields")
    assert errors[1].startswith("assay: in.jsonl:2: published_at: ")
    assert errors[2].startswith("assay: in.jsonl:3: give exactly one of text, html and markdown")
    assert errors[3].startswith("assay: in.jsonl:4: references.0.marker: ")
    assert clean[:40] not in done.stderr.decode()


def test_unknown_fields_can_be_left_out(assay: Run, write_lines: WriteLines, clean: str) -> None:
    row = {"id": "1", "text": clean, "label": "x", "references": [{"marker": "1", "kind": "web"}]}
    write_lines("in.jsonl", [row])
    done = assay("score", "-f", "jsonl", "--ignore-unknown", "in.jsonl")
    assert done.returncode == 0
    assert [report["id"] for report in lines(done.stdout)] == ["1"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", b"The pier \xff opened.", "assay: a.txt: not UTF-8: invalid byte 0xff at offset 9"),
        ("a.txt", b"The pier \x00 opened.", "assay: a.txt: text: control character U+0000 at offset 9"),
        ("a.json", b'{"text": "unfinished', "assay: a.json: "),
        ("a.json", b"[1]", "assay: a.json: "),
        ("a.docx", b"PK", "assay: a.docx: its name does not tell what it holds"),
        ("a.jsonl.gz", b"not gzip", "assay: a.jsonl.gz: "),
    ],
)
def test_an_unreadable_file_is_one_clear_line(
    assay: Run, tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    (tmp_path / name).write_bytes(content)
    done = assay("score", "-f", "json", name)
    assert done.returncode == 2
    assert done.stdout.strip() in (b"", b"[\n\n]")
    assert done.stderr.decode().count("\n") == 1
    assert done.stderr.decode().startswith(message)


def test_what_is_not_there_is_said_and_the_rest_scored(assay: Run, tmp_path: Path, clean: str) -> None:
    (tmp_path / "there.txt").write_text(clean)
    (tmp_path / "folder.txt").mkdir()
    done = assay("score", "-f", "jsonl", "gone.txt", "folder.txt", "there.txt")
    assert done.returncode == 2
    assert [report["id"] for report in lines(done.stdout)] == ["there.txt"]
    assert done.stderr.decode().splitlines() == [
        "assay: gone.txt: no such file or folder",
        "assay: folder.txt: is a folder without articles: no file in it ends in "
        ".htm .html .json .jsonl .jsonl.gz .markdown .md .ndjson .ndjson.gz .parquet .text .txt .xml",
    ]


def test_too_long_an_article_is_refused(assay: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("word " * 1000)
    (tmp_path / "b.jsonl").write_text(
        json.dumps({"text": "word " * 3000}) + "\n" + json.dumps({"text": "short"}) + "\n"
    )
    done = assay(
        "score", "-f", "jsonl", "a.txt", "b.jsonl", ASSAY_MAX_TEXT_CHARS="4000", ASSAY_MAX_BODY_BYTES="9000"
    )
    assert [report["id"] for report in lines(done.stdout)] == ["b.jsonl:2"]
    assert done.stderr.decode().splitlines() == [
        "assay: a.txt: text: longer than 4,000 characters",
        "assay: b.jsonl:1: the line is too long",
    ]


def test_a_byte_order_mark_is_no_text(assay: Run, tmp_path: Path, clean: str) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbf" + clean.encode())
    report = json.loads(assay("score", "-f", "json", "--include", "text", "a.txt").stdout)
    assert report["text"] == clean


class TestStandardInput:
    def test_is_text(self, assay: Run, clean: str) -> None:
        report = json.loads(
            assay("score", "-f", "json", "--include", "text", "-", stdin=clean.encode()).stdout
        )
        assert (report["id"], report["text"]) == ("-", clean)

    def test_is_one_submission(self, assay: Run, clean: str) -> None:
        for indent in (None, 2):
            stdin = json.dumps({"id": "one", "text": clean}, indent=indent).encode()
            assert json.loads(assay("score", "-f", "json", "-", stdin=stdin).stdout)["id"] == "one"

    def test_is_a_submission_a_line(self, assay: Run, clean: str) -> None:
        stdin = b"\n".join(json.dumps({"id": str(number), "text": clean}).encode() for number in range(3))
        done = assay("score", "-f", "jsonl", "-", stdin=stdin)
        assert [report["id"] for report in lines(done.stdout)] == ["0", "1", "2"]

    def test_is_what_it_is_said_to_be(self, assay: Run) -> None:
        stdin = b"<p>The pier &amp; the harbour.</p>"
        report = json.loads(
            assay("score", "-f", "json", "--include", "text", "--as", "html", "-", stdin=stdin).stdout
        )
        assert report["text"].strip() == "The pier & the harbour."

    def test_can_be_given_once(self, assay: Run) -> None:
        assert assay("score", "-", "-").returncode == 2


def test_an_article_under_the_bar_is_exit_1(assay: Run, tmp_path: Path, faulty: str) -> None:
    (tmp_path / "a.txt").write_text(faulty)
    assert assay("score", "--fail-under", "99", "a.txt").returncode == 1
    assert assay("score", "--fail-under", "0", "a.txt").returncode == 0
    assert assay("score", "--fail-under", "99", "a.txt", "gone.txt").returncode == 2


def test_an_article_without_score_is_not_under_the_bar(assay: Run) -> None:
    assert assay("score", "--fail-under", "99", "-", stdin=b"The pier opened on Monday.").returncode == 0


def test_a_ruleset_changes_the_score_and_the_version(assay: Run, tmp_path: Path, faulty: str) -> None:
    (tmp_path / "a.txt").write_text(faulty)
    (tmp_path / "mine.toml").write_text("[rules]\nCIT_ORPHAN_MARKER = { off = true }\n")
    shipped = json.loads(assay("score", "-f", "json", "a.txt").stdout)
    given = json.loads(assay("score", "-f", "json", "--ruleset", "mine.toml", "a.txt").stdout)
    named = json.loads(assay("score", "-f", "json", "a.txt", ASSAY_RULESET="mine.toml").stdout)
    assert given == named
    assert given["ruleset"].startswith(f"{shipped['ruleset']}+")
    assert given["score"] > shipped["score"]


@pytest.mark.parametrize(
    ("toml", "message"),
    [("[rules]\nNO_SUCH = { weight = 1.0 }", "rules.NO_SUCH: there is no such code"), ("[", "not TOML")],
)
def test_a_wrong_ruleset_ends_the_command(assay: Run, tmp_path: Path, toml: str, message: str) -> None:
    (tmp_path / "mine.toml").write_text(toml)
    done = assay("score", "--ruleset", "mine.toml", "-", stdin=b"text")
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr.decode().startswith(f"assay: mine.toml: {message}")


def test_the_day_of_judgement_can_be_given(assay: Run, clean: str) -> None:
    for given, stamp in [
        ("2026-11-02", "2026-11-02T00:00:00Z"),
        ("2026-11-02T09:30:00+02:00", "2026-11-02T07:30:00Z"),
    ]:
        done = assay("score", "-f", "json", "--as-of", given, "-", stdin=clean.encode())
        assert json.loads(done.stdout)["scored_at"] == stamp
    assert assay("score", "--as-of", "yesterday", "-", stdin=b"x").returncode == 2


def test_two_runs_of_one_day_give_the_same_bytes(assay_process: Run, tmp_path: Path, faulty: str) -> None:
    (tmp_path / "a.txt").write_text(faulty)
    first, second = (assay_process("score", "-f", "jsonl", "a.txt").stdout for _ in range(2))
    assert lines(first)
    assert first == second


def test_the_output_goes_to_a_file(assay: Run, tmp_path: Path, clean: str) -> None:
    (tmp_path / "a.txt").write_text(clean)
    done = assay("score", "-f", "json", "-o", "out.json", "a.txt")
    assert (done.returncode, done.stdout) == (0, b"")
    assert json.loads((tmp_path / "out.json").read_text())["id"] == "a.txt"


def test_an_input_is_not_overwritten(assay: Run, tmp_path: Path, clean: str) -> None:
    (tmp_path / "a.txt").write_text(clean)
    assert assay("score", "-o", "a.txt", "./a.txt").returncode == 2
    assert (tmp_path / "a.txt").read_text() == clean


@pytest.mark.parametrize(
    "arguments", [[], ["--format", "pdf", "-"], ["--jobs", "-1", "-"], ["--fail-under", "101", "-"]]
)
def test_bad_usage_is_exit_2(assay: Run, arguments: list[str]) -> None:
    assert assay("score", *arguments).returncode == 2


def test_a_setting_that_is_wrong_is_named(assay: Run) -> None:
    done = assay("score", "-", stdin=b"x", ASSAY_PORT="many")
    assert done.returncode == 2
    assert done.stderr.decode().startswith("assay: ASSAY_PORT: ")


def test_scoring_needs_neither_server_nor_database(environment: dict[str, str], tmp_path: Path) -> None:
    code = (
        "import sys\nfrom service.cli import main\nsys.argv[1:] = ['score', '-f', 'jsonl', '-']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=b"text", capture_output=True, env=environment, cwd=tmp_path
    )
    loaded = set(done.stderr.decode().split())
    assert "scoring" in loaded
    assert not loaded & {"fastapi", "starlette", "sqlalchemy", "alembic", "uvicorn", "httpx", "rich", "yaml"}


def test_help_loads_no_work(environment: dict[str, str]) -> None:
    code = (
        "import sys\nfrom service.cli import main\nsys.argv[1:] = ['--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment)
    assert b"assay" in done.stdout
    assert not set(done.stderr.decode().split()) & {"scoring", "pydantic", "fastapi", "sqlalchemy", "uvicorn"}


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_reader_that_leaves_ends_it_quietly(
    assay_command: Callable[..., list[str]],
    write_lines: WriteLines,
    environment: dict[str, str],
    tmp_path: Path,
    clean: str,
    jobs: str,
) -> None:
    write_lines("in.jsonl", [{"id": str(number), "text": clean * 3} for number in range(300)])
    with subprocess.Popen(
        assay_command("score", "-f", "jsonl", "--jobs", jobs, "in.jsonl"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        cwd=tmp_path,
        start_new_session=True,
    ) as running:
        assert running.stdout
        assert running.stderr
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait(30) == 141
        assert _group_ends(running.pid)


@pytest.mark.parametrize(
    ("jobs", "sent", "status"),
    [("1", signal.SIGINT, 130), ("2", signal.SIGINT, 130), ("2", signal.SIGTERM, 143)],
)
def test_an_interrupt_ends_it_quietly_with_all_its_workers(
    assay_command: Callable[..., list[str]],
    environment: dict[str, str],
    tmp_path: Path,
    clean: str,
    jobs: str,
    sent: signal.Signals,
    status: int,
) -> None:
    line = json.dumps({"text": clean}).encode() + b"\n"
    with subprocess.Popen(
        assay_command("score", "-f", "jsonl", "--as", "jsonl", "--alone", "--jobs", jobs, "-"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        cwd=tmp_path,
        start_new_session=True,
    ) as running:
        assert running.stdin
        assert running.stdout
        assert running.stderr
        # As much as a pipe holds: more would wait for a reader of the reports.
        running.stdin.write(line * (60_000 // len(line)))
        running.stdin.flush()
        assert json.loads(running.stdout.readline())["id"] == "-:1"
        running.send_signal(sent)
        assert running.wait(30) == status
        assert running.stderr.read() == b""
        assert _group_ends(running.pid)
        running.stdin.close()


def test_lines_that_are_not_compared_are_answered_as_they_come(
    assay_command: Callable[..., list[str]], environment: dict[str, str], tmp_path: Path, clean: str
) -> None:
    with subprocess.Popen(
        assay_command("score", "-f", "jsonl", "--as", "jsonl", "--alone", "-"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        cwd=tmp_path,
    ) as running:
        assert running.stdin
        assert running.stdout
        for number in range(3):
            running.stdin.write(json.dumps({"id": str(number), "text": clean}).encode() + b"\n")
            running.stdin.flush()
            assert json.loads(running.stdout.readline())["id"] == str(number)
        running.stdin.close()
        assert running.wait(30) == 0


def _group_ends(group: int) -> bool:
    """Whether no process of a group is left, within a few seconds."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


class TestOnly:
    def test_one_check_is_tried_alone(self, assay: Run, tmp_path: Path, faulty: str) -> None:
        (tmp_path / "a.txt").write_text(faulty)
        whole = json.loads(assay("score", "--offline", "-f", "json", "a.txt").stdout)
        alone = json.loads(
            assay("score", "--offline", "-f", "json", "--only", "cit_orphan_marker", "a.txt").stdout
        )
        assert len({finding["code"] for finding in whole["findings"]}) > 1
        assert {finding["code"] for finding in alone["findings"]} == {"CIT_ORPHAN_MARKER"}
        assert alone["ruleset"].startswith(f"{whole['ruleset']}+only-")

    def test_a_code_that_is_not_there_is_refused(self, assay: Run, tmp_path: Path, faulty: str) -> None:
        (tmp_path / "a.txt").write_text(faulty)
        done = assay("score", "--only", "CIT_ORPHAN", "a.txt")
        assert done.returncode == 2
        assert b"did you mean CIT_ORPHAN_MARKER?" in done.stderr

    def test_it_stores_nothing(self, assay: Run, tmp_path: Path, faulty: str) -> None:
        (tmp_path / "a.txt").write_text(faulty)
        done = assay("score", "--only", "CIT_ORPHAN_MARKER", "--store", "a.txt")
        assert done.returncode == 2
        assert b"leave --store out" in done.stderr
