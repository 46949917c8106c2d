"""Databases for the trials: a SQLite file, or a database on a PostgreSQL server of our own."""

import asyncio
import contextlib
import os
import secrets
import signal
from collections.abc import Iterator
from pathlib import Path

from tools.rescore_faults import Server


class Place:
    """Where databases of one kind are made: SQLite without a `server`."""

    def __init__(self, server: Server | None) -> None:
        self.server = server
        self.name = "SQLite" if server is None else "PostgreSQL"

    def new(self, folder: Path) -> str:
        """The URL of a new, empty database."""
        if self.server is None:
            return f"sqlite:///{folder / 'assay.sqlite3'}"
        name = f"chaos_{secrets.token_hex(4)}"
        asyncio.run(_make(self.server.url(), name))
        return self.server.url(database=name)


async def _make(url: str, name: str) -> None:
    import asyncpg

    connection = await asyncpg.connect(url)
    await connection.execute(f'CREATE DATABASE "{name}"')
    await connection.close()


@contextlib.contextmanager
def frozen(server: Server) -> Iterator[None]:
    """Stop every process of a PostgreSQL server in its tracks while this is open."""
    main = int((server.folder / "data" / "postmaster.pid").read_text().split()[0])
    children = Path(f"/proc/{main}/task/{main}/children").read_text()
    processes = [main, *map(int, children.split())]
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in reversed(processes):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGCONT)
