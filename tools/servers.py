"""Starts `assay serve` for tools that measure it, on a port and in a folder of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from tempfile import TemporaryDirectory

READY_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Served:
    """A running service."""

    port: int
    pid: int
    log: Path

    def memory(self) -> float:
        """Resident memory in MB (VmRSS of /proc)."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
        return 0.0

    def call(
        self, method: str, path: str, body: bytes | None = None, seconds: float = 30
    ) -> tuple[int, bytes, float]:
        """One request on a connection of its own: status, body and how long it took, in seconds."""
        begun = time.perf_counter()
        connection = HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        try:
            headers = {"Content-Type": "application/json"} if body is not None else {}
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read(), time.perf_counter() - begun
        finally:
            connection.close()


@contextmanager
def serving(
    environment: Mapping[str, str] | None = None, before: Sequence[str] = (), offline: bool = True
) -> Iterator[Served]:
    """`assay serve` on a free port; `before` are words in front of the command, such as `nice -n 5`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    with TemporaryDirectory(prefix="assay-served-") as folder:
        log = Path(folder) / "log"
        given = {"ASSAY_OFFLINE": str(offline).lower(), "ASSAY_LOG_LEVEL": "warning", **(environment or {})}
        command = [*before, str(Path(sys.executable).parent / "assay"), "serve", "--port", str(port)]
        with log.open("wb") as out:
            process = subprocess.Popen(
                command, cwd=folder, env={**os.environ, **given}, stdout=out, stderr=out
            )
        served = Served(port, process.pid, log)
        try:
            _until_ready(served, process)
            yield served
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(40)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _until_ready(served: Served, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            if served.call("GET", "/readyz")[0] == 200:
                return
        except (OSError, HTTPException):
            pass
        time.sleep(0.1)
    raise SystemExit(f"the service did not start:\n{served.log.read_text()}")
