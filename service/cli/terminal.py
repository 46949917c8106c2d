"""What the commands share in talking to a terminal: plain errors, colours only where they are wanted."""

import os
import sys
from collections.abc import Iterable
from typing import IO, NoReturn

import typer

STOPPED, BAD_USAGE, PIPE_CLOSED = 1, 2, 141
# The same status, where the inputs are at fault and not the command.
BAD_INPUT = BAD_USAGE


def say(line: str) -> None:
    """One line on standard error."""
    print(line, file=sys.stderr)


def fail(line: str, status: int = BAD_USAGE) -> NoReturn:
    """Say what is wrong in one line and end the command."""
    say(f"assay: {line}")
    raise typer.Exit(status)


def words_of(given: Iterable[str]) -> list[str]:
    """The words of an option that may be repeated and takes several with commas."""
    return [word.strip() for each in given for word in each.split(",") if word.strip()]


def coloured(stream: IO[str]) -> bool:
    """Whether a stream is a terminal that wants colours (https://no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def pipe_closed() -> int:
    """The exit status after whoever read has seen enough. Python would complain when it flushes on the way out."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return PIPE_CLOSED
