"""What a POST costs the server, as a ratio to FastAPI answering an empty GET; and memory.

CPU time of the server with its judging processes, 16 connections. On a shared machine that is the number to trust.
"""

import asyncio
import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.texts import articles

CONNECTIONS = 16
WARM_UP = 300
TICK = os.sysconf("SC_CLK_TCK")
POSTGRES = os.environ.get("ASSAY_TEST_POSTGRES_URL", "postgresql://root@127.0.0.1:5432/test")


@dataclass(frozen=True)
class Cost:
    """CPU seconds a request, wall-clock percentiles in seconds, and memory in MB, shared pages counted once."""

    cpu: float
    p50: float
    p99: float
    memory: float


def main() -> None:
    """Print one table; each ratio is the empty handler's CPU time by the row's."""
    texts = articles(2000, 5000)
    posts = [json.dumps({"text": text, "title": f"Article {n}"}).encode() for n, text in enumerate(texts)]
    empty = _measure("empty", [None] * 4000, {})
    rows = {
        "POST, SQLite, checks left out": _measure("noop", posts, {}),
        "POST, SQLite, all checks": _measure("full", posts[:1000], {}),
    }
    if answers(POSTGRES):
        with database() as url:
            rows["POST, PostgreSQL, checks left out"] = _measure("noop", posts, {"ASSAY_DATABASE_URL": url})
    else:
        print(f"PostgreSQL does not answer at {POSTGRES}: not measured")
    print(f"\nserver CPU time a request, {CONNECTIONS} connections, articles of 5 kB, everything stored")
    print(f"{'':36}{'us':>8}{'ratio':>8}{'p50 ms':>9}{'p99 ms':>9}{'PSS MB':>9}")
    for name, cost in {"FastAPI GET -> {} (reference)": empty, **rows}.items():
        print(
            f"  {name:34}{cost.cpu * 1e6:8.0f}{empty.cpu / cost.cpu:8.2f}"
            f"{cost.p50 * 1e3:9.1f}{cost.p99 * 1e3:9.1f}{cost.memory:9.0f}"
        )


def _measure(kind: str, bodies: Sequence[bytes | None], environment: dict[str, str]) -> Cost:
    with (
        tempfile.TemporaryDirectory() as folder,
        benchmark_server(kind, folder, environment) as (port, process),
    ):
        asyncio.run(_load(port, bodies[:WARM_UP]))
        before = _cpu(process.pid)
        spent = asyncio.run(_load(port, bodies[WARM_UP:]))
        cpu = (_cpu(process.pid) - before) / len(spent)
        ranked = sorted(spent)
        return Cost(cpu, ranked[len(ranked) // 2], ranked[int(len(ranked) * 0.99)], _memory(process.pid))


@contextlib.contextmanager
def benchmark_server(
    kind: str, folder: str, environment: dict[str, str]
) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """One of `benchmarks.servers` on a free port, with `folder` as its working directory: the port and the process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    root = str(Path(__file__).parent.parent)
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.servers", kind, str(port)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": root, **environment},
        start_new_session=True,
    )
    try:
        for _ in range(300):
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            time.sleep(0.1)
        yield port, process
    finally:
        process.terminate()
        process.wait(30)


async def _load(port: int, bodies: Sequence[bytes | None]) -> list[float]:
    """Send every body once, over 16 connections; the wall-clock seconds of each request."""
    waiting = iter(bodies)
    spent: list[float] = []

    async def client() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for body in waiting:
            start = time.perf_counter()
            if body is None:
                writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            else:
                head = f"POST /v1/articles HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
                writer.write(head.encode() + body)
            answer = (await reader.readuntil(b"\r\n\r\n")).lower()
            status = answer.split(b" ", 2)[1]
            if status != (b"200" if body is None else b"201"):
                raise RuntimeError(f"the server answered {status.decode()}")
            length = int(answer.partition(b"content-length: ")[2].partition(b"\r\n")[0])
            await reader.readexactly(length)
            spent.append(time.perf_counter() - start)
        writer.close()

    await asyncio.gather(*(client() for _ in range(CONNECTIONS)))
    return spent


def _cpu(session: int) -> float:
    return sum(int(fields[11]) + int(fields[12]) for _, fields in _processes(session)) / TICK


def _memory(session: int) -> float:
    lines = (Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines() for pid, _ in _processes(session))
    return sum(int(line.split()[1]) for text in lines for line in text if line.startswith("Pss:")) / 1024


def _processes(session: int) -> Iterator[tuple[int, list[str]]]:
    """The processes of a session, each with the fields of its `stat` from the state on."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError):
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
                if int(fields[3]) == session:
                    yield int(folder.name), fields


def answers(url: str) -> bool:
    host, _, port = url.rpartition("@")[2].partition("/")[0].partition(":")
    try:
        socket.create_connection((host, int(port or 5432)), 2).close()
    except OSError:
        return False
    return True


@contextlib.contextmanager
def database() -> Iterator[str]:
    """A database of its own on the PostgreSQL server, dropped afterwards."""
    import asyncpg

    async def run(statement: str) -> None:
        connection = await asyncpg.connect(POSTGRES)
        await connection.execute(statement)
        await connection.close()

    name = f"assay_bench_{os.getpid()}"
    asyncio.run(run(f'CREATE DATABASE "{name}"'))
    try:
        yield POSTGRES.rpartition("/")[0] + f"/{name}"
    finally:
        asyncio.run(run(f'DROP DATABASE "{name}" WITH (FORCE)'))


if __name__ == "__main__":
    main()
