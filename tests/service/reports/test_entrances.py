"""Whichever door an article comes by, the same article and evidence give the same report, byte for byte."""

import asyncio
import json
from datetime import UTC, datetime

import orjson
import pytest

from service.cli.inputs import Input, Kind
from service.cli.progress import make_bar
from service.cli.scoring import Task
from service.cli.storing import store_all
from service.formats import make_format
from service.formats.names import FormatName
from service.intake import Intake
from service.jobs.draining import Drainer
from service.jobs.rejudging import rejudge
from service.jobs.starting import begin
from service.logs import open_log
from service.metrics import Metrics
from service.pipeline import Pipeline, inline
from service.presenting import Presenter
from service.reports.replay import replay
from service.resolve import OfflineResolver
from service.rulesets import load_ruleset
from service.sealing import Labels, SealedReport
from service.settings import Settings
from service.showing import show
from service.storage import ArticleFilter, StoredArticle, ledger_on, migrate, open_store
from service.submission import Submission
from service.templates import Templates

NOW = datetime(2026, 11, 20, tzinfo=UTC)
ARTICLE = {
    "text": (
        "Saltby votes for a new ferry pier\n\n"
        "The council of Saltby voted on Tuesday to build a second pier.[3] Analysts say that the price of stone "
        "will fall before the summer is over, and according to a study 41 percent of the ferries were late.\n\n"
        "“We would rather wait than pay for two cranes,” said Marit Oduya, who chairs the harbour board. A "
        "spokesman told the meeting on 31 February 2026 that nothing had been decided about the western shore.\n\n"
    )
    * 2,
    "language": "en",
    "title": "Saltby votes",
    "site": "saltby.example",
    "external_id": "post-7",
}
PLAIN = Labels(NOW)


class JudgeHere:
    """Judges in this process."""

    async def judge(self, articles, ruleset, scored_at, still_here):
        return rejudge(articles, ruleset, scored_at)

    async def ready(self):
        pass

    async def end(self):
        pass


def plain(body: bytes) -> bytes:
    """A report without what tells one door from another: its ids and its time."""
    return SealedReport(body).under(PLAIN)


@pytest.fixture
def task() -> Task:
    return Task(
        format=make_format(FormatName.JSONL, several=False, ruleset="-"),
        ruleset=load_ruleset(None),
        as_of=NOW,
        ignore_unknown=False,
        limit=10**6,
        most_chars=10**6,
    )


def given() -> Input:
    return Input("a.json", Kind.JSON, data=json.dumps(ARTICLE).encode())


def test_every_entrance_comes_to_the_same_bytes(sqlite_url, tmp_path, task):
    from service.cli.scoring import score_one

    told = {}
    scored = score_one(given(), task)
    assert scored.error is None
    shown = {"assay score": scored.part.body.rstrip(b"\n")}

    elsewhere = f"sqlite:///{tmp_path}/filled.sqlite3"
    migrate(elsewhere)
    settings = Settings(_env_file=None, database_url=elsewhere, offline=True, log_level="error")
    filled = store_all([given()], task, 1, settings, make_bar(1, True, "storing"))
    assert (filled.stored, filled.failed) == (1, 0)

    async def stored(url):
        async with open_store(url) as store:
            ((article, _),) = await store.articles(ArticleFilter())
            article, report = await store.article(article.id), await store.newest(article.id)
            rules = await store.ruleset(report.ruleset)
            assert replay(article, report, rules) == report.body
            return report.body

    told["assay score --store"] = asyncio.run(stored(elsewhere))

    async def served():
        submission = Submission.model_validate(ARTICLE)
        own = settings.model_copy(update={"database_url": sqlite_url})
        with open_log(own) as log:
            async with open_store(sqlite_url) as store:
                ledger = ledger_on(store.gate)
                pipeline = Pipeline(OfflineResolver(), task.ruleset, templates=Templates(store))
                await store.keep_ruleset(task.ruleset.version, task.ruleset.as_dict())
                presenter = Presenter(store, inline, inline)
                intake = Intake(
                    store, pipeline, presenter, Metrics(task.ruleset.version), log, now=lambda: NOW
                )
                shown["POST /v1/preview"] = await intake.preview(submission)
                first = await intake.submit(submission)
                assert first.shown == show(first.report.body, ARTICLE["text"])
                assert await presenter.shown([first.report], {}) == [first.shown]
                told["POST /v1/articles"] = first.report.body
                again = await intake.rescore(first.article.id)
                told["POST /v1/articles/{id}/rescore"] = again.report.body
                run = await begin(ledger, task.ruleset, own, created_by="a test")
                await Drainer(ledger, 1, log, only=run.id, make_judge=JudgeHere).run()
                counts = (await ledger.progress(run.id)).counts
                assert (counts["judged"], counts["same"]) == (1, 1)
                newest, record = again.report, again.article
                kept = StoredArticle(
                    article_id=record.id,
                    external_id=record.external_id,
                    report_id=newest.id,
                    submission=orjson.dumps(record.submission).decode(),
                    ruleset=newest.ruleset,
                    scored_at=newest.scored_at,
                    score=newest.score,
                    band=newest.band,
                    body=newest.body,
                    evidence=orjson.dumps(newest.evidence).decode(),
                    # What was asked anew is written anew, whatever came of it.
                    refreshed=True,
                )
                (outcome,) = rejudge([kept], task.ruleset, datetime(2026, 12, 1, tzinfo=UTC))
                told["rescoring with fresh evidence"] = outcome.report.body

    asyncio.run(served())
    told["replay"] = asyncio.run(stored(sqlite_url))
    assert orjson.loads(told["POST /v1/articles"])["findings"]
    assert {name: plain(body) for name, body in told.items()} == dict.fromkeys(
        told, plain(told["POST /v1/articles"])
    )
    # A command line calls a report by its file; `plain` knows no external id.
    nameless = {
        name: {**orjson.loads(memoryview(body)), "id": None, "external_id": None}
        for name, body in shown.items()
    }
    told_of = show(plain(told["POST /v1/articles"]), ARTICLE["text"]).members()
    assert nameless == dict.fromkeys(shown, told_of)
