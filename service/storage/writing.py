"""Every small write, as a function of a connection inside a transaction: the same on both databases."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, delete, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from service.storage.errors import Conflict
from service.storage.reading import kept_ruleset
from service.storage.records import Claim, KeyRecord, Reply
from service.storage.rows import key_row
from service.storage.tables import api_key, article, idempotency, ruleset

# A claim older than this, unsettled, belongs to a process that died; its key may be tried again.
ABANDONED_AFTER = timedelta(minutes=10)

# The mark on a connection that erased something, for whoever must clean up behind it.
ERASED = "erased"


def erase(connection: Connection, article_id: str) -> bool:
    """Remove an article; reports, findings, revisions and kept replies go with it by foreign key."""
    connection.info[ERASED] = True
    return connection.execute(delete(article).where(article.c.id == article_id)).rowcount == 1


def keep_ruleset(connection: Connection, version: str, rules: Mapping[str, Any]) -> None:
    """Keep the numbers of a version. Raises Conflict where it is kept already with other numbers."""
    row = {"version": version, "rules": rules}
    connection.execute(_upsert(connection, ruleset).values(row).on_conflict_do_nothing())
    if kept_ruleset(connection, version) != rules:
        raise Conflict(
            f"ruleset {version} is stored with other numbers: a changed ruleset needs a new version"
        )


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


def claim(
    connection: Connection, scope: str, key: str, body_hash: str, now: datetime, expires: datetime
) -> Claim:
    """Take an idempotency key, or say what it met."""
    row = {
        "scope": scope,
        "key": key,
        "body_hash": body_hash,
        "claimed_at": now,
        "expires_at": expires,
        "status": None,
        "headers": None,
        "body": None,
        "article_id": None,
    }
    abandoned = and_(idempotency.c.status.is_(None), idempotency.c.claimed_at <= now - ABANDONED_AFTER)
    taking = _upsert(connection, idempotency).values(row)
    taking = taking.on_conflict_do_update(
        index_elements=["scope", "key"],
        set_={name: taking.excluded[name] for name in row if name not in ("scope", "key")},
        where=or_(idempotency.c.expires_at <= now, abandoned),
    )
    held = select(idempotency).where(idempotency.c.scope == scope, idempotency.c.key == key)
    while connection.execute(taking).rowcount != 1:
        met = connection.execute(held).first()
        if met is None:  # released in between: ours after all
            continue
        if met.body_hash != body_hash:
            return Claim(different=True)
        if met.status is None:
            return Claim(running=True)
        return Claim(reply=Reply(met.status, met.headers, met.body))
    return Claim(fresh=True)


def settle(connection: Connection, scope: str, key: str, reply: Reply, article_id: str | None) -> None:
    """Keep the answer for the next request with this key."""
    connection.execute(
        update(idempotency)
        .where(idempotency.c.scope == scope, idempotency.c.key == key)
        .values(status=reply.status, headers=dict(reply.headers), body=reply.body, article_id=article_id)
    )


def release(connection: Connection, scope: str, key: str) -> None:
    """Give a key back without an answer."""
    connection.execute(delete(idempotency).where(idempotency.c.scope == scope, idempotency.c.key == key))


def sweep(connection: Connection, now: datetime) -> int:
    """Remove expired idempotency keys; how many there were."""
    return connection.execute(delete(idempotency).where(idempotency.c.expires_at <= now)).rowcount


def _upsert(connection: Connection, table: Any) -> Any:
    # The two dialects spell ON CONFLICT alike, but SQLAlchemy keeps them apart.
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)
