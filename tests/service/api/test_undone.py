"""Nothing that was acknowledged is undone: not by a look that comes late, not by another process, not by a full disk."""

import asyncio
import os
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import httpx
import pytest

from scoring import LinkEvidence, Verdict
from service.app import create_app
from service.intake import Intake
from service.rechecks import LEASE
from service.storage import Share, StoreBusyError, engines

HOOK = "https://cms.example-press.org/assay"


class Web:
    """Every page resolves, once its gate is open; `asked` tells that somebody waits at it."""

    def __init__(self):
        self.gate = asyncio.Event()
        self.asked = asyncio.Event()

    async def find(self, lookup, before):
        self.asked.set()
        await self.gate.wait()
        return LinkEvidence(Verdict.RESOLVES, "title", 200, checked_at=datetime.now(UTC).isoformat())


@pytest.fixture
def citing(article):
    """A submission of a known article with one link."""
    link = '<a href="https://board.norrvik-water.org/minutes">minutes</a>'
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in article["text"].split("\n\n"))
    html = f"{paragraphs}<p>The board published its {link}.</p>"
    rest = {name: value for name, value in article.items() if name != "text"}
    return {**rest, "html": html, "site": "news.example", "external_id": "lock"}


@pytest.fixture
def revision(article):
    """The same article with another text, without links."""
    text = f"{article['text']}\n\nThis is the second revision."
    return {**article, "text": text, "site": "news.example", "external_id": "lock"}


@pytest.fixture
def looks(monkeypatch):
    """How many looks have ended, as a semaphore to wait at."""
    ended = asyncio.Semaphore(0)
    recheck = Intake.recheck

    async def counted(self, look):
        try:
            await recheck(self, look)
        finally:
            ended.release()

    monkeypatch.setattr(Intake, "recheck", counted)
    return ended


async def late(client, web, submission, **headers):
    """Submit an article whose look-ups do not come back, and wait until its look is under way."""
    answer = await client.post("/v1/articles", json=submission, headers={"Prefer": "wait=0", **headers})
    assert answer.status_code == 202, answer.text
    for _ in range(500):
        if (
            await client.services.store.due_rechecks(datetime.now(UTC), datetime.now(UTC), Share(1, 1))
        ) == []:
            break
        # To ask is to take: what was taken here is free again at once, and the service is told to take it.
        client.services.rechecks.nudge()
        await asyncio.sleep(0.01)
    await asyncio.wait_for(web.asked.wait(), 10)
    return answer.headers["location"]


@asynccontextmanager
async def another_process(client, parts):
    """A second service on the same database, which shares nothing else with the first."""
    app = create_app(client.services.settings.model_copy(), **parts)
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as other:
            yield other


def test_an_article_erased_while_it_is_looked_at_stays_erased(in_either_service, citing, outside, looks):
    web = Web()

    async def story(client):
        place = await late(client, web, citing)
        assert (await client.delete(place)).status_code == 204
        web.gate.set()
        await asyncio.wait_for(looks.acquire(), 10)
        assert (await client.get(place)).status_code == 404
        assert (await client.get("/v1/articles")).json()["articles"] == []
        assert await client.services.store.followups_waiting() == (0, 0)

    in_either_service(story, parts={"open_outside": outside(web)})


def test_an_article_erased_while_it_is_judged_again_stays_erased(in_either_service, citing, outside, problem):
    web = Web()

    async def story(client):
        web.gate.set()
        place = (await client.post("/v1/articles", json=citing)).headers["location"]
        web.gate.clear()
        web.asked.clear()
        wait = {"Prefer": "wait=20", "Idempotency-Key": "again"}
        again = asyncio.create_task(client.post(f"{place}/rescore", headers=wait))
        await web.asked.wait()
        assert (await client.delete(place)).status_code == 204
        web.gate.set()
        problem(await again, 404, "not-found")
        assert (await client.get(place)).status_code == 404

    in_either_service(story, parts={"open_outside": outside(web)})


def test_a_revision_does_not_wait_for_a_look_and_outlives_it(
    in_either_service, citing, revision, outside, looks
):
    web = Web()

    async def story(client):
        place = await late(client, web, citing)
        revised = await asyncio.wait_for(client.post("/v1/articles", json=revision), 10)
        assert (revised.status_code, revised.headers["location"]) == (201, place)
        web.gate.set()
        await asyncio.wait_for(looks.acquire(), 10)
        now = await client.get(place, params={"include": "text"})
        assert "second revision" in now.json()["text"]
        assert now.json()["id"] == revised.json()["id"]

    in_either_service(story, parts={"open_outside": outside(web)})


def test_a_revision_in_another_process_outlives_a_look(in_either_service, citing, revision, outside, looks):
    web = Web()
    parts = {"open_outside": outside(web)}

    async def story(client):
        place = await late(client, web, citing)
        async with another_process(client, parts) as other:
            revised = await other.post("/v1/articles", json=revision)
            assert (revised.status_code, revised.headers["location"]) == (201, place)
            web.gate.set()
            await asyncio.wait_for(looks.acquire(), 10)
            now = await other.get(place, params={"include": "text"})
        assert "second revision" in now.json()["text"]
        assert revised.json()["id"] == now.json()["id"]

    in_either_service(story, parts=parts)


def test_two_processes_revise_one_article_at_once_and_both_are_answered(in_either_service, article, outside):
    web = Web()
    parts = {"open_outside": outside(web)}

    def text(number):
        fields = {"site": "news.example", "external_id": "lock"}
        return {**article, "text": f"{article['text']} Revision {number}.", **fields}

    async def story(client):
        web.gate.set()
        async with another_process(client, parts) as other:
            posts = [
                asyncio.create_task(one.post("/v1/articles", json=text(n)))
                for n in range(8)
                for one in (client, other)
            ]
            answers = await asyncio.gather(*posts)
        assert {answer.status_code for answer in answers} <= {200, 201}
        assert len({answer.headers["location"] for answer in answers}) == 1
        assert len((await client.get("/v1/articles")).json()["articles"]) == 1
        # Each text has one report, whichever process came first.
        reports = (await client.get(f"{answers[0].headers['location']}/reports")).json()["reports"]
        assert len({report["id"] for report in reports}) == len(reports) >= 8

    in_either_service(story, parts=parts)


def test_an_article_is_not_stored_without_the_looks_that_it_needs(
    in_either_service, citing, outside, monkeypatch
):
    web = Web()

    async def story(client):
        headers = {"Prefer": "wait=0", "Idempotency-Key": "k1"}

        def cut(*_):
            raise RuntimeError("the lights went out")

        with monkeypatch.context() as dark:
            dark.setattr("service.storage.followups.schedule", cut)
            assert (await client.post("/v1/articles", json=citing, headers=headers)).status_code == 500
        again = await client.post("/v1/articles", json=citing, headers=headers)
        assert again.status_code == 202
        assert await client.services.store.followups_waiting() == (1, 0)

    in_either_service(story, parts={"open_outside": outside(web)})


def test_a_late_report_is_not_stored_without_the_message_that_tells_of_it(
    in_either_service, citing, outside, looks, monkeypatch, letterbox
):
    web, box = Web(), letterbox()

    async def story(client):
        def cut(*_):
            raise RuntimeError("the lights went out")

        with monkeypatch.context() as dark:
            dark.setattr("service.storage.followups.announce", cut)
            place = await late(client, web, {**citing, "callback_url": HOOK})
            first = (await client.get(place)).json()["id"]
            web.gate.set()
            await asyncio.wait_for(looks.acquire(), 10)
        assert (await client.get(place)).json()["id"] == first
        # The look is due again when the lease of the process that died with it has run out.
        assert await client.services.store.followups_waiting() == (1, 0)
        rechecks = client.services.rechecks
        clock = rechecks._now
        rechecks._now = lambda: clock() + LEASE
        while not box.taken:
            rechecks.nudge()
            await asyncio.sleep(0.02)
        assert len(box.taken) == 1
        assert (await client.get(place)).json()["id"] != first

    in_either_service(story, parts={"open_outside": outside(web, box)})


def test_a_full_disk_is_told_as_busy_and_leaves_no_traceback(
    in_service, article, problem, monkeypatch, capsys
):
    async def story(client):
        made = await client.post("/v1/articles", json=article)

        def bound(connection):
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            monkeypatch.setitem(engines.SQLITE_PRAGMAS, "max_page_count", str(pages))
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")

        await client.services.store.gate.write(bound)
        for number in range(20):
            long = {**article, "text": f"{article['text']}\n\n" * 20 + f"Number {number}."}
            answer = await client.post("/v1/articles", json=long, headers={"Idempotency-Key": f"k{number}"})
            told = problem(answer, 503, "overloaded")
            assert "full" in told["detail"]
            assert int(answer.headers["retry-after"]) >= 1
        assert (await client.get(made.headers["location"])).status_code == 200
        monkeypatch.delitem(engines.SQLITE_PRAGMAS, "max_page_count")

    in_service(story, log_level="info")
    logged = capsys.readouterr().err
    assert "Traceback" not in logged
    assert logged.count("database_refuses_writes") == 1


def test_a_full_disk_is_not_ready_and_an_erasure_there_is_busy(
    in_service, article, problem, monkeypatch, capsys
):
    async def story(client):
        made = await client.post("/v1/articles", json=article)

        async def full(self, *what):
            raise StoreBusyError("the disk that holds the database is full")

        monkeypatch.setattr(type(client.services.store.gate), "write", full)
        answer = await client.delete(made.headers["location"])
        problem(answer, 503, "overloaded")
        assert answer.headers["retry-after"]
        client.services.store.gate.outage.begins("the disk that holds the database is full")
        answer = await client.get("/readyz")
        problem(answer, 503, "not-ready")
        assert answer.headers["retry-after"]
        monkeypatch.undo()
        assert (await client.get("/readyz")).status_code == 200

    in_service(story)
    assert "Traceback" not in capsys.readouterr().err


def test_a_database_file_that_was_removed_takes_nothing_that_would_be_lost(
    in_service, article, problem, sqlite_url
):
    async def story(client):
        os.unlink(sqlite_url.removeprefix("sqlite:///"))
        problem(await client.post("/v1/articles", json=article), 503, "overloaded")
        problem(await client.get("/readyz"), 503, "not-ready")
        assert (await client.get("/healthz")).status_code == 200

    in_service(story)
