"""Runs and rollbacks pass one after another: none changes what another one stands on."""

import asyncio
from dataclasses import replace

import pytest

from service.storage import ArticleFilter, RunConflictError, RunState


async def newest(desk):
    listed = await desk.store.articles(ArticleFilter(), limit=100)
    return {article.id: await desk.store.newest(article.id) for article, _ in listed}


@pytest.fixture
def harsher(harsh):
    """A third ruleset."""
    rules = {
        **harsh.rules,
        "CIT_ORPHAN_MARKER": replace(harsh.rule("CIT_ORPHAN_MARKER"), weight=100.0, cap=100.0),
    }
    return replace(harsh, version="harsher", rules=rules)


def test_a_run_begins_only_when_the_one_before_has_ended(at_desk, harsh, harsher):
    async def story(desk):
        await desk.fill(6)
        first = await desk.begin(harsh, drift_limit=0.0)
        with pytest.raises(RunConflictError, match=f"{first.id} is running"):
            await desk.begin(harsher)
        await desk.ledger.pause(first.id)
        with pytest.raises(RunConflictError, match="is paused"):
            await desk.begin(harsher)
        await desk.ledger.resume(first.id)
        assert (await desk.drain(first)).state is RunState.WAITING
        with pytest.raises(RunConflictError, match="is waiting"):
            await desk.begin(harsher)
        assert await desk.ledger.cancel(first.id)
        second = await desk.drain(await desk.begin(harsher, drift_limit=1.0))
        assert second.state is RunState.PUBLISHED
        assert {report.ruleset for report in (await newest(desk)).values()} == {"harsher"}

    at_desk(story)


def test_of_runs_that_begin_at_once_one_begins(at_desk, old):
    async def story(desk):
        await desk.fill(3)
        outcomes = await asyncio.gather(*(desk.begin(old) for _ in range(6)), return_exceptions=True)
        assert sum(isinstance(outcome, RunConflictError) for outcome in outcomes) == 5
        assert len(await desk.ledger.active()) == 1

    at_desk(story)


def test_publications_are_taken_back_newest_first(at_desk, harsh, harsher):
    async def story(desk):
        before = {report.article_id: report for report in await desk.fill(6)}
        first = await desk.drain(await desk.begin(harsh, drift_limit=1.0))
        under_first = await newest(desk)
        second = await desk.drain(await desk.begin(harsher, drift_limit=1.0))
        assert (await desk.ledger.standing()).before == "harsh"

        under_second = await newest(desk)
        with pytest.raises(RunConflictError, match=f"{second.id} was published after it"):
            await desk.ledger.roll_back(first.id)
        assert await newest(desk) == under_second
        assert (await desk.ledger.run(first.id)).state is RunState.PUBLISHED

        assert await desk.ledger.roll_back(second.id)
        assert await newest(desk) == under_first
        standing = await desk.ledger.standing()
        assert (standing.version, standing.run_id, standing.before) == ("harsh", first.id, None)

        assert await desk.ledger.roll_back(first.id)
        assert await newest(desk) == before
        assert await desk.ledger.standing() is None
        assert not await desk.ledger.roll_back(first.id)

    at_desk(story)


def test_what_a_run_under_way_stands_on_is_not_taken_back(at_desk, harsh, harsher):
    async def story(desk):
        await desk.fill(6)
        first = await desk.drain(await desk.begin(harsh, drift_limit=1.0))
        under_first = await newest(desk)
        second = await desk.begin(harsher, drift_limit=1.0)
        with pytest.raises(RunConflictError, match=f"{second.id} is running"):
            await desk.ledger.roll_back(first.id)
        assert await newest(desk) == under_first
        assert (await desk.drain(second)).state is RunState.PUBLISHED
        assert {report.ruleset for report in (await newest(desk)).values()} == {"harsher"}

    at_desk(story)
