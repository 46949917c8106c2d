"""What the two databases do differently and SQLAlchemy does not hide; nothing else asks which one it speaks to."""

from typing import Any

from sqlalchemy import Connection, Table, func, select
from sqlalchemy.dialects import postgresql, sqlite

DIALECTS: dict[str, Any] = {"sqlite": sqlite, "postgresql": postgresql}


def insert_into(connection: Connection, table: Table) -> Any:
    """An INSERT into a table that can say what is done on a conflict, for the database of a connection."""
    return DIALECTS[connection.dialect.name].insert(table)


def hold_lock(connection: Connection, number: int) -> None:
    """Let no other transaction hold the lock of this number until this one ends; on SQLite one writes at a time anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(number)))
