"""What goes wrong while a run is under way, and what becomes of it."""

import asyncio
import os
from contextlib import suppress

import pytest
import structlog

from service.jobs.draining import Drainer
from service.jobs.judging import JudgingFailedError, JudgingProcess
from service.storage import LeaseLostError, RunState, StoreBusyError
from tests.service.jobs.conftest import JudgeHere


class DiesOf(JudgeHere):
    """Stands in for a process that one article kills."""

    def __init__(self, poison):
        self.poison = poison

    async def judge(self, articles, ruleset, scored_at, still_here):
        if any(article.external_id == self.poison for article in articles):
            raise JudgingFailedError("the process that judged it died")
        return await super().judge(articles, ruleset, scored_at, still_here)


def test_an_article_that_kills_its_judge_is_found_and_fails_alone(at_desk, harsh):
    async def story(desk):
        await desk.fill(13)
        run = await desk.begin(harsh, drift_limit=1.0)
        run = await desk.drain(run, lanes=2, make_judge=lambda: DiesOf("post-7"))
        assert run.state is RunState.PUBLISHED
        progress = await desk.ledger.progress(run.id)
        assert (progress.done, progress.counts["failed"]) == (13, 1)
        assert progress.chunks["split"] == 2
        failed = [row for row in await desk.ledger.drifts(run.id) if row["error"]]
        assert [row["error"] for row in failed] == ["the process that judged it died"]
        assert failed[0]["report_id"] is None

    at_desk(story)


def test_an_article_that_cannot_be_read_fails_with_its_error_and_at_once(at_desk, harsh, monkeypatch):
    from service.reports import judging as reports_judging

    read = reports_judging.read

    def reads(article):
        if "notice 3." in article.body:
            raise RuntimeError("a letter too many")
        return read(article)

    async def story(desk):
        await desk.fill(8)
        monkeypatch.setattr(reports_judging, "read", reads)
        run = await desk.drain(await desk.begin(harsh, drift_limit=1.0))
        progress = await desk.ledger.progress(run.id)
        assert (progress.done, progress.counts["failed"], progress.chunks["split"]) == (8, 1, 0)
        errors = [row["error"] for row in await desk.ledger.drifts(run.id) if row["error"]]
        assert errors == ["RuntimeError: a letter too many"]

    at_desk(story)


class PausesAt(JudgeHere):
    """Does something to the run once it has judged so many ranges."""

    def __init__(self, after, act):
        self.left = after
        self.act = act

    async def judge(self, articles, ruleset, scored_at, still_here):
        self.left -= 1
        if self.left == 0:
            await self.act()
        return await super().judge(articles, ruleset, scored_at, still_here)


@pytest.mark.parametrize("how", ["pause", "cancel"])
def test_pause_and_cancel_act_within_one_range(at_desk, harsh, how):
    async def story(desk):
        before = {report.article_id: report for report in await desk.fill(30)}
        run = await desk.begin(harsh, drift_limit=1.0)
        act = getattr(desk.ledger, how)
        ended = await desk.drain(run, make_judge=lambda: PausesAt(2, lambda: act(run.id)))
        assert ended.state == {"pause": RunState.PAUSED, "cancel": RunState.CANCELLED}[how]
        assert (await desk.ledger.progress(run.id)).done == 10
        for id, report in before.items():
            assert (await desk.store.newest(id)) == report
        if how == "pause":
            assert await desk.ledger.resume(run.id)
            assert (await desk.drain(run)).state is RunState.PUBLISHED
            assert (await desk.ledger.progress(run.id)).done == 30
        else:
            assert not await desk.ledger.resume(run.id)

    at_desk(story)


def test_a_run_keeps_to_its_rate(at_desk, harsh):
    async def story(desk):
        await desk.fill(30)
        loop = asyncio.get_running_loop()
        begun = loop.time()
        run = await desk.begin(harsh, drift_limit=1.0, max_rate=20.0)
        assert run.chunk_size == 5
        await desk.drain(run, lanes=2)
        # The first range begins at once; the last one when the 25 before it have had their time.
        assert 1.2 < loop.time() - begun < 4

    at_desk(story)


def test_a_range_whose_holder_is_cancelled_is_done_by_the_next(at_desk, harsh):
    class Hangs(JudgeHere):
        async def judge(self, *given):
            await asyncio.sleep(60)

    async def story(desk):
        await desk.fill(12)
        run = await desk.begin(harsh, drift_limit=1.0)
        task = asyncio.create_task(desk.drain(run, make_judge=Hangs))
        await asyncio.sleep(0.3)
        assert (await desk.ledger.progress(run.id)).running == 1
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        assert (await desk.drain(run)).state is RunState.PUBLISHED
        drifts = await desk.ledger.drifts(run.id)
        assert len({row["article_id"] for row in drifts}) == len(drifts) == 12

    at_desk(story)


def test_whoever_lost_a_range_writes_nothing(sqlite_url, at_desk, harsh, request):
    if "postgres" in request.node.name:
        pytest.skip("a lock is not lost while its transaction lives")

    async def story(desk):
        from service.storage.rescoring import holding_sqlite

        await desk.fill(5)
        run = await desk.begin(harsh)
        await desk.ledger.hand_out(run.id)
        async with desk.ledger.hold(run, "one:1:0") as first:
            await desk.ledger.gate.write(lambda c: holding_sqlite.ranges.let_go(c, ["one:1:0"]))
            async with desk.ledger.hold(run, "two:1:0") as second:
                assert second.chunk.number == first.chunk.number
                with pytest.raises(LeaseLostError):
                    await first.finish([], 0.0)
                await second.finish([], 0.0)

    at_desk(story)


def test_an_attempt_that_the_database_cut_short_does_not_count(at_desk, harsh):
    class Interrupted(JudgeHere):
        left = 5

        async def judge(self, *given):
            if Interrupted.left:
                Interrupted.left -= 1
                raise StoreBusyError("the database went away")
            return await super().judge(*given)

    async def story(desk):
        Interrupted.left = 5
        await desk.fill(5)
        run = await desk.drain(await desk.begin(harsh, drift_limit=1.0), make_judge=Interrupted)
        assert run.state is RunState.PUBLISHED
        assert (await desk.ledger.progress(run.id)).chunks["split"] == 0

    import service.jobs.draining as draining

    before, draining.AFTER_FAULT = draining.AFTER_FAULT, 0.01
    try:
        at_desk(story)
    finally:
        draining.AFTER_FAULT = before


def test_a_judging_process_that_is_killed_is_replaced(old):
    from service.storage import StoredArticle
    from tests.service.jobs.conftest import DAY

    article = StoredArticle("a", None, None, "r", "x", DAY, None, "high", b"{}", None)

    async def story():
        async def still_here():
            pass

        judge = JudgingProcess()
        try:
            assert (await judge.judge([article], old, DAY, still_here))[0].skipped
            killed = judge.pid
            os.kill(killed, 9)
            with suppress(JudgingFailedError):
                await judge.judge([article], old, DAY, still_here)
            assert (await judge.judge([article], old, DAY, still_here))[0].skipped
            assert judge.pid != killed
        finally:
            await judge.end()

    asyncio.run(story())


def test_stopping_finishes_the_range_at_hand(at_desk, harsh):
    async def story(desk):
        await desk.fill(20)
        run = await desk.begin(harsh, drift_limit=1.0)

        async def stop():
            drainer.stop()

        drainer = Drainer(desk.ledger, 1, structlog.get_logger(), make_judge=lambda: PausesAt(2, stop))
        await drainer.run()
        progress = await desk.ledger.progress(run.id)
        assert (progress.done, progress.running) == (10, 0)
        assert (await desk.drain(run)).state is RunState.PUBLISHED

    at_desk(story)
