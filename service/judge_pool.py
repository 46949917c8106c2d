"""Processes that judge, so that a text that takes too long, or takes its process with it, harms no other.

A thread cannot be ended, and a regular expression holds the interpreter while it searches: one runaway text in a
thread stops everybody. Everything that computes over the text of an article therefore runs here:

    async with JudgePool(2, deadline=30.0) as judges:
        answer = await judges.run(function, argument)

`run` is a `service.pipeline.RunCpu`. The function is a module's own (it is found again by its name), and it, its
arguments and what it returns are pickled. Work waits in the order in which it came until a process is free; the
deadline begins when the function does. `service.judge_lanes` makes a pool for short texts and one for long ones:
a process more costs a fork and a few megabytes, since all of them share what was imported before the fork.
"""

import asyncio
import gc
import multiprocessing
import os
import signal
import socket
import sys
import threading
import traceback
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.process import BaseProcess
from multiprocessing.reduction import ForkingPickler
from struct import Struct
from types import ModuleType
from typing import Any, Self, TypeVar

from scoring import AssayError

T = TypeVar("T")

# What a new process may take until it is ready; the first one of a service imports everything first.
START_SECONDS = 60.0
# A process whose parent was killed ends itself so long after the deadline of its work.
ORPHAN_SECONDS = 1.0
# A process that grew beyond this many bytes is replaced after its work: Python seldom gives memory back.
MOST_MEMORY = 512 * 1024 * 1024
# How often the garbage collector looks through new objects and older ones; at Python's 700 it costs a tenth.
COLLECT = (10_000, 20, 20)
# A death while judging may be anybody's doing (an operator, the kernel short of memory); a second one in a row
# is not put down to chance.
ATTEMPTS = 2
# What goes through the socket is preceded by its length in bytes.
SIZE = Struct("!Q")
PRELOADED = "service.preloaded"
_STARTING = threading.Lock()


class JudgingFailedError(AssayError):
    """The process died over its work."""


class JudgingTimeoutError(JudgingFailedError):
    """The work was not done by its deadline, and its process was ended."""


class JudgeProcess:
    """One process, started when it is first needed and again after it died. One piece of work at a time.

    `prepare` is called in each new process before its first work; like all functions here, it is found by its name.
    """

    def __init__(self, prepare: Callable[[], object] | None = None) -> None:
        self._prepare = prepare
        self._process: BaseProcess | None = None
        self._reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter | None = None

    @property
    def pid(self) -> int | None:
        """The process's id, while there is one."""
        return None if self._process is None else self._process.pid

    async def ready(self) -> None:
        """Have the process there and warm: the first start may take seconds. Raises JudgingFailedError."""
        if self._process is not None and self._process.is_alive():
            return
        await self._clear()
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                self._process = await _unbroken(asyncio.to_thread(_started, theirs, self._prepare))
            self._reader, self._writer = await asyncio.open_connection(sock=ours)
        except BaseException as error:
            ours.close()
            await self._clear()
            if isinstance(error, OSError):
                raise JudgingFailedError(f"the process that judges does not start: {error}") from None
            raise
        await self._within(START_SECONDS, self._receive())

    async def ask(self, function: Callable[..., T], *arguments: Any, deadline: float) -> T:
        """What `function(*arguments)` returns in the process.

        Raises what the function raises, JudgingTimeoutError after `deadline` seconds, and JudgingFailedError where the
        process died. It is ended too where the caller is cancelled.
        """
        question = ForkingPickler.dumps((function, arguments, deadline))
        await self.ready()
        done, answer, outgrown = await self._within(deadline, self._asked(question))
        if outgrown:
            await self._clear()
        if done:
            result: T = answer
            return result
        error, told = answer
        error.add_note(told)
        raise error

    async def end(self) -> None:
        """End the process at once."""
        await self._clear()

    async def _within(self, seconds: float, work: Coroutine[Any, Any, Any]) -> Any:
        try:
            async with asyncio.timeout(seconds):
                return await work
        except TimeoutError:
            await self._clear()
            raise JudgingTimeoutError(f"it was not done within {seconds:g} s") from None
        except (EOFError, OSError):
            await self._clear()
            raise JudgingFailedError("the process that judged it died") from None
        except BaseException:
            await self._clear()
            raise

    async def _asked(self, question: memoryview) -> Any:
        assert self._writer is not None
        self._writer.write(SIZE.pack(len(question)))
        self._writer.write(question)
        await self._writer.drain()
        return await self._receive()

    async def _receive(self) -> Any:
        (size,) = SIZE.unpack(await self._reader.readexactly(SIZE.size))
        return ForkingPickler.loads(await self._reader.readexactly(size))

    async def _clear(self) -> None:
        process, self._process = self._process, None
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.transport.abort()
        if process is not None:
            process.kill()
            await _unbroken(asyncio.to_thread(process.join))


class JudgePool:
    """Several such processes; each that dies or is ended is replaced.

    `deadline` is what a piece of work may take, in seconds; `prepare` is called in each new process. `ended` is called with `timeout` or `died` for
    every process that was lost over its work.
    """

    def __init__(
        self,
        processes: int,
        *,
        deadline: float,
        prepare: Callable[[], object] | None = None,
        ended: Callable[[str], None] = lambda reason: None,
    ) -> None:
        self._deadline = deadline
        self._ended = ended
        self._all = [JudgeProcess(prepare) for _ in range(processes)]
        self._closed = False
        # The one that worked last is warmest.
        self._idle: asyncio.LifoQueue[JudgeProcess] = asyncio.LifoQueue()
        for process in self._all:
            self._idle.put_nowait(process)

    async def __aenter__(self) -> Self:
        """Begin to start the processes; work that comes meanwhile waits for them."""
        self._warming = [asyncio.create_task(self._warm()) for _ in self._all]
        return self

    async def __aexit__(self, *_: object) -> None:
        """End all processes, whatever they are at."""
        self._closed = True
        for task in self._warming:
            task.cancel()
        await asyncio.gather(*self._warming, return_exceptions=True)
        await asyncio.gather(*(process.end() for process in self._all))

    async def run(self, function: Callable[..., T], *arguments: Any, deadline: float | None = None) -> T:
        """What `function(*arguments)` returns, computed in one of the processes.

        Raises what the function raises; JudgingTimeoutError where it took longer than the deadline; JudgingFailedError
        where its process died, and the one after that too.
        """
        process = await self._idle.get()
        try:
            for attempt in range(1, ATTEMPTS + 1):
                try:
                    return await process.ask(
                        function, *arguments, deadline=self._deadline if deadline is None else deadline
                    )
                except JudgingTimeoutError:
                    self._ended("timeout")
                    raise
                except JudgingFailedError:
                    self._ended("died")
                    if attempt == ATTEMPTS or self._closed:
                        raise
            raise AssertionError("an attempt returns or raises")
        finally:
            self._idle.put_nowait(process)

    async def _warm(self) -> None:
        process = await self._idle.get()
        try:
            # Where this fails, the first work fails too and says so.
            with suppress(JudgingFailedError):
                await process.ready()
        finally:
            self._idle.put_nowait(process)


async def _unbroken(work: Coroutine[Any, Any, T]) -> T:
    """What `work` returns; a caller who is cancelled meanwhile hears of it when that is done."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task})
        raise


def _started(theirs: socket.socket, prepare: Callable[[], object] | None) -> BaseProcess:
    # Forked from a server that has imported everything: a new process is there in milliseconds and shares
    # its memory, yet has none of our threads and connections.
    methods = multiprocessing.get_all_start_methods()
    context: Any = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if "forkserver" in methods:
        context.set_forkserver_preload([PRELOADED])
    process: BaseProcess = context.Process(
        target=_serve, args=(theirs, prepare), daemon=True, name="assay-judge"
    )
    with _without_main():
        process.start()
    return process


@contextmanager
def _without_main() -> Iterator[None]:
    # A new process imports the program that started its parent, which takes most of a second and is of no use to it:
    # what runs in it is found by a module's name.
    with _STARTING:
        program = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = program


def _serve(ours: socket.socket, prepare: Callable[[], object] | None) -> None:
    """Work until the other end is gone."""
    # Ctrl-C reaches the whole group: the parent finishes what is begun, and ends its processes.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if prepare is not None:
        prepare()
    gc.set_threshold(*COLLECT)
    gc.freeze()
    questions = ours.makefile("rb")
    with suppress(OSError):
        _send(ours, ForkingPickler.dumps("ready"))
        while size := questions.read(SIZE.size):
            question = ForkingPickler.loads(questions.read(*SIZE.unpack(size)))
            _send(ours, _answer(*question))


def _send(to: socket.socket, packed: memoryview) -> None:
    to.sendall(SIZE.pack(len(packed)))
    to.sendall(packed)


def _answer(function: Callable[..., Any], arguments: tuple[Any, ...], deadline: float) -> memoryview:
    """The answer as it is sent: whether it was done, what came of it or the error with its traceback, and whether
    the process has outgrown its use.
    """
    _set_alarm(deadline + ORPHAN_SECONDS)
    try:
        answer = function(*arguments)
        packed = ForkingPickler.dumps((True, answer, _outgrown()))
    except MemoryError:
        os._exit(1)
    except Exception as error:
        told = "".join(traceback.format_exception(error))
        packed = ForkingPickler.dumps((False, (_portable(error), told), _outgrown()))
    _set_alarm(0)
    return packed


def _set_alarm(seconds: float) -> None:
    # The kernel ends the process then; none of its threads would run while a pattern holds the interpreter.
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _outgrown() -> bool:
    """Whether this process has held too much memory; never where the system does not say."""
    try:
        import resource
    except ImportError:  # on Windows
        return False
    # In kilobytes, but on macOS.
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit > MOST_MEMORY


def _portable(error: Exception) -> Exception:
    """The error, or one that says the same where it cannot be pickled."""
    try:
        ForkingPickler.loads(ForkingPickler.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error.with_traceback(None)


def _end_with_parent() -> None:
    # A parent that is killed cannot end its processes; while one computes, its alarm does.
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
