"""A process that judges, so that whoever waits for the database does not compute, and outlives what kills it."""

import asyncio
import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from time import monotonic
from typing import Any

from scoring import Ruleset
from service.storage.ledger_records import Outcome, StoredArticle

HEARTBEAT = 3.0
# A range that takes longer hangs: ten times as long as the slowest that we measured.
LONGEST = 300.0
# How often the garbage collector looks through new objects and older ones; at Python's 700 it costs a tenth.
COLLECT = (10_000, 20, 20)


class JudgingFailed(Exception):
    """The process died or hung over its articles; another one takes its place."""


class JudgingProcess:
    """One process, started when it is first needed and again after it died. One range at a time."""

    def __init__(self, longest: float = LONGEST) -> None:
        self._longest = longest
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None

    async def judge(
        self,
        articles: Sequence[StoredArticle],
        ruleset: Ruleset,
        scored_at: datetime,
        still_here: Callable[[], Awaitable[None]],
    ) -> list[Outcome]:
        """What `rejudge` says; `still_here` is called every few seconds meanwhile.

        Raises JudgingFailed, and whatever `still_here` does; the process is ended then.
        """
        if not articles:
            return []
        asking = asyncio.ensure_future(asyncio.to_thread(self._ask, (articles, ruleset, scored_at)))
        until = monotonic() + self._longest
        try:
            while not (await asyncio.wait({asking}, timeout=HEARTBEAT))[0]:
                if monotonic() > until:
                    raise JudgingFailed(f"judging took longer than {self._longest:.0f} s")
                await still_here()
            return asking.result()
        except BaseException:
            self.end()
            await asyncio.gather(asking, return_exceptions=True)
            raise

    async def ready(self) -> None:
        """Have the process there and warm, before a range is taken: starting may take seconds. Raises JudgingFailed."""
        if self._process is None or not self._process.is_alive():
            await asyncio.to_thread(self._ask, ((), None, None))

    def end(self) -> None:
        """End the process at once."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process = None

    def _ask(self, question: Any) -> list[Outcome]:
        if self._process is None or not self._process.is_alive():
            self._start()
        assert self._pipe is not None
        try:
            self._pipe.send(question)
            answer = self._pipe.recv()
        except (EOFError, OSError):
            raise JudgingFailed("the process that judged it died") from None
        if isinstance(answer, Exception):
            raise JudgingFailed(f"{type(answer).__name__}: {answer}")
        outcomes: list[Outcome] = answer
        return outcomes

    def _start(self) -> None:
        # Forked from a server that has imported everything: a new process is there in milliseconds and shares
        # its memory, yet has none of our threads and connections.
        methods = multiprocessing.get_all_start_methods()
        context: Any = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
        if "forkserver" in methods:
            context.set_forkserver_preload(["service.jobs.preloaded"])
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs,), daemon=True, name="assay-judge")
        self._process.start()
        theirs.close()


def _serve(pipe: Connection) -> None:
    """Answer until the other end is gone."""
    from service.jobs.preloaded import rejudge

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.set_threshold(*COLLECT)
    gc.freeze()
    while True:
        try:
            question = pipe.recv()
        except EOFError:
            return
        answer: Any
        try:
            answer = rejudge(*question)
        except Exception as error:
            answer = RuntimeError(f"{type(error).__name__}: {error}")
        pipe.send(answer)


def _end_with_parent() -> None:
    # Whoever is killed cannot end its processes.
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
