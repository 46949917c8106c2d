"""A run from its start to its publication, and back."""

import pytest

from scoring import shipped
from service.reports.replay import replay
from service.storage import ArticleFilter, RunFilter, RunState


async def newest(desk):
    listed = await desk.store.articles(ArticleFilter(), limit=100)
    return {article.id: await desk.store.newest(article.id) for article, _ in listed}


def test_an_unchanged_ruleset_reproduces_every_report(at_desk, old):
    async def story(desk):
        before = {report.article_id: report for report in await desk.fill(23)}
        run = await desk.drain(await desk.begin(old))
        assert run.state is RunState.PUBLISHED
        progress = await desk.ledger.progress(run.id)
        assert progress.counts["same"] == progress.done == run.total == 23
        assert progress.chunks == {"fetch": 0, "open": 0, "done": 5, "split": 0}
        assert await newest(desk) == before

    at_desk(story)


def test_new_reports_stand_beside_the_old_ones_until_they_are_published(at_desk, harsh):
    async def story(desk):
        before = {report.article_id: report for report in await desk.fill(12)}
        run = await desk.drain(await desk.begin(harsh, drift_limit=0.0))
        assert run.state is RunState.WAITING
        assert await newest(desk) == before
        assert all([len(await desk.store.reports(id)) == 1 for id in before])
        progress = await desk.ledger.progress(run.id)
        assert progress.done == 12
        assert (
            sum(progress.counts[name] for name in ("down_20", "down_10", "down_5", "down_1", "still")) == 12
        )
        assert progress.drifted > 0

        assert await desk.ledger.publish(run.id)
        after = await newest(desk)
        assert {report.ruleset for report in after.values()} == {"harsh"}
        assert all(report.evidence == before[id].evidence for id, report in after.items())
        assert all(report.findings for report in after.values())
        assert all([len(await desk.store.reports(id)) == 2 for id in before])
        assert (await desk.ledger.standing()).version == "harsh"
        assert not await desk.ledger.publish(run.id)

        assert await desk.ledger.roll_back(run.id)
        assert await newest(desk) == before
        assert all([len(await desk.store.reports(id)) == 1 for id in before])
        assert await desk.ledger.standing() is None

    at_desk(story)


def test_a_second_run_under_the_same_ruleset_changes_no_byte(at_desk, harsh):
    async def story(desk):
        await desk.fill(12)
        first = await desk.drain(await desk.begin(harsh, drift_limit=1.0))
        assert first.state is RunState.PUBLISHED
        after_first = await newest(desk)
        second = await desk.drain(await desk.begin(harsh, drift_limit=0.0))
        assert second.state is RunState.PUBLISHED
        assert (await desk.ledger.progress(second.id)).counts["same"] == 12
        assert await newest(desk) == after_first

    at_desk(story)


def test_two_lanes_judge_every_article_once(at_desk, harsh):
    async def story(desk):
        await desk.fill(40)
        run = await desk.drain(await desk.begin(harsh, drift_limit=1.0), lanes=2)
        drifts = await desk.ledger.drifts(run.id, limit=100)
        assert len({row["article_id"] for row in drifts}) == len(drifts) == 40
        assert (await desk.ledger.progress(run.id)).done == 40

    at_desk(story)


def test_what_came_and_went_is_told_article_by_article(at_desk, old):
    from dataclasses import replace

    quiet = replace(
        old,
        version="quiet",
        rules={**old.rules, "CIT_ORPHAN_MARKER": replace(old.rule("CIT_ORPHAN_MARKER"), off=True)},
    )

    async def story(desk):
        await desk.fill(8)
        run = await desk.drain(await desk.begin(quiet))
        drifts = await desk.ledger.drifts(run.id)
        assert any(row["removed"] and row["removed"].get("CIT_ORPHAN_MARKER") for row in drifts)
        assert not any((row["added"] or {}).get("CIT_ORPHAN_MARKER") for row in drifts)

    at_desk(story)


@pytest.mark.parametrize(
    ("chosen", "count"),
    [
        (RunFilter(site="news.example"), 10),
        (RunFilter(site="other.example"), 0),
        (RunFilter(ruleset="2020.01"), 0),
        (RunFilter(code="CIT_ORPHAN_MARKER"), None),
    ],
)
def test_a_run_takes_only_what_was_chosen(at_desk, harsh, chosen, count):
    async def story(desk):
        reports = await desk.fill(10)
        expected = count
        if expected is None:
            expected = sum(any(f.code == chosen.code for f in report.findings) for report in reports)
        run = await desk.drain(await desk.begin(harsh, chosen=chosen, drift_limit=1.0))
        assert run.total == expected
        assert (await desk.ledger.progress(run.id)).done == expected

    at_desk(story)


def test_an_article_revised_meanwhile_keeps_its_newest_report(at_desk, harsh):
    from tests.service.jobs.conftest import stored

    async def story(desk):
        await desk.fill(6)
        run = await desk.drain(await desk.begin(harsh, drift_limit=0.0))
        article, report = stored(100, desk.ruleset, external_id="post-1")
        await desk.store.fill([(article, report)])
        await desk.ledger.publish(run.id)
        rulesets = sorted(report.ruleset for report in (await newest(desk)).values())
        assert rulesets == [desk.ruleset.version, *["harsh"] * 5]

    at_desk(story)


@pytest.mark.parametrize("first", ["2026.11"])
def test_an_archive_of_the_release_before_waits_is_published_and_rolled_back(at_desk, first):
    before_it, now = shipped(first), shipped()

    async def replayed(desk, reports):
        """How many reports come out byte for byte under the ruleset that each was made under."""
        same = 0
        for report in reports:
            article = await desk.store.article(report.article_id)
            table = await desk.store.ruleset(report.ruleset)
            same += replay(article, report, table) == report.body
        return same

    async def story(desk):
        desk.ruleset = before_it
        before = {report.article_id: report for report in await desk.fill(12)}
        run = await desk.drain(await desk.begin(now, drift_limit=0.1))
        assert run.state is RunState.WAITING
        progress = await desk.ledger.progress(run.id)
        assert progress.drifted > 0.5, "another formula is no small drift"
        drifts = await desk.ledger.drifts(run.id, limit=100)
        assert {row["article_id"] for row in drifts} == before.keys()
        assert await newest(desk) == before

        assert await desk.ledger.publish(run.id)
        after = await newest(desk)
        assert {report.ruleset for report in after.values()} == {now.version}
        both = [report for id in before for report in await desk.store.reports(id)]
        assert await replayed(desk, after.values()) == await replayed(desk, before.values()) == 12
        assert len(both) == 24

        assert await desk.ledger.roll_back(run.id)
        assert await newest(desk) == before

    at_desk(story)
