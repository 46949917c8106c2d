"""A request that is sent again is answered again, not done again."""

import asyncio
import hashlib
import json
from datetime import UTC, datetime, timedelta
from time import monotonic

import pytest

from service.resolve import OfflineResolver
from service.storage import StoreBusyError


def key(value):
    return {"Idempotency-Key": value}


def test_the_same_request_again_gets_the_first_answer(in_either_service, article):
    async def story(client):
        first = await client.post("/v1/articles", json=article, headers=key("k1"))
        again = await client.post("/v1/articles", json=article, headers=key('"k1"'))
        assert (first.status_code, again.status_code) == (201, 201)
        assert again.content == first.content
        for name in ("location", "etag", "content-type"):
            assert again.headers[name] == first.headers[name]
        assert again.headers["idempotency-replayed"] == "true"
        assert "idempotency-replayed" not in first.headers
        assert again.headers["x-request-id"] != first.headers["x-request-id"]
        assert len((await client.get("/v1/articles")).json()["articles"]) == 1

    in_either_service(story)


def test_another_body_under_the_same_key_is_refused(in_either_service, article, problem):
    async def story(client):
        await client.post("/v1/articles", json=article, headers=key("k1"))
        other = await client.post("/v1/articles", json={**article, "title": "Other"}, headers=key("k1"))
        problem(other, 422, "idempotency-key-reused")

    in_either_service(story)


def test_a_key_belongs_to_its_path_and_its_caller(in_service, article, add_key):
    async def story(client):
        made = await client.post("/v1/articles", json=article, headers=key("k1"))
        again = await client.post(made.headers["location"] + "/rescore", headers=key("k1"))
        assert again.status_code == 200
        repeated = await client.post(made.headers["location"] + "/rescore", headers=key("k1"))
        assert repeated.content == again.content
        assert repeated.headers["idempotency-replayed"] == "true"
        for _ in range(2):
            caller = await add_key(client, "score", "read")
            await asyncio.sleep(0)
            other = await client.post("/v1/articles", json=article, headers=key("k1") | caller)
            assert "idempotency-replayed" not in other.headers

    in_service(story)


def test_a_request_that_is_still_being_answered_is_not_begun_again(in_service, article, problem, outside):
    held, going = asyncio.Event(), asyncio.Event()

    class Slow(OfflineResolver):
        def known(self, lookups, as_of):
            return None

        async def resolve(self, lookups, as_of, seconds, *, again=False):
            going.set()
            await held.wait()
            return OfflineResolver.known(self, lookups, as_of)

    async def story(client):
        first = asyncio.create_task(client.post("/v1/articles", json=article, headers=key("k1")))
        await going.wait()
        second = await client.post("/v1/articles", json=article, headers=key("k1"))
        problem(second, 409, "still-running")
        assert int(second.headers["retry-after"]) >= 1
        held.set()
        assert (await first).status_code == 201

    in_service(story, parts={"open_outside": outside(Slow())})


def test_a_key_whose_process_died_is_answered_within_seconds(in_either_service, article):
    body = json.dumps(article).encode()
    headers = {**key("k1"), "Content-Type": "application/json"}

    async def story(client):
        now = datetime.now(UTC)
        digest = hashlib.sha256(body).hexdigest()
        # As a request leaves it whose process is killed before it is answered.
        claim = await client.services.store.claim(
            "127.0.0.1 /v1/articles", "k1", digest, now, now + timedelta(days=1)
        )
        assert claim.held
        begun = monotonic()
        statuses = []
        while not statuses or statuses[-1] == 409:
            answer = await client.post("/v1/articles", content=body, headers=headers)
            statuses.append(answer.status_code)
            await asyncio.sleep(0.1)
        assert statuses[-1] == 201
        assert len(statuses) > 1
        assert monotonic() - begun < 5
        again = await client.post("/v1/articles", content=body, headers=headers)
        assert again.content == answer.content
        assert again.headers["idempotency-replayed"] == "true"

    in_either_service(story)


def test_a_key_is_held_however_long_its_request_takes(
    in_either_service, article, problem, outside, monkeypatch
):
    monkeypatch.setattr("service.storage.replies.CLAIM_LEASE", timedelta(seconds=0.5))
    monkeypatch.setattr("service.api.idempotency.BEAT_SECONDS", 0.1)
    held = asyncio.Event()

    class Slow(OfflineResolver):
        def known(self, lookups, as_of):
            return None

        async def resolve(self, lookups, as_of, seconds, *, again=False):
            await held.wait()
            return OfflineResolver.known(self, lookups, as_of)

    async def story(client):
        first = asyncio.create_task(client.post("/v1/articles", json=article, headers=key("k1")))
        for _ in range(8):
            await asyncio.sleep(0.2)
            problem(await client.post("/v1/articles", json=article, headers=key("k1")), 409, "still-running")
        held.set()
        assert (await first).status_code == 201
        again = await client.post("/v1/articles", json=article, headers=key("k1"))
        assert again.content == (await first).content

    in_either_service(story, parts={"open_outside": outside(Slow())})


@pytest.mark.parametrize("failing", ["settle", "release"])
def test_an_answer_does_not_depend_on_what_becomes_of_its_key(in_service, article, monkeypatch, failing):
    async def story(client):
        store = type(client.services.store)

        async def busy(self, *what, **named):
            raise StoreBusyError("the database does not answer")

        monkeypatch.setattr(store, failing, busy)
        if failing == "release":
            monkeypatch.setattr(store, "save", busy)
        answer = await client.post("/v1/articles", json=article, headers=key("k1"))
        assert answer.status_code == (201 if failing == "settle" else 503)

    in_service(story)


@pytest.mark.parametrize("error", [StoreBusyError("full"), RuntimeError("broken")])
def test_a_key_is_free_again_after_an_error_of_ours(in_service, article, monkeypatch, error):
    async def story(client):
        store = type(client.services.store)
        save = store.save

        async def failing(self, *what, **named):
            raise error

        monkeypatch.setattr(store, "save", failing)
        assert (await client.post("/v1/articles", json=article, headers=key("k1"))).status_code >= 500
        monkeypatch.setattr(store, "save", save)
        again = await client.post("/v1/articles", json=article, headers=key("k1"))
        assert again.status_code == 201
        assert "idempotency-replayed" not in again.headers

    in_service(story)


def test_an_invalid_request_does_not_use_up_its_key(in_service, article):
    async def story(client):
        assert (await client.post("/v1/articles", json={}, headers=key("k1"))).status_code == 422
        assert (await client.post("/v1/articles", json=article, headers=key("k1"))).status_code == 201

    in_service(story)


def test_an_erased_article_is_not_told_from_a_kept_answer(in_either_service, article):
    async def story(client):
        first = await client.post("/v1/articles", json=article, headers=key("k1"))
        await client.delete(first.headers["location"])
        again = await client.post("/v1/articles", json=article, headers=key("k1"))
        assert again.status_code == 201
        assert again.json()["article_id"] != first.json()["article_id"]

    in_either_service(story)


@pytest.mark.parametrize("value", ["", "x" * 256, "with space", "naïve"])
def test_a_key_that_cannot_be_used_is_refused(in_service, article, problem, value):
    async def story(client):
        headers = {"Idempotency-Key": value.encode("latin-1")}
        told = problem(await client.post("/v1/articles", json=article, headers=headers), 422, "invalid")
        assert told["errors"][0]["parameter"] == "Idempotency-Key"

    in_service(story)
