"""What the commands that open the database share: its errors in one line, and its address without the password."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from service.cli.terminal import fail


def shown(url: str) -> str:
    """A database URL as it may be printed."""
    return re.sub(r"(://[^:/@]*):[^@]*@", r"\1:***@", url)


@contextmanager
def told_plainly(url: str) -> Iterator[None]:
    """Turn whatever a database raises into one line and exit status 2."""
    try:
        yield
    except typer.Exit:
        raise
    except Exception as error:  # each driver has its own family of errors
        fail(f"database {shown(url)}: {first_line(error)}")


def first_line(error: Exception) -> str:
    """The first line of an error's message, or its kind where it says nothing."""
    lines = str(error).strip().splitlines()
    return shown(lines[0]) if lines else type(error).__name__
