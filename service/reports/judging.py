"""One article's way to its report, the same for every entrance.

    article = read_article(submission.article(), ruleset)
    evidence = ...                       what the entrance knows, fetches or has stored of `article.lookups`
    scored = judge_read(article.document, evidence, ruleset, labels)

Where the evidence is there already, as in rescoring and replaying, `report_on` does both.
"""

from collections.abc import Callable
from dataclasses import dataclass

from scoring import Article, Document, Evidence, Fingerprint, Lookup, Report, Ruleset, fingerprint_of
from service.extensions import judge, read, wants
from service.reports.scored import Scored
from service.sealing import ENGINE, Labels

Reader = Callable[[Article], Document]
Judger = Callable[[Document, Evidence, Ruleset], Report]


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """An article that waits for its evidence: what is to be looked up for it, and the lines it is known by.

    `fingerprint` is None where the article is not compared with others.
    """

    document: Document
    lookups: tuple[Lookup, ...]
    fingerprint: Fingerprint | None


def read_article(
    article: Article, ruleset: Ruleset, *, compare: bool = True, reader: Reader = read
) -> ReadArticle:
    """Read an article, and say what a judge under `ruleset` would ask."""
    document = reader(article)
    fingerprint = fingerprint_of(document) if compare else None
    return ReadArticle(document, wants(document, ruleset), fingerprint)


def judge_read(
    document: Document,
    evidence: Evidence,
    ruleset: Ruleset,
    labels: Labels,
    engine: str | None = ENGINE,
    *,
    judger: Judger = judge,
) -> Scored:
    """Judge a document by its evidence and seal the report.

    Raises RulesetError where the ruleset was made for other checks or word lists than are installed.
    """
    return Scored.of(judger(document, evidence, ruleset), labels, engine)


def report_on(
    article: Article, evidence: Evidence, ruleset: Ruleset, labels: Labels, engine: str | None = ENGINE
) -> Scored:
    """Read and judge an article whose evidence is at hand. Raises RulesetError as `judge_read` does."""
    return judge_read(read(article), evidence, ruleset, labels, engine)
