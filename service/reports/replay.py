"""Makes a stored report again from what is stored, without network or clock."""

from collections.abc import Mapping
from typing import Any

from scoring import AssayError, Evidence, Ruleset, RulesetError
from service.records import ArticleRecord, ReportRecord
from service.reports.judging import report_on
from service.sealing import Labels, SealedReport
from service.submission import Submission


class NotReplayableError(AssayError):
    """A stored report that cannot be made again, and why."""


def replay(article: ArticleRecord, report: ReportRecord, ruleset: Mapping[str, Any]) -> SealedReport:
    """The bytes of a stored report, made again.

    `article` carries the submission that this report judged, `ruleset` is the table that was kept under
    `report.ruleset`. The engine that is named in the report stays; another release than that one may come to other
    bytes. Raises NotReplayableError where the text or the evidence was not kept, or where the checks or word lists
    installed here are not those it was made by.
    """
    if article.submission is None or report.evidence is None:
        raise NotReplayableError("the text or the evidence of this report was not kept")
    submission = Submission.model_validate(article.submission)
    labels = Labels(report.scored_at, report.id, article.id, article.external_id)
    evidence = Evidence.from_dict(report.evidence)
    try:
        again = report_on(
            submission.article(),
            evidence,
            Ruleset.from_dict(ruleset),
            labels,
            SealedReport(report.body).engine,
        )
    except RulesetError as error:
        raise NotReplayableError(str(error)) from None
    return again.body
