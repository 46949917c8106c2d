"""Lines by which articles are known again: kept with the article, looked up by digest, the oldest let go."""

from typing import Any

from sqlalchemy import (
    Connection,
    delete,
    insert,
    select,
)

from service.records import ArticleRecord
from service.storage.tables import mark


def prune(connection: Connection, most: int) -> int:
    """Let go of the lines that were seen longest ago, beyond the newest `most`; how many there were.

    Ids of articles begin with their time, so their order is that of the articles; it needs no index of its own.
    """
    oldest = select(mark.c.article_id).order_by(mark.c.article_id.desc()).offset(most - 1).limit(1)
    return connection.execute(delete(mark).where(mark.c.article_id < oldest.scalar_subquery())).rowcount


def put(connection: Connection, saved: ArticleRecord) -> None:
    """Keep the lines of an article in place of those that were kept for it; without `marks` those stay."""
    if saved.marks is not None:
        connection.execute(delete(mark).where(mark.c.article_id == saved.id))
        if saved.marks.digests:
            connection.execute(insert(mark), rows(saved))


def rows(saved: ArticleRecord) -> list[dict[str, Any]]:
    """A row for each line of an article that is saved."""
    if saved.marks is None:
        return []
    return [
        {
            "digest": digest,
            "article_id": saved.id,
            "work": saved.marks.work,
            "second": saved.marks.second,
            "outlet": saved.marks.outlet,
        }
        for digest in saved.marks.digests
    ]
