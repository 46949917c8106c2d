"""What the rescoring ledger keeps, as values."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from service.records import FindingRecord

# How far a score moved, in points: each name is the lower edge of a fall, the upper one of a rise.
DRIFT = (
    "down_20",
    "down_10",
    "down_5",
    "down_1",
    "still",
    "up_1",
    "up_5",
    "up_10",
    "up_20",
    "incomparable",
)
STEPS = (1.0, 5.0, 10.0, 20.0)
# What is counted for a chunk, and summed up for a run.
COUNTERS = ("judged", "same", "failed", "skipped", "band_moved", *DRIFT)


class RunState(StrEnum):
    """Where a run is. A `waiting` one has judged everything and drifted too far to publish itself."""

    RUNNING = "running"
    PAUSED = "paused"
    WAITING = "waiting"
    PUBLISHED = "published"
    CANCELLED = "cancelled"
    ROLLED_BACK = "rolled_back"


UNFINISHED = (RunState.RUNNING, RunState.PAUSED)


class ChunkState(StrEnum):
    """Where a range is: its evidence is to be fetched, it is open to be judged, done, or cut in two."""

    FETCH = "fetch"
    OPEN = "open"
    DONE = "done"
    SPLIT = "split"


@dataclass(frozen=True, slots=True)
class RunFilter:
    """Which articles a run takes. Times are bounds of `received_at`; ruleset and code are the newest report's."""

    site: str | None = None
    since: datetime | None = None
    before: datetime | None = None
    ruleset: str | None = None
    code: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """A JSON-ready copy without what was not given."""
        given = asdict(self)
        times = {name: given[name].isoformat() for name in ("since", "before") if given[name]}
        return {name: value for name, value in (given | times).items() if value is not None}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "RunFilter":
        """The value that `as_dict` wrote."""
        times = {name: datetime.fromisoformat(stored[name]) for name in ("since", "before") if name in stored}
        return cls(**{**stored, **times})


@dataclass(frozen=True, slots=True)
class Run:
    """One rescoring. `max_rate` is in articles a second; `drift_limit` is a share of the articles, 0 to 1.

    `created_at` is also when its reports say they were made, so that a range judged twice gives the same bytes.
    """

    id: str
    ruleset: str
    chosen: RunFilter
    state: RunState
    created_by: str
    created_at: datetime
    chunk_size: int = 200
    max_rate: float | None = None
    drift_limit: float = 0.1
    refresh_evidence: bool = False
    total: int = 0
    exhausted: bool = False
    finished_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Chunk:
    """A range of a run that somebody holds, after article `lo` and up to `hi`; `attempts` counts this one."""

    run_id: str
    number: int
    lo: str
    hi: str
    size: int
    attempts: int = 0
    attempt_id: str = ""
    last_error: str | None = None


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article with its newest report as they are judged again; JSON stays text until a judging process reads it."""

    article_id: str
    external_id: str | None
    submission: str | None
    report_id: str
    ruleset: str
    scored_at: datetime
    score: float | None
    band: str
    body: bytes
    evidence: str | None
    refreshed: bool = False


@dataclass(frozen=True, slots=True)
class NewReport:
    """A report that was made again; it keeps the evidence of the one before unless `evidence` (JSON) is given."""

    id: str
    score: float | None
    band: str
    confidence: float
    body: bytes
    findings: tuple[FindingRecord, ...]
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one article: a new report with what moved, an error, the same bytes, or no text to judge.

    `raised` are the checks that raised, each with its trace: for the log, nothing of it is kept.
    """

    article_id: str
    replaces: str | None = None
    report: NewReport | None = None
    change: float | None = None
    band_before: str | None = None
    added: Mapping[str, int] = field(default_factory=dict)
    removed: Mapping[str, int] = field(default_factory=dict)
    error: str | None = None
    skipped: bool = False
    raised: Sequence[tuple[str, str]] = ()

    def counts(self) -> dict[str, int]:
        """This article in the terms of COUNTERS; those that are 0 are left out."""
        if self.error is not None:
            return {"judged": 1, "failed": 1}
        if self.skipped:
            return {"judged": 1, "skipped": 1}
        if self.report is None:
            return {"judged": 1, "same": 1, "still": 1}
        moved = {"band_moved": 1} if self.report.band != self.band_before else {}
        return {"judged": 1, self._drift(): 1, **moved}

    def _drift(self) -> str:
        if self.change is None:
            both_none = (
                self.report is not None and self.report.score is None and self.band_before == "insufficient"
            )
            return "still" if both_none else "incomparable"
        size = max((step for step in STEPS if abs(self.change) >= step), default=0.0)
        return f"{'up' if self.change > 0 else 'down'}_{size:.0f}" if size else "still"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is. `rate` is in articles a second over the last minute, `eta` in seconds, both None when idle.

    `running` ranges are being judged now; `oldest` is the age in seconds of the one that began first.
    """

    run: Run
    counts: Mapping[str, int]
    chunks: Mapping[str, int]
    rate: float | None = None
    running: int = 0
    oldest: float | None = None

    @property
    def done(self) -> int:
        """Articles that need no more work."""
        return self.counts["judged"]

    @property
    def eta(self) -> float | None:
        """Seconds to the end at the present rate."""
        return max(0, self.run.total - self.done) / self.rate if self.rate else None

    @property
    def drifted(self) -> float:
        """The share of the judged articles that failed, changed their band or moved by 5 points or more."""
        # One article can do several of these; the larger of the two counts does not count it twice.
        counts = self.counts
        far = sum(counts[name] for name in DRIFT if name not in ("still", "up_1", "down_1"))
        return (counts["failed"] + max(far, counts["band_moved"])) / max(1, self.done)


@dataclass(frozen=True, slots=True)
class RulesetInForce:
    """Under which ruleset the stored articles stand, since when, and through which run."""

    version: str
    run_id: str
    before: str | None
    since: datetime
