"""What is still to be done for stored articles: evidence to ask for again, webhooks to deliver."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from scoring import Found, Lookup
from service.storage import verdicts
from service.storage.tables import announcement, recheck


@dataclass(frozen=True, slots=True)
class Recheck:
    """An article whose evidence is to be asked for again at `due_at`, for the `attempts`-th time."""

    article_id: str
    due_at: datetime
    attempts: int = 0
    announce: bool = False


@dataclass(frozen=True, slots=True)
class Announcement:
    """A webhook message that is not delivered yet; `due_at` is when to try next."""

    id: str
    article_id: str
    url: str
    body: bytes
    due_at: datetime
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What a report makes necessary, written together with it.

    `learnt` is kept in place of what was learnt for the article before, as far as it was looked up at all. `look`
    is planned in place of an earlier plan; `done` is the look that led to the report; `message` is to be delivered.
    """

    learnt: Mapping[Lookup, Found] = field(default_factory=dict)
    look: Recheck | None = None
    done: Recheck | None = None
    message: Announcement | None = None

    @property
    def empty(self) -> bool:
        """Whether a new article needs nothing of it written."""
        planned = (self.look, self.done, self.message)
        return planned == (None, None, None) and not verdicts.looked_up(self.learnt)


def write(connection: Connection, article_id: str, follow_up: FollowUp) -> None:
    """Write down what is to follow a report, in the transaction that writes the report."""
    verdicts.keep(connection, article_id, follow_up.learnt)
    if follow_up.look is not None:
        schedule(connection, follow_up.look, follow_up.done)
    elif follow_up.done is not None:
        settle(connection, follow_up.done)
    if follow_up.message is not None:
        announce(connection, follow_up.message)


def schedule(connection: Connection, planned: Recheck, done: Recheck | None = None) -> None:
    """Plan the next look at an article's evidence, in place of what was planned for it.

    A message that an earlier plan promised stays promised, unless `done` is the look that kept the promise.
    """
    dialect: Any = sqlite if connection.dialect.name == "sqlite" else postgresql
    put = dialect.insert(recheck)
    changes = {name: put.excluded[name] for name in ("due_at", "attempts", "announce")}
    if done is None:
        changes["announce"] = or_(recheck.c.announce, put.excluded.announce)
    row = {name: getattr(planned, name) for name in ("article_id", *changes)}
    connection.execute(put.on_conflict_do_update(index_elements=["article_id"], set_=changes), row)


def settle(connection: Connection, done: Recheck) -> None:
    """Strike a look off the list, unless another one was planned meanwhile."""
    connection.execute(
        delete(recheck).where(recheck.c.article_id == done.article_id, recheck.c.due_at == done.due_at)
    )


def take_due(connection: Connection, now: datetime, until: datetime, most: int) -> list[Recheck]:
    """Up to `most` looks that are due; nobody else gets them before `until`, and then they are due again."""
    due = select(recheck.c.article_id).where(recheck.c.due_at <= now).order_by(recheck.c.due_at).limit(most)
    if connection.dialect.name == "postgresql":
        due = due.with_for_update(skip_locked=True)
    taken = (
        update(recheck)
        .where(recheck.c.article_id.in_(due))
        .values(due_at=until, attempts=recheck.c.attempts + 1)
        .returning(recheck.c.article_id, recheck.c.due_at, recheck.c.attempts, recheck.c.announce)
    )
    return [Recheck(*row) for row in connection.execute(taken)]


def waiting(connection: Connection) -> tuple[int, int]:
    """How many looks and how many announcements are still to come."""
    looks = select(func.count()).select_from(recheck).scalar_subquery()
    messages = select(func.count()).select_from(announcement).scalar_subquery()
    row = connection.execute(select(looks, messages)).one()
    return row[0], row[1]


def announce(connection: Connection, message: Announcement) -> None:
    """Keep a message until it is delivered or given up."""
    row = {column.name: getattr(message, column.name) for column in announcement.c}
    connection.execute(insert(announcement), row)


def take_messages(connection: Connection, now: datetime, until: datetime, most: int) -> list[Announcement]:
    """Up to `most` messages that are due; nobody else gets them before `until`, and then they are due again."""
    due = select(announcement.c.id).where(announcement.c.due_at <= now)
    due = due.order_by(announcement.c.due_at).limit(most)
    if connection.dialect.name == "postgresql":
        due = due.with_for_update(skip_locked=True)
    taken = (
        update(announcement)
        .where(announcement.c.id.in_(due))
        .values(due_at=until, attempts=announcement.c.attempts + 1)
        .returning(*announcement.c)
    )
    return [Announcement(**row._mapping) for row in connection.execute(taken)]


def postpone(connection: Connection, message_id: str, due_at: datetime) -> None:
    """Try a message again at `due_at`."""
    connection.execute(update(announcement).where(announcement.c.id == message_id).values(due_at=due_at))


def drop(connection: Connection, message_id: str) -> None:
    """A message is delivered, or given up."""
    connection.execute(delete(announcement).where(announcement.c.id == message_id))
