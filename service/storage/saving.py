"""An article, its report and what follows from it, together or not at all."""

from dataclasses import dataclass

from sqlalchemy import (
    Connection,
    insert,
    select,
    update,
)

from service.records import ArticleRecord, ReportRecord
from service.storage import followups, lines
from service.storage.articles import article_row, finding_rows, report_row
from service.storage.dialects import insert_into
from service.storage.errors import ConflictError
from service.storage.followups import FollowUp
from service.storage.tables import article, finding, report, revision


@dataclass(frozen=True, slots=True)
class Save:
    """What is written together or not at all.

    `replaces` is the content_hash that the stored article must still have; None where the article is new.
    Without a `report`, the newest one stands and only the follow-up is written.
    """

    article: ArticleRecord
    report: ReportRecord | None
    replaces: str | None = None
    follow_up: FollowUp | None = None


def put_later(connection: Connection, save: Save) -> None:
    """Put a later report beside a stored article, with the article's new content where it was revised.

    Raises ConflictError where the article was erased or revised since it was read: what is gone stays gone, and a
    report on an older text never takes the place of a newer one.
    """
    saved, judged = save.article, save.report
    stored = select(article.c.id).where(article.c.id == saved.id, article.c.content_hash == save.replaces)
    if connection.execute(stored.with_for_update(key_share=True)).first() is None:
        raise ConflictError(f"article {saved.id} was erased or revised meanwhile")
    if judged is not None:
        row = article_row(saved, judged)
        if saved.content_hash == save.replaces:
            row = {name: row[name] for name in ("newest_report", "band")}
        else:
            _retire(connection, saved.id)
        connection.execute(update(article).where(article.c.id == saved.id).values(row))
        connection.execute(insert(report), report_row(saved, judged))
        if judged.findings:
            connection.execute(insert(finding), finding_rows(judged))
        lines.put(connection, saved)


def _retire(connection: Connection, article_id: str) -> None:
    """Move the submission that is about to be replaced to `revision`."""
    old = select(article.c.id, article.c.content_hash, article.c.submission)
    old = old.where(article.c.id == article_id, article.c.submission.is_not(None))
    connection.execute(
        insert_into(connection, revision).from_select(list(revision.c), old).on_conflict_do_nothing()
    )


def put_follow_up(connection: Connection, save: Save) -> None:
    """Write what follows from a report, if anything, in the transaction that saved it."""
    if save.follow_up is not None:
        followups.write(connection, save.article.id, save.follow_up)
