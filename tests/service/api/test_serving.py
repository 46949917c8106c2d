"""The service behind a real server."""

import asyncio
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from service.app import create_app
from service.settings import Settings
from service.storage import SchemaBehindError

HEADERS = {"Content-Type": "application/x-ndjson"}


@pytest.fixture
def server(sqlite_url: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """uvicorn with the app's factory; its process and port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "--factory", "service.app:create_app", "--port", str(port)]
    environment = {**os.environ, "ASSAY_DATABASE_URL": sqlite_url, "ASSAY_STOP_DELAY": "3"}
    process = subprocess.Popen([*command, "--no-access-log"], env=environment, stderr=subprocess.DEVNULL)
    try:
        until(lambda: status(port, "/readyz") == 200)
        yield process, port
    finally:
        process.kill()
        process.wait()


def until(true):
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def status(port, path):
    """The status of an answer, or None where nobody listens (any more: what still queued is reset)."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (ConnectionRefusedError, ConnectionResetError):
        return None
    finally:
        connection.close()


def begin_batch(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.putrequest("POST", "/v1/articles:batch")
    for name, value in {**HEADERS, "Transfer-Encoding": "chunked"}.items():
        connection.putheader(name, value)
    connection.endheaders()
    return connection


def send_line(connection, row):
    line = json.dumps(row).encode() + b"\n"
    connection.send(f"{len(line):x}\r\n".encode() + line + b"\r\n")


def test_a_service_that_is_told_to_stop_says_so_first_and_finishes_what_it_began(server, article):
    process, port = server
    batch = begin_batch(port)
    send_line(batch, {**article, "id": "before"})
    answer = batch.getresponse()
    assert json.loads(answer.readline())["id"] == "before"
    process.send_signal(signal.SIGTERM)
    until(lambda: status(port, "/readyz") == 503)
    until(lambda: status(port, "/readyz") is None)
    send_line(batch, {**article, "id": "after", "url": "u:2"})
    batch.send(b"0\r\n\r\n")
    assert json.loads(answer.readline())["id"] == "after"
    assert answer.read() == b""
    assert process.wait(30) in (0, -signal.SIGTERM)


def test_a_caller_who_sends_everything_before_it_reads_anything_is_served(server):
    _, port = server
    rows = [{"id": f"{number}-" + "x" * 1900, "unknown": 1} for number in range(6000)]
    body = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("POST", "/v1/articles:batch", body, HEADERS)
    time.sleep(0.5)
    answers = [json.loads(line) for line in connection.getresponse()]
    assert [row["id"] for row in answers] == [row["id"] for row in rows]


def test_a_caller_who_leaves_in_mid_batch_harms_nobody(server, article):
    _, port = server
    batch = begin_batch(port)
    send_line(batch, article)
    batch.getresponse().readline()
    batch.sock.close()
    batch.close()
    assert status(port, "/v1/articles") == 200
    assert status(port, "/readyz") == 200


def test_a_database_that_was_not_migrated_is_not_served(tmp_path):
    settings = Settings(_env_file=None, database_url=f"sqlite:///{tmp_path / 'new.sqlite3'}")

    async def start():
        app = create_app(settings)
        async with app.router.lifespan_context(app):
            raise AssertionError("it started")

    with pytest.raises(SchemaBehindError):
        asyncio.run(start())
