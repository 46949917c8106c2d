"""An archive of small articles on each database, a ledger over it, and rulesets to judge it by."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import structlog

from scoring import Evidence, Ruleset, shipped
from service.jobs.draining import Drainer
from service.jobs.rejudging import rejudge
from service.jobs.starting import begin
from service.reports.judging import report_on
from service.sealing import Labels
from service.settings import Settings
from service.storage import ArticleRecord, LedgerStore, ReportRecord, Run, Store, ledger_on, open_store
from service.submission import Submission

DAY = datetime(2026, 11, 20, 8, tzinfo=UTC)
SENTENCES = (
    "The harbour board of Saltby met on Tuesday and put off the repair of the western pier until the spring.",
    "“We would rather wait than pay for two cranes,” said Marit Oduya, who chairs the board.[3]",
    "Analysts say that the price of stone will fall before the summer is over.",
    "According to a study, about 41 percent of the ferries were late last year.",
    "The council of Norrvik counted 23 boats in the basin and asked for a survey of the shore.",
    "Experts believe that the lock cannot be kept shut for longer than six weeks.",
    "A spokesman for the union told the meeting on 31 February 2026 that nothing had been decided.",
    "The board will hear an engineer in October and set aside 400,000 kroner for the gates.",
)


def text_of(number: int) -> str:
    """An article of some 150 words, unlike the others."""
    lines = [SENTENCES[(number * 3 + place * (1 + number % 3)) % len(SENTENCES)] for place in range(10)]
    return (
        "\n\n".join(" ".join(lines[at : at + 2]) for at in range(0, 10, 2)) + f"\n\nThis is notice {number}."
    )


def stored(number: int, ruleset: Ruleset, **fields: Any) -> tuple[ArticleRecord, ReportRecord]:
    """An article with its report, as the service would store it."""
    given = {
        "text": text_of(number),
        "language": "en",
        "site": "news.example",
        "external_id": f"post-{number}",
    }
    submission = Submission.model_validate(given | fields)
    received = DAY + timedelta(seconds=number)
    ids = [str(UUID(int=(kind << 100) | (7 << 76) | (2 << 62) | number)) for kind in (1, 2)]
    article = ArticleRecord(
        id=ids[0],
        site=submission.site,
        external_id=submission.external_id,
        content_hash=submission.content_hash,
        title=None,
        url=None,
        submission=submission.stored(),
        received_at=received,
    )
    labels = Labels(received, ids[1], ids[0], submission.external_id)
    scored = report_on(submission.article(), Evidence(as_of=received), ruleset, labels)
    return article, scored.record(keep_evidence=True)


@pytest.fixture
def old() -> Ruleset:
    """The ruleset that the archive was judged by."""
    return shipped()


@pytest.fixture
def harsh(old: Ruleset) -> Ruleset:
    """One that takes a mark without an entry far more seriously."""
    rules = {**old.rules, "CIT_ORPHAN_MARKER": replace(old.rule("CIT_ORPHAN_MARKER"), weight=60.0, cap=60.0)}
    return replace(old, version="harsh", rules=rules)


@pytest.fixture
def small() -> Settings:
    """Settings with ranges of five articles."""
    return Settings(_env_file=None, rescore_chunk=5)


class JudgeHere:
    """Judges in this process: starting one under pytest takes most of a second."""

    async def judge(self, articles: Any, ruleset: Ruleset, scored_at: datetime, still_here: Any) -> Any:
        return rejudge(articles, ruleset, scored_at)

    async def ready(self) -> None:
        pass

    async def end(self) -> None:
        pass


class Desk:
    """A store, a ledger and what they hold, for a story."""

    def __init__(
        self, url: str, store: Store, ledger: LedgerStore, ruleset: Ruleset, settings: Settings
    ) -> None:
        self.url = url
        self.store = store
        self.ledger = ledger
        self.ruleset = ruleset
        self.settings = settings

    async def fill(self, count: int, **fields: Any) -> list[ReportRecord]:
        """Store so many articles."""
        await self.ledger.keep_ruleset(self.ruleset.version, self.ruleset.as_dict())
        pairs = [stored(number, self.ruleset, **fields) for number in range(count)]
        await self.store.fill(pairs)
        return [report for _, report in pairs]

    async def begin(self, ruleset: Ruleset, **given: Any) -> Run:
        """Write a run down."""
        return await begin(self.ledger, ruleset, self.settings, created_by="a test", **given)

    async def drain(self, run: Run, lanes: int = 1, **given: Any) -> Run:
        """Work until the run ends."""
        parts = {"make_judge": JudgeHere} | given
        await Drainer(self.ledger, lanes, structlog.get_logger(), only=run.id, **parts).run()
        ended = await self.ledger.run(run.id)
        assert ended is not None
        return ended


@pytest.fixture
def at_desk(database_url: str, old: Ruleset, small: Settings) -> Callable[..., Any]:
    """Run a story, an async function of a desk, to its end, on each database."""

    def run(story: Callable[[Desk], Awaitable[Any]], **given: Any) -> Any:
        async def told() -> Any:
            settings = small.model_copy(update=given)
            async with open_store(database_url, ranges=4) as store:
                desk = Desk(database_url, store, ledger_on(store.gate), old, settings)
                return await story(desk)

        return asyncio.run(told())

    return run
