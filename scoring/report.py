"""The answer about one article: score, band, confidence, and everything that led there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from scoring.check import Check
from scoring.document import Document
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity


class Band(StrEnum):
    """The score in one word; the cut-offs are those of `BANDS`."""

    HIGH = "high"
    MIXED = "mixed"
    WEAK = "weak"
    LOW = "low"
    INSUFFICIENT = "insufficient"


# The lowest score of each band, best first.
BANDS = ((Band.HIGH, 75.0), (Band.MIXED, 60.0), (Band.WEAK, 40.0), (Band.LOW, 0.0))


class Coverage(StrEnum):
    """How much of a family could be checked."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class Judged:
    """One finding with its check and what it costs: `points` (0 or below) come back by fixing it alone."""

    check: Check
    finding: Finding
    points: float

    @property
    def severity(self) -> Severity:
        """The check's severity."""
        return self.check.severity


@dataclass(frozen=True, slots=True)
class FamilyScore:
    """One family on its own: the `score` if nothing else counted, and the `points` it costs this article."""

    score: float | None
    points: float
    findings: int


@dataclass(frozen=True, slots=True)
class CheckFailure:
    """A check that raised, and what it raised, for the service's log; the JSON of the report has the code alone."""

    code: str
    exception: Exception = field(compare=False)


@dataclass(frozen=True, slots=True)
class Report:
    """What `judge` says. `score` is None in the band INSUFFICIENT.

    `failed` lists checks that raised: a defect of ours, which lowers coverage and is never held against
    the article.
    """

    document: Document
    evidence: Evidence
    ruleset: str
    score: float | None
    band: Band
    confidence: float
    coverage: Mapping[Family, Coverage]
    families: Mapping[Family, FamilyScore]
    findings: tuple[Judged, ...]
    failed: tuple[CheckFailure, ...] = ()


def band_of(score: float) -> Band:
    """The band that a score falls into."""
    return next(band for band, lowest in BANDS if score >= lowest)
