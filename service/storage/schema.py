"""The schema's version: bring it up to date under a lock, and compare it with the code."""

import asyncio
import re
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, NullPool, func, inspect, select, text

from service.storage.engines import (
    create_sqlite_file,
    database_url,
    is_sqlite,
    postgres_engine,
    sqlite_engine,
    sqlite_file,
)
from service.storage.errors import SchemaBehindError
from service.storage.rescoring_tables import metadata

# Any number that nobody else takes for an advisory lock; it spells "assay".
LOCK = 0x6173736179
LOCK_SECONDS = 60.0

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SchemaState:
    """The revision a database is at, the one the code needs, and what differs though both are the same."""

    current: str | None
    head: str
    drift: list[str]


def migrate(url: str, revision: str = "head") -> None:
    """Bring the schema to a revision, down too; the SQLite file is made where missing. One process at a time."""
    parsed = database_url(url)
    if is_sqlite(parsed):
        create_sqlite_file(parsed)
    if revision in ("head", head()) and under_no_lock(parsed, current) == head():
        return
    under_lock(parsed, lambda connection: _move(connection, revision))


def schema_state(url: str) -> SchemaState:
    """Where a database stands. Differences are looked for at the head revision only."""
    parsed = database_url(url)
    if is_sqlite(parsed) and not sqlite_file(parsed).exists():
        return SchemaState(None, head(), [])
    now, drift = under_no_lock(parsed, lambda connection: (current(connection), _drift(connection)))
    return SchemaState(now, head(), drift)


def check_head(connection: Connection) -> None:
    """Raise SchemaBehindError unless the schema is the one that this code works with."""
    now = current(connection)
    if now != head():
        raise SchemaBehindError(
            f"the database is at revision {now}, this version needs {head()}: run assay db upgrade"
        )


def current(connection: Connection) -> str | None:
    """The revision that a database is at; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return revision


_head: list[str] = []


def head() -> str:
    """The newest revision in `migrations`. Files are numbered, so Alembic, slow to import, need not be asked."""
    if not _head:
        names = [path.name for path in files("migrations").joinpath("versions").iterdir()]
        _head.append(max(match[0] for name in names if (match := re.match(r"\d{4}(?=_)", name))))
    return _head[0]


def under_lock(url: URL, work: Callable[[Connection], T]) -> T:
    """Do work in one transaction that no other process's migration shares, with foreign keys left alone. Raises RuntimeError where rows would be lost."""
    if is_sqlite(url):
        # With foreign keys on, rebuilding a table would take its children with it.
        engine = sqlite_engine(url, busy_seconds=LOCK_SECONDS, foreign_keys="OFF")
        try:
            with engine.begin() as connection:
                result = work(connection)
                orphan = connection.execute(text("PRAGMA foreign_key_check")).first()
                if orphan is not None:
                    raise RuntimeError(
                        f"a row of {orphan[0]} would lose what it belongs to; nothing was changed"
                    )
                return result
        finally:
            engine.dispose()

    def locked(connection: Connection) -> T:
        connection.execute(select(func.pg_advisory_xact_lock(LOCK)))
        return work(connection)

    return _finish(_on_postgres(url, locked))


def under_no_lock(url: URL, work: Callable[[Connection], T]) -> T:
    """Do reading work on a connection of its own."""
    if is_sqlite(url):
        engine = sqlite_engine(url, begin="BEGIN")
        try:
            with engine.connect() as connection:
                return work(connection)
        finally:
            engine.dispose()
    return _finish(_on_postgres(url, work))


async def _on_postgres(url: URL, work: Callable[[Connection], T]) -> T:
    engine = postgres_engine(url, poolclass=NullPool)
    async with engine.begin() as connection:
        return await connection.run_sync(work)


def _finish(coroutine: Coroutine[Any, Any, T]) -> T:
    # In a thread of its own, so that a caller inside an event loop may call too.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


def _config(connection: Connection) -> Any:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(files("migrations")).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _move(connection: Connection, revision: str) -> None:
    from alembic import command
    from alembic.script import ScriptDirectory

    config = _config(connection)
    now = current(connection)
    steps = ScriptDirectory.from_config(config).walk_revisions("base", now) if now else ()
    passed = {step.revision for step in steps} - {now}
    down = revision == "base" or revision.startswith("-") or revision in passed
    (command.downgrade if down else command.upgrade)(config, revision)


def ours(name: str | None, kind: str, _parents: Any) -> bool:
    """Whether a table is for us to compare: the queue brings its own."""
    return kind != "table" or not (name or "").startswith("procrastinate_")


def _drift(connection: Connection) -> list[str]:
    if current(connection) != head():
        return []
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    options = {"compare_type": True, "include_name": ours}
    context = MigrationContext.configure(connection, opts=options)
    return [str(difference) for difference in compare_metadata(context, metadata)]
