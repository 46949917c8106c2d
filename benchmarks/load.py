"""Latency of `assay serve` beside an empty handler in the same run, and of small texts beside a large one.

`python -m benchmarks.load [seconds for each row]`. Both databases, 1, 4, 16 and 64 connections, texts of 4 to 6 kB,
each stored. All figures are wall-clock: compare them with the empty handler's of the same run, not with another run's.
Exit status 1 where small previews take more than ten times as long beside texts of 1 MB.
"""

import asyncio
import contextlib
import json
import random
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from itertools import count

from benchmarks.posting import POSTGRES, answers, benchmark_server, database
from tools.servers import serving
from tools.texts import articles

CONNECTIONS = (1, 4, 16, 64)
SECONDS = 10.0
WARM_UP = 1.0
LARGE_CLIENTS = 4
LARGE = 1_000_000
MOST_TIMES = 10.0


@dataclass(frozen=True, slots=True)
class Row:
    """Seconds of each request, and how long the row took."""

    spent: list[float]
    seconds: float

    def share(self, part: float) -> float:
        """A percentile in milliseconds."""
        return sorted(self.spent)[min(len(self.spent) - 1, int(len(self.spent) * part))] * 1000

    def told(self) -> str:
        """The row as it is printed."""
        rate = len(self.spent) / self.seconds
        return f"{self.share(0.5):10.1f}{self.share(0.99):10.1f}{rate:10.0f}{len(self.spent):10}"


def main(arguments: list[str]) -> int:
    """Measure and print; 1 where large texts hold up small ones."""
    seconds = float(arguments[0]) if arguments else SECONDS
    texts = articles(400, 5000)
    print(f"{'':34}{'p50 ms':>10}{'p99 ms':>10}{'a second':>10}{'requests':>10}")
    with tempfile.TemporaryDirectory() as folder, benchmark_server("empty", folder, {}) as (port, _):
        _rows("empty handler", port, texts, seconds)
    with serving() as served:
        _rows("SQLite", served.port, texts, seconds)
    if answers(POSTGRES):
        with database() as url, serving({"ASSAY_DATABASE_URL": url}) as served:
            _rows("PostgreSQL", served.port, texts, seconds)
    else:
        print(f"PostgreSQL does not answer at {POSTGRES}: not measured")
    with serving() as served:
        times = _beside(served.port, texts, seconds)
    return int(times > MOST_TIMES)


def _rows(name: str, port: int, texts: list[str], seconds: float) -> None:
    for connections in CONNECTIONS:
        asyncio.run(_load(port, _posts(texts), connections, WARM_UP))
        row = asyncio.run(_load(port, _posts(texts), connections, seconds))
        print(f"  {name:16}{connections:4} connections {row.told()}", flush=True)


def _beside(port: int, texts: list[str], seconds: float) -> float:
    """How many times longer small previews take at the 99th percentile beside large ones."""

    async def both() -> Row:
        large = asyncio.create_task(_load(port, _previews([_long(texts)]), LARGE_CLIENTS, seconds + 2))
        await asyncio.sleep(1)
        small = await _load(port, _previews(texts), 1, seconds)
        await large
        return small

    asyncio.run(_load(port, _previews(texts), 1, WARM_UP))
    alone = asyncio.run(_load(port, _previews(texts), 1, seconds))
    print(f"  {'small previews alone':34}{alone.told()}", flush=True)
    beside = asyncio.run(both())
    print(f"  {f'beside {LARGE_CLIENTS} clients with 1 MB':34}{beside.told()}")
    times = beside.share(0.99) / alone.share(0.99)
    print(f"  p99 beside large texts is {times:.1f} times that alone (at most {MOST_TIMES:.0f})")
    return times


def _long(texts: list[str]) -> str:
    joined = "\n\n".join(texts)
    return (joined * (LARGE // len(joined) + 1))[:LARGE]


def _posts(texts: list[str]) -> Iterator[bytes]:
    """Requests that store a new article each."""
    run = f"{time.time_ns():x}"
    for number in count():
        text = texts[number % len(texts)][: random.Random(number).randint(4000, 5800)]
        body = {"text": text, "title": f"Article {run} {number}", "site": run, "external_id": str(number)}
        yield _request("/v1/articles", body)


def _previews(texts: list[str]) -> Iterator[bytes]:
    for number in count():
        yield _request("/v1/preview", {"text": texts[number % len(texts)], "language": "en"})


def _request(path: str, body: Mapping[str, str]) -> bytes:
    content = json.dumps(body).encode()
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(content)}\r\n\r\n".encode() + content


async def _load(port: int, requests: Iterator[bytes], connections: int, seconds: float) -> Row:
    """Send requests over so many connections for a while. Raises RuntimeError for an answer that is no success."""
    spent: list[float] = []
    begun = time.perf_counter()

    async def client() -> None:
        async with _connected(port) as (reader, writer):
            while time.perf_counter() - begun < seconds:
                request = next(requests)
                sent = time.perf_counter()
                writer.write(request)
                head = (await reader.readuntil(b"\r\n\r\n")).lower()
                if head.split(b" ", 2)[1] not in (b"200", b"201"):
                    raise RuntimeError(f"the server answered {head[:40]!r}")
                await reader.readexactly(int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0]))
                spent.append(time.perf_counter() - sent)

    await asyncio.gather(*(client() for _ in range(connections)))
    return Row(spent, time.perf_counter() - begun)


@contextlib.asynccontextmanager
async def _connected(port: int) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=16_000_000)
    try:
        yield reader, writer
    finally:
        writer.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
