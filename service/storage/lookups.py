"""What was learnt of the citations of stored articles, kept as long as one of these articles is."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from sqlalchemy import Connection, delete, exists, select

from scoring import Found, Lookup
from service.storage.dialects import insert_into
from service.storage.tables import cited, verdict

# SQLite takes 32,766 values a statement, PostgreSQL's driver 32,767.
AT_ONCE = 5_000


def verdict_id(lookup: Lookup) -> str:
    """Under what a look-up is kept: the SHA-256 (hex) of its kind, key and claims."""
    return hashlib.sha256(orjson.dumps([lookup.kind, lookup.key, lookup.claims])).hexdigest()


def known(connection: Connection, lookups: Iterable[Lookup]) -> dict[Lookup, Mapping[str, Any]]:
    """What is kept of these look-ups, fresh or not."""
    wanted = {verdict_id(lookup): lookup for lookup in lookups}
    found = {}
    for ids in _parts(list(wanted)):
        query = select(verdict.c.id, verdict.c.found).where(verdict.c.id.in_(ids))
        found.update({wanted[row.id]: row.found for row in connection.execute(query)})
    return found


def looked_up(answers: Mapping[Lookup, Found]) -> dict[Lookup, Found]:
    """Those of the answers that somebody outside gave; nothing else is worth keeping."""
    return {lookup: found for lookup, found in answers.items() if found.checked_at}


def keep(connection: Connection, article_id: str, answers: Mapping[Lookup, Found]) -> None:
    """Keep what was looked up for an article, in place of what was kept for it."""
    learnt = looked_up(answers)
    rows = [{"id": verdict_id(lookup), "found": found.as_dict()} for lookup, found in learnt.items()]
    put = insert_into(connection, verdict)
    put = put.on_conflict_do_update(index_elements=["id"], set_={"found": put.excluded.found})
    citing = insert_into(connection, cited).on_conflict_do_nothing()
    # In the order of their ids, so that two articles that share citations never wait for each other.
    rows.sort(key=lambda row: str(row["id"]))
    connection.execute(delete(cited).where(cited.c.article_id == article_id))
    for part in _parts(rows):
        connection.execute(put, part)
        connection.execute(citing, [{"article_id": article_id, "verdict_id": row["id"]} for row in part])


def forget_with(connection: Connection, article_id: str) -> None:
    """Remove what only this article asked for."""
    mine = cited.alias("mine")
    others = exists().where(cited.c.verdict_id == verdict.c.id, cited.c.article_id != article_id)
    only_mine = exists().where(mine.c.verdict_id == verdict.c.id, mine.c.article_id == article_id)
    connection.execute(delete(verdict).where(only_mine, ~others))


def _parts(rows: list[Any]) -> Iterable[list[Any]]:
    return (rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE))
