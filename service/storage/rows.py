"""Values to rows and back."""

from typing import Any

from sqlalchemy import Row

from service.records import ArticleRecord, FindingRecord, KeyRecord, ReportRecord


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


def key_row(key: KeyRecord) -> dict[str, Any]:
    """The key's row."""
    return {
        "id": key.id,
        "name": key.name,
        "secret_hash": key.secret_hash,
        "scopes": sorted(key.scopes),
        "sites": sorted(key.sites) or None,
        "created_at": key.created_at,
        "revoked_at": key.revoked_at,
        "last_used_at": key.last_used_at,
    }


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


def to_key(row: Row[Any]) -> KeyRecord:
    """A row of `api_key` as a value."""
    return KeyRecord(
        id=row.id,
        name=row.name,
        secret_hash=row.secret_hash,
        scopes=frozenset(row.scopes),
        sites=frozenset(row.sites or ()),
        created_at=row.created_at,
        revoked_at=row.revoked_at,
        last_used_at=row.last_used_at,
    )
