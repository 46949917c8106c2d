"""The answer about one article: score, band, confidence, and everything that led there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from scoring.check import Check
from scoring.document import Document
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.policy import Band


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
        """The finding's own severity, else its check's."""
        return self.finding.severity or self.check.severity


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

    `findings` are bounded; `unlisted` counts those that are left out, and the score knows all of them. `failed` lists
    checks that raised: a defect of ours, which lowers coverage and is never held against the article.
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
    unlisted: int = 0
