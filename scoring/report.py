"""The answer about one article: score, band, confidence, and everything that led there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from scoring.check import Check
from scoring.document import Document, Span
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.policy import Band

# So many findings of one check are listed; the score and the families' counts know all of them.
MOST_LISTED = 100


class Coverage(StrEnum):
    """How much of a family could be checked."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class Judged:
    """One finding with its check and what it costs: `points` (0 or below) come back by fixing it alone.

    `loss` (0 or below) is its line of the bill. `level` is set where the finding speaks more or less strongly here than it and its check do.
    """

    check: Check
    finding: Finding
    points: float
    loss: float = 0.0
    level: Severity | None = None

    @property
    def severity(self) -> Severity:
        """The severity here, else the finding's own, else its check's."""
        return self.level or self.finding.severity or self.check.severity


@dataclass(frozen=True, slots=True)
class BillLine:
    """One line of the bill: `line` is support, unverified, particulars, wording or a finding's code; `points` are 0 or below."""

    line: str
    points: float
    why: str


@dataclass(frozen=True, slots=True)
class Unsourced:
    """A statement without a source, and its share of the line `support`, in points (0 or below)."""

    span: Span
    points: float


@dataclass(frozen=True, slots=True)
class Support:
    """How many statements of fact an article makes, how many of them have a source, and how many a look-up confirmed.

    `unsourced` are the others, dearest first.
    """

    statements: int = 0
    sourced: int = 0
    verified: int = 0
    unsourced: tuple[Unsourced, ...] = ()


@dataclass(frozen=True, slots=True)
class FamilyScore:
    """One family on its own: the `score` if nothing else counted, and the `points` it costs this article."""

    score: float | None
    points: float
    findings: int


@dataclass(frozen=True, slots=True)
class Account:
    """The score with everything that makes it up, as one formula works it out. Without a score there is no bill."""

    score: float | None
    findings: tuple[Judged, ...]
    families: Mapping[Family, FamilyScore]
    bill: tuple[BillLine, ...] = ()
    support: Support | None = None
    summary: str = ""


@dataclass(frozen=True, slots=True)
class CheckFailure:
    """A check that raised, and what it raised, for the service's log; the JSON of the report has the code alone."""

    code: str
    exception: Exception = field(compare=False)


@dataclass(frozen=True, slots=True)
class Report:
    """What `judge` says. `score` is None in the band INSUFFICIENT.

    `findings` are bounded; `unlisted` counts those that are left out, and the score knows all of them. `failed` lists
    checks that raised: a defect of ours, which lowers coverage and is never held against the article. 100 and the points of the `bill` are the score; `summary` says in one sentence why it is what it is.
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
    bill: tuple[BillLine, ...] = ()
    support: Support | None = None
    summary: str = ""
