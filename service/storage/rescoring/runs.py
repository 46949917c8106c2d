"""Runs of rescoring: begin one, follow it, change its state. Functions of a connection, the same on both databases."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, exists, func, insert, select, tuple_, update

from service.storage.dialects import hold_lock
from service.storage.errors import RunConflictError
from service.storage.rescoring_records import (
    COUNTERS,
    UNFINISHED,
    ChunkState,
    Progress,
    RulesetInForce,
    Run,
    RunFilter,
    RunState,
)
from service.storage.rescoring_tables import current_ruleset, rescore_attempt, rescore_chunk, rescore_run
from service.storage.tables import article, finding, report

# Any number that nobody else takes for an advisory lock; it spells "assay" and 2.
RUNS_LOCK = 0x617373617932
# Over how long the rate is taken.
WINDOW = timedelta(minutes=1)
FIELDS = (
    "id", "ruleset", "state", "created_by", "created_at", "chunk_size", "max_rate", "drift_limit",
    "refresh_evidence", "total", "exhausted", "finished_at",
)  # fmt: skip


def conditions(chosen: RunFilter) -> Iterable[ColumnElement[bool]]:
    """What a chosen article fulfils; `report` must be joined where a ruleset is among it."""
    if chosen.site is not None:
        yield article.c.site == chosen.site
    if chosen.since is not None:
        yield article.c.received_at >= chosen.since
    if chosen.before is not None:
        yield article.c.received_at < chosen.before
    if chosen.ruleset is not None:
        yield exists().where(report.c.id == article.c.newest_report, report.c.ruleset == chosen.ruleset)
    if chosen.code is not None:
        yield exists().where(finding.c.report_id == article.c.newest_report, finding.c.code == chosen.code)


def take_turn(connection: Connection) -> None:
    """Let nobody else start, publish or take back a run until this transaction ends."""
    hold_lock(connection, RUNS_LOCK)


def in_the_way(connection: Connection) -> Run | None:
    """The run that has not ended yet, if there is one: two would judge and replace the same reports."""
    open_ = in_state(connection, (*UNFINISHED, RunState.WAITING))
    return open_[0] if open_ else None


def start(connection: Connection, run: Run) -> Run:
    """Write a new run down; it ends at the article that is the last one now. The run, with its total.

    Raises RunConflictError while another one has not ended.
    """
    take_turn(connection)
    other = in_the_way(connection)
    if other is not None:
        raise RunConflictError(f"rescoring {other.id} is {other.state}: let it end, or cancel it, first")
    counting = (
        select(func.count(), func.max(article.c.id)).select_from(article).where(*conditions(run.chosen))
    )
    total, last_id = connection.execute(counting).one()
    row = {name: getattr(run, name) for name in FIELDS} | {
        "chosen": run.chosen.as_dict(),
        "total": total,
        "cursor": "",
        "last_id": last_id or "",
        "handed_out": 0,
        "exhausted": not total,
    }
    connection.execute(insert(rescore_run), row)
    return to_run(connection.execute(select(rescore_run).where(rescore_run.c.id == run.id)).one())


def to_run(row: Row[Any]) -> Run:
    """A row of `rescore_run` as a value."""
    given = {name: getattr(row, name) for name in FIELDS}
    return Run(**{**given, "state": RunState(row.state), "chosen": RunFilter.from_dict(row.chosen)})


def run_by_id(connection: Connection, run_id: str) -> Run | None:
    """One run."""
    row = connection.execute(select(rescore_run).where(rescore_run.c.id == run_id)).first()
    return to_run(row) if row else None


def listed(connection: Connection, after: tuple[datetime, str] | None, limit: int) -> list[Run]:
    """A page of runs, newest first, that follows `after` (created_at, id)."""
    query = select(rescore_run).order_by(rescore_run.c.created_at.desc(), rescore_run.c.id.desc())
    if after is not None:
        query = query.where(tuple_(rescore_run.c.created_at, rescore_run.c.id) < after)
    return [to_run(row) for row in connection.execute(query.limit(limit))]


def in_state(connection: Connection, states: Sequence[RunState]) -> list[Run]:
    """The runs in one of these states, oldest first."""
    query = select(rescore_run).where(rescore_run.c.state.in_(states))
    query = query.order_by(rescore_run.c.created_at, rescore_run.c.id)
    return [to_run(row) for row in connection.execute(query)]


def move(
    connection: Connection,
    run_id: str,
    to: RunState,
    come_from: Sequence[RunState],
    finished_at: datetime | None = None,
) -> bool:
    """Change a run's state; False where it was in none of `come_from`."""
    which = (rescore_run.c.id == run_id, rescore_run.c.state.in_(come_from))
    values: dict[str, Any] = {"state": to}
    if finished_at is not None:
        values["finished_at"] = finished_at
    return connection.execute(update(rescore_run).where(*which).values(values)).rowcount == 1


def has_work(connection: Connection, run_id: str) -> bool:
    """Whether a running run has ranges that are not done, or has not handed out all of them."""
    open_ = exists().where(
        rescore_chunk.c.run_id == run_id, rescore_chunk.c.state.in_((ChunkState.OPEN, ChunkState.FETCH))
    )
    query = select(rescore_run.c.exhausted, rescore_run.c.state, open_).where(rescore_run.c.id == run_id)
    row = connection.execute(query).first()
    return row is not None and row.state in UNFINISHED and (not row.exhausted or row[2])


def progress(connection: Connection, run_id: str, now: datetime) -> Progress | None:
    """How far a run is; None where there is none."""
    run = run_by_id(connection, run_id)
    if run is None:
        return None
    mine = rescore_chunk.c.run_id == run_id
    sums = select(*(func.coalesce(func.sum(rescore_chunk.c[name]), 0) for name in COUNTERS)).where(mine)
    counts = dict(zip(COUNTERS, map(int, connection.execute(sums).one()), strict=True))
    by_state = select(rescore_chunk.c.state, func.count()).where(mine).group_by(rescore_chunk.c.state)
    chunks = dict.fromkeys(map(str, ChunkState), 0)
    chunks |= {row.state: row[1] for row in connection.execute(by_state)}
    begun: list[datetime] = []
    if run.state in UNFINISHED:
        begun = list(connection.execute(_under_way(run_id)).scalars())
    return Progress(
        run=run,
        counts=counts,
        chunks=chunks,
        rate=_rate(connection, run, now),
        running=len(begun),
        oldest=(now - min(begun)).total_seconds() if begun else None,
    )


def _under_way(run_id: str) -> Select[Any]:
    """When the newest attempt at each range that is not done began."""
    unended = rescore_attempt.c.ended_at.is_(None)
    joined = rescore_attempt.join(
        rescore_chunk,
        (rescore_chunk.c.run_id == rescore_attempt.c.run_id)
        & (rescore_chunk.c.number == rescore_attempt.c.number),
    )
    return (
        select(func.max(rescore_attempt.c.started_at, type_=rescore_attempt.c.started_at.type))
        .select_from(joined)
        .where(rescore_attempt.c.run_id == run_id, unended)
        .where(rescore_chunk.c.state.in_((ChunkState.OPEN, ChunkState.FETCH)))
        .group_by(rescore_attempt.c.number)
    )


def _rate(connection: Connection, run: Run, now: datetime) -> float | None:
    """Articles a second in the last minute; None where none were finished in it."""
    recent = select(rescore_chunk.c.judged, rescore_chunk.c.finished_at, rescore_chunk.c.seconds).where(
        rescore_chunk.c.run_id == run.id, rescore_chunk.c.finished_at > now - WINDOW
    )
    rows = connection.execute(recent).all()
    if not rows or run.state not in UNFINISHED:
        return None
    began = min(row.finished_at - timedelta(seconds=row.seconds or 0.0) for row in rows)
    return float(
        sum(row.judged for row in rows) / max(0.001, (now - max(began, now - WINDOW)).total_seconds())
    )


def standing(connection: Connection) -> RulesetInForce | None:
    """Under which ruleset the stored articles stand; None before the first run was published."""
    row = connection.execute(select(current_ruleset)).first()
    return RulesetInForce(row.version, row.run_id, row.before, row.since) if row else None
