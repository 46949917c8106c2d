"""Judges a range of stored articles again; runs in a process of its own, knows no database and no network."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import orjson

from scoring import Evidence, Ruleset
from service.reports.judging import report_on
from service.sealing import ENGINE, Labels
from service.storage.rescoring_records import NewReport, Outcome, StoredArticle
from service.submission import Submission

LONGEST_ERROR = 500


def rejudge(articles: Sequence[StoredArticle], ruleset: Ruleset, scored_at: datetime) -> list[Outcome]:
    """What each article comes to under a ruleset, from its stored text and evidence.

    The same articles, ruleset and time give the same bytes. An article whose judging raises is an outcome with
    its error; only what ends the process (or its memory) is left for the caller to notice.
    """
    return [_outcome(article, ruleset, scored_at) for article in articles]


def _outcome(article: StoredArticle, ruleset: Ruleset, scored_at: datetime) -> Outcome:
    if article.submission is None or article.evidence is None:
        return Outcome(article.article_id, skipped=True)
    try:
        return _judged(article, article.submission, article.evidence, ruleset, scored_at)
    except MemoryError:
        raise
    except Exception as error:
        said = f"{type(error).__name__}: {error}"[:LONGEST_ERROR].replace("\0", " ")
        return Outcome(article.article_id, article.report_id, error=said)


def _judged(
    article: StoredArticle, submission: str, evidence: str, ruleset: Ruleset, scored_at: datetime
) -> Outcome:
    labels = Labels(
        scored_at, _report_id(article, ruleset, scored_at), article.article_id, article.external_id
    )
    given = Submission.model_validate_json(submission).article()
    scored = report_on(given, Evidence.from_dict(orjson.loads(evidence)), ruleset, labels)
    if article.ruleset == ruleset.version and not article.refreshed:
        same = Labels(article.scored_at, article.report_id, article.article_id, article.external_id)
        if scored.body.under(same) == article.body:
            return Outcome(article.article_id, raised=scored.failed)
    record = scored.record(keep_evidence=False)
    before, after = _codes(article.body), Counter(found.code for found in scored.findings)
    return Outcome(
        article.article_id,
        article.report_id,
        NewReport(
            record.id,
            record.score,
            record.band,
            record.confidence,
            record.body,
            record.findings,
            evidence if article.refreshed else None,
        ),
        _change(article, scored.score),
        article.band,
        dict(after - before),
        dict(before - after),
        raised=scored.failed,
    )


def _change(article: StoredArticle, score: float | None) -> float | None:
    if article.score is None or score is None:
        return None
    return round(score - article.score, 4)


def _codes(body: bytes) -> Counter[str]:
    return Counter(finding["code"] for finding in orjson.loads(body).get("findings", ()))


def _report_id(article: StoredArticle, ruleset: Ruleset, scored_at: datetime) -> str:
    """The id of the report that replaces another one: the same however often it is made.

    A new run of the same release under the same ruleset comes to the same id, unless it judges by other evidence. It begins as the
    article's own id does, so that a range's reports lie side by side in the index.
    """
    told = f"{article.report_id} {ruleset.version} {ENGINE}" + (
        f" {scored_at.isoformat()}" if article.refreshed else ""
    )
    digest = hashlib.sha256(told.encode()).digest()
    try:
        beginning = UUID(article.article_id).bytes[:6]
    except ValueError:
        beginning = hashlib.sha256(article.article_id.encode()).digest()[:6]
    return str(UUID(bytes=beginning + bytes([0x70 | digest[0] & 0x0F]) + digest[1:2] + _variant(digest)))


def _variant(digest: bytes) -> bytes:
    return bytes([0x80 | digest[2] & 0x3F]) + digest[3:10]
