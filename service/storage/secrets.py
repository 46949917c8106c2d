"""Secrets of the service's own, made once by chance and the same in all its processes."""

import secrets

from sqlalchemy import Connection, select

from service.storage.dialects import insert_into
from service.storage.tables import secret


def kept(connection: Connection, name: str) -> str | None:
    """The secret of a name."""
    value: str | None = connection.execute(select(secret.c.value).where(secret.c.name == name)).scalar()
    return value


def make(connection: Connection, name: str) -> None:
    """Make the secret of a name, unless another process was first."""
    put = insert_into(connection, secret).on_conflict_do_nothing()
    connection.execute(put, {"name": name, "value": secrets.token_urlsafe(32)})
