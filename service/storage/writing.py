"""Every small write, as a function of a connection: one statement changes all, the same on both databases."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from secrets import token_hex
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from scoring import Ruleset
from service.records import Claim, ClaimedKey, KeyRecord, Reply
from service.storage import verdicts
from service.storage.errors import Conflict
from service.storage.reading import kept_ruleset
from service.storage.rows import key_row
from service.storage.tables import api_key, article, idempotency, ruleset

# Whoever answers a request prolongs its claim while it works. One that was not prolonged for so long belongs to a
# process that died, and its key may be tried again.
CLAIM_LEASE = timedelta(seconds=3)

# The mark on a connection that erased something, for whoever must clean up behind it.
ERASED = "erased"


def erase(connection: Connection, article_id: str) -> bool:
    """Remove an article; reports, findings, revisions and kept replies go with it by foreign key."""
    connection.info[ERASED] = True
    # The article first, as whoever saves a report of it does: two that wait in one order never wait for each other.
    connection.execute(select(article.c.id).where(article.c.id == article_id).with_for_update())
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
    now = bindparam("now", type_=idempotency.c.lease_until.type)
    # A claim without a lease was made by a version that knew of none; its process is gone too.
    lapsed = or_(idempotency.c.lease_until.is_(None), idempotency.c.lease_until <= now)
    put = dialect.insert(idempotency).values(row)
    return put.on_conflict_do_update(
        index_elements=["scope", "key"],
        set_={name: put.excluded[name] for name in row if name not in ("scope", "key")},
        where=or_(idempotency.c.expires_at <= now, and_(idempotency.c.status.is_(None), lapsed)),
    )


_TAKING = {"sqlite": _taking(sqlite), "postgresql": _taking(postgresql)}
_MET = select(idempotency).where(
    idempotency.c.scope == bindparam("met_scope"), idempotency.c.key == bindparam("met_key")
)
# An answer is kept only by whoever still holds the claim: a process that was thought dead changes nothing.
_HELD = and_(
    idempotency.c.scope == bindparam("held_scope"),
    idempotency.c.key == bindparam("held_key"),
    idempotency.c.holder == bindparam("held_by"),
    idempotency.c.status.is_(None),
)
_SETTLING = (
    update(idempotency)
    .where(_HELD)
    .values({name: bindparam(name) for name in ("status", "headers", "body", "article_id")})
)
_PROLONGING = update(idempotency).where(_HELD).values(lease_until=bindparam("lease_until"))
_RELEASING = delete(idempotency).where(_HELD)


def claim(
    connection: Connection, mine: ClaimedKey, body_hash: str, now: datetime, expires: datetime
) -> Claim:
    """Take an idempotency key for a while, or say what it met."""
    row = dict.fromkeys((f"new_{column.name}" for column in idempotency.c), None) | {
        "new_scope": mine.scope,
        "new_key": mine.key,
        "new_holder": mine.holder,
        "new_body_hash": body_hash,
        "new_claimed_at": now,
        "new_lease_until": now + CLAIM_LEASE,
        "new_expires_at": expires,
        "now": now,
    }
    while connection.execute(_TAKING[connection.dialect.name], row).rowcount != 1:
        met = connection.execute(_MET, {"met_scope": mine.scope, "met_key": mine.key}).first()
        if met is None:  # released in between: ours after all
            continue
        if met.body_hash != body_hash:
            return Claim(different=True)
        if met.status is None:
            return Claim(running=True)
        return Claim(reply=Reply(met.status, met.headers, met.body))
    return Claim(held=mine)


def prolong(connection: Connection, held: ClaimedKey, now: datetime) -> bool:
    """Keep a claim for another while; False where it is somebody else's by now."""
    until = {"lease_until": now + CLAIM_LEASE}
    return connection.execute(_PROLONGING, _holding(held) | until).rowcount == 1


def settle(connection: Connection, held: ClaimedKey, reply: Reply, article_id: str | None) -> None:
    """Keep the answer for the next request with this key."""
    answer = {
        "status": reply.status,
        "headers": dict(reply.headers),
        "body": reply.body,
        "article_id": article_id,
    }
    connection.execute(_SETTLING, _holding(held) | answer)


def release(connection: Connection, held: ClaimedKey) -> None:
    """Give a key back without an answer."""
    connection.execute(_RELEASING, _holding(held))


def _holding(held: ClaimedKey) -> dict[str, Any]:
    return {"held_scope": held.scope, "held_key": held.key, "held_by": held.holder}


def write_nothing(connection: Connection) -> None:
    """Write a row and take it away again: it succeeds where the database takes writes at all."""
    now = datetime.now(UTC)
    mine = ClaimedKey("readiness", token_hex(8), "readiness")
    claim(connection, mine, "", now, now)
    release(connection, mine)


def sweep(connection: Connection, now: datetime) -> int:
    """Remove expired idempotency keys; how many there were."""
    return connection.execute(delete(idempotency).where(idempotency.c.expires_at <= now)).rowcount
