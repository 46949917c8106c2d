"""From a database URL to an engine with the settings that each database needs."""

import os
import sqlite3
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import SQLAlchemyError

from service.storage.errors import StorageError

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine

BUSY_SECONDS = 5.0
CONNECT_SECONDS = 10.0

SQLITE_PRAGMAS = {
    # What was acknowledged outlives a power cut: the log is on the disk before a commit returns. Writes that wait
    # are committed together, so a busy service pays for one sync, not for one a write.
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "secure_delete": "ON",
    "temp_store": "MEMORY",
    "cache_size": "-20000",
}


class DatabaseUrlError(StorageError, ValueError):
    """A database URL that cannot be used; the message says why."""


def database_url(given: str) -> URL:
    """The URL as SQLAlchemy wants it: `sqlite:///path` or `postgresql://…`, other spellings of it too. Raises DatabaseUrlError."""
    url = make_url(given)
    backend, _, driver = url.drivername.partition("+")
    if backend == "sqlite":
        if not url.database or url.database == ":memory:" or "mode=memory" in given:
            raise DatabaseUrlError(
                "SQLite needs a file, such as sqlite:///assay.sqlite3: readers open it too"
            )
        return url.set(drivername="sqlite")
    if backend not in ("postgresql", "postgres") or driver not in ("", "asyncpg"):
        raise DatabaseUrlError(f"unknown database {url.drivername}: use sqlite:///path or postgresql://…")
    if not (find_spec("asyncpg") and find_spec("greenlet")):
        raise DatabaseUrlError("PostgreSQL needs two more packages: pip install 'assay[postgres]'")
    query = dict(url.query)
    if "sslmode" in query:  # libpq's word; asyncpg takes the same values as `ssl`
        query["ssl"] = query.pop("sslmode")
    return url.set(drivername="postgresql+asyncpg", query=query)


def database_errors() -> tuple[type[Exception], ...]:
    """What a database, its driver, its file or the way to it may raise; a defect of our own is none of these."""
    from alembic.util import CommandError

    known: tuple[type[Exception], ...] = (SQLAlchemyError, OSError, StorageError, CommandError)
    if find_spec("asyncpg") is None:
        return known
    # What is raised while connecting passes SQLAlchemy as it is.
    from asyncpg import InterfaceError, PostgresError

    return (*known, InterfaceError, PostgresError)


def is_sqlite(url: URL) -> bool:
    """Whether the URL names a SQLite file."""
    return url.drivername == "sqlite"


def sqlite_file(url: URL) -> Path:
    """The file that a SQLite URL names."""
    return Path(str(url.database))


def create_sqlite_file(url: URL) -> None:
    """Make the file and its folder where they are missing; drafts inside are for its owner alone to read."""
    path = sqlite_file(url)
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def sqlite_engine(
    url: URL,
    *,
    begin: str = "BEGIN IMMEDIATE",
    size: int = 1,
    busy_seconds: float = BUSY_SECONDS,
    **pragmas: str,
) -> Engine:
    """An engine on a SQLite file. Transactions start with `begin`, so a writer waits for its turn at the start."""
    engine = create_engine(
        url,
        json_serializer=write_json,
        json_deserializer=orjson.loads,
        hide_parameters=True,
        connect_args={"isolation_level": None, "check_same_thread": False, "timeout": busy_seconds},
        pool_size=size,
        max_overflow=0,
    )

    @event.listens_for(engine, "connect")
    def _set(connection: sqlite3.Connection, _record: Any) -> None:
        _use_wal(connection, busy_seconds)
        for name, value in (SQLITE_PRAGMAS | pragmas).items():
            connection.execute(f"PRAGMA {name}={value}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _use_wal(connection: sqlite3.Connection, seconds: float) -> None:
    """Switch to a write-ahead log. SQLite does not wait here when another process does the same, so we do."""
    until = monotonic() + seconds
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or monotonic() > until:
                raise
            sleep(0.01)
        else:
            return


def postgres_engine(
    url: URL,
    *,
    command_seconds: float | None = None,
    server_settings: Mapping[str, str] | None = None,
    **options: Any,
) -> "AsyncEngine":
    """An engine on PostgreSQL, whose commands end after so many seconds; `options` go to SQLAlchemy.

    `server_settings` hold for each session.
    """
    # Importing this needs greenlet, which only the extra `postgres` brings.
    from sqlalchemy.ext.asyncio import create_async_engine

    connect_args = {
        "timeout": CONNECT_SECONDS,
        "command_timeout": command_seconds,
        "server_settings": {"application_name": "assay", **(server_settings or {})},
    }
    return create_async_engine(
        url,
        json_serializer=write_json,
        json_deserializer=orjson.loads,
        hide_parameters=True,
        connect_args=connect_args,
        **options,
    )


def libpq_url(given: str) -> str:
    """A PostgreSQL URL as libpq reads it. Raises DatabaseUrlError for any other database."""
    url = database_url(given)
    if is_sqlite(url):
        raise DatabaseUrlError(
            "several workers need PostgreSQL; on SQLite, `assay rescore start` does the work"
        )
    query = dict(url.query)
    if "ssl" in query:
        query["sslmode"] = query.pop("ssl")
    return url.set(drivername="postgresql", query=query).render_as_string(hide_password=False)


def write_json(value: Any) -> str:
    """A value as the text of a JSON column."""
    return orjson.dumps(value).decode()
