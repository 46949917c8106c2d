"""Begins a rescoring."""

from datetime import UTC, datetime

from uuid_utils import uuid7

from scoring import Ruleset
from service.settings import Settings
from service.storage import LedgerStore, Run, RunFilter, RunState

# A range under a rate takes this many seconds, so that pausing and cancelling take no longer.
RATED_SECONDS = 2.0


async def begin(
    ledger: LedgerStore,
    ruleset: Ruleset,
    settings: Settings,
    *,
    created_by: str,
    chosen: RunFilter | None = None,
    max_rate: float | None = None,
    drift_limit: float | None = None,
    refresh_evidence: bool = False,
) -> Run:
    """Write a run down for workers to find.

    Raises ConflictError where the ruleset's version means other numbers, and RunConflictError while another run has not ended.
    """
    await ledger.keep_ruleset(ruleset.version, ruleset.as_dict())
    size = settings.rescore_chunk
    if max_rate is not None:
        size = max(1, min(size, int(max_rate * RATED_SECONDS)))
    run = Run(
        id=str(uuid7()),
        ruleset=ruleset.version,
        chosen=chosen or RunFilter(),
        state=RunState.RUNNING,
        created_by=created_by,
        created_at=datetime.now(UTC).replace(microsecond=0),
        chunk_size=size,
        max_rate=max_rate,
        drift_limit=settings.rescore_drift_limit if drift_limit is None else drift_limit,
        refresh_evidence=refresh_evidence,
    )
    return await ledger.start(run)
