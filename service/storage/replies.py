"""Answers that are kept under idempotency keys, and the claims of requests that are being answered."""

from datetime import UTC, datetime, timedelta
from secrets import token_hex
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, or_, select, update

from service.records import ClaimedKey, IdempotencyClaim, StoredResponse
from service.storage.dialects import DIALECTS
from service.storage.tables import idempotency

# Whoever answers a request prolongs its claim while it works. One that was not prolonged for so long belongs to a
# process that died, and its key may be tried again.
CLAIM_LEASE = timedelta(seconds=2)


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


_TAKING = {name: _taking(dialect) for name, dialect in DIALECTS.items()}
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
) -> IdempotencyClaim:
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
            return IdempotencyClaim(different=True)
        if met.status is None:
            return IdempotencyClaim(running=True)
        return IdempotencyClaim(reply=StoredResponse(met.status, met.headers, met.body))
    return IdempotencyClaim(held=mine)


def prolong(connection: Connection, held: ClaimedKey, now: datetime) -> bool:
    """Keep a claim for another while; False where it is somebody else's by now."""
    until = {"lease_until": now + CLAIM_LEASE}
    return connection.execute(_PROLONGING, _holding(held) | until).rowcount == 1


def settle(connection: Connection, held: ClaimedKey, reply: StoredResponse, article_id: str | None) -> None:
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
