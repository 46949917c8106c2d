"""Rescoring an archive on PostgreSQL: articles a second for one worker and two, and what the engine costs.

`python -m benchmarks rescore`, or `python -m benchmarks.rescore N` for N articles of about 5 kB (4,000).
"""

import asyncio
import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.posting import POSTGRES, _cpu, answers, database
from service.jobs.rejudging import rejudge
from service.jobs.starting import begin
from service.settings import Settings
from service.storage import Chunk, LedgerStore, Run, RunFilter, RunState, open_ledger
from service.storage.rescoring.outcomes import articles_of
from tools.archive import SINCE, another_ruleset, bytes_an_article, fill

ROOT = Path(__file__).parent.parent
ARTICLES = 4000
SAMPLE = 600


@dataclass(frozen=True)
class Pace:
    """Articles a second, seconds a range (mean, longest), MB a worker (proportional share, all its
    processes), CPU seconds an article of all workers together."""

    rate: float
    mean: float
    longest: float
    memory: float
    cpu: float


def main(count: int = ARTICLES) -> None:
    """Print one table."""
    if not answers(POSTGRES):
        print(f"PostgreSQL does not answer at {POSTGRES}: not measured")
        return
    with database() as url:
        began = time.perf_counter()
        fill(url, count)
        print(f"\n{count} articles of 5 kB stored in {time.perf_counter() - began:.0f} s, judging included")
        print(f"bytes an article: {_told(bytes_an_article(url))}")
        alone = asyncio.run(_alone(url))
        print(
            f"reading and judging alone, one process: {alone * 1e3:.2f} ms an article, {1 / alone:.0f} a second"
        )
        print(f"\n{'':34}{'articles/s':>12}{'s a range':>11}{'longest':>9}{'PSS MB':>8}{'CPU ms':>8}")
        paces = {}
        for name, workers, jobs in (("one worker, 1 process", 1, 1), ("two workers, 1 process each", 2, 1), ("one worker, 2 processes", 1, 2)):  # fmt: skip
            pace = paces[name] = asyncio.run(_measure(url, f"{workers}-{jobs}", workers, jobs))
            print(
                f"  {name:32}{pace.rate:12.0f}{pace.mean:11.2f}{pace.longest:9.2f}{pace.memory:8.0f}{pace.cpu * 1e3:8.2f}"
            )
        print(f"bytes an article, four other reports of each beside it: {_told(bytes_an_article(url))}")
        one, two = paces["one worker, 1 process"], paces["two workers, 1 process each"]
        print(f"  two workers over one: {two.rate / one.rate:.2f}")
        print(f"  CPU of one worker over judging alone, PostgreSQL's not counted: {one.cpu / alone - 1:+.0%}")


def _told(sizes: dict[str, int]) -> str:
    parts = ", ".join(f"{name} {size:,}" for name, size in sizes.items())
    return f"{sum(sizes.values()):,} ({parts})"


async def _alone(url: str) -> float:
    """CPU seconds to read and judge one stored article, with nothing around it."""
    async with open_ledger(url) as ledger:
        run = Run("", "alone", RunFilter(), RunState.RUNNING, "", datetime.now(UTC))
        everything = Chunk("", 0, "", "~", 0)
        articles = (await ledger.gate.read(articles_of, run, everything))[:SAMPLE]
    rejudge(articles[:50], another_ruleset("alone"), run.created_at)
    began = time.process_time()
    rejudge(articles, another_ruleset("alone"), run.created_at)
    return (time.process_time() - began) / len(articles)


async def _measure(url: str, name: str, workers: int, jobs: int) -> Pace:
    with contextlib.ExitStack() as stack:
        processes = [stack.enter_context(worker(url, jobs)) for _ in range(workers)]
        async with open_ledger(url) as ledger:
            await _ended(ledger, await _begin(ledger, url, f"warm-{name}", few=True))
            run = await _begin(ledger, url, name)
            began = time.perf_counter()
            before = sum(_cpu(pid) for process in processes for pid in _family(process.pid))
            memory = await _ended(ledger, run, processes)
            seconds = time.perf_counter() - began
            cpu = sum(_cpu(pid) for process in processes for pid in _family(process.pid)) - before
            times = await ledger.gate.read(_times, run.id)
    return Pace(run.total / seconds, sum(times) / len(times), max(times), memory, cpu / run.total)


async def _begin(ledger: LedgerStore, url: str, version: str, few: bool = False) -> Run:
    settings = Settings(_env_file=None, database_url=url)  # type: ignore[call-arg]
    chosen = RunFilter(before=SINCE + timedelta(seconds=400)) if few else RunFilter()
    return await begin(
        ledger, another_ruleset(version), settings, created_by="bench", chosen=chosen, drift_limit=0.0
    )


async def _ended(
    ledger: LedgerStore, run: Run, processes: list[subprocess.Popen[bytes]] | None = None
) -> float:
    """Wait for the end of a run; the largest share of memory that a worker had, in MB."""
    most = 0.0
    while True:
        now = await ledger.run(run.id)
        if now is None or now.state is not RunState.RUNNING:
            return most
        for process in processes or ():
            most = max(most, sum(map(_share, _family(process.pid))))
        await asyncio.sleep(0.2)


def _times(connection: Any, run_id: str) -> list[float]:
    rows = connection.exec_driver_sql(
        "SELECT seconds FROM rescore_chunk WHERE run_id = $1 AND state = 'done'", (run_id,)
    )
    return [row[0] for row in rows]


@contextlib.contextmanager
def worker(url: str, jobs: int, **settings: str) -> Iterator[subprocess.Popen[bytes]]:
    """An `assay worker` as long as this is open."""
    process = subprocess.Popen(
        [sys.executable, "-c", "from service.cli import main; main()", "worker", "--jobs", str(jobs), "--only", "rescore"],
        cwd=ROOT,
        env={**os.environ, "ASSAY_DATABASE_URL": url, "ASSAY_LOG_LEVEL": "error", **settings},
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.terminate()
        process.wait(60)


def _family(pid: int) -> list[int]:
    """A process with everything below it."""
    found = [pid]
    for parent in found:
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                found += map(int, task.read_text().split())
    return found


def _share(pid: int) -> float:
    """Proportional set size, in MB; 0 for a process that has ended."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return int(next(line for line in text.splitlines() if line.startswith("Pss:")).split()[1]) / 1024


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
