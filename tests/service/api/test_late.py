"""Look-ups that take longer than a caller waits are finished later, and told of."""

import asyncio
import base64
import json
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from standardwebhooks.webhooks import Webhook

from scoring import LinkEvidence, Verdict
from service.resolve.door import FetchFailedError, UrlRefusedError
from service.storage import Announcement, FollowUp

SECRET = f"whsec_{base64.b64encode(b'k' * 24).decode()}"
HOOK = "https://cms.example-press.org/assay"


class Web:
    """Every page resolves, once the gate is open."""

    def __init__(self):
        self.gate = asyncio.Event()
        self.verdict = Verdict.RESOLVES

    async def find(self, lookup, before):
        await self.gate.wait()
        return LinkEvidence(self.verdict, "a_reason", 200, checked_at=datetime.now(UTC).isoformat())


@pytest.fixture
def citing(article):
    """A submission with one link."""
    text = article.pop("text").split("\n\n")
    link = '<a href="https://board.norrvik-water.org/minutes">minutes</a>'
    html = "".join(f"<p>{paragraph}</p>" for paragraph in text) + f"<p>The board published its {link}.</p>"
    return {**article, "html": html}


async def until(check):
    for _ in range(500):
        if found := await check():
            return found
        await asyncio.sleep(0.02)
    raise TimeoutError


async def verdicts(client, id):
    report = (await client.get(f"/v1/articles/{id}")).json()
    return {citation["verdict"] for citation in report["citations"] if citation["kind"] == "link"}, report


def test_a_late_article_is_answered_with_202_and_completed(in_either_service, citing, outside):
    web = Web()

    async def story(client):
        answer = await client.post("/v1/articles", json=citing, headers={"Prefer": "wait=0"})
        assert answer.status_code == 202
        assert answer.headers["preference-applied"] == "wait=0"
        assert int(answer.headers["retry-after"]) > 0
        report = answer.json()
        assert report["coverage"]["citations"] in ("offline", "partial")
        assert answer.headers["location"] == f"/v1/articles/{report['article_id']}"
        web.gate.set()

        async def complete():
            found, report_now = await verdicts(client, report["article_id"])
            return report_now if found == {"resolves"} else None

        done = await until(complete)
        assert done["coverage"]["citations"] == "complete"
        assert done["id"] != report["id"]
        again = await client.post("/v1/articles", json=citing)
        assert (again.status_code, again.json()["id"]) == (200, done["id"])

    in_either_service(story, parts={"open_outside": outside(web)})


def test_an_article_whose_pages_answer_in_time_is_complete_at_once(in_service, citing, outside):
    web = Web()
    web.gate.set()

    async def story(client):
        answer = await client.post("/v1/articles", json=citing)
        assert answer.status_code == 201
        assert (await verdicts(client, answer.json()["article_id"]))[0] == {"resolves"}
        assert await client.services.store.followups_waiting() == (0, 0)

    in_service(story, parts={"open_outside": outside(web)})


def test_whoever_gave_a_callback_is_told_with_a_signature(in_service, citing, outside, letterbox):
    web, box = Web(), letterbox()

    async def story(client):
        named = {"site": "norrvik.org", "external_id": "7", "id": "mine"}
        submission = {**citing, **named, "callback_url": HOOK}
        answer = await client.post("/v1/articles", json=submission, headers={"Prefer": "respond-async"})
        assert answer.status_code == 202
        assert answer.headers["preference-applied"] == "respond-async"
        assert not box.taken
        web.gate.set()

        async def told():
            return box.taken

        ((url, body, headers),) = await until(told)
        assert url == HOOK
        message = Webhook(SECRET).verify(body, dict(headers))
        assert (message["type"], message["timestamp"][-1]) == ("report.final", "Z")
        told = message["data"]
        assert (told["site"], told["external_id"], told["id"]) == ("norrvik.org", "7", "mine")
        assert told["final"] is True
        assert told["article_id"] == answer.json()["article_id"]
        assert told["report"]["coverage"]["citations"] == "complete"
        assert told["report"] == (await client.get(answer.headers["location"])).json()

    in_service(story, parts={"open_outside": outside(web, box)}, webhook_secret=SECRET)


@pytest.mark.parametrize(
    ("answers", "left", "outcome"),
    [
        ([503], 1, "postponed"),
        ([410], 0, "gone"),
        ([FetchFailedError("timeout")], 1, "postponed"),
        ([UrlRefusedError("private_address")], 0, "unsafe"),
        ([204], 0, "delivered"),
    ],
    ids=["busy", "gone", "unreached", "unsafe", "taken"],
)
def test_what_becomes_of_a_message(in_service, citing, outside, letterbox, answers, left, outcome):
    web, box = Web(), letterbox(*answers)

    async def story(client):
        submission = {**citing, "callback_url": HOOK}
        await client.post("/v1/articles", json=submission, headers={"Prefer": "wait=0"})
        web.gate.set()

        async def counted():
            line = f'assay_webhooks_total{{outcome="{outcome}"}} 1.0'
            return line in (await client.get("/metrics")).text

        await until(counted)
        assert (await client.services.store.followups_waiting())[1] == left

    in_service(story, parts={"open_outside": outside(web, box)})


def test_a_preview_stores_nothing_and_waits_no_longer_than_it_was_told(in_service, citing, outside):
    async def story(client):
        answer = await client.post("/v1/preview", json=citing, headers={"Prefer": "wait=0"})
        assert answer.status_code == 200
        assert await client.services.store.followups_waiting() == (0, 0)
        assert (await client.get("/v1/articles")).json()["articles"] == []

    in_service(story, parts={"open_outside": outside(Web())})


def test_a_rescore_asks_again(in_service, citing, outside):
    web = Web()
    web.gate.set()

    async def story(client):
        made = await client.post("/v1/articles", json=citing)
        web.verdict = Verdict.BLOCKED
        again = await client.post(f"{made.headers['location']}/rescore")
        assert {row["verdict"] for row in again.json()["citations"] if row["kind"] == "link"} == {"blocked"}

    in_service(story, parts={"open_outside": outside(web)})


def test_a_page_that_fails_for_now_is_looked_at_again_later(in_service, citing, outside):
    web = Web()
    web.gate.set()
    web.verdict = Verdict.TRANSIENT

    async def story(client):
        answer = await client.post("/v1/articles", json=citing)
        assert answer.status_code == 201
        assert await client.services.store.followups_waiting() == (1, 0)

    in_service(story, parts={"open_outside": outside(web)})


def test_where_no_text_is_kept_nothing_is_late(in_service, citing, outside):
    async def story(client):
        answer = await client.post("/v1/articles", json=citing, headers={"Prefer": "wait=0"})
        assert answer.status_code == 201
        assert await client.services.store.followups_waiting() == (0, 0)

    in_service(story, parts={"open_outside": outside(Web())}, store_text=False)


def test_a_callback_must_be_a_web_address(in_service, article, problem):
    async def story(client):
        answer = await client.post("/v1/articles", json={**article, "callback_url": "file:///etc/passwd"})
        told = problem(answer, 422, "invalid")
        assert "callback_url" in json.dumps(told["errors"])

    in_service(story)


def test_an_article_with_too_many_look_ups_says_how_many_were_not_made(in_service, article, outside):
    web = Web()
    web.gate.set()
    text = article.pop("text")
    links = " ".join(
        f'<a href="https://board.norrvik-water.org/{number}">{number}</a>' for number in range(250)
    )
    html = "".join(f"<p>{part}</p>" for part in text.split("\n\n")) + f"<p>The papers: {links}</p>"

    async def story(client):
        answer = await client.post("/v1/articles", json={**article, "html": html})
        report = answer.json()
        assert answer.status_code == 201
        assert report["lookups_left_out"] == 50
        assert report["coverage"]["citations"] == "partial"
        found = [row["verdict"] for row in report["citations"] if row["kind"] == "link"]
        assert (found.count("resolves"), found.count("unchecked")) == (200, 50)
        assert await client.services.store.followups_waiting() == (0, 0)

    in_service(story, parts={"open_outside": outside(web)})


def test_a_message_does_not_wait_for_the_looks_at_other_articles(in_service, citing, outside, letterbox):
    web, box = Web(), letterbox()

    async def story(client):
        submission = {**citing, "callback_url": HOOK}
        made = await client.post("/v1/articles", json=submission, headers={"Prefer": "wait=0"})
        article_id = made.json()["article_id"]
        store = client.services.store
        article, newest = await store.article(article_id), await store.newest(article_id)
        # The look at the article is under way, and nobody answers it.
        message = Announcement("m1", article_id, HOOK, newest.body, datetime.now(UTC))
        await store.save(article, None, replaces=article.content_hash, follow_up=FollowUp(message=message))

        async def told():
            return box.taken

        client.services.rechecks.nudge()
        assert await until(told)
        assert not web.gate.is_set()
        web.gate.set()

    in_service(story, parts={"open_outside": outside(web, box)})


class SilentLetterbox:
    """Takes every message and answers none but those to one place."""

    def __init__(self, answers_at):
        self.answers_at = answers_at
        self.taken = []
        self.at_once = 0

    async def post(self, url, *, body, headers):
        self.at_once += 1
        if url == self.answers_at:
            self.taken.append(url)
            return SimpleNamespace(status=204)
        await asyncio.sleep(60)
        raise FetchFailedError("timeout")


def test_silent_receivers_do_not_delay_another_message(in_either_service, citing, outside):
    web, box = Web(), SilentLetterbox(HOOK)
    web.gate.set()

    async def story(client):
        made = (await client.post("/v1/articles", json=citing)).json()
        store = client.services.store
        article = await store.article(made["article_id"])
        urls = [f"https://silent{number}.org/hook" for number in range(40)] + [HOOK]
        for number, url in enumerate(urls):
            message = Announcement(str(number), article.id, url, b"{}", datetime.now(UTC))
            await store.save(
                article, None, replaces=article.content_hash, follow_up=FollowUp(message=message)
            )
        client.services.rechecks.nudge()

        async def told():
            return box.taken

        assert await until(told)
        assert box.at_once == len(urls)

    in_either_service(story, parts={"open_outside": outside(web, box)})


def test_slow_looks_of_one_sender_do_not_delay_another_senders(in_either_service, citing, outside, add_key):
    class TwoWebs(Web):
        async def find(self, lookup, before):
            await (self.gate.wait() if "slow" in lookup.key else asyncio.sleep(0.5))
            return LinkEvidence(self.verdict, "a_reason", 200, checked_at=datetime.now(UTC).isoformat())

    web = TwoWebs()

    async def story(client):
        one, other = [await add_key(client, "score") for _ in range(2)]
        for number in range(20):
            slow = (
                citing["html"]
                .replace("minutes</a>", f"papers</a> {number}")
                .replace("/minutes", f"/slow{number}")
            )
            answer = await client.post(
                "/v1/articles", json={**citing, "html": slow}, headers={**one, "Prefer": "wait=0"}
            )
            assert answer.status_code == 202
        await asyncio.sleep(0.2)
        made = await client.post("/v1/articles", json=citing, headers={**other, "Prefer": "wait=0"})
        assert made.status_code == 202
        client.headers = other

        async def complete():
            return (await verdicts(client, made.json()["article_id"]))[0] == {"resolves"}

        assert await until(complete)
        web.gate.set()

    in_either_service(story, parts={"open_outside": outside(web)})
