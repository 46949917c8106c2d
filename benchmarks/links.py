"""A thousand cited URLs on fifty hosts: every check of `assay links` beside lychee, which looks at statuses."""

import asyncio
import json
import multiprocessing
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

from scoring import LookupKind, lookup_for
from service.networks import networks
from service.resolve.caching import CachingResolver
from service.resolve.door import open_door
from service.resolve.links import LinkAsker
from service.resolve.network import Rules

HOSTS = 50
PAGES = 20
DEAD, MOVED = 50, 50
LATENCY = 0.02
ROUNDS = 3
TEXT = "The harbour office of Vantry published the figures for the quarter on Monday. " * 35


class _Server(asyncio.Protocol):
    """Answers after LATENCY; counts what each host has in flight."""

    flying: dict[str, int] = {}
    most = 0
    served = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.host = transport.get_extra_info("sockname")[0]
        self.pending = b""

    def data_received(self, data: bytes) -> None:
        self.pending += data
        while b"\r\n\r\n" in self.pending:
            head, _, self.pending = self.pending.partition(b"\r\n\r\n")
            path = head.split(b" ", 2)[1].decode("latin-1")
            cls = type(self)
            cls.served += 1
            cls.flying[self.host] = cls.flying.get(self.host, 0) + 1
            cls.most = max(cls.most, cls.flying[self.host])
            asyncio.get_running_loop().call_later(LATENCY, self.answer, path)

    def answer(self, path: str) -> None:
        type(self).flying[self.host] -= 1
        if self.transport.is_closing():
            return
        if path.startswith("/moved/"):
            self.transport.write(
                b"HTTP/1.1 301 Moved\r\nLocation: /page/%s\r\nContent-Length: 0\r\n\r\n" % path[7:].encode()
            )
            return
        dead = path.startswith("/dead/")
        title = "Nothing here" if dead else path.rpartition("/")[2].replace("-", " ")
        body = f"<!doctype html><html><head><title>{title}</title></head><body><h1>{title}</h1><p>{TEXT}</p></body></html>".encode()
        status = b"404 Not Found" if dead else b"200 OK"
        self.transport.write(
            b"HTTP/1.1 %s\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n%s"
            % (status, len(body), body)
        )


def _serve(pipe: Connection) -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        port = 0
        for number in range(HOSTS):
            server = await loop.create_server(_Server, f"127.20.{number}.1", port, backlog=512)
            port = server.sockets[0].getsockname()[1]
        pipe.send(port)
        while True:
            if pipe.poll():
                if pipe.recv() == "stop":
                    return
                pipe.send((_Server.most, _Server.served))
                _Server.most = _Server.served = 0
            await asyncio.sleep(0.01)

    asyncio.run(main())


def _rows(port: int) -> list[dict[str, str]]:
    rows = []
    for number in range(HOSTS * PAGES):
        slug = f"harbour-figures-of-the-quarter-number-{number}"
        kind = "dead" if number < DEAD else "moved" if number < DEAD + MOVED else "page"
        host = f"127.20.{number % HOSTS}.1"
        rows.append({"url": f"http://{host}:{port}/{kind}/{slug}", "title": slug.replace("-", " ")})
    return rows


def main() -> None:
    """Print wall time of both, how polite they were, and what they found."""
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs,), daemon=True)
    server.start()
    rows = _rows(ours.recv())
    try:
        with tempfile.TemporaryDirectory() as folder:
            _compare(rows, Path(folder), ours)
    finally:
        ours.send("stop")
        server.join(5)


def _compare(rows: list[dict[str, str]], folder: Path, server: Connection) -> None:
    lines, urls = folder / "links.jsonl", folder / "links.md"
    lines.write_text("".join(json.dumps(row) + "\n" for row in rows))
    urls.write_text("".join(f"<{row['url']}>\n" for row in rows))
    environment = {**os.environ, "ASSAY_FETCH_ALLOW_NETWORKS": "127.20.0.0/16"}
    mine = [sys.executable, "-c", "from service.cli import main; main()", "links", str(lines)]
    lychee = shutil.which("lychee") or str(Path(sys.executable).parent / "lychee")
    print(
        f"\n{len(rows)} URLs on {HOSTS} hosts, {LATENCY * 1e3:.0f} ms latency, {DEAD} dead, {MOVED} moved; median of {ROUNDS}"
    )
    peer = None
    if Path(lychee).exists():
        peer = _timed(
            "lychee, defaults", [lychee, "--no-progress", "--format", "json", str(urls)], environment, server
        )
    else:
        print("  lychee        not installed: pip install -r benchmarks/requirements.txt")
    wall = _timed("assay links", mine, environment, server)
    out = subprocess.run(mine, env=environment, capture_output=True, text=True, check=True).stdout
    right = sum(
        json.loads(line)["verdict"] == ("dead" if number < DEAD else "resolves")
        for number, line in enumerate(out.splitlines())
    )
    _again(rows, server)
    print(f"  right verdicts {right} of {len(rows)}" + (f"; wall {wall / peer:.2f} x lychee" if peer else ""))


def _again(rows: list[dict[str, str]], server: Connection) -> None:
    """The same citations a second time, from what is remembered."""

    async def both() -> float:
        lookups = [lookup_for(LookupKind.LINK, row["url"], title=row["title"]) for row in rows]
        now = datetime.now(UTC)
        async with open_door(Rules(networks("127.20.0.0/16")), per_place=4) as door:
            resolver = CachingResolver(LinkAsker(door))  # type: ignore[arg-type]  # it is asked about links alone
            await resolver.resolve(lookups, now, 60)
            server.send("count")
            server.recv()
            started = time.monotonic()
            await resolver.resolve(lookups, now, 60)
            return time.monotonic() - started

    seconds = asyncio.run(both())
    server.send("count")
    _, served = server.recv()
    print(f"  from the cache     {seconds:5.3f} s, {served} requests")


def _timed(name: str, command: list[str], environment: dict[str, str], server: Connection) -> float:
    walls = []
    server.send("count")
    server.recv()
    for _ in range(ROUNDS):
        started = time.monotonic()
        subprocess.run(command, env=environment, capture_output=True, check=False)
        walls.append(time.monotonic() - started)
    server.send("count")
    most, served = server.recv()
    print(
        f"  {name:18} {statistics.median(walls):5.2f} s (best {min(walls):.2f})   at most {most} in flight a host, {served // ROUNDS} requests"
    )
    return statistics.median(walls)


if __name__ == "__main__":
    main()
