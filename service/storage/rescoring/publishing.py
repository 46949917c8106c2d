"""Publishing a run, and taking it back: every article switches in one transaction."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, and_, case, delete, select, update

from service.storage.dialects import insert_into
from service.storage.errors import RunConflictError
from service.storage.rescoring.runs import has_work, in_the_way, move, run_by_id, take_turn, to_run
from service.storage.rescoring_records import Progress, Run, RunState
from service.storage.rescoring_tables import current_ruleset, rescore_evidence, rescore_run, rescored
from service.storage.tables import article


def conclude(connection: Connection, progress: Progress, now: datetime) -> RunState | None:
    """End a run that has nothing left to judge: publish it, or let it wait where it drifted too far.

    None where somebody else has ended it, or there is work left after all.
    """
    run = progress.run
    if has_work(connection, run.id):
        return None
    if progress.drifted > run.drift_limit:
        ended = move(connection, run.id, RunState.WAITING, (RunState.RUNNING,), now)
        return RunState.WAITING if ended else None
    return RunState.PUBLISHED if publish(connection, run.id, now, (RunState.RUNNING,)) else None


def publish(
    connection: Connection,
    run_id: str,
    now: datetime,
    come_from: tuple[RunState, ...] = (RunState.WAITING,),
) -> bool:
    """Make a run's reports the newest ones, and its ruleset the one in force; False where it is in no such state.

    Articles that were revised or judged again meanwhile keep what they have.
    """
    take_turn(connection)
    if not move(connection, run_id, RunState.PUBLISHED, come_from, now):
        return False
    mine = and_(rescored.c.run_id == run_id, rescored.c.article_id == article.c.id)
    connection.execute(
        update(article)
        .where(mine, rescored.c.report_id.is_not(None), article.c.newest_report == rescored.c.replaces)
        .values(newest_report=rescored.c.report_id, band=rescored.c.band)
    )
    run = run_by_id(connection, run_id)
    if run is not None:
        _set_current(connection, run.ruleset, run_id, now)
    connection.execute(delete(rescore_evidence).where(rescore_evidence.c.run_id == run_id))
    return True


def _set_current(connection: Connection, version: str, run_id: str, now: datetime) -> None:
    put = insert_into(connection, current_ruleset).values(
        id=1, version=version, run_id=run_id, before=None, since=now
    )
    # A second run under the ruleset in force leaves what was before it.
    same = current_ruleset.c.version == put.excluded.version
    before = case((same, current_ruleset.c.before), else_=current_ruleset.c.version)
    names = ("version", "run_id", "since")
    connection.execute(
        put.on_conflict_do_update(
            index_elements=["id"], set_={name: put.excluded[name] for name in names} | {"before": before}
        )
    )


def roll_back(connection: Connection, run_id: str, now: datetime) -> bool:
    """Put the reports before a published run back in their places; False where it is not published.

    Articles that were revised or judged again since keep what they have. The run's reports stay, unseen.

    Raises RunConflictError where another run was published after it, and so stands on its reports, or has not ended:
    runs are taken back in the order in which they were published, the newest one first.
    """
    take_turn(connection)
    published = _published_runs(connection)
    if run_id not in [run.id for run in published]:
        return False
    if published[0].id != run_id:
        raise RunConflictError(
            f"rescoring {published[0].id} was published after it: roll that one back first"
        )
    other = in_the_way(connection)
    if other is not None:
        raise RunConflictError(
            f"rescoring {other.id} is {other.state} and stands on it: cancel that one first"
        )
    move(connection, run_id, RunState.ROLLED_BACK, (RunState.PUBLISHED,), now)
    mine = and_(rescored.c.run_id == run_id, rescored.c.article_id == article.c.id)
    connection.execute(
        update(article)
        .where(mine, article.c.newest_report == rescored.c.report_id)
        .values(newest_report=rescored.c.replaces, band=rescored.c.band_before)
    )
    _fall_back_to(connection, published[1:], now)
    return True


def _published_runs(connection: Connection) -> list[Run]:
    """The published runs that were not taken back, the newest publication first."""
    query = select(rescore_run).where(rescore_run.c.state == RunState.PUBLISHED)
    query = query.order_by(rescore_run.c.finished_at.desc(), rescore_run.c.id.desc())
    return [to_run(row) for row in connection.execute(query)]


def _fall_back_to(connection: Connection, published: Sequence[Run], now: datetime) -> None:
    """Put the newest of these runs in force; none is in force where there is none."""
    if not published:
        connection.execute(delete(current_ruleset))
        return
    last = published[0]
    before = next((run.ruleset for run in published if run.ruleset != last.ruleset), None)
    values = {"version": last.ruleset, "run_id": last.id, "before": before, "since": now}
    connection.execute(update(current_ruleset).values(values))
