"""The tables, their types and the indices that each listing stands on."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    and_,
    or_,
)


class Moment(TypeDecorator[datetime]):
    """A time in UTC, to the microsecond. A time without a zone is refused with ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """What the driver gets: SQLite keeps the UTC wall clock as text, which sorts as time does.

        Raises ValueError for a time without a zone.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone: {value.isoformat()}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Always aware, always UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# Ids are compared byte by byte: the same order on both databases, and no index that a new locale library breaks.
Id = String(64).with_variant(String(64, collation="C"), "postgresql")
Json = JSON(none_as_null=True)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def reference(target: str, **options: Any) -> ForeignKey:
    """A foreign key whose rows go with what they belong to."""
    return ForeignKey(target, ondelete="CASCADE", **options)


article = Table(
    "article",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site", Text),
    Column("external_id", Text),
    Column("content_hash", String(64), nullable=False),
    Column("title", Text),
    Column("url", Text),
    Column("submission", Json),
    Column("received_at", Moment, nullable=False),
    # No foreign key, since report points here already; both are always written together.
    Column("newest_report", Id, nullable=False),
    # The newest report's band once more, to list by it in order of time from one index.
    Column("band", Text, nullable=False),
    # The key's id, or the address, that the newest revision came from; null where it was stored otherwise.
    Column("sent_by", Text),
)

# Whether an article has an identity in its CMS; without one, its content is its identity.
identified = and_(article.c.site.is_not(None), article.c.external_id.is_not(None))
anonymous = or_(article.c.site.is_(None), article.c.external_id.is_(None))

Index(
    "uq_article_identity",
    article.c.site,
    article.c.external_id,
    unique=True,
    sqlite_where=identified,
    postgresql_where=identified,
)
Index(
    "uq_article_content",
    article.c.content_hash,
    unique=True,
    sqlite_where=anonymous,
    postgresql_where=anonymous,
)
Index("ix_article_newest", article.c.received_at, article.c.id)
Index("ix_article_site", article.c.site, article.c.received_at, article.c.id)
Index("ix_article_sent_by", article.c.sent_by, article.c.received_at, article.c.id)
Index("ix_article_band", article.c.band, article.c.received_at, article.c.id)

# What an article said before its newest revision, so that its older reports can be replayed too.
revision = Table(
    "revision",
    metadata,
    Column("article_id", Id, reference("article.id"), primary_key=True),
    Column("content_hash", String(64), primary_key=True),
    Column("submission", Json, nullable=False),
)

report = Table(
    "report",
    metadata,
    Column("id", Id, primary_key=True),
    Column("article_id", Id, reference("article.id"), nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("ruleset", Text, nullable=False),
    Column("scored_at", Moment, nullable=False),
    Column("score", Float(53)),
    Column("band", Text, nullable=False),
    Column("confidence", Float(53), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("evidence", Json),
)
Index("ix_report_history", report.c.article_id, report.c.scored_at, report.c.id)

finding = Table(
    "finding",
    metadata,
    Column("report_id", Id, reference("report.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("code", Text, nullable=False),
    Column("family", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("points", Float(53), nullable=False),
    sqlite_with_rowid=False,
)
Index("ix_finding_code", finding.c.code, finding.c.report_id)

api_key = Table(
    "api_key",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("secret_hash", String(64), nullable=False),
    Column("scopes", Json, nullable=False),
    # Null for a key that is bound to no site.
    Column("sites", Json),
    Column("created_at", Moment, nullable=False),
    Column("revoked_at", Moment),
    Column("last_used_at", Moment),
)

# `status` is null while the first request with this key is still under way; `holder` prolongs `lease_until` meanwhile.
idempotency = Table(
    "idempotency",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("body_hash", String(64), nullable=False),
    Column("claimed_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("status", Integer),
    Column("headers", Json),
    Column("body", LargeBinary),
    Column("article_id", Id, reference("article.id"), index=True),
    Column("holder", Text),
    Column("lease_until", Moment),
)
Index("ix_idempotency_expires_at", idempotency.c.expires_at)

# What administrators did; rows outlive what they speak of.
act = Table(
    "act",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("request_id", Text),
)
Index("ix_act_newest", act.c.at, act.c.id)

# Secrets of the service's own, such as the one that page cursors are signed with.
secret = Table(
    "secret",
    metadata,
    Column("name", Id, primary_key=True),
    Column("value", Text, nullable=False),
)

ruleset = Table(
    "ruleset",
    metadata,
    Column("version", Id, primary_key=True),
    Column("rules", Json, nullable=False),
)

# What was learnt of one look-up; `id` is the SHA-256 (hex) of its kind, key and claims.
verdict = Table(
    "verdict",
    metadata,
    Column("id", Id, primary_key=True),
    Column("found", Json, nullable=False),
)

# Which articles made which look-up, so that erasing the last of them erases what was learnt for it.
cited = Table(
    "cited",
    metadata,
    Column("article_id", Id, reference("article.id"), primary_key=True),
    Column("verdict_id", Id, reference("verdict.id"), primary_key=True),
    sqlite_with_rowid=False,
)
Index("ix_cited_verdict_id", cited.c.verdict_id)

# Articles whose evidence is to be asked for again; `announce` says that somebody waits for the result.
recheck = Table(
    "recheck",
    metadata,
    Column("article_id", Id, reference("article.id"), primary_key=True),
    Column("due_at", Moment, nullable=False, index=True),
    Column("attempts", Integer, nullable=False),
    Column("announce", Boolean, nullable=False),
    # Who sent the article, once more: turns are shared between senders.
    Column("sent_by", Text, nullable=False, server_default=""),
)
Index("ix_recheck_share", recheck.c.sent_by, recheck.c.due_at)

# Webhook messages that are not delivered yet.
announcement = Table(
    "announcement",
    metadata,
    Column("id", Id, primary_key=True),
    Column("article_id", Id, reference("article.id"), nullable=False, index=True),
    Column("url", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("due_at", Moment, nullable=False, index=True),
    Column("attempts", Integer, nullable=False),
    Column("sent_by", Text, nullable=False, server_default=""),
)
Index("ix_announcement_share", announcement.c.sent_by, announcement.c.due_at)

# What editors attached to people; `key` is equal for all spellings of a name.
source = Table(
    "source",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("affiliation", Text),
    Column("role", Text),
    Column("url", Text),
    Column("note", Text),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment),
)
Index("ix_source_newest", source.c.created_at, source.c.id)
Index("ix_source_key", source.c.key, source.c.created_at)
# By which lines an article is known again: signed 64-bit digests. `work` and `second` are those of its two longest
# lines, which copies of it share, `outlet` that of its site; null where nobody said.
mark = Table(
    "mark",
    metadata,
    Column("digest", BigInteger, primary_key=True, autoincrement=False),
    Column("article_id", Id, reference("article.id"), primary_key=True, index=True),
    Column("work", BigInteger, nullable=False),
    Column("second", BigInteger, nullable=False),
    Column("outlet", BigInteger),
    sqlite_with_rowid=False,
)

# What one reader said of a finding: `giver` is the reader, within the `caller` (a key's id, or an address) that vouches
# for the reader. The finding's code is kept once more to count by.
feedback = Table(
    "feedback",
    metadata,
    Column("report_id", Id, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("giver", Text, primary_key=True),
    Column("caller", Text, nullable=False, server_default=""),
    Column("code", Text, nullable=False),
    Column("agrees", Boolean, nullable=False),
    Column("note", Text),
    Column("given_at", Moment, nullable=False),
    ForeignKeyConstraint(
        ["report_id", "number"], ["finding.report_id", "finding.number"], ondelete="CASCADE"
    ),
)
Index("ix_feedback_code", feedback.c.code, feedback.c.agrees)

# Findings that somebody found all right. They belong to the article, not to a report: the fingerprint is the same in
# every report in which the passage reads the same.
dismissal = Table(
    "dismissal",
    metadata,
    Column("article_id", Id, reference("article.id"), primary_key=True),
    Column("fingerprint", Id, primary_key=True),
    Column("code", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("reader", Text),
    Column("caller", Text, nullable=False),
    Column("dismissed_at", Moment, nullable=False),
)

# Codes that feedback has put in the shadow, with the verdicts that did it.
shadow = Table(
    "shadow",
    metadata,
    Column("code", Id, primary_key=True),
    Column("agreed", Integer, nullable=False),
    Column("disagreed", Integer, nullable=False),
    Column("since", Moment, nullable=False),
)
