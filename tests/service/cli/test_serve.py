"""assay serve, started for real: ready with no configuration, and gone when it is told."""

import json
import shlex
import signal
import subprocess
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., list[str]]
Run = Callable[..., subprocess.CompletedProcess[bytes]]

# Far above what it takes; the tests measure nothing.
PATIENCE = 30


@contextmanager
def serving(
    command: list[str], folder: Path, environment: dict[str, str]
) -> Iterator[tuple[subprocess.Popen[bytes], str, str]]:
    """A running server, what it printed, and the curl line in it."""
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, cwd=folder, env=environment) as running,
    ):
        assert running.stdout
        printed = ""
        try:
            for line in iter(running.stdout.readline, b""):
                printed += line.decode()
                if line.startswith(b"curl "):
                    break
            assert "curl " in printed, (folder / "log").read_text()
            yield running, printed, printed.splitlines()[-1]
        finally:
            running.terminate()
            try:
                running.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                running.kill()
                raise


def post(curl: str, key: str = "") -> tuple[int, dict[str, Any]]:
    """Do what a curl line says, where there may be no curl."""
    words = shlex.split(curl.replace("$ASSAY_KEY", key))
    address = next(word for word in words if word.startswith("http"))
    headers = dict(words[number + 1].split(": ", 1) for number, word in enumerate(words) if word == "-H")
    request = urllib.request.Request(address, words[words.index("-d") + 1].encode(), headers)
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        return answer.status, json.loads(answer.read())


def get(address: str) -> Any:
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
        return json.loads(answer.read())


@pytest.mark.parametrize(("stop", "exit_status"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_it_serves_with_no_configuration_and_the_printed_line_works(
    assay_command: Command,
    environment: dict[str, str],
    tmp_path: Path,
    stop: signal.Signals,
    exit_status: int,
) -> None:
    with serving(assay_command("serve", "--port", "0"), tmp_path, environment) as (running, printed, curl):
        assert (tmp_path / "assay.sqlite3").exists()
        assert "assay keys create" in printed
        status, report = post(curl)
        assert status == 201
        assert report["score"] is not None
        costly = [finding["code"] for finding in report["findings"] if finding["points"]]
        assert costly == ["CIT_ORPHAN_MARKER", "DAT_IMPOSSIBLE_DATE"]
        running.send_signal(stop)
        assert running.wait(PATIENCE) == exit_status
    assert "Traceback" not in (tmp_path / "log").read_text()


def test_the_demo_brings_articles_once(
    assay_command: Command, environment: dict[str, str], tmp_path: Path
) -> None:
    counts = []
    for _ in range(2):
        with serving(assay_command("serve", "--demo", "--port", "0"), tmp_path, environment) as (_, _, curl):
            address = next(word for word in curl.split() if word.startswith("http"))
            counts.append(len(get(address)["articles"]))
    assert counts == [3, 3]


def test_with_a_key_the_line_asks_for_it(
    assay: Run, assay_command: Command, environment: dict[str, str], tmp_path: Path
) -> None:
    key = assay("keys", "create", "--name", "cms", "--scope", "score").stdout.decode().strip()
    with serving(assay_command("serve", "--port", "0"), tmp_path, environment) as (_, printed, curl):
        assert key not in printed
        assert "$ASSAY_KEY" in curl
        assert post(curl, key)[0] == 201


def test_several_workers_serve_one_port(
    assay_command: Command, environment: dict[str, str], tmp_path: Path
) -> None:
    port = str(_free_port())
    command = assay_command("serve", "--port", port, "--workers", "2")
    with serving(command, tmp_path, environment) as (running, _, curl):
        assert post(curl)[0] == 201
        running.terminate()
        assert running.wait(PATIENCE) == 0
    assert "Traceback" not in (tmp_path / "log").read_text()


def test_another_address_without_a_key_is_refused_in_one_line(assay: Run) -> None:
    done = assay("serve", "--host", "0.0.0.0", "--port", "0")
    assert done.returncode == 2
    assert done.stderr.decode().count("\n") == 1
    assert b"assay keys create" in done.stderr


def test_a_port_that_is_taken_is_said_in_one_line(
    assay: Run, assay_command: Command, environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "first").mkdir()
    with serving(assay_command("serve", "--port", "0"), tmp_path / "first", environment) as (_, _, curl):
        port = curl.split("/v1/")[0].rpartition(":")[2]
        done = assay("serve", "--port", port)
        assert done.returncode == 2
        assert done.stderr.decode().count("\n") == 1
        assert b"address already in use" in done.stderr
        well = assay("doctor", ASSAY_PORT=port, ASSAY_OFFLINE="true")
        assert well.returncode == 0
        assert b"Assay is running" in well.stdout


def _free_port() -> int:
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
