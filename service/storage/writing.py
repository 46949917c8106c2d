"""Every small write, as a function of a connection: one statement changes all, the same on both databases."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from scoring import Ruleset
from service.storage import verdicts
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
    verdicts.forget_with(connection, article_id)
    return connection.execute(delete(article).where(article.c.id == article_id)).rowcount == 1


def keep_ruleset(connection: Connection, version: str, rules: Mapping[str, Any]) -> None:
    """Keep the numbers of a version. Raises Conflict where it is kept already with other numbers.

    What earlier releases kept is compared by its meaning: they listed codes in preview as well.
    """
    # The two dialects spell ON CONFLICT alike, but SQLAlchemy keeps them apart.
    dialect: Any = sqlite if connection.dialect.name == "sqlite" else postgresql
    put = dialect.insert(ruleset).on_conflict_do_nothing()
    connection.execute(put, {"version": version, "rules": rules})
    kept = kept_ruleset(connection, version)
    if kept != rules and (kept is None or Ruleset.from_dict(kept).as_dict() != rules):
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


def _taking(dialect: Any) -> Any:
    row = {column.name: bindparam(f"new_{column.name}", type_=column.type) for column in idempotency.c}
    dead = and_(idempotency.c.status.is_(None), idempotency.c.claimed_at <= bindparam("abandoned"))
    put = dialect.insert(idempotency).values(row)
    return put.on_conflict_do_update(
        index_elements=["scope", "key"],
        set_={name: put.excluded[name] for name in row if name not in ("scope", "key")},
        where=or_(idempotency.c.expires_at <= bindparam("new_claimed_at"), dead),
    )


_TAKING = {"sqlite": _taking(sqlite), "postgresql": _taking(postgresql)}
_HELD = and_(idempotency.c.scope == bindparam("held_scope"), idempotency.c.key == bindparam("held_key"))
_MET = select(idempotency).where(_HELD)
_SETTLING = (
    update(idempotency)
    .where(_HELD)
    .values({name: bindparam(name) for name in ("status", "headers", "body", "article_id")})
)
_RELEASING = delete(idempotency).where(_HELD)


def claim(
    connection: Connection, scope: str, key: str, body_hash: str, now: datetime, expires: datetime
) -> Claim:
    """Take an idempotency key, or say what it met."""
    row = dict.fromkeys((f"new_{column.name}" for column in idempotency.c), None) | {
        "new_scope": scope,
        "new_key": key,
        "new_body_hash": body_hash,
        "new_claimed_at": now,
        "new_expires_at": expires,
        "abandoned": now - ABANDONED_AFTER,
    }
    held = {"held_scope": scope, "held_key": key}
    while connection.execute(_TAKING[connection.dialect.name], row).rowcount != 1:
        met = connection.execute(_MET, held).first()
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
        _SETTLING,
        {
            "held_scope": scope,
            "held_key": key,
            "status": reply.status,
            "headers": dict(reply.headers),
            "body": reply.body,
            "article_id": article_id,
        },
    )


def release(connection: Connection, scope: str, key: str) -> None:
    """Give a key back without an answer."""
    connection.execute(_RELEASING, {"held_scope": scope, "held_key": key})


def sweep(connection: Connection, now: datetime) -> int:
    """Remove expired idempotency keys; how many there were."""
    return connection.execute(delete(idempotency).where(idempotency.c.expires_at <= now)).rowcount
