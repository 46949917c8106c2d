"""What a run moved, article by article."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from service.storage.ledger_tables import rescored


def drifts(connection: Connection, run_id: str, after: str, limit: int) -> list[Mapping[str, Any]]:
    """A page of the articles that got a new report or an error, in the order of their ids after `after`."""
    query = select(rescored).where(rescored.c.run_id == run_id, rescored.c.article_id > after)
    rows = connection.execute(query.order_by(rescored.c.article_id).limit(limit))
    return [dict(row._mapping) for row in rows]
