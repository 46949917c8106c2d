"""Workers of the command line: there before any thread, and nobody else's processes are theirs to end."""

import multiprocessing
import pickle
import threading
import time
from contextlib import closing
from datetime import UTC, datetime

import pytest

from service.cli.asking import Asking
from service.cli.inputs import Input, Kind
from service.cli.scoring import Task, outcomes
from service.formats import FormatName, make_format
from service.rulesets import load_ruleset
from service.settings import Settings


@pytest.fixture
def task() -> Task:
    return Task(
        format=make_format(FormatName.JSONL, several=True, ruleset="-"),
        ruleset=load_ruleset(None),
        as_of=datetime(2026, 11, 20, tzinfo=UTC),
        ignore_unknown=False,
        limit=10**6,
        most_chars=10**6,
    )


def inputs(count: int, text: str) -> list[Input]:
    return [Input(f"{number}.txt", Kind.TEXT, data=text.encode()) for number in range(count)]


def test_ending_the_workers_leaves_other_processes_of_ours_alone(task, clean):
    other = multiprocessing.get_context("spawn").Process(target=time.sleep, args=(60,), daemon=True)
    other.start()
    try:
        before = set(multiprocessing.active_children())
        with closing(outcomes(inputs(40, clean), task, 2)) as results:
            assert next(results).part is not None
        workers = set(multiprocessing.active_children()) - before
        for worker in workers:
            worker.join(30)
        assert not any(worker.is_alive() for worker in workers)
        assert other.is_alive()
    finally:
        other.terminate()


def test_workers_start_beside_threads_too(task, clean):
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        found = list(outcomes(inputs(3, clean), task, 2))
    finally:
        done.set()
        thread.join()
    assert [outcome.error for outcome in found] == [None] * 3


def test_what_asks_the_outside_travels_closed(task):
    asking = Asking(Settings(_env_file=None, offline=True))
    assert isinstance(pickle.loads(pickle.dumps(asking)), Asking)
    asking.close()  # nothing was opened
