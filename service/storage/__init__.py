"""Where articles, reports and keys are kept: SQLite or PostgreSQL, behind one store."""

from service.records import (
    Act,
    ArticleFilter,
    ArticleRecord,
    Claim,
    ClaimedKey,
    FindingRecord,
    KeyRecord,
    Reply,
    ReportRecord,
    SourceRecord,
)
from service.storage.engines import DatabaseUrlError, database_errors
from service.storage.errors import Conflict, LeaseLost, RunConflict, SchemaBehind, StorageError, StoreBusy
from service.storage.followups import Announcement, FollowUp, Recheck, Share
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
from service.storage.outage import Outage
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
    "ClaimedKey",
    "Conflict",
    "DatabaseUrlError",
    "FindingRecord",
    "FollowUp",
    "Held",
    "KeyRecord",
    "LeaseLost",
    "LedgerStore",
    "NewReport",
    "Outage",
    "Outcome",
    "Progress",
    "Recheck",
    "Reply",
    "ReportRecord",
    "Run",
    "RunConflict",
    "RunState",
    "SchemaBehind",
    "SchemaState",
    "Share",
    "SourceRecord",
    "Standing",
    "StorageError",
    "Store",
    "StoreBusy",
    "StoredArticle",
    "database_errors",
    "migrate",
    "open_ledger",
    "open_store",
    "schema_state",
]
