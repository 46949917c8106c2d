"""Who works on which range: handing out, trying, splitting and finishing, as functions of a connection."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, func, insert, or_, select, tuple_, update
from uuid_utils import uuid7

from service.storage.rescoring.runs import conditions
from service.storage.rescoring_records import Chunk, ChunkState, RunFilter, RunState
from service.storage.rescoring_tables import rescore_attempt, rescore_chunk, rescore_run
from service.storage.tables import article

# A range takes about this long, whatever its articles and its machine are like: a worker that has just begun one
# is done with it, and with one that somebody else lost, within two seconds. A range costs some 10 ms besides.
SECONDS = 0.8
# Before anything is known of a run.
FIRST = 50
RECENT = 8


def hand_out(connection: Connection, run_id: str) -> bool:
    """Cut the next range off the archive, in one transaction; False where nothing is left or the run rests."""
    run = _locked_run(connection, run_id)
    if run is None or run.state != RunState.RUNNING or run.exhausted:
        return False
    chosen = conditions(RunFilter.from_dict(run.chosen))
    after = select(article.c.id).where(article.c.id > run.cursor, article.c.id <= run.last_id, *chosen)
    size = _size(connection, run)
    ids = connection.execute(after.order_by(article.c.id).limit(size)).scalars().all()
    values: dict[str, Any] = {"exhausted": len(ids) < size}
    if ids:
        state = ChunkState.FETCH if run.refresh_evidence else ChunkState.OPEN
        number = run.handed_out + 1
        _add_chunk(connection, run_id, number, run.cursor, ids[-1], len(ids), state)
        values |= {"cursor": ids[-1], "handed_out": number}
    connection.execute(update(rescore_run).where(rescore_run.c.id == run_id).values(values))
    return bool(ids)


def _size(connection: Connection, run: Row[Any]) -> int:
    """How many articles take SECONDS, by the pace of the last ranges; the run's own bound holds in any case."""
    last = select(rescore_chunk.c.judged, rescore_chunk.c.seconds)
    last = last.where(rescore_chunk.c.run_id == run.id, rescore_chunk.c.finished_at.is_not(None))
    rows = connection.execute(last.order_by(rescore_chunk.c.finished_at.desc()).limit(RECENT)).all()
    seconds = sum(row.seconds or 0.0 for row in rows)
    most: int = run.chunk_size
    if not seconds:
        return min(most, FIRST)
    return max(1, min(most, int(SECONDS * sum(row.judged for row in rows) / seconds)))


def _locked_run(connection: Connection, run_id: str) -> Row[Any] | None:
    # Not FOR UPDATE: rows that refer to the run must be insertable meanwhile.
    query = select(rescore_run).where(rescore_run.c.id == run_id).with_for_update(key_share=True)
    return connection.execute(query).first()


def _add_chunk(
    connection: Connection, run_id: str, number: int, lo: str, hi: str, size: int, state: ChunkState
) -> None:
    row = {"run_id": run_id, "number": number, "lo": lo, "hi": hi, "size": size, "state": state}
    connection.execute(insert(rescore_chunk), row)


def lock_open(connection: Connection, run_id: str) -> Chunk | None:
    """Lock a range that nobody works on until the transaction ends (PostgreSQL)."""
    query = select(rescore_chunk).where(
        rescore_chunk.c.run_id == run_id, rescore_chunk.c.state == ChunkState.OPEN
    )
    query = query.order_by(rescore_chunk.c.number).limit(1).with_for_update(skip_locked=True)
    row = connection.execute(query).first()
    return _to_chunk(row) if row else None


def lease(
    connection: Connection, run_id: str, state: ChunkState, worker: str, now: datetime, until: datetime
) -> Chunk | None:
    """Take a range in this state that nobody has leased; others get it once `until` has passed."""
    free = or_(rescore_chunk.c.lease_until.is_(None), rescore_chunk.c.lease_until <= now)
    first = select(rescore_chunk.c.number).where(
        rescore_chunk.c.run_id == run_id, rescore_chunk.c.state == state, free
    )
    # SQLite knows no such lock and needs none: one writes at a time.
    first = first.order_by(rescore_chunk.c.number).limit(1).with_for_update(skip_locked=True)
    taking = (
        update(rescore_chunk)
        .where(rescore_chunk.c.run_id == run_id, rescore_chunk.c.number.in_(first))
        .values(worker=worker, lease_until=until)
        .returning(*rescore_chunk.c)
    )
    row = connection.execute(taking).first()
    return _to_chunk(row) if row else None


def prolong(connection: Connection, chunk: Chunk, worker: str, until: datetime) -> bool:
    """Keep a leased range; False where somebody else has it by now."""
    held = and_(_this(chunk), rescore_chunk.c.worker == worker)
    return connection.execute(update(rescore_chunk).where(held).values(lease_until=until)).rowcount == 1


def let_go(connection: Connection, workers: list[str]) -> None:
    """End the leases of workers that are no more."""
    ended = rescore_chunk.c.worker.in_(workers)
    connection.execute(update(rescore_chunk).where(ended).values(worker=None, lease_until=None))


def leaseholders(connection: Connection) -> list[str]:
    """Every worker that holds a lease."""
    query = select(rescore_chunk.c.worker).where(rescore_chunk.c.lease_until.is_not(None)).distinct()
    return [worker for worker in connection.execute(query).scalars() if worker]


def begin_attempt(connection: Connection, chunk: Chunk, worker: str, now: datetime) -> Chunk:
    """Count an attempt before the work begins; the range with its number and what the one before it met."""
    mine = and_(rescore_attempt.c.run_id == chunk.run_id, rescore_attempt.c.number == chunk.number)
    attempt_id = str(uuid7())
    row = {"id": attempt_id, "run_id": chunk.run_id, "number": chunk.number}
    connection.execute(insert(rescore_attempt), row | {"worker": worker, "started_at": now})
    count = connection.execute(select(func.count()).select_from(rescore_attempt).where(mine)).scalar_one()
    errors = select(rescore_attempt.c.error).where(mine, rescore_attempt.c.error.is_not(None))
    last = connection.execute(errors.order_by(rescore_attempt.c.id.desc()).limit(1)).scalar()
    return Chunk(chunk.run_id, chunk.number, chunk.lo, chunk.hi, chunk.size, count, attempt_id, last)


def end_attempt(connection: Connection, attempt_id: str, now: datetime, error: str | None) -> None:
    """Note that an attempt ended, and how."""
    which = rescore_attempt.c.id == attempt_id
    connection.execute(update(rescore_attempt).where(which).values(ended_at=now, error=error))


def excuse_attempt(connection: Connection, attempt_id: str) -> None:
    """Strike an attempt that came to nothing through no fault of its articles."""
    connection.execute(delete(rescore_attempt).where(rescore_attempt.c.id == attempt_id))


def finish(
    connection: Connection,
    chunk: Chunk,
    counts: Mapping[str, int],
    now: datetime,
    seconds: float,
    worker: str | None = None,
) -> bool:
    """Mark a range done, with what came of it; False where `worker` does not hold it any more."""
    held = and_(_this(chunk), rescore_chunk.c.state == ChunkState.OPEN)
    if worker is not None:
        held = and_(held, rescore_chunk.c.worker == worker)
    values: dict[str, Any] = {"state": ChunkState.DONE, "finished_at": now, "seconds": seconds}
    values |= {"worker": worker, "lease_until": None, **counts}
    return connection.execute(update(rescore_chunk).where(held).values(values)).rowcount == 1


def evidence_fetched(connection: Connection, chunk: Chunk, worker: str) -> bool:
    """Open a range for judging, now that its evidence is here; False where somebody else has it."""
    held = and_(_this(chunk), rescore_chunk.c.worker == worker, rescore_chunk.c.state == ChunkState.FETCH)
    values = {"state": ChunkState.OPEN, "worker": None, "lease_until": None}
    return connection.execute(update(rescore_chunk).where(held).values(values)).rowcount == 1


def split(connection: Connection, chunk: Chunk) -> bool:
    """Cut a range in half, so that what spoils it is found; False where it holds one article or none."""
    run = _locked_run(connection, chunk.run_id)
    if run is None:
        return False
    inside = select(article.c.id).where(article.c.id > chunk.lo, article.c.id <= chunk.hi)
    inside = inside.where(*conditions(RunFilter.from_dict(run.chosen))).order_by(article.c.id)
    ids = connection.execute(inside).scalars().all()
    if len(ids) < 2:
        return False
    middle = len(ids) // 2
    halves = ((chunk.lo, ids[middle - 1], middle), (ids[middle - 1], chunk.hi, len(ids) - middle))
    for place, (lo, hi, size) in enumerate(halves, 1):
        _add_chunk(connection, chunk.run_id, run.handed_out + place, lo, hi, size, ChunkState.OPEN)
    connection.execute(
        update(rescore_run).where(rescore_run.c.id == run.id).values(handed_out=run.handed_out + 2)
    )
    values = {"state": ChunkState.SPLIT, "worker": None, "lease_until": None}
    connection.execute(update(rescore_chunk).where(_this(chunk)).values(values))
    return True


def reserve(
    connection: Connection, run_id: str, articles: int, rate: float, now: datetime, *, refresh: bool
) -> float:
    """Take a place in the queue of a run that may do `rate` articles a second; seconds until it is our turn."""
    column = rescore_run.c.refresh_at if refresh else rescore_run.c.slot_at
    row = connection.execute(
        select(column).where(rescore_run.c.id == run_id).with_for_update(key_share=True)
    ).first()
    if row is None:
        return 0.0
    begins = max(row[0] or now, now)
    ends = begins + timedelta(seconds=articles / rate)
    connection.execute(update(rescore_run).where(rescore_run.c.id == run_id).values({column.name: ends}))
    return (begins - now).total_seconds()


def _this(chunk: Chunk) -> Any:
    return tuple_(rescore_chunk.c.run_id, rescore_chunk.c.number) == (chunk.run_id, chunk.number)


def _to_chunk(row: Row[Any]) -> Chunk:
    return Chunk(row.run_id, row.number, row.lo, row.hi, row.size)
