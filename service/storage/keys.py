"""API keys: what is kept of them and when each was used."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, insert, select, update

from service.records import KeyRecord
from service.storage.tables import api_key


def key_row(key: KeyRecord) -> dict[str, Any]:
    """The key's row."""
    return {
        "id": key.id,
        "name": key.name,
        "secret_hash": key.secret_hash,
        "scopes": sorted(key.scopes),
        "sites": sorted(key.sites) or None,
        "created_at": key.created_at,
        "revoked_at": key.revoked_at,
        "last_used_at": key.last_used_at,
    }


def to_key(row: Row[Any]) -> KeyRecord:
    """A row of `api_key` as a value."""
    return KeyRecord(
        id=row.id,
        name=row.name,
        secret_hash=row.secret_hash,
        scopes=frozenset(row.scopes),
        sites=frozenset(row.sites or ()),
        created_at=row.created_at,
        revoked_at=row.revoked_at,
        last_used_at=row.last_used_at,
    )


def key_by_id(connection: Connection, key_id: str) -> KeyRecord | None:
    """One key, revoked or not."""
    row = connection.execute(select(api_key).where(api_key.c.id == key_id)).first()
    return to_key(row) if row else None


def all_keys(connection: Connection) -> list[KeyRecord]:
    """Every key, oldest first."""
    return [
        to_key(row)
        for row in connection.execute(select(api_key).order_by(api_key.c.created_at, api_key.c.id))
    ]


def add_key(connection: Connection, key: KeyRecord) -> None:
    """Keep a new key."""
    connection.execute(insert(api_key), key_row(key))


def revoke_key(connection: Connection, key_id: str, at: datetime) -> bool:
    """Revoke a key; False where it is unknown or revoked before."""
    which = and_(api_key.c.id == key_id, api_key.c.revoked_at.is_(None))
    return connection.execute(update(api_key).where(which).values(revoked_at=at)).rowcount == 1


def touch_key(connection: Connection, key_id: str, at: datetime) -> None:
    """Note when a key was used last."""
    connection.execute(update(api_key).where(api_key.c.id == key_id).values(last_used_at=at))
