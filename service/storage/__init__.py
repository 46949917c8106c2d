"""Where articles, reports and keys are kept: SQLite or PostgreSQL, behind one store."""

from service.storage.engines import DatabaseUrlError
from service.storage.errors import Conflict, SchemaBehind, StoreBusy
from service.storage.followups import Announcement, Recheck
from service.storage.records import (
    ArticleFilter,
    ArticleRecord,
    Claim,
    FindingRecord,
    KeyRecord,
    Reply,
    ReportRecord,
    SourceRecord,
)
from service.storage.schema import SchemaState, migrate, schema_state
from service.storage.store import Store, open_store

__all__ = [
    "Announcement",
    "ArticleFilter",
    "ArticleRecord",
    "Claim",
    "Conflict",
    "DatabaseUrlError",
    "FindingRecord",
    "KeyRecord",
    "Recheck",
    "Reply",
    "ReportRecord",
    "SchemaBehind",
    "SchemaState",
    "SourceRecord",
    "Store",
    "StoreBusy",
    "migrate",
    "open_store",
    "schema_state",
]
