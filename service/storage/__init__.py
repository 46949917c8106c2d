"""Where articles, reports and keys are kept: SQLite or PostgreSQL, behind one store."""

from service.records import (
    Act,
    ArticleFilter,
    ArticleRecord,
    ClaimedKey,
    FindingRecord,
    IdempotencyClaim,
    KeyRecord,
    ReportRecord,
    SourceRecord,
    StoredResponse,
)
from service.storage.engines import DatabaseUrlError, database_errors
from service.storage.errors import (
    ConflictError,
    LeaseLostError,
    RunConflictError,
    SchemaBehindError,
    StorageError,
    StoreBusyError,
    TooManyDismissalsError,
)
from service.storage.followups import Announcement, FollowUp, Recheck, Share
from service.storage.outage import Outage
from service.storage.rescoring.store import HeldRange, LedgerStore, ledger_on, open_ledger
from service.storage.rescoring_records import (
    Chunk,
    NewReport,
    Outcome,
    Progress,
    RulesetInForce,
    Run,
    RunFilter,
    RunState,
    StoredArticle,
)
from service.storage.schema import SchemaState, migrate, schema_state
from service.storage.store import Store, open_store

__all__ = [
    "Act",
    "Announcement",
    "ArticleFilter",
    "ArticleRecord",
    "Chunk",
    "ClaimedKey",
    "ConflictError",
    "DatabaseUrlError",
    "FindingRecord",
    "FollowUp",
    "HeldRange",
    "IdempotencyClaim",
    "KeyRecord",
    "LeaseLostError",
    "LedgerStore",
    "NewReport",
    "Outage",
    "Outcome",
    "Progress",
    "Recheck",
    "ReportRecord",
    "RulesetInForce",
    "Run",
    "RunConflictError",
    "RunFilter",
    "RunState",
    "SchemaBehindError",
    "SchemaState",
    "Share",
    "SourceRecord",
    "StorageError",
    "Store",
    "StoreBusyError",
    "StoredArticle",
    "StoredResponse",
    "TooManyDismissalsError",
    "database_errors",
    "ledger_on",
    "migrate",
    "open_ledger",
    "open_store",
    "schema_state",
]
