"""Rescoring on the wire: what a caller asks for, and how a run is told."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from service import storage
from service.api.cursors import SHAPE
from service.api.queries import Moment
from service.api.wire import LISTED, Time
from service.sealing import rfc3339
from service.storage import Progress, RunFilter, RunState
from service.storage.rescoring_records import DRIFT
from service.submission import Line

Code = Annotated[str, Field(pattern=r"^[A-Z]{3}_[A-Z0-9_]{1,60}$")]


class RescoreGiven(BaseModel):
    """Which stored articles to judge again under the current ruleset, and how fast."""

    model_config = ConfigDict(extra="forbid")

    site: Line | None = Field(None, description="Only articles of this site.")
    since: Moment | None = Field(None, description="Only articles received at this time or later.")
    before: Moment | None = Field(None, description="Only articles received before this time.")
    ruleset: Line | None = Field(None, description="Only articles whose newest report is under this ruleset.")
    code: Code | None = Field(
        None, description="Only articles whose newest report has a finding of this code."
    )
    refresh_evidence: StrictBool = Field(False, description="Look citations and people up again first.")
    max_rate: Annotated[float, Field(ge=0.01, le=1_000_000, strict=True)] | None = Field(
        None, description="Articles a second, all workers together."
    )
    drift_limit: Annotated[float, Field(ge=0, le=1, strict=True)] | None = Field(
        None, description="A larger share of moved articles waits to be published by hand."
    )

    def chosen(self) -> RunFilter:
        """Which articles."""
        return RunFilter(self.site, self.since, self.before, self.ruleset, self.code)


class Rescore(BaseModel):
    """A rescoring and how far it is."""

    id: str
    state: RunState
    ruleset: str
    chosen: dict[str, Any]
    created_by: str
    created_at: str = Time
    finished_at: str | None = Field(json_schema_extra={"format": "date-time"})
    refresh_evidence: bool
    max_rate: float | None
    drift_limit: float
    total: int = Field(ge=0)
    done: int = Field(ge=0)
    same: int = Field(ge=0, description="Articles whose report came out byte for byte.")
    failed: int = Field(ge=0)
    skipped: int = Field(ge=0, description="Articles whose text was not kept.")
    band_moved: int = Field(ge=0)
    rate: float | None = Field(description="Articles a second over the last minute.")
    eta: float | None = Field(description="Seconds to the end at this rate.")
    drifted: float = Field(description="Share of articles that failed, changed band or moved by 5 points.")
    drift: dict[str, int] = Field(description="Articles by how far their score moved, in points.")
    chunks: dict[str, int]


class RulesetInForce(BaseModel):
    """Under which ruleset the stored articles stand, by the run that published it."""

    ruleset: str
    before: str | None
    rescore: str
    since: str = Time


class RescorePage(BaseModel):
    """One page of rescorings, newest first."""

    rescores: list[Rescore]
    standing: RulesetInForce | None
    next: str | None = Field(description=LISTED)


class Moved(BaseModel):
    """What a rescoring made of one article."""

    article_id: str
    report_id: str | None
    change: float | None
    band_before: str | None
    band: str | None
    added: dict[str, int]
    removed: dict[str, int]
    error: str | None


class MovedPage(BaseModel):
    """Articles that got a new report or an error, by id."""

    articles: list[Moved]
    next: str | None = Field(description="`after` of the next page; null on the last one.")


class RescoreQuery(BaseModel):
    """Which page of the list."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(20, ge=1, le=100)
    cursor: Annotated[str, Field(pattern=SHAPE)] | None = Field(None, description=LISTED)


class MovedQuery(BaseModel):
    """Which page of a run's articles."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(50, ge=1, le=200)
    after: Annotated[str, Field(pattern=r"^[0-9A-Za-z-]{1,64}$")] | None = Field(
        None, description="`next` of the page before."
    )


def told(progress: Progress) -> dict[str, Any]:
    """A run as it is answered, JSON-ready."""
    run, counts = progress.run, progress.counts
    return {
        "id": run.id,
        "state": run.state,
        "ruleset": run.ruleset,
        "chosen": run.chosen.as_dict(),
        "created_by": run.created_by,
        "created_at": rfc3339(run.created_at),
        "finished_at": rfc3339(run.finished_at) if run.finished_at else None,
        "refresh_evidence": run.refresh_evidence,
        "max_rate": run.max_rate,
        "drift_limit": run.drift_limit,
        "total": run.total,
        "done": progress.done,
        **{name: counts[name] for name in ("same", "failed", "skipped", "band_moved")},
        "rate": None if progress.rate is None else round(progress.rate, 2),
        "eta": None if progress.eta is None else round(progress.eta, 1),
        "drifted": round(progress.drifted, 4),
        "drift": {name: counts[name] for name in DRIFT},
        "chunks": {**progress.chunks, "running": progress.running},
    }


def told_standing(standing: storage.RulesetInForce | None) -> dict[str, Any] | None:
    """The ruleset in force, JSON-ready."""
    if standing is None:
        return None
    return {
        "ruleset": standing.version,
        "before": standing.before,
        "rescore": standing.run_id,
        "since": rfc3339(standing.since),
    }
