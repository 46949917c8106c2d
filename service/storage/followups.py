"""What is still to be done for stored articles: evidence to ask for again, webhooks to deliver."""

from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import urlsplit

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Row,
    Table,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from scoring import Found, Lookup
from service.storage import lookups
from service.storage.dialects import insert_into
from service.storage.tables import announcement, article, recheck

T = TypeVar("T")
# Messages of one sender among which those are sought whose receivers are not busy.
LOOKED_THROUGH = 256


@dataclass(frozen=True, slots=True)
class Recheck:
    """An article whose evidence is to be asked for again at `due_at`, for the `attempts`-th time.

    `sent_by` is who sent the article, as far as that is known.
    """

    article_id: str
    due_at: datetime
    attempts: int = 0
    announce: bool = False
    sent_by: str = ""


def receiver_of(url: str) -> str:
    """The host and port of a URL; all of it where it is none."""
    try:
        return urlsplit(url).netloc
    except ValueError:
        return url


@dataclass(frozen=True, slots=True)
class Announcement:
    """A webhook message that is not delivered yet; `due_at` is when to try next, `sent_by` who sent its article."""

    id: str
    article_id: str
    url: str
    body: bytes
    due_at: datetime
    attempts: int = 0
    sent_by: str = ""

    @property
    def receiver(self) -> str:
        """The host and port that it goes to."""
        return receiver_of(self.url)


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
        return planned == (None, None, None) and not lookups.looked_up(self.learnt)


# What is written of a message; who sent its article is looked up.
MESSAGE = tuple(field.name for field in fields(Announcement) if field.name != "sent_by")


@dataclass(frozen=True, slots=True)
class Share:
    """How much may be taken now: `free` in all, of one sender up to `most_each` with what is `held` of it already.

    `receivers` counts what is under way to each receiver of messages, of which `most_to_one` may be at a time.
    """

    free: int
    most_each: int
    held: Mapping[str, int] = field(default_factory=dict)
    receivers: Mapping[str, int] = field(default_factory=dict)
    most_to_one: int = 4


def write(connection: Connection, article_id: str, follow_up: FollowUp) -> None:
    """Write down what is to follow a report, in the transaction that writes the report."""
    lookups.keep(connection, article_id, follow_up.learnt)
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
    names = ("due_at", "attempts", "announce")
    row = {name: getattr(planned, name) for name in ("article_id", *names)}
    put = insert_into(connection, recheck).values(**row, sent_by=_sender(planned.article_id))
    changes = {name: put.excluded[name] for name in (*names, "sent_by")}
    if done is None:
        changes["announce"] = or_(recheck.c.announce, put.excluded.announce)
    connection.execute(put.on_conflict_do_update(index_elements=["article_id"], set_=changes))


def _sender(article_id: str) -> ColumnElement[str]:
    """Who sent an article, as looks and messages for it note it."""
    sent_by = select(article.c.sent_by).where(article.c.id == article_id).scalar_subquery()
    return func.coalesce(sent_by, "")


def settle(connection: Connection, done: Recheck) -> None:
    """Strike a look off the list, unless another one was planned meanwhile."""
    connection.execute(
        delete(recheck).where(recheck.c.article_id == done.article_id, recheck.c.due_at == done.due_at)
    )


def take_due(connection: Connection, now: datetime, until: datetime, share: Share) -> list[Recheck]:
    """Looks that are due, senders in turn; nobody else gets them before `until`, and then they are due again."""
    rows = _due(connection, recheck, recheck.c.article_id, now, share.free)
    chosen = [row.article_id for row in _in_turn(rows, share)]
    taken = (
        update(recheck)
        .where(recheck.c.article_id.in_(chosen))
        .values(due_at=until, attempts=recheck.c.attempts + 1)
        .returning(*(recheck.c[field.name] for field in fields(Recheck)))
    )
    return [Recheck(**row._mapping) for row in connection.execute(taken)] if chosen else []


def _due(
    connection: Connection, table: Table, key: Column[Any], now: datetime, most: int, *more: Column[Any]
) -> dict[str, list[Row[Any]]]:
    """Of each sender, the rows that have been due longest, up to `most`."""
    found: dict[str, list[Row[Any]]] = {}
    if connection.execute(select(key).where(table.c.due_at <= now).limit(1)).first() is None:
        return found
    sender = None
    while True:
        # From one sender to the next by the index, however many rows each has.
        following = select(func.min(table.c.sent_by))
        if sender is not None:
            following = following.where(table.c.sent_by > sender)
        sender = connection.execute(following).scalar()
        if sender is None:
            return found
        query = select(key, *more).where(table.c.sent_by == sender, table.c.due_at <= now)
        # SQLite knows no such lock and needs none: one writes at a time.
        query = query.order_by(table.c.due_at).limit(most).with_for_update(skip_locked=True)
        if rows := list(connection.execute(query)):
            found[sender] = rows


def _in_turn(due: Mapping[str, Sequence[T]], share: Share) -> list[T]:
    """As much as may be taken, always from the sender who has the least under way."""
    held = Counter(share.held)
    rows = {sender: deque(found) for sender, found in due.items()}
    chosen: list[T] = []
    while rows and len(chosen) < share.free:
        sender = min(rows, key=lambda sender: held[sender])
        if held[sender] >= share.most_each:
            break
        chosen.append(rows[sender].popleft())
        held[sender] += 1
        if not rows[sender]:
            del rows[sender]
    return chosen


def waiting(connection: Connection) -> tuple[int, int]:
    """How many looks and how many announcements are still to come."""
    looks = select(func.count()).select_from(recheck).scalar_subquery()
    messages = select(func.count()).select_from(announcement).scalar_subquery()
    row = connection.execute(select(looks, messages)).one()
    return row[0], row[1]


def announce(connection: Connection, message: Announcement) -> None:
    """Keep a message until it is delivered or given up."""
    row = {name: getattr(message, name) for name in MESSAGE}
    connection.execute(insert(announcement).values(**row, sent_by=_sender(message.article_id)))


def take_messages(connection: Connection, now: datetime, until: datetime, share: Share) -> list[Announcement]:
    """Messages that are due, senders in turn; nobody else gets them before `until`, and then they are due again."""
    most = LOOKED_THROUGH
    rows = _due(connection, announcement, announcement.c.id, now, most, announcement.c.url)
    receivers = Counter(share.receivers)
    fit: dict[str, list[Row[Any]]] = {}
    for sender, found in rows.items():
        for row in found:
            receiver = receiver_of(row.url)
            if receivers[receiver] < share.most_to_one:
                receivers[receiver] += 1
                fit.setdefault(sender, []).append(row)
    chosen = [row.id for row in _in_turn(fit, share)]
    taken = (
        update(announcement)
        .where(announcement.c.id.in_(chosen))
        .values(due_at=until, attempts=announcement.c.attempts + 1)
        .returning(*(announcement.c[field.name] for field in fields(Announcement)))
    )
    return [Announcement(**row._mapping) for row in connection.execute(taken)] if chosen else []


def postpone(connection: Connection, message_id: str, due_at: datetime) -> None:
    """Try a message again at `due_at`."""
    connection.execute(update(announcement).where(announcement.c.id == message_id).values(due_at=due_at))


def drop(connection: Connection, message_id: str) -> None:
    """A message is delivered, or given up."""
    connection.execute(delete(announcement).where(announcement.c.id == message_id))
