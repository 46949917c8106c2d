"""A service in processes of its own, which can be killed as a power cut would, and requests to it."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
START_SECONDS = 120.0
NONE: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, headers by lower-case name, and a body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


# What a request meets whose server is killed.
Cut = (OSError, http.client.HTTPException)


class Connection:
    """One connection, kept open from request to request and opened again after it broke."""

    def __init__(self, port: int, seconds: float = 60.0) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)

    def ask(
        self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Send a request, a body as JSON. Raises one of Cut where the server goes away."""
        content = None if body is None else json.dumps(body).encode()
        given = {"content-type": "application/json"} if content is not None else {}
        try:
            self._connection.request(method, path, content, {**given, **(headers or {})})
            answer = self._connection.getresponse()
            told = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, told, answer.read())
        except Cut:
            self._connection.close()
            raise


def ask(port: int, method: str, path: str, body: Any = None, seconds: float = 60.0, **headers: str) -> Answer:
    """One request on a connection of its own; underscores in header names stand for hyphens."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Connection(port, seconds).ask(method, path, body, {**named, "connection": "close"})


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Service:
    """`assay serve` on a database, with its log in `folder`."""

    def __init__(
        self,
        folder: Path,
        url: str,
        name: str = "service",
        workers: int = 1,
        settings: Mapping[str, str] = NONE,
    ) -> None:
        self.port = free_port()
        self.log = folder / f"{name}.log"
        self._folder = folder
        self._workers = workers
        given = {"DATABASE_URL": url, "OFFLINE": "true", "LOG_LEVEL": "info", **settings}
        self._environment = {**os.environ, **{f"ASSAY_{name}": value for name, value in given.items()}}
        self._environment["PYTHONPATH"] = str(ROOT)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Start it; seconds until it was ready. Raises RuntimeError where it ends or is never ready."""
        begun = time.monotonic()
        command = [sys.executable, "-c", "from service.cli import main; main()", "serve"]
        command += ["--port", str(self.port), "--workers", str(self._workers)]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                command,
                cwd=self._folder,
                env=self._environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        while time.monotonic() - begun < START_SECONDS:
            if self._process.poll() is not None:
                raise RuntimeError(f"the service ended: {self.log.read_text()[-800:]}")
            if self.is_ready():
                return time.monotonic() - begun
            time.sleep(0.05)
        raise RuntimeError("the service is not ready")

    def is_ready(self) -> bool:
        """Whether /readyz says so."""
        try:
            return ask(self.port, "GET", "/readyz", seconds=10).status == 200
        except Cut:
            return False

    def kill(self) -> None:
        """End all of it at once, as a power cut would."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def kill_worker(self, which: int) -> None:
        """Kill one of its workers; their supervisor starts another."""
        assert self._process is not None
        workers = [pid for pid in _children(self._process.pid) if _serves(pid)]
        if workers:
            os.kill(workers[which % len(workers)], signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to end, and wait; kill it where it does not."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(60)
        except subprocess.TimeoutExpired:
            self.kill()

    def logged(self, word: str) -> int:
        """How often a word stands in its log."""
        return self.log.read_text(errors="replace").count(word)

    def must_be_quiet(self) -> None:
        """Raise AssertionError, with the first of them, where its log has tracebacks."""
        for line in self.log.read_text(errors="replace").splitlines():
            assert "Traceback" not in line, line[:200] + " ... " + line[-1500:]


def _children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in found.split()]


def _serves(pid: int) -> bool:
    # Beside the workers there are Python's resource tracker and, in each worker, a fork server.
    try:
        return b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
