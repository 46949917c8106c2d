"""A bar with rate and time left, on a terminal only."""

import sys
from types import TracebackType
from typing import Protocol, Self

from service.cli.terminal import say

# Fewer inputs than this are done before a bar could be read.
WORTH_A_BAR = 20


class Bar(Protocol):
    """What shows progress; the silent twin lets callers never ask whether there is a terminal."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def advance(self) -> None:
        """One more is done."""

    def reach(self, done: int) -> None:
        """So many are done by now."""

    def say(self, line: str) -> None:
        """A line on standard error, above the bar."""


class NoBar:
    """Shows nothing."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def advance(self) -> None:
        """Nothing."""

    def reach(self, done: int) -> None:
        """Nothing."""

    def say(self, line: str) -> None:
        """A line on standard error."""
        say(line)


class TerminalBar:
    """A bar on standard error; `total` is None where nobody knows how many will come, `doing` is one word."""

    def __init__(self, total: int | None, doing: str) -> None:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            ProgressColumn,
            Task,
            TextColumn,
            TimeRemainingColumn,
        )
        from rich.text import Text

        class Rate(ProgressColumn):
            def render(self, task: Task) -> Text:
                speed = task.finished_speed or task.speed
                return Text(f"{speed:.0f}/s" if speed else "")

        self._progress = Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn(),
            console=Console(stderr=True), transient=True,
        )  # fmt: skip
        self._task = self._progress.add_task(doing, total=total)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def advance(self) -> None:
        """One more is done."""
        self._progress.advance(self._task)

    def reach(self, done: int) -> None:
        """So many are done by now."""
        self._progress.update(self._task, completed=done)

    def say(self, line: str) -> None:
        """A line on standard error, above the bar."""
        self._progress.console.print(line, markup=False, highlight=False, soft_wrap=True)


def make_bar(total: int | None, stdout_is_busy: bool, doing: str = "scoring") -> Bar:
    """A bar where standard error is a terminal that the reports are not written to, else a silent one."""
    if stdout_is_busy or not sys.stderr.isatty() or (total is not None and total < WORTH_A_BAR):
        return NoBar()
    return TerminalBar(total, doing)
