"""What the two databases spell alike and SQLAlchemy keeps apart: INSERT with ON CONFLICT."""

from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

DIALECTS: dict[str, Any] = {"sqlite": sqlite, "postgresql": postgresql}


def insert_into(connection: Connection, table: Table) -> Any:
    """An INSERT into a table that can say what is done on a conflict, for the database of a connection."""
    return DIALECTS[connection.dialect.name].insert(table)
