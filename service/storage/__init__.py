"""Where articles, reports and keys are kept: SQLite or PostgreSQL, behind one store."""

from service.storage.engines import DatabaseUrlError
from service.storage.errors import Conflict, LeaseLost, SchemaBehind, StoreBusy
from service.storage.followups import Announcement, Recheck
from service.storage.ledger_records import (
    Chosen,
    Chunk,
    NewReport,
    Outcome,
    Progress,
    Run,
    RunState,
    Standing,
    StoredArticle,
)
from service.storage.ledger_store import Held, LedgerStore, open_ledger
from service.storage.records import (
    Act,
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
    "Act",
    "Announcement",
    "ArticleFilter",
    "ArticleRecord",
    "Chosen",
    "Chunk",
    "Claim",
    "Conflict",
    "DatabaseUrlError",
    "FindingRecord",
    "Held",
    "KeyRecord",
    "LeaseLost",
    "LedgerStore",
    "NewReport",
    "Outcome",
    "Progress",
    "Recheck",
    "Reply",
    "ReportRecord",
    "Run",
    "RunState",
    "SchemaBehind",
    "SchemaState",
    "SourceRecord",
    "Standing",
    "Store",
    "StoreBusy",
    "StoredArticle",
    "migrate",
    "open_ledger",
    "open_store",
    "schema_state",
]
