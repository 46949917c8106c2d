"""Does rescoring survive what goes wrong?

`python -m tools.rescore_faults [kill|term|restart|cable|same] ...`, all of them without a name.

kill: one of two workers is killed (-9) in mid-range, 20 times. term: SIGTERM. restart: PostgreSQL restarts in
mid-run. cable: the cable of one worker is cut (needs root and `ip netns`). same: 10,000 articles judged again under
the same ruleset. All on a PostgreSQL server of its own, started from installed binaries.
"""

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import asyncpg

from scoring import Ruleset, shipped
from service.jobs.starting import begin
from service.settings import Settings
from service.storage import Run, open_ledger
from tools.archive import another_ruleset, fill

ROOT = Path(__file__).parent.parent
KILLS = 20
TAKEN_OVER = 2.0
CUT_SECONDS = 30.0
SPACE, OUTER, INNER = "assay-cut", "10.231.7.1", "10.231.7.2"


class Server:
    """A private PostgreSQL server in a folder; `host` is where it listens besides loopback."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        newest = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
        self._binaries = newest
        self._user = "postgres" if os.getuid() == 0 else None
        if self._user:
            subprocess.run(["chown", self._user, folder], check=True)

    def run(self, program: str, *arguments: str) -> None:
        """Run one of the server's programs."""
        command = [str(self._binaries / program), "-D", str(self.folder / "data"), *arguments]
        groups: list[str] | None = [] if self._user else None
        subprocess.run(
            command,
            user=self._user,
            extra_groups=groups,
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            check=True,
        )

    def make(self) -> None:
        """Make the database cluster and start it."""
        self.run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        with (self.folder / "data" / "pg_hba.conf").open("a") as rules:
            rules.write("host all all 10.231.7.0/24 trust\n")
        self.start()

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = (
            f"-p {self.port} -c listen_addresses=* -c unix_socket_directories={self.folder} -c fsync=off"
        )
        self.run("pg_ctl", "-l", str(self.folder / "log"), "-o", options, "-w", "start")

    def stop(self, mode: str = "immediate") -> None:
        """Stop it, by default as a crash would."""
        self.run("pg_ctl", "-m", mode, "-w", "stop")

    def url(self, host: str = "127.0.0.1", database: str = "postgres") -> str:
        """Where it is reached."""
        return f"postgresql://postgres@{host}:{self.port}/{database}"


@contextlib.contextmanager
def server() -> Iterator[Server]:
    """A server as long as this is open."""
    with tempfile.TemporaryDirectory(prefix="assay-faults-") as folder:
        Path(folder).chmod(0o755)
        made = Server(Path(folder))
        made.make()
        try:
            yield made
        finally:
            with contextlib.suppress(subprocess.CalledProcessError):
                made.stop()


def worker(url: str, *prefix: str, **settings: str) -> subprocess.Popen[bytes]:
    """Start an `assay worker` with one judging process."""
    command = [sys.executable, "-c", "from service.cli import main; main()", "worker", "-j", "1"]
    environment = {**os.environ, "ASSAY_DATABASE_URL": url, "ASSAY_LOG_LEVEL": "error", "ASSAY_OFFLINE": "1"}
    return subprocess.Popen(
        [*prefix, *command],
        cwd=ROOT,
        env=environment | settings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@contextlib.asynccontextmanager
async def connected(url: str) -> AsyncIterator[Any]:
    """A connection to look over the workers' shoulders."""
    connection = await asyncpg.connect(url)
    try:
        yield connection
    finally:
        await connection.close()


async def started(url: str, ruleset: Ruleset, chunk: int) -> Run:
    """Begin a run; its workers find it."""
    settings = Settings(database_url=url, rescore_chunk=chunk)
    async with open_ledger(url) as ledger:
        return await begin(ledger, ruleset, settings, created_by="faults", drift_limit=1.0)


HELD = """
SELECT a.number FROM rescore_attempt a JOIN rescore_chunk c USING (run_id, number)
WHERE a.run_id = $1 AND a.ended_at IS NULL AND c.state = 'open' AND split_part(a.worker, ':', 2) = $2
ORDER BY a.started_at DESC LIMIT 1
"""

TAKEN = """
SELECT a.started_at, c.size FROM rescore_attempt a JOIN rescore_chunk c USING (run_id, number)
WHERE a.run_id = $1 AND a.number = $2 ORDER BY a.started_at DESC LIMIT 1
"""


async def holds(connection: Any, run: Run, pid: int, seconds: float = 60) -> int:
    """The range that a worker is in the middle of, as soon as it is in one. Raises TimeoutError."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        number = await connection.fetchval(HELD, run.id, str(pid))
        if number is not None:
            return int(number)
        await asyncio.sleep(0.01)
    raise TimeoutError(f"worker {pid} took no range")


async def done_after(connection: Any, run: Run, number: int, began: float, most: float) -> float:
    """Seconds since `began` until a range is done. Raises TimeoutError."""
    while time.monotonic() - began < most:
        query = "SELECT state FROM rescore_chunk WHERE run_id = $1 AND number = $2"
        if await connection.fetchval(query, run.id, number) == "done":
            return time.monotonic() - began
        await asyncio.sleep(0.01)
    raise TimeoutError(f"range {number} was not done within {most:.0f} s")


async def ended(connection: Any, run: Run, most: float = 600) -> str:
    """The state in which a run ends. Raises TimeoutError."""
    until = time.monotonic() + most
    while time.monotonic() < until:
        state = await connection.fetchval("SELECT state FROM rescore_run WHERE id = $1", run.id)
        if state not in ("running", "paused"):
            return str(state)
        await asyncio.sleep(0.1)
    raise TimeoutError("the run did not end")


async def once_each(connection: Any, run: Run) -> None:
    """Raise AssertionError unless every article was rescored exactly once in effect."""
    total = await connection.fetchval("SELECT count(*) FROM article")
    rows = await connection.fetchval("SELECT count(*) FROM rescored WHERE run_id = $1", run.id)
    judged = await connection.fetchval("SELECT sum(judged) FROM rescore_chunk WHERE run_id = $1", run.id)
    new = await connection.fetchval("SELECT count(*) FROM report WHERE ruleset = $1", run.ruleset)
    newest = await connection.fetchval(
        "SELECT count(*) FROM article a JOIN report r ON r.id = a.newest_report WHERE r.ruleset = $1",
        run.ruleset,
    )
    assert (rows, judged, new, newest) == (total,) * 4, (total, rows, judged, new, newest)


async def kill(made: Server, kills: int = KILLS, chunk: int = 200) -> None:
    """Kill a worker in mid-range, again and again, with another one beside it."""
    url = made.url()
    workers = [worker(url), worker(url)]
    waits: list[float] = []
    takes: list[float] = []
    rounds = 0
    try:
        async with connected(url) as connection:
            while len(waits) < kills:
                rounds += 1
                run = await started(url, another_ruleset(f"kill-{rounds}"), chunk)
                while len(waits) < kills:
                    victim = workers[len(waits) % 2]
                    try:
                        # The one that is left must be at work too, not just starting.
                        await holds(connection, run, workers[(len(waits) + 1) % 2].pid, 15)
                        number = await holds(connection, run, victim.pid, 15)
                    except TimeoutError:
                        break  # the run is nearly over
                    await asyncio.sleep(0.05)
                    began, clock = time.monotonic(), time.time()
                    os.kill(victim.pid, signal.SIGKILL)
                    waits.append(await done_after(connection, run, number, began, 60))
                    taken = await connection.fetchrow(TAKEN, run.id, number)
                    takes.append(taken["started_at"].timestamp() - clock)
                    print(f"    range {number} ({taken['size']} articles) taken after {takes[-1]:.2f} s, done after {waits[-1]:.2f} s")  # fmt: skip
                    workers[workers.index(victim)] = worker(url)
                assert await ended(connection, run) == "published"
                await once_each(connection, run)
                attempts = await connection.fetchval("SELECT count(*) FROM rescore_attempt WHERE run_id = $1", run.id)  # fmt: skip
                chunks = await connection.fetchval(
                    "SELECT count(*) FROM rescore_chunk WHERE run_id = $1", run.id
                )
                print(f"  run {rounds}: {chunks} ranges, {attempts} attempts, every article once in effect")
    finally:
        for process in workers:
            process.terminate()
            process.wait(30)
    late = sum(wait > TAKEN_OVER for wait in waits)
    print(f"kill: {len(waits)} of {kills} exactly once; lost range done after {min(waits):.2f} to {max(waits):.2f} s, {late} later than {TAKEN_OVER:.0f} s")  # fmt: skip
    assert not late


async def term(made: Server, chunk: int = 200) -> None:
    """Ask a worker to end while it is in mid-range."""
    url = made.url()
    first = worker(url)
    try:
        async with connected(url) as connection:
            run = await started(url, another_ruleset("term"), chunk)
            number = await holds(connection, run, first.pid)
            first.terminate()
            began = time.monotonic()
            status = await asyncio.to_thread(first.wait, 60)
            seconds = time.monotonic() - began
            state = await connection.fetchval(
                "SELECT state FROM rescore_chunk WHERE run_id = $1 AND number = $2", run.id, number
            )
            open_ = await connection.fetchval("SELECT count(*) FROM rescore_attempt WHERE run_id = $1 AND ended_at IS NULL", run.id)  # fmt: skip
            assert (status, state, open_) == (0, "done", 0), (status, state, open_)
            second = worker(url)
            try:
                assert await ended(connection, run) == "published"
            finally:
                second.terminate()
                second.wait(30)
            await once_each(connection, run)
            print(f"term: exit status 0 after {seconds:.2f} s, its range done, no attempt left open")
    finally:
        if first.poll() is None:
            first.kill()


async def restart(made: Server, chunk: int = 100) -> None:
    """Restart PostgreSQL under two workers in mid-run."""
    url = made.url()
    workers = [worker(url), worker(url)]
    try:
        async with connected(url) as connection:
            run = await started(url, another_ruleset("restart"), chunk)
            await holds(connection, run, workers[0].pid)
        began = time.monotonic()
        made.stop("fast")
        await asyncio.sleep(2)
        made.start()
        back = time.monotonic()
        async with connected(url) as connection:
            before = await connection.fetchval("SELECT count(*) FROM rescore_chunk WHERE run_id = $1 AND state = 'done'", run.id)  # fmt: skip
            while await connection.fetchval("SELECT count(*) FROM rescore_chunk WHERE run_id = $1 AND state = 'done'", run.id) == before:  # fmt: skip
                assert time.monotonic() - back < 60, "nothing went on"
                await asyncio.sleep(0.05)
            resumed = time.monotonic() - back
            assert await ended(connection, run) == "published"
            await once_each(connection, run)
        assert all(process.poll() is None for process in workers)
        print(f"restart: away for {back - began:.1f} s; the next range was done {resumed:.1f} s later, the run ended by itself")  # fmt: skip
    finally:
        for process in workers:
            process.terminate()
            process.wait(30)


@contextlib.contextmanager
def cable() -> Iterator[None]:
    """A network namespace at the other end of a cable."""

    def ip(*arguments: str, check: bool = True) -> None:
        subprocess.run(["ip", *arguments], check=check, stderr=None if check else subprocess.DEVNULL)

    ip("netns", "add", SPACE)
    try:
        ip("link", "add", "assay-out", "type", "veth", "peer", "name", "assay-in", "netns", SPACE)
        ip("addr", "add", f"{OUTER}/24", "dev", "assay-out")
        ip("link", "set", "assay-out", "up")
        for command in (("addr", "add", f"{INNER}/24", "dev", "assay-in"), ("link", "set", "assay-in", "up"), ("link", "set", "lo", "up")):  # fmt: skip
            ip("-n", SPACE, *command)
        yield
    finally:
        ip("netns", "del", SPACE, check=False)
        ip("link", "del", "assay-out", check=False)


async def cut(made: Server, chunk: int = 400) -> None:
    """Cut the cable of one worker in mid-range; another one, next to the server, takes over."""
    url = made.url()
    with cable():
        far = worker(made.url(OUTER), "ip", "netns", "exec", SPACE)
        near = None
        try:
            async with connected(url) as connection:
                run = await started(url, another_ruleset("cable"), chunk)
                number = await holds(connection, run, far.pid)
                await asyncio.to_thread(
                    subprocess.run, ["ip", "-n", SPACE, "link", "set", "assay-in", "down"], check=True
                )
                began = time.monotonic()
                near = worker(url)
                seconds = await done_after(connection, run, number, began, 120)
                assert await ended(connection, run) == "published"
                await once_each(connection, run)
                print(f"cable: the lost range was done {seconds:.1f} s after the cut")
                assert seconds <= CUT_SECONDS
        finally:
            for process in filter(None, (far, near)):
                process.kill()
                process.wait(30)


async def same(made: Server, count: int = 10_000) -> None:
    """Judge a large archive again under the ruleset that it stands under: nothing may change."""
    url = made.url(database="same")
    async with connected(made.url()) as connection:
        await connection.execute("CREATE DATABASE same")
    await asyncio.to_thread(fill, url, count)
    workers = [worker(url), worker(url)]
    digest = "SELECT md5(string_agg(md5(body) || id, '' ORDER BY id)) FROM report"
    try:
        async with connected(url) as connection:
            before = await connection.fetchval(digest)
            run = await started(url, shipped(), 200)
            assert await ended(connection, run, 3600) == "published"
            reproduced = await connection.fetchval("SELECT sum(same) FROM rescore_chunk WHERE run_id = $1", run.id)  # fmt: skip
            assert reproduced == count, reproduced
            assert await connection.fetchval(digest) == before
            print(f"same: {reproduced} of {count} reports came out byte for byte, and no row changed")
    finally:
        for process in workers:
            process.terminate()
            process.wait(30)


ALL: dict[str, Any] = {"kill": kill, "term": term, "restart": restart, "cable": cut, "same": same}


def main(names: list[str]) -> int:
    """Run the named trials, or all; raises AssertionError for the first that fails."""
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    with server() as made:
        fill(made.url(), 2500)
        for name in names or ALL:
            asyncio.run(ALL[name](made))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
