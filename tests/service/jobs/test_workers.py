"""Worker processes on PostgreSQL: killed, told to stop, cut off. tools/rescore_faults.py does it twenty times over."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

from service.jobs.starting import begin
from service.settings import Settings
from service.storage import Store, open_ledger
from tests.service.jobs.conftest import stored
from tools.rescore_faults import connected, done_after, ended, holds, once_each

WORKER = [sys.executable, "-c", "from service.cli import main; main()", "worker", "-j", "1"]


@contextmanager
def worker(url, *more):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ASSAY_")}
    environment |= {"ASSAY_DATABASE_URL": url, "ASSAY_LOG_LEVEL": "error", "ASSAY_OFFLINE": "1"}
    process = subprocess.Popen([*WORKER, *more], env=environment, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(30)


@pytest.fixture
def harsh_run(postgres_url, old, harsh):
    """An archive, and a function that begins a run over it in ranges of so many articles."""

    async def fill(count):
        async with open_ledger(postgres_url) as ledger:
            await ledger.keep_ruleset(old.version, old.as_dict())
            await Store(ledger.gate).fill([stored(number, old) for number in range(count)])

    async def start(chunk):
        settings = Settings(_env_file=None, rescore_chunk=chunk)
        async with open_ledger(postgres_url) as ledger:
            return await begin(ledger, harsh, settings, created_by="a test", drift_limit=1.0)

    asyncio.run(fill(320))
    return start


def test_a_killed_worker_loses_nothing_and_a_terminated_one_ends_its_range(postgres_url, harsh_run):
    async def story():
        with worker(postgres_url) as first, worker(postgres_url, "--only", "rescore") as second:
            async with connected(postgres_url) as connection:
                run = await harsh_run(20)
                await holds(connection, run, second.pid)
                number = await holds(connection, run, first.pid)
                os.kill(first.pid, signal.SIGKILL)
                took = await done_after(connection, run, number, time.monotonic(), 20)
                second.terminate()
                status = await asyncio.to_thread(second.wait, 20)
                begun = await connection.fetchval(
                    "SELECT count(*) FROM rescore_attempt WHERE run_id = $1 AND ended_at IS NULL", run.id
                )
                # The one that was killed could not say so.
                assert (status, begun) == (0, 1)
                with worker(postgres_url) as third:
                    # Its server process ends under it: as after a restart, it goes on by itself.
                    await holds(connection, run, third.pid)
                    await connection.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                    )
                    assert await ended(connection, run, 60) == "published"
                await once_each(connection, run)
                return took

    # Two seconds are promised; machines that run tests have other things to do besides.
    assert asyncio.run(story()) < 15


def test_workers_start_rescoring_by_the_clock(postgres_url, old):
    from service.jobs.worker import work

    async def story():
        async with open_ledger(postgres_url) as ledger:
            await ledger.keep_ruleset(old.version, old.as_dict())
            import structlog

            settings = Settings(
                _env_file=None, database_url=postgres_url, rescore_cron="* * * * * */1", offline=True
            )
            task = asyncio.create_task(
                work(settings, 1, structlog.get_logger(), rescore=True, evidence=False)
            )
            try:
                for _ in range(150):
                    runs = await ledger.runs()
                    if runs and runs[-1].state == "published":
                        return runs[-1].created_by
                    await asyncio.sleep(0.1)
            finally:
                os.kill(os.getpid(), signal.SIGTERM)
                await task
        return None

    assert asyncio.run(story()) == "cron"


def test_a_deferred_job_wakes_an_idle_worker(postgres_url, monkeypatch):
    from service.jobs.queue import make_queue, prepare, wake_workers

    async def story():
        woken = asyncio.Event()
        settings = Settings(_env_file=None, database_url=postgres_url)
        queue = make_queue(settings, woken.set)
        async with queue.open_async():
            await prepare(queue)
            work = asyncio.create_task(
                queue.run_worker_async(queues=["rescore"], install_signal_handlers=False)
            )
            await asyncio.sleep(0.5)
            await wake_workers(settings)
            await asyncio.wait_for(woken.wait(), 4)
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)

    asyncio.run(story())


def test_worker_sessions_tell_the_server_when_to_give_up(postgres_url):
    async def story():
        async with open_ledger(postgres_url) as ledger:
            return await ledger.gate.read(
                lambda c: [
                    c.exec_driver_sql(f"SHOW {name}").scalar()
                    for name in (
                        "tcp_keepalives_idle",
                        "tcp_user_timeout",
                        "idle_in_transaction_session_timeout",
                    )
                ]
            )

    assert asyncio.run(story()) == ["5", "15000", "20s"]
