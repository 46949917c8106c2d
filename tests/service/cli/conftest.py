"""What the command line's tests share: a way to run it, and articles of our own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from service.cli.commands import app

# A clean article, and with the markers in it one that calls references which it does not list.
TEXT = """Saltby council votes for a new ferry pier

The borough council of Saltby voted on Tuesday to build a second ferry pier on the western shore. The decision was carried by twelve votes to five after a debate of three hours.{first}

"We cannot keep turning passengers away every summer," said Marit Oduya, the council's head of transport, at the meeting in the town hall. Her department counted 41,000 passengers in July, about a third more than in the year before.

Councillor Piotr Lindqvist of the opposition group told the meeting that the money was needed for the school roof.{second} He asked for a survey of the shore before any contract is signed, and the council agreed to commission one.

The Saltby Fishers' Association, which represents 23 boat owners, said in a statement that it supported the plan as long as the eastern basin stayed open during the works. The council expects the pier to cost 2.3 million pounds and to open in the spring of 2028.
"""

Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def clean() -> str:
    return TEXT.format(first="", second="")


@pytest.fixture
def faulty() -> str:
    return TEXT.format(first=" [3]", second=" [4]")


@pytest.fixture
def environment() -> dict[str, str]:
    """The environment without settings of the machine that runs the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ASSAY_")}
    return {**kept, "TERM": "dumb", "COLUMNS": "80", "PYTHONUNBUFFERED": ""}


@pytest.fixture
def assay(tmp_path: Path, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `assay` in this process, in a folder of its own; keyword arguments are settings."""

    def run(*arguments: str, stdin: bytes = b"", **settings: str) -> subprocess.CompletedProcess[bytes]:
        monkeypatch.chdir(tmp_path)
        for name in os.environ:
            if name not in environment:
                monkeypatch.delenv(name)
        for name, value in (environment | settings).items():
            monkeypatch.setenv(name, value)
        result = CliRunner().invoke(app, list(arguments), input=stdin, prog_name="assay")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return subprocess.CompletedProcess(
            list(arguments), result.exit_code, result.stdout_bytes, result.stderr_bytes
        )

    return run


@pytest.fixture
def assay_process(tmp_path: Path, environment: dict[str, str]) -> Run:
    """Runs `assay` as a process of its own."""

    def run(*arguments: str, stdin: bytes = b"", **settings: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            command(*arguments),
            input=stdin,
            capture_output=True,
            cwd=tmp_path,
            env=environment | settings,
            timeout=120,
        )

    return run


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from service.cli import main; main()", *arguments]


@pytest.fixture
def assay_command() -> Callable[..., list[str]]:
    return command


@pytest.fixture
def write_lines(tmp_path: Path) -> Callable[[str, list[Any]], Path]:
    """Writes a JSON Lines file."""

    def write(name: str, rows: list[Any]) -> Path:
        path = tmp_path / name
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return path

    return write
