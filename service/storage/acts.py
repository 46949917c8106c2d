"""The audit trail: administrators' acts, each written in the transaction that does what it tells."""

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, select

from service.records import Act
from service.storage.dialects import insert_into
from service.storage.tables import act

P = ParamSpec("P")
T = TypeVar("T")


def note(connection: Connection, done: Act) -> None:
    """Write an act down; once, however often the transaction is tried."""
    connection.execute(
        insert_into(connection, act).on_conflict_do_nothing(),
        {
            "id": done.id,
            "at": done.at,
            "actor": done.actor,
            "action": done.action,
            "subject": done.subject,
            "request_id": done.request_id,
        },
    )


def recorded(
    connection: Connection,
    done: Act,
    work: Callable[Concatenate[Connection, P], T],
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    """Do work and write the act down with it; nothing is written where the work says False: nothing was done."""
    result = work(connection, *args, **kwargs)
    if result is not False:
        note(connection, done)
    return result


class Recording:
    """A way to the database on which every write is recorded as one act; all else goes to `way` as it is."""

    def __init__(self, way: Any, done: Act) -> None:
        self._way = way
        self._done = done

    def __getattr__(self, name: str) -> Any:
        return getattr(self._way, name)

    async def write(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a write; it is committed with its act when this returns."""
        result: T = await self._way.write(recorded, self._done, work, *args, **kwargs)
        return result

    async def write_patiently(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """The same for work that may take long."""
        result: T = await self._way.write_patiently(recorded, self._done, work, *args, **kwargs)
        return result


def listed(connection: Connection, limit: int) -> list[Act]:
    """The newest acts, newest first."""
    rows = connection.execute(select(act).order_by(act.c.at.desc(), act.c.id.desc()).limit(limit))
    return [Act(row.id, row.at, row.actor, row.action, row.subject, row.request_id) for row in rows]
