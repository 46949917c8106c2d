"""Rescoring over HTTP."""

import asyncio
import json
from uuid import uuid4

import pytest


@pytest.fixture
def post_some(article):
    async def post(client, count=3):
        for number in range(count):
            given = article | {"text": f"{article['text']}\n\nNotice {number}.", "site": "a.example"}
            answer = await client.post("/v1/articles", json=given | {"external_id": f"post-{number}"})
            assert answer.status_code == 201

    return post


async def ended(client, run, *states):
    for _ in range(200):
        told = (await client.get(f"/v1/rescores/{run['id']}")).json()
        if told["state"] in (states or ("published", "waiting")):
            return told
        await asyncio.sleep(0.05)
    raise AssertionError(told)


def test_a_run_is_started_followed_and_published(in_either_service, post_some):
    async def story(client):
        await post_some(client)
        answer = await client.post("/v1/rescores", json={"site": "a.example"})
        assert answer.status_code == 202, answer.text
        assert answer.headers["location"] == f"/v1/rescores/{answer.json()['id']}"
        told = await ended(client, answer.json())
        assert (told["state"], told["total"], told["done"], told["same"]) == ("published", 3, 3, 3)
        assert told["drift"]["still"] == 3
        assert told["chosen"] == {"site": "a.example"}
        listed = (await client.get("/v1/rescores")).json()
        assert [run["id"] for run in listed["rescores"]] == [told["id"]]
        assert listed["standing"]["rescore"] == told["id"]
        assert (await client.get(f"/v1/rescores/{told['id']}/articles")).json() == {
            "articles": [],
            "next": None,
        }

    in_either_service(story)


def test_events_end_with_the_run(in_service, post_some):
    async def story(client):
        await post_some(client)
        run = (await client.post("/v1/rescores", json={})).json()
        text = (await client.get(f"/v1/rescores/{run['id']}/events")).text
        events = [json.loads(line[6:]) for line in text.splitlines() if line.startswith("data: ")]
        assert events[-1]["state"] == "published"
        assert events[-1]["done"] == 3

    in_service(story)


def test_a_run_that_nobody_works_on_is_paused_resumed_and_cancelled(in_either_service, post_some, problem):
    async def story(client):
        await post_some(client)
        run = (await client.post("/v1/rescores", json={})).json()
        place = f"/v1/rescores/{run['id']}"
        assert (await client.post(f"{place}/pause")).json()["state"] == "paused"
        problem(await client.post(f"{place}/pause"), 409, "wrong-state")
        problem(await client.post(f"{place}/publish"), 409, "wrong-state")
        problem(await client.post(f"{place}/rollback"), 409, "wrong-state")
        assert (await client.post(f"{place}/resume")).json()["state"] == "running"
        text = (await client.get("/metrics")).text
        assert "assay_rescore_eta_seconds NaN" in text
        assert (await client.delete(place)).json()["state"] == "cancelled"
        problem(await client.delete(place), 409, "wrong-state")

    in_either_service(story, rescore_jobs=0)


def test_the_same_idempotency_key_starts_one_run(in_service):
    async def story(client):
        headers = {"Idempotency-Key": "monday"}
        first = await client.post("/v1/rescores", json={}, headers=headers)
        second = await client.post("/v1/rescores", json={}, headers=headers)
        assert second.content == first.content
        assert second.headers["idempotency-replayed"] == "true"
        assert len((await client.get("/v1/rescores")).json()["rescores"]) == 1

    in_service(story, rescore_jobs=0)


def test_what_cannot_be_done_is_said(in_service, problem):
    async def story(client):
        problem(await client.get(f"/v1/rescores/{uuid4()}"), 404, "not-found")
        problem(await client.get(f"/v1/rescores/{uuid4()}/events"), 404, "not-found")
        problem(await client.get("/v1/rescores/none"), 404, "not-found")
        told = problem(await client.post("/v1/rescores", json={"max_rate": 0}), 422, "invalid")
        assert told["errors"][0]["pointer"] == "/max_rate"
        told = problem(await client.post("/v1/rescores", json={"refresh_evidence": True}), 422, "invalid")
        assert told["errors"][0]["pointer"] == "/refresh_evidence"

    in_service(story)


def test_starting_needs_the_scope_admin(in_service, add_key, problem):
    async def story(client):
        reader, admin = await add_key(client, "read"), await add_key(client, "admin")
        problem(await client.post("/v1/rescores", json={}, headers=reader), 403, "missing-scope")
        assert (await client.post("/v1/rescores", json={}, headers=admin)).status_code == 202
        assert (await client.get("/v1/rescores", headers=reader)).status_code == 200

    in_service(story)


def test_fresh_evidence_is_fetched_before_an_article_is_judged(in_either_service, outside, article):
    from datetime import UTC, datetime

    from scoring import LinkEvidence, Verdict

    class Asker:
        verdict = Verdict.RESOLVES

        async def find(self, lookup, before=None):
            return LinkEvidence(self.verdict, "ok", checked_at=datetime.now(UTC).isoformat())

    asker = Asker()

    async def story(client):
        text = article["text"] + "\n\n[3] “Lock”, https://news.example/lock, 5 October 2026."
        stored = (await client.post("/v1/articles", json=article | {"text": text})).json()
        assert [c["verdict"] for c in stored["citations"] if c["url"]] == ["resolves"]
        asker.verdict = Verdict.DEAD
        run = (await client.post("/v1/rescores", json={"refresh_evidence": True, "drift_limit": 1})).json()
        told = await ended(client, run)
        assert (told["state"], told["done"], told["same"]) == ("published", 1, 0)
        newest = (await client.get(f"/v1/articles/{stored['article_id']}")).json()
        assert [c["verdict"] for c in newest["citations"] if c["url"]] == ["dead"]

    in_either_service(story, parts={"open_outside": outside(asker)})


def test_a_run_beside_another_and_a_rollback_under_one_are_refused(in_either_service, article, problem):
    async def story(client):
        await client.post("/v1/articles", json=article)
        first = (await client.post("/v1/rescores", json={})).json()["id"]
        told = problem(await client.post("/v1/rescores", json={}), 409, "wrong-state")
        assert first in told["detail"]
        await client.services.ledger.conclude(first)
        problem(await client.post(f"/v1/rescores/{first}/rollback"), 409, "wrong-state")

    in_either_service(story, rescore_jobs=0)
