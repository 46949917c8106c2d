"""Lines by which articles are known again: kept with the article, looked up by digest, the oldest let go."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import (
    ARRAY,
    BigInteger,
    Connection,
    bindparam,
    cast,
    delete,
    func,
    insert,
    select,
)

from scoring import Sample
from scoring.line_index import MOST_COPIES, MOST_SAMPLES
from service.records import ArticleRecord
from service.storage.tables import mark

Samples = Mapping[int, Sequence[Sample]]

# So many articles are read of one line: what `service.reports.keeping` keeps of it at most, each text several times.
MOST_ROWS = MOST_SAMPLES * MOST_COPIES
# One probe of the index a line on either database. A line that an earlier release kept under more articles than are
# needed is read no further, from the article that was stored first.
_SQLITE = f"""
SELECT mark.digest, mark.article_id, mark.work, mark.second, mark.outlet
FROM json_each(?) AS wanted CROSS JOIN mark ON mark.digest = wanted.value
WHERE mark.article_id IN (
    SELECT few.article_id FROM mark AS few
    WHERE few.digest = wanted.value ORDER BY few.article_id LIMIT {MOST_ROWS}
)
"""
_POSTGRES = f"""
SELECT few.digest, few.article_id, few.work, few.second, few.outlet
FROM unnest($1::bigint[]) AS wanted (digest) CROSS JOIN LATERAL (
    SELECT mark.digest, mark.article_id, mark.work, mark.second, mark.outlet FROM mark
    WHERE mark.digest = wanted.digest ORDER BY mark.article_id LIMIT {MOST_ROWS}
) AS few
"""


def samples(connection: Connection, digests: Sequence[int], besides: str | None) -> Samples:
    """In which articles lines stand, but for the article `besides`: one query, one probe of an index a line."""
    # Mostly nothing is found, which the driver tells at a fraction of the price of a query through SQLAlchemy.
    rows: Iterable[Any]
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.driver_connection
        rows = driver.execute(_SQLITE, (orjson.dumps(list(digests)).decode(),))
    else:
        rows = connection.exec_driver_sql(_POSTGRES, (list(digests),))
    found: defaultdict[int, list[Sample]] = defaultdict(list)
    for digest, article_id, *sample in rows:
        if article_id != besides:
            found[digest].append(Sample(*sample))
    return dict(found)


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


def postgres_part() -> Any:
    """The part of the statement that saves a new article which keeps its lines."""
    numbers = ARRAY(BigInteger)
    given = cast(bindparam("m_digests", type_=numbers), numbers)
    one = func.unnest(given).table_valued("digest").render_derived()
    new = select(
        one.c.digest,
        bindparam("m_article_id", type_=mark.c.article_id.type),
        bindparam("m_work", type_=BigInteger),
        bindparam("m_second", type_=BigInteger),
        bindparam("m_outlet", type_=BigInteger),
    )
    return insert(mark).from_select(list(mark.c), new).cte("marked")


def postgres_parameters(saved: ArticleRecord) -> dict[str, Any]:
    """The parameters of `postgres_part`."""
    marks = saved.marks
    return {
        "m_article_id": saved.id,
        "m_digests": list(marks.digests) if marks else [],
        "m_work": marks.work if marks else 0,
        "m_second": marks.second if marks else 0,
        "m_outlet": marks.outlet if marks else None,
    }
