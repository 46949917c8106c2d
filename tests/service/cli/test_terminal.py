"""On a terminal there are colours and a bar; anywhere else there are none."""

import json
import os
import pty
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., list[str]]
TERMINAL = {"TERM": "xterm-256color", "COLUMNS": "100"}


def run(command: list[str], folder: Path, environment: dict[str, str], *on_terminal: str) -> tuple[str, str]:
    """What a command writes to the terminal that the named streams are, and what the others get."""
    ours, theirs = pty.openpty()
    with (folder / "elsewhere").open("wb") as file:
        streams: dict[str, Any] = {"stdout": file, "stderr": file, **dict.fromkeys(on_terminal, theirs)}
        with subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, **streams
        ) as running:
            os.close(theirs)
            shown = _drain(ours)
    os.close(ours)
    assert running.returncode in (0, 2)
    return shown, (folder / "elsewhere").read_text()


def _drain(terminal: int) -> str:
    shown = b""
    while True:
        try:
            block = os.read(terminal, 65536)
        except OSError:  # the other side is closed
            return shown.decode()
        if not block:
            return shown.decode()
        shown += block


@pytest.mark.parametrize(
    ("settings", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
)
def test_colours_are_for_terminals_that_want_them(
    assay_command: Command,
    environment: dict[str, str],
    tmp_path: Path,
    faulty: str,
    settings: dict[str, str],
    coloured: bool,
) -> None:
    (tmp_path / "a.txt").write_text(faulty)
    shown, _ = run(assay_command("score", "a.txt"), tmp_path, environment | TERMINAL | settings, "stdout")
    assert "CIT_ORPHAN_MARKER" in shown
    assert ("\x1b[" in shown) == coloured


def test_a_bar_shows_many_articles_and_leaves_the_output_alone(
    assay_command: Command, environment: dict[str, str], tmp_path: Path, write_lines: Any, clean: str
) -> None:
    rows: list[dict[str, str]] = [{"id": str(number), "text": clean} for number in range(60)]
    rows[5] = {"id": "5", "texts": clean}
    write_lines("in.jsonl", rows)
    command = assay_command("score", "-f", "jsonl", "in.jsonl")
    shown, output = run(command, tmp_path, environment | TERMINAL, "stderr")
    assert "60/60" in shown
    assert "/s" in shown
    assert "assay: in.jsonl:6: texts: unknown field" in shown
    assert [json.loads(line)["id"] for line in output.splitlines()] == [str(n) for n in range(60) if n != 5]


def test_a_few_articles_need_no_bar(
    assay_command: Command, environment: dict[str, str], tmp_path: Path, clean: str
) -> None:
    (tmp_path / "a.txt").write_text(clean)
    shown, output = run(
        assay_command("score", "-f", "json", "a.txt"), tmp_path, environment | TERMINAL, "stderr"
    )
    assert shown == ""
    assert json.loads(output)["id"] == "a.txt"
