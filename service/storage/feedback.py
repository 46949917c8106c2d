"""What readers said of findings, how often for each code, and which codes that put in the shadow."""

from collections.abc import Mapping

from sqlalchemy import Connection, and_, case, delete, func, select

from service.records import ArticleRecord, Opinion, ShadowRecord, Tally
from service.storage.articles import BRIEF_ARTICLE, to_article
from service.storage.dialects import insert_into
from service.storage.tables import article, feedback, finding, report, shadow


def finding_place(connection: Connection, report_id: str, number: int) -> tuple[str, ArticleRecord] | None:
    """The code of a finding and, in brief, the article it is about; None where there is no such finding."""
    query = (
        select(finding.c.code, *BRIEF_ARTICLE)
        .join(report, report.c.id == finding.c.report_id)
        .join(article, article.c.id == report.c.article_id)
        .where(finding.c.report_id == report_id, finding.c.number == number)
    )
    row = connection.execute(query).first()
    return (row.code, to_article(row)) if row else None


def give(connection: Connection, opinion: Opinion) -> bool:
    """Keep an opinion in place of the giver's earlier one; False where the finding is gone."""
    # Looked for first, and kept from going: a broken foreign key would end the transaction, which others may share.
    place = and_(finding.c.report_id == opinion.report_id, finding.c.number == opinion.number)
    there = select(finding.c.code).where(place).with_for_update(read=True, key_share=True)
    if connection.execute(there).first() is None:
        return False
    row = {name: getattr(opinion, name) for name in feedback.c.keys()}  # noqa: SIM118 - not a dict
    put = insert_into(connection, feedback).values(row)
    connection.execute(
        put.on_conflict_do_update(
            index_elements=["report_id", "number", "giver"],
            set_={name: put.excluded[name] for name in ("code", "agrees", "note", "given_at")},
        )
    )
    return True


def opinions_on(connection: Connection, report_id: str, number: int) -> list[Opinion]:
    """What readers said of one finding, oldest first."""
    query = select(feedback).where(feedback.c.report_id == report_id, feedback.c.number == number)
    rows = connection.execute(query.order_by(feedback.c.given_at, feedback.c.giver))
    return [Opinion(**row._mapping) for row in rows]


def take_back(connection: Connection, report_id: str, number: int, giver: str) -> bool:
    """Forget what a reader said of a finding; False where there is nothing."""
    which = (feedback.c.report_id == report_id, feedback.c.number == number, feedback.c.giver == giver)
    return connection.execute(delete(feedback).where(*which)).rowcount == 1


def tallies(connection: Connection) -> dict[str, dict[str, Tally]]:
    """How many readers of each caller are for and against a code, by code and caller.

    A reader is one however many findings of the code they judged, and counts on the side that most of their
    verdicts are on; with as many on either they count on none.
    """
    readers = (
        select(
            feedback.c.code,
            feedback.c.caller,
            (2 * func.sum(case((feedback.c.agrees, 1), else_=0)) - func.count()).label("leaning"),
        )
        .group_by(feedback.c.code, feedback.c.caller, feedback.c.giver)
        .subquery()
    )
    query = select(
        readers.c.code,
        readers.c.caller,
        func.sum(case((readers.c.leaning > 0, 1), else_=0)),
        func.sum(case((readers.c.leaning < 0, 1), else_=0)),
    ).group_by(readers.c.code, readers.c.caller)
    found: dict[str, dict[str, Tally]] = {}
    for code, caller, agreed, disagreed in connection.execute(query):
        found.setdefault(code, {})[caller] = Tally(int(agreed), int(disagreed))
    return found


def shadowed(connection: Connection) -> Mapping[str, ShadowRecord]:
    """The codes in the shadow."""
    rows = connection.execute(select(shadow).order_by(shadow.c.code))
    return {row.code: ShadowRecord(row.code, Tally(row.agreed, row.disagreed), row.since) for row in rows}


def put_in_shadow(connection: Connection, record: ShadowRecord) -> bool:
    """Put a code in the shadow; False where it is there already."""
    put = insert_into(connection, shadow).on_conflict_do_nothing()
    row = {
        "code": record.code,
        "agreed": record.tally.agreed,
        "disagreed": record.tally.disagreed,
        "since": record.since,
    }
    return bool(connection.execute(put, row).rowcount == 1)


def lift(connection: Connection, code: str) -> bool:
    """Take a code out of the shadow; False where it was not there."""
    return connection.execute(delete(shadow).where(shadow.c.code == code)).rowcount == 1
