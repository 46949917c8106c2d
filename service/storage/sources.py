"""What editors attached to people, kept until it is removed; an expired entry stays to be seen."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, tuple_

from service.records import SourceRecord
from service.storage.articles import ERASED
from service.storage.tables import idempotency, source

# More entries for one name than these are not read.
MOST_ENTRIES = 100


def add(connection: Connection, record: SourceRecord) -> None:
    """Keep a new entry."""
    connection.execute(insert(source), asdict(record))


def remove(connection: Connection, source_id: str, attached_under: str) -> bool:
    """Remove an entry, and every kept reply that may repeat it; False where there is none.

    `attached_under` is how the scope of an idempotency key ends under which entries are attached.
    """
    connection.info[ERASED] = True
    attaching = idempotency.c.scope.endswith(attached_under, autoescape=True)
    connection.execute(delete(idempotency).where(attaching))
    return connection.execute(delete(source).where(source.c.id == source_id)).rowcount == 1


def by_id(connection: Connection, source_id: str) -> SourceRecord | None:
    """One entry."""
    row = connection.execute(select(source).where(source.c.id == source_id)).first()
    return SourceRecord(**row._mapping) if row else None


def listed(
    connection: Connection, key: str | None, after: tuple[datetime, str] | None, limit: int
) -> list[SourceRecord]:
    """One page, newest first, of one person where `key` is given."""
    query = select(source).order_by(source.c.created_at.desc(), source.c.id.desc()).limit(limit)
    if key is not None:
        query = query.where(source.c.key == key)
    if after is not None:
        query = query.where(tuple_(source.c.created_at, source.c.id) < after)
    return [SourceRecord(**row._mapping) for row in connection.execute(query)]


def known(connection: Connection, keys: Sequence[str]) -> list[SourceRecord]:
    """Every entry for these people, newest first."""
    query = select(source).where(source.c.key.in_(keys))
    query = query.order_by(source.c.created_at.desc(), source.c.id.desc()).limit(MOST_ENTRIES * len(keys))
    return [SourceRecord(**row._mapping) for row in connection.execute(query)]
