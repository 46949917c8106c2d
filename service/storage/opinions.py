"""What readers said of findings, how often for each code, and which codes that put in the shadow."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, and_, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from service.storage.records import Opinion, ShadowRecord, Tally
from service.storage.tables import feedback, finding, report, shadow


def finding_place(connection: Connection, report_id: str, number: int) -> tuple[str, str] | None:
    """The code of a finding and the article it is about; None where there is no such finding."""
    query = (
        select(finding.c.code, report.c.article_id)
        .join(report, report.c.id == finding.c.report_id)
        .where(finding.c.report_id == report_id, finding.c.number == number)
    )
    row = connection.execute(query).first()
    return (row.code, row.article_id) if row else None


def give(connection: Connection, opinion: Opinion) -> bool:
    """Keep an opinion in place of the giver's earlier one; False where the finding is gone."""
    # The two dialects spell ON CONFLICT alike, but SQLAlchemy keeps them apart.
    dialect: Any = sqlite if connection.dialect.name == "sqlite" else postgresql
    # Looked for first, and kept from going: a broken foreign key would end the transaction, which others may share.
    place = and_(finding.c.report_id == opinion.report_id, finding.c.number == opinion.number)
    there = select(finding.c.code).where(place).with_for_update(read=True, key_share=True)
    if connection.execute(there).first() is None:
        return False
    row = {name: getattr(opinion, name) for name in feedback.c.keys()}  # noqa: SIM118 - not a dict
    put = dialect.insert(feedback).values(row)
    connection.execute(
        put.on_conflict_do_update(
            index_elements=["report_id", "number", "giver"],
            set_={name: put.excluded[name] for name in ("code", "agrees", "note", "given_at")},
        )
    )
    return True


def tallies(connection: Connection) -> dict[str, Tally]:
    """How many verdicts of each kind there are, by code."""
    query = select(feedback.c.code, feedback.c.agrees, func.count())
    found: dict[str, Tally] = {}
    for code, agrees, count in connection.execute(query.group_by(feedback.c.code, feedback.c.agrees)):
        known = found.get(code, Tally())
        found[code] = Tally(count, known.disagreed) if agrees else Tally(known.agreed, count)
    return found


def shadowed(connection: Connection) -> Mapping[str, ShadowRecord]:
    """The codes in the shadow."""
    rows = connection.execute(select(shadow).order_by(shadow.c.code))
    return {row.code: ShadowRecord(row.code, Tally(row.agreed, row.disagreed), row.since) for row in rows}


def put_in_shadow(connection: Connection, record: ShadowRecord) -> bool:
    """Put a code in the shadow; False where it is there already."""
    dialect: Any = sqlite if connection.dialect.name == "sqlite" else postgresql
    put = dialect.insert(shadow).on_conflict_do_nothing()
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
