"""Findings that somebody found all right: which, why, and who says so."""

from sqlalchemy import Connection, delete, func, select

from service.records import Dismissal
from service.storage.dialects import insert_into
from service.storage.errors import TooManyDismissalsError
from service.storage.tables import article, dismissal

# Of one article: more of them than it can have findings that anybody reads.
MOST = 1000


def of_article(connection: Connection, article_id: str) -> list[Dismissal]:
    """The dismissals of an article, oldest first."""
    query = select(dismissal).where(dismissal.c.article_id == article_id)
    rows = connection.execute(query.order_by(dismissal.c.dismissed_at, dismissal.c.fingerprint))
    return [Dismissal(**row._mapping) for row in rows]


def dismiss(connection: Connection, kept: Dismissal) -> bool:
    """Keep a dismissal in place of an earlier one; False where its article is gone.

    Raises TooManyDismissalsError where the article has as many as it may.
    """
    # Kept from going: a broken foreign key would end the transaction, which others may share.
    there = select(article.c.id).where(article.c.id == kept.article_id)
    if connection.execute(there.with_for_update(read=True, key_share=True)).first() is None:
        return False
    others = (dismissal.c.article_id == kept.article_id, dismissal.c.fingerprint != kept.fingerprint)
    if connection.execute(select(func.count()).where(*others)).scalar_one() >= MOST:
        raise TooManyDismissalsError(f"the article has {MOST} dismissals already")
    row = {name: getattr(kept, name) for name in dismissal.c.keys()}  # noqa: SIM118 - not a dict
    put = insert_into(connection, dismissal).values(row)
    later = ("code", "reason", "reader", "caller", "dismissed_at")
    connection.execute(
        put.on_conflict_do_update(
            index_elements=["article_id", "fingerprint"], set_={name: put.excluded[name] for name in later}
        )
    )
    return True


def undo(connection: Connection, article_id: str, fingerprint: str) -> bool:
    """Forget a dismissal; False where there is none."""
    which = (dismissal.c.article_id == article_id, dismissal.c.fingerprint == fingerprint)
    return connection.execute(delete(dismissal).where(*which)).rowcount == 1
