"""A report after judging: the sealed bytes, and what storage, counters and the log take from it."""

import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Self

from scoring import Band, CheckFailure, Evidence, Report
from service.records import FindingRecord, ReportRecord
from service.sealing import ENGINE, Labels, SealedReport, seal
from service.showing import ShownReport

# Of the trace of a check that raised, so many characters are kept: its end says what happened.
LONGEST_TRACE = 4000


class FailedCheck(NamedTuple):
    """A check that raised, and its trace as text: an exception of others' code may not pass between processes."""

    code: str
    trace: str

    @classmethod
    def of(cls, failure: CheckFailure) -> Self:
        """What is told of a failure."""
        return cls(failure.code, "".join(traceback.format_exception(failure.exception))[-LONGEST_TRACE:])


@dataclass(frozen=True, slots=True)
class Scored:
    """One sealed report with what is kept and counted of it; `seconds` says how long each stage took.

    `shown` is the report as it is answered, where somebody waits for it. All of it is small, whatever the length of the article, so that it passes from one process to another.
    """

    labels: Labels
    ruleset: str
    score: float | None
    band: Band
    confidence: float
    findings: tuple[FindingRecord, ...]
    failed: tuple[FailedCheck, ...]
    evidence: Evidence
    body: SealedReport
    shown: ShownReport | None = None
    seconds: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, report: Report, labels: Labels, engine: str | None = ENGINE) -> Self:
        """Seal a report under its labels, by this release or by the one that is named."""
        findings = tuple(
            FindingRecord(number, found.check.code, found.check.family, found.severity, found.points)
            for number, found in enumerate(report.findings)
        )
        return cls(
            labels=labels,
            ruleset=report.ruleset,
            score=report.score,
            band=report.band,
            confidence=report.confidence,
            findings=findings,
            failed=tuple(map(FailedCheck.of, report.failed)),
            evidence=report.evidence,
            body=seal(report, labels, engine),
        )

    def record(self, *, keep_evidence: bool) -> ReportRecord:
        """The report as storage keeps it. Raises ValueError for one that was sealed without ids."""
        labels = self.labels
        if labels.id is None or labels.article_id is None:
            raise ValueError("a report is stored under ids of its own")
        return ReportRecord(
            id=labels.id,
            article_id=labels.article_id,
            ruleset=self.ruleset,
            scored_at=labels.scored_at,
            score=self.score,
            band=self.band.value,
            confidence=self.confidence,
            body=bytes(self.body),
            evidence=self.evidence.as_dict() if keep_evidence else None,
            findings=self.findings,
        )
