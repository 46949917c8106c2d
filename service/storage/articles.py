"""Articles with their reports: rows, queries and erasure; saving them has a room of its own."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    delete,
    exists,
    select,
    tuple_,
)

from service.records import (
    ArticleFilter,
    ArticleRecord,
    FindingRecord,
    ReportRecord,
)
from service.storage import lookups
from service.storage.rescoring_tables import visible
from service.storage.tables import (
    anonymous,
    article,
    finding,
    report,
    revision,
)

# What a listing shows: no text, no evidence, no body.
BRIEF_ARTICLE = [column for column in article.c if column.name != "submission"]

BRIEF_REPORT = [
    report.c.id.label("report_id"),
    report.c.ruleset,
    report.c.scored_at,
    report.c.score,
    report.c.confidence,
]

# A code of at most so many findings is rare: what has it is read whole, and sorted.
RARE = 500

# How an article is found: by its identity, or without one by its content.
BY_IDENTITY = and_(article.c.site == bindparam("site"), article.c.external_id == bindparam("external_id"))

BY_CONTENT = and_(article.c.content_hash == bindparam("content_hash"), anonymous)

# The mark on a connection that erased something, for whoever must clean up behind it.
ERASED = "erased"


def article_row(article: ArticleRecord, report: ReportRecord) -> dict[str, Any]:
    """The article's row once `report` is its newest."""
    return {
        "id": article.id,
        "site": article.site,
        "external_id": article.external_id,
        "content_hash": article.content_hash,
        "title": article.title,
        "url": article.url,
        "submission": article.submission,
        "received_at": article.received_at,
        "newest_report": report.id,
        "band": report.band,
        "sent_by": article.sent_by,
    }


def report_row(article: ArticleRecord, report: ReportRecord) -> dict[str, Any]:
    """The report's row; it remembers which content it judged."""
    return {
        "id": report.id,
        "article_id": report.article_id,
        "content_hash": article.content_hash,
        "ruleset": report.ruleset,
        "scored_at": report.scored_at,
        "score": report.score,
        "band": report.band,
        "confidence": report.confidence,
        "body": report.body,
        "evidence": report.evidence,
    }


def finding_rows(report: ReportRecord) -> list[dict[str, Any]]:
    """A row for each finding of a report."""
    return [
        {
            "report_id": report.id,
            "number": finding.number,
            "code": finding.code,
            "family": finding.family,
            "severity": finding.severity,
            "points": finding.points,
        }
        for finding in report.findings
    ]


def to_article(row: Row[Any]) -> ArticleRecord:
    """A row of `article` as a value; a submission that was not selected is None."""
    return ArticleRecord(
        id=row.id,
        site=row.site,
        external_id=row.external_id,
        content_hash=row.content_hash,
        title=row.title,
        url=row.url,
        submission=getattr(row, "submission", None),
        received_at=row.received_at,
        sent_by=row.sent_by,
    )


def to_report(row: Row[Any], findings: tuple[FindingRecord, ...] = ()) -> ReportRecord:
    """A row of `report` as a value."""
    return ReportRecord(
        id=row.id,
        article_id=row.article_id,
        ruleset=row.ruleset,
        scored_at=row.scored_at,
        score=row.score,
        band=row.band,
        confidence=row.confidence,
        body=row.body,
        evidence=row.evidence,
        findings=findings,
    )


def to_finding(row: Row[Any]) -> FindingRecord:
    """A row of `finding` as a value."""
    return FindingRecord(row.number, row.code, row.family, row.severity, row.points)


def article_by_id(connection: Connection, article_id: str) -> ArticleRecord | None:
    """One article."""
    row = connection.execute(select(article).where(article.c.id == article_id)).first()
    return to_article(row) if row else None


def brief_article(connection: Connection, article_id: str) -> ArticleRecord | None:
    """One article without its submission."""
    row = connection.execute(select(*BRIEF_ARTICLE).where(article.c.id == article_id)).first()
    return to_article(row) if row else None


def identified(connection: Connection, site: str, external_id: str) -> ArticleRecord | None:
    """The article with an identity, without its submission."""
    query = select(*BRIEF_ARTICLE).where(BY_IDENTITY)
    row = connection.execute(query, {"site": site, "external_id": external_id}).first()
    return to_article(row) if row else None


def newest_report(connection: Connection, article_id: str) -> ReportRecord | None:
    """The report that was saved last for an article."""
    query = select(report).join(article, article.c.newest_report == report.c.id)
    row = connection.execute(query.where(article.c.id == article_id)).first()
    return _reports(connection, [row])[0] if row else None


def report_by_id(connection: Connection, report_id: str) -> ReportRecord | None:
    """One report, unless it belongs to a rescoring that is not published."""
    row = connection.execute(select(report).where(report.c.id == report_id, visible)).first()
    return _reports(connection, [row])[0] if row else None


def found(
    connection: Connection, site: str | None, external_id: str | None, content_hash: str
) -> tuple[ArticleRecord, ReportRecord] | None:
    """The article with this identity, or without one the article of the same content; with its newest report."""
    given = {"site": site, "external_id": external_id}
    if None in given.values():
        query, given = select(article).where(BY_CONTENT), {"content_hash": content_hash}
    else:
        query = select(article).where(BY_IDENTITY)
    row = connection.execute(query, given).first()
    if row is None:
        return None
    newest = connection.execute(select(report).where(report.c.id == row.newest_report)).first()
    return (to_article(row), _reports(connection, [newest])[0]) if newest else None


def listed(
    connection: Connection, wanted: ArticleFilter, after: tuple[datetime, str] | None, limit: int
) -> list[tuple[ArticleRecord, ReportRecord]]:
    """One page, newest first; the records come without submission, body, evidence and findings."""
    query = select(*BRIEF_ARTICLE, *BRIEF_REPORT).join(report, report.c.id == article.c.newest_report)
    if wanted.code is not None:
        has_finding = _has_finding(connection, wanted.code)
        if has_finding is None:
            return []
        query = query.where(has_finding)
    query = query.where(*_conditions(wanted, after))
    query = query.order_by(article.c.received_at.desc(), article.c.id.desc()).limit(limit)
    return [(to_article(row), _brief(row)) for row in connection.execute(query)]


def _conditions(wanted: ArticleFilter, after: tuple[datetime, str] | None) -> Iterable[ColumnElement[bool]]:
    if wanted.site is not None:
        yield article.c.site == wanted.site
    if wanted.external_id is not None:
        yield article.c.external_id == wanted.external_id
    if wanted.sites:
        yield article.c.site.in_(sorted(wanted.sites))
    if wanted.sent_by is not None:
        yield article.c.sent_by == wanted.sent_by
    if wanted.band is not None:
        yield article.c.band == wanted.band
    if wanted.since is not None:
        yield article.c.received_at >= wanted.since
    if after is not None:
        yield tuple_(article.c.received_at, article.c.id) < after


def _has_finding(connection: Connection, code: str) -> ColumnElement[bool] | None:
    """Whether an article's newest report has a finding of a code; None where no report has.

    A common code is met soon by walking the articles in order. A rare one would be sought in the whole archive, so
    the list begins from the reports that have it, which one index tells.
    """
    with_code = select(finding.c.report_id).where(finding.c.code == code).limit(RARE + 1)
    ids = set(connection.execute(with_code).scalars())
    if len(ids) > RARE:
        return exists().where(finding.c.report_id == article.c.newest_report, finding.c.code == code)
    if not ids:
        return None
    of = select(report.c.article_id).where(report.c.id.in_(ids))
    # Past the order of the list: what few there are is sorted, whatever the planner thinks of it.
    return article.c.id.in_(of) & article.c.newest_report.in_(ids)


def _brief(row: Row[Any]) -> ReportRecord:
    return ReportRecord(
        id=row.report_id,
        article_id=row.id,
        ruleset=row.ruleset,
        scored_at=row.scored_at,
        score=row.score,
        band=row.band,
        confidence=row.confidence,
        body=b"",
        evidence=None,
    )


def page(connection: Connection, after: str, limit: int) -> list[tuple[ArticleRecord, ReportRecord]]:
    """Whole articles with their newest reports, in the order of their ids, after the article `after`."""
    query = select(article).where(article.c.id > after).order_by(article.c.id).limit(limit)
    rows = connection.execute(query).all()
    newest = select(report).where(report.c.id.in_([row.newest_report for row in rows]))
    reports = {found.id: found for found in _reports(connection, connection.execute(newest))}
    return [(to_article(row), reports[row.newest_report]) for row in rows]


def history(
    connection: Connection, article_id: str, after: tuple[datetime, str] | None, limit: int | None
) -> list[ReportRecord]:
    """The reports of an article, newest first, but for those of a rescoring that is not published."""
    query = select(report).where(report.c.article_id == article_id, visible)
    if after is not None:
        query = query.where(tuple_(report.c.scored_at, report.c.id) < after)
    query = query.order_by(report.c.scored_at.desc(), report.c.id.desc()).limit(limit)
    return _reports(connection, connection.execute(query).all())


def _reports(connection: Connection, rows: Iterable[Row[Any]]) -> list[ReportRecord]:
    rows = list(rows)
    query = select(finding).where(finding.c.report_id.in_([row.id for row in rows]))
    findings: defaultdict[str, list[FindingRecord]] = defaultdict(list)
    for row in connection.execute(query.order_by(finding.c.report_id, finding.c.number)):
        findings[row.report_id].append(to_finding(row))
    return [to_report(row, tuple(findings[row.id])) for row in rows]


def revision_of(connection: Connection, article_id: str, content_hash: str) -> Mapping[str, Any] | None:
    """What an article said when its content had this hash, before it was revised."""
    query = select(revision.c.submission).where(
        revision.c.article_id == article_id, revision.c.content_hash == content_hash
    )
    submission: Mapping[str, Any] | None = connection.execute(query).scalar()
    return submission


def judged_submissions(
    connection: Connection, report_ids: Sequence[str]
) -> dict[str, tuple[str, Mapping[str, Any] | None]]:
    """By report, the hash of the content that it judged and that submission, which is None where no text was kept."""
    query = _judged(report.c.id).where(report.c.id.in_(report_ids))
    return {
        id: (judged, newest if judged == current else older)
        for id, judged, current, newest, older in connection.execute(query)
    }


def judged_submission(connection: Connection, report_id: str) -> Mapping[str, Any] | None:
    """The submission that a report judged, also when the article has been revised since."""
    return judged_submissions(connection, [report_id]).get(report_id, ("", None))[1]


def _judged(*columns: Any) -> Select[Any]:
    """What reports judged: their content's hash, the article's, its submission, and the one of before that fits."""
    of = and_(revision.c.article_id == report.c.article_id, revision.c.content_hash == report.c.content_hash)
    return (
        select(
            *columns,
            report.c.content_hash,
            article.c.content_hash,
            article.c.submission,
            revision.c.submission,
        )
        .join(article, article.c.id == report.c.article_id)
        .outerjoin(revision, of)
    )


def erase(connection: Connection, article_id: str) -> bool:
    """Remove an article; reports, findings, revisions and kept replies go with it by foreign key."""
    connection.info[ERASED] = True
    # The article first, as whoever saves a report of it does: two that wait in one order never wait for each other.
    connection.execute(select(article.c.id).where(article.c.id == article_id).with_for_update())
    lookups.forget_with(connection, article_id)
    return connection.execute(delete(article).where(article.c.id == article_id)).rowcount == 1
