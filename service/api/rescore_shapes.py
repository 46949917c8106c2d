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

    id: str = Field(description="The run's id.")
    state: RunState = Field(
        description="How it stands. `waiting` moved more articles than `drift_limit` allows, and waits to be published."
    )
    ruleset: str = Field(description="The ruleset that articles are judged by.")
    chosen: dict[str, Any] = Field(description="Which articles, as the request said.")
    created_by: str = Field(description="The key, or `schedule`.")
    created_at: str = Time
    finished_at: str | None = Field(
        json_schema_extra={"format": "date-time"},
        description="When it ended; null until then: RFC 3339, UTC.",
    )
    refresh_evidence: bool = Field(description="Whether sources are looked up again.")
    max_rate: float | None = Field(description="Articles a second at most; null for no bound.")
    drift_limit: float = Field(description="The share of moved articles that is published by itself.")
    total: int = Field(ge=0, description="Articles that were chosen, as far as they are counted.")
    done: int = Field(ge=0, description="Articles that are done, whatever came of them.")
    same: int = Field(ge=0, description="Articles whose report came out byte for byte.")
    failed: int = Field(ge=0, description="Articles that could not be judged.")
    skipped: int = Field(ge=0, description="Articles whose text was not kept.")
    band_moved: int = Field(ge=0, description="Articles whose band changed.")
    rate: float | None = Field(description="Articles a second over the last minute.")
    eta: float | None = Field(description="Seconds to the end at this rate.")
    drifted: float = Field(description="Share of articles that failed, changed band or moved by 5 points.")
    drift: dict[str, int] = Field(description="Articles by how far their score moved, in points.")
    chunks: dict[str, int] = Field(description="Pieces of work by how they stand.")


class RulesetInForce(BaseModel):
    """Under which ruleset the stored articles stand, by the run that published it."""

    ruleset: str = Field(description="The ruleset.")
    before: str | None = Field(description="The one of before.")
    rescore: str = Field(description="The run that published it.")
    since: str = Time


class RescorePage(BaseModel):
    """One page of rescorings, newest first."""

    rescores: list[Rescore] = Field(description="The runs.")
    standing: RulesetInForce | None = Field(description="Null before anything was published.")
    next: str | None = Field(description=LISTED)


class Moved(BaseModel):
    """What a rescoring made of one article."""

    article_id: str = Field(description="The article's id.")
    report_id: str | None = Field(description="The new report's id; null where there is none.")
    change: float | None = Field(
        description="By how many points the score moved; null without a score on both sides."
    )
    band_before: str | None = Field(description="The band before.")
    band: str | None = Field(description="The new band.")
    added: dict[str, int] = Field(description="New findings by code.")
    removed: dict[str, int] = Field(description="Findings that are gone, by code.")
    error: str | None = Field(description="Why the article could not be judged.")


class MovedPage(BaseModel):
    """Articles that got a new report or an error, by id."""

    articles: list[Moved] = Field(description="The articles.")
    next: str | None = Field(description="`after` of the next page; null on the last one.")


class RescoreQuery(BaseModel):
    """Which page of the list."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(20, ge=1, le=100, description="Entries on a page.")
    cursor: Annotated[str, Field(pattern=SHAPE)] | None = Field(None, description=LISTED)


class MovedQuery(BaseModel):
    """Which page of a run's articles."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(50, ge=1, le=200, description="Entries on a page.")
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
