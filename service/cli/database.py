"""What the commands that open the database share: its errors in one line, and its address without the password."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

import typer

from service.cli.terminal import fail, pipe_closed

if TYPE_CHECKING:
    from service.storage import Store

T = TypeVar("T")


def shown(text: str) -> str:
    """A database URL, or a message that may hold one, as it may be printed: without its passwords."""
    # All up to the last @ is a name and password: a password may hold any sign, quoted or not.
    text = re.sub(r"(?s)(://[^:/@\s]*):.*@", r"\1:***@", text)
    return re.sub(r"(?i)(pass(?:word|wd|file)?|secret|key)=[^&\s\"']*", r"\1=***", text)


@contextmanager
def database_errors_as_one_line(url: str) -> Iterator[None]:
    """Turn what a database raises into one line and exit status 2; a defect of ours keeps its trace."""
    from service.storage import database_errors

    try:
        yield
    except BrokenPipeError:
        raise typer.Exit(pipe_closed()) from None
    except database_errors() as error:
        fail(f"database {shown(url)}: {first_line(error).replace(url, shown(url))}")


def first_line(error: Exception) -> str:
    """The first line of an error's message, or its kind where it says nothing."""
    lines = str(error).strip().splitlines()
    return shown(lines[0]) if lines else type(error).__name__


def ask_store(work: "Callable[[Store], Awaitable[T]]") -> T:
    """What work on the migrated store gives; a database that cannot be used ends the command with status 2."""
    from service.cli.configuration import load_settings
    from service.storage import schema_state

    url = load_settings().database_url
    with database_errors_as_one_line(url):
        state = schema_state(url)
        if state.current != state.head:
            fail(
                f"the database is at {state.current or 'nothing'}, not at {state.head}: run assay db upgrade"
            )
        return asyncio.run(with_store(url, work))


async def with_store(url: str, work: "Callable[[Store], Awaitable[T]]") -> T:
    """Open the store for as long as some work takes."""
    from service.storage import open_store

    async with open_store(url) as store:
        return await work(store)
