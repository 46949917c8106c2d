"""What a peer may do to the connections of a real server: be silent, slow, endless, or many."""

import asyncio
import contextlib
import http.client
import json
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import uvicorn

from service import connections, server
from service.app import create_app
from service.settings import Settings

HEAD = b"POST /v1/preview HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
GET = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"

Serve = Callable[..., Any]


class Serving:
    """A server in a thread of its own, and what is behind it."""

    def __init__(self, settings: Settings) -> None:
        self.app = create_app(settings)
        options = {"lifespan": "on", "log_config": None, "access_log": False, "ws": "none"}
        self.server = uvicorn.Server(
            uvicorn.Config(self.app, port=0, http=server.BoundedProtocol, proxy_headers=False, **options)
        )
        self.thread = threading.Thread(target=lambda: asyncio.run(self.server.serve()))
        self.thread.start()
        until(lambda: self.server.started)
        self.port = self.server.servers[0].sockets[0].getsockname()[1]

    def connect(self, *sent: bytes) -> socket.socket:
        peer = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        for part in sent:
            peer.sendall(part)
        return peer

    def status(self, path: str = "/healthz") -> int | None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        finally:
            connection.close()

    def dropped(self, reason: str) -> float:
        registry = self.app.state.services.metrics.registry
        return registry.get_sample_value("assay_connections_dropped_total", {"reason": reason})

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join()


@pytest.fixture
def serve(sqlite_url: str) -> Iterator[Serve]:
    with contextlib.ExitStack() as stack:

        def start(**given: Any) -> Serving:
            settings = Settings(_env_file=None, database_url=sqlite_url, offline=True, **given)
            serving = Serving(settings)
            stack.callback(serving.stop)
            return serving

        yield start


def until(true: Callable[[], Any], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def answer(peer: socket.socket) -> bytes:
    """All that a peer is sent until its connection ends."""
    got = b""
    with contextlib.suppress(ConnectionResetError):
        while part := peer.recv(65_536):
            got += part
    return got


def answer_status(peer: socket.socket) -> bytes:
    with contextlib.suppress(OSError):
        return peer.recv(12)[9:]
    return b"reset"


def flood(peer: socket.socket, part: bytes, most: int) -> int:
    """Send a part again and again until the server has had enough; how many bytes that took."""
    sent = 0
    try:
        while sent < most:
            peer.sendall(part)
            sent += len(part)
    except OSError:
        pass
    return sent


def refusal(got: bytes, status: int, slug: str) -> None:
    head, _, body = got.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 %d " % status), got[:200]
    assert b"connection: close" in head.lower()
    assert json.loads(body)["type"] == f"/problems/{slug}"


@pytest.mark.parametrize(
    ("first", "part"),
    [
        (b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-A: ", b"a" * 1000),
        (b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n", b"X-Name: value\r\n" * 50),
        (b"GET /healthz?", b"a" * 1000),
        (b"", b"\r\n" * 500),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n0\r\n", b"X-Trailer: value\r\n" * 50),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n0\r\nX-Trailer: ", b"a" * 1000),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n1;", b"a" * 1000),
    ],
    ids=["header", "headers", "url", "blank lines", "trailers", "trailer", "chunk extension"],
)
def test_a_head_or_a_trailer_without_end_is_refused(serve, first, part):
    serving = serve()
    peer = serving.connect(first)
    sent = flood(peer, part, 40_000_000)
    assert sent < 8_000_000
    assert serving.dropped("long_head") == 1
    assert serving.status() == 200


def test_a_head_over_the_limit_is_answered_with_431(serve):
    serving = serve()
    big = b"X-A: " + b"a" * connections.HEAD_BYTES + b"\r\n\r\n"
    refusal(
        answer(serving.connect(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n" + big)), 431, "head-too-large"
    )
    large = b"X-A: " + b"a" * (connections.HEAD_BYTES - 1000) + b"\r\nConnection: close\r\n\r\n"
    got = answer(serving.connect(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n" + large))
    assert got.startswith(b"HTTP/1.1 200 ")


def test_large_bodies_do_not_count_as_heads(serve):
    serving = serve()
    body = b'{"text": "' + b"word " * 60_000 + b'"}'
    request = HEAD + b"Content-Length: %d\r\n\r\n" % len(body) + body
    peer = serving.connect(request + request + GET.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
    assert answer(peer).count(b"HTTP/1.1 200 ") == 3


def test_no_http_is_answered_with_400(serve):
    serving = serve()
    refusal(answer(serving.connect(b"\x16\x03\x01\x02\x00 hello\r\n\r\n")), 400, "malformed")


def test_a_silent_connection_and_a_slow_head_end(serve, monkeypatch):
    monkeypatch.setattr(server, "HEAD_SECONDS", 0.5)
    serving = serve()
    silent, slow = serving.connect(), serving.connect(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n")
    again = serving.connect(GET)
    assert again.recv(12) == b"HTTP/1.1 200"
    until(lambda: not _sends(slow, b"X-A: b\r\n"), 5)
    assert answer(silent) == b""
    assert serving.dropped("slow_head") >= 2


def test_a_slow_head_is_answered_with_408(serve, monkeypatch):
    monkeypatch.setattr(server, "HEAD_SECONDS", 0.5)
    refusal(answer(serve().connect(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n")), 408, "timed-out")


def test_the_rest_of_a_refused_body_does_not_hold_the_connection(serve, monkeypatch):
    monkeypatch.setattr(server, "HEAD_SECONDS", 0.5)
    peer = serve().connect(HEAD.replace(b"json", b"x-none") + b"Content-Length: 100000\r\n\r\n{")
    assert peer.recv(12) == b"HTTP/1.1 415"
    until(lambda: not _sends(peer, b" "), 5)


def test_a_slow_body_ends_and_a_slow_line_goes_on(serve, monkeypatch):
    monkeypatch.setattr(server, "BODY_SECONDS", 0.5)
    serving = serve()
    slow = serving.connect(HEAD + b"Content-Length: 100000\r\n\r\n{")
    brisk = serving.connect(HEAD + b"Content-Length: 60007\r\nConnection: close\r\n\r\n{")
    for _ in range(20):  # well above the least rate
        time.sleep(0.1)
        brisk.sendall(b" " * 3000)
    brisk.sendall(b'"a":1}')
    refusal(answer(slow), 408, "timed-out")
    assert answer(brisk).startswith(b"HTTP/1.1 422")
    assert serving.dropped("slow_body") == 1


def test_a_body_that_stops_ends(serve, monkeypatch):
    monkeypatch.setattr(server, "SILENT_SECONDS", 0.5)
    refusal(
        answer(serve().connect(HEAD + b"Content-Length: 100000\r\n\r\n{" + b" " * 90_000)), 408, "timed-out"
    )


def test_a_batch_may_pause_but_not_for_ever(serve, monkeypatch, article):
    monkeypatch.setattr(server, "BODY_SECONDS", 0.2)
    monkeypatch.setattr(server, "STREAM_SECONDS", 2.0)
    serving = serve()
    head = b"POST /v1/articles:batch HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n"
    line = json.dumps(article).encode() + b"\n"
    peer = serving.connect(head + b"Transfer-Encoding: chunked\r\n\r\n", b"%x\r\n%s\r\n" % (len(line), line))
    assert b"200" in peer.recv(20)
    time.sleep(1.2)
    peer.sendall(b"1\r\n\n\r\n")
    time.sleep(1.2)
    assert serving.dropped("slow_body") == 0
    answer(peer)
    assert serving.dropped("slow_body") == 1


def test_many_silent_connections_make_room_for_one_that_speaks(serve):
    serving = serve(max_connections=20)
    silent = [serving.connect() for _ in range(60)]
    begun = time.monotonic()
    assert [serving.status() for _ in range(5)] == [200] * 5
    assert time.monotonic() - begun < 3
    assert serving.dropped("crowded") >= 40
    assert len(serving.app.state.services.connections) <= 20
    assert len(silent) == 60


def test_connections_at_work_are_not_dropped_for_others(serve):
    serving = serve(max_connections=3)
    body = HEAD + b"Content-Length: 1000\r\n\r\n{"
    busy = [serving.connect(body) for _ in range(3)]
    until(lambda: len(serving.app.state.services.connections) == 3)
    time.sleep(0.3)
    refusal(answer(serving.connect()), 503, "overloaded")
    for peer in busy:
        peer.sendall(b'"a":1}' + b" " * 993)
        assert peer.recv(12) == b"HTTP/1.1 422"
    assert serving.dropped("full") == 1


@pytest.fixture
def patient(monkeypatch):
    """Silence is let pass: what is tried is how much is held, on machines that do other things too."""
    monkeypatch.setattr(server, "SILENT_SECONDS", 60.0)


def hold(serving, request):
    """Send the request without its end on 40 connections, the first of them well before the others."""
    first = serving.connect(request)
    time.sleep(0.5)
    return [first, *(serving.connect(request) for _ in range(39))]


def test_unfinished_bodies_take_bounded_memory(serve, patient):
    limit = 1_000_000
    serving = serve(max_body_bytes=limit)
    part = b'{"text": "' + b"a" * (limit - 1000)
    held = hold(serving, HEAD + b"Content-Length: %d\r\n\r\n" % (limit - 10) + part)
    until(lambda: serving.dropped("bodies_full") >= 20)
    refusal(answer(held[0]), 503, "overloaded")
    assert serving.status() == 200
    rest, statuses = b'"}' + b" " * (limit - 10 - len(part) - 2), []
    for peer in held[1:]:
        with contextlib.suppress(OSError):
            peer.sendall(rest)
        statuses.append(answer_status(peer))
    assert statuses.count(b"200") >= 10, statuses


def test_unfinished_bodies_that_unpack_count_by_what_they_unpack_to(serve, patient):
    limit = 1_000_000
    serving = serve(max_body_bytes=limit)
    packer = zlib.compressobj(wbits=31)
    packed = packer.compress(b'{"text": "' + b"a" * (limit - 1000)) + packer.flush(zlib.Z_SYNC_FLUSH)
    head = HEAD + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % (len(packed) + 50)
    held = hold(serving, head + packed)
    until(lambda: serving.dropped("bodies_full") >= 20)
    refusal(answer(held[0]), 503, "overloaded")


def test_a_reader_that_takes_nothing_is_let_go(serve, monkeypatch, article):
    monkeypatch.setattr(server, "READER_SECONDS", 0.5)
    serving = serve()
    peer = serving.connect()
    # Nothing of these answers is read; what the kernel takes of them is some megabytes.
    request = b"GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n"
    flood(peer, request * 100, 200_000)
    until(lambda: serving.dropped("slow_reader") == 1)


def test_who_closes_one_side_after_the_request_is_answered(serve, article):
    serving = serve()
    body = json.dumps(article).encode()
    peer = serving.connect(HEAD + b"Content-Length: %d\r\n\r\n" % len(body) + body)
    peer.shutdown(socket.SHUT_WR)
    got = answer(peer)
    assert got.startswith(b"HTTP/1.1 200 ")
    assert b"CIT_ORPHAN_MARKER" in got


def test_who_closes_one_side_in_mid_body_is_let_go(serve):
    serving = serve()
    peers = [serving.connect(HEAD + b"Content-Length: 500\r\n\r\n{") for _ in range(30)]
    for peer in peers:
        peer.shutdown(socket.SHUT_WR)
        assert answer(peer) == b""
    until(lambda: len(serving.app.state.services.connections) == 0)


def test_drops_are_told_in_the_log_once_for_many(serve, capfd, monkeypatch):
    monkeypatch.setattr(connections, "SWEEP_SECONDS", 0.1)
    serving = serve(max_connections=5)
    held = [serving.connect() for _ in range(50)]
    time.sleep(0.5)
    assert serving.status() == 200
    lines = [line for line in capfd.readouterr().err.splitlines() if "connections_dropped" in line]
    assert len(lines) == 1
    assert "crowded=" in lines[0]
    assert held


def _sends(peer: socket.socket, part: bytes) -> bool:
    """Whether a peer can still send; False once the server has let it go."""
    time.sleep(0.05)
    try:
        peer.sendall(part)
    except OSError:
        return False
    return True
