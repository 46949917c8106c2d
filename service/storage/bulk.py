"""Many articles at once, in one transaction: to fill an archive, not to answer anybody."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from sqlalchemy import Connection, select, tuple_

from service.records import ArticleRecord, ReportRecord
from service.sealing import SealedReport
from service.storage.saving import Save, put_later
from service.storage.tables import anonymous, article

Pair = tuple[ArticleRecord, ReportRecord]
# Values that one IN list may have on either database, with room to spare.
AT_ONCE = 1_000


def fill(
    connection: Connection, pairs: Sequence[Pair], add: Callable[[Connection, Sequence[Pair]], None]
) -> int:
    """Save new articles and new revisions of known ones; what is known already is left as it is. How many were saved.

    Each pair comes with ids of its own; an article that exists under another one keeps that. `add` is how the database
    takes many new articles.
    """
    fresh = list(_fresh(connection, pairs))
    new = [(save.article, save.report) for save in fresh if save.replaces is None and save.report is not None]
    add(connection, new)
    for save in fresh:
        if save.replaces is not None:
            put_later(connection, save)
    return len(fresh)


def _fresh(connection: Connection, pairs: Sequence[Pair]) -> Iterable[Save]:
    named = {_identity(saved): None for saved, _ in pairs if _named(saved)}
    hashes = {saved.content_hash: None for saved, _ in pairs if not _named(saved)}
    identities = _by_identity(connection, list(named))
    contents = _by_content(connection, list(hashes))
    # Of several revisions in one batch the first is taken: one call saves an article once.
    here: set[tuple[str | None, str | None]] = set()
    for saved, judged in pairs:
        if not _named(saved):
            if saved.content_hash not in contents:
                contents.add(saved.content_hash)
                yield Save(saved, judged)
            continue
        known = identities.get(_identity(saved))
        if known is None:
            identities[_identity(saved)] = (saved.id, saved.content_hash)
            yield Save(saved, judged)
        elif known[1] != saved.content_hash and _identity(saved) not in here:
            yield Save(*_under(known[0], saved, judged), known[1])
        here.add(_identity(saved))


def _named(saved: ArticleRecord) -> bool:
    return saved.site is not None and saved.external_id is not None


def _identity(saved: ArticleRecord) -> tuple[str | None, str | None]:
    return saved.site, saved.external_id


def _under(article_id: str, saved: ArticleRecord, judged: ReportRecord) -> Pair:
    body = SealedReport(judged.body).moved_to(article_id)
    return replace(saved, id=article_id), replace(judged, article_id=article_id, body=body)


def _by_identity(
    connection: Connection, wanted: Sequence[tuple[str | None, str | None]]
) -> dict[tuple[str | None, str | None], tuple[str, str]]:
    found = {}
    for start in range(0, len(wanted), AT_ONCE):
        pair = tuple_(article.c.site, article.c.external_id)
        query = select(article.c.site, article.c.external_id, article.c.id, article.c.content_hash)
        query = query.where(pair.in_(wanted[start : start + AT_ONCE]))
        # Nobody erases or revises them before they are written.
        for row in connection.execute(query.order_by(article.c.id).with_for_update(key_share=True)):
            found[row.site, row.external_id] = (row.id, row.content_hash)
    return found


def _by_content(connection: Connection, wanted: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(wanted), AT_ONCE):
        query = select(article.c.content_hash).where(
            anonymous, article.c.content_hash.in_(wanted[start : start + AT_ONCE])
        )
        found.update(connection.execute(query).scalars())
    return found
