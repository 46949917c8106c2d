"""An idempotency key is taken once, and answers alike ever after."""

import asyncio
from datetime import UTC, datetime, timedelta

from service.storage import IdempotencyClaim, StoreBusyError, StoredResponse

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
TOMORROW = NOW + timedelta(days=1)
REPLY = StoredResponse(201, {"location": "/v1/articles/1", "etag": '"x"'}, b'{"score":\x00 61.7}')


async def test_of_fifty_claims_at_once_one_is_fresh(store):
    claims = await asyncio.gather(*(store.claim("k", "key", "h", NOW, TOMORROW) for _ in range(50)))
    assert sum(claim.held is not None for claim in claims) == 1
    assert sum(claim.running for claim in claims) == 49


async def test_a_settled_key_gives_the_answer_of_before(store):
    mine = (await store.claim("k", "key", "h", NOW, TOMORROW)).held
    assert (mine.scope, mine.key) == ("k", "key")
    assert await store.claim("k", "key", "h", NOW, TOMORROW) == IdempotencyClaim(running=True)
    await store.settle(mine, REPLY)
    assert await store.claim("k", "key", "h", NOW, TOMORROW) == IdempotencyClaim(reply=REPLY)


async def test_the_same_key_with_another_body_is_different(store):
    mine = (await store.claim("k", "key", "h", NOW, TOMORROW)).held
    assert await store.claim("k", "key", "other", NOW, TOMORROW) == IdempotencyClaim(different=True)
    await store.settle(mine, REPLY)
    assert await store.claim("k", "key", "other", NOW, TOMORROW) == IdempotencyClaim(different=True)


async def test_the_same_key_of_another_scope_is_fresh(store):
    await store.claim("k", "key", "h", NOW, TOMORROW)
    assert (await store.claim("other", "key", "h", NOW, TOMORROW)).held


async def test_a_released_key_is_fresh_again(store):
    await store.release((await store.claim("k", "key", "h", NOW, TOMORROW)).held)
    assert (await store.claim("k", "key", "other", NOW, TOMORROW)).held


async def test_an_expired_key_is_fresh_again_and_forgets_its_answer(store):
    await store.settle((await store.claim("k", "key", "h", NOW, TOMORROW)).held, REPLY)
    assert (await store.claim("k", "key", "h", TOMORROW - timedelta(seconds=1), TOMORROW)).reply
    later = TOMORROW + timedelta(days=1)
    assert (await store.claim("k", "key", "new", TOMORROW, later)).held
    assert (await store.claim("k", "key", "new", TOMORROW, later)).running


async def test_a_claim_whose_process_died_is_free_within_seconds(store):
    await store.claim("k", "key", "h", NOW, TOMORROW)
    assert (await store.claim("k", "key", "h", NOW + timedelta(seconds=1.9), TOMORROW)).running
    assert (await store.claim("k", "key", "h", NOW + timedelta(seconds=2), TOMORROW)).held


async def test_a_claim_is_held_as_long_as_it_is_prolonged(store):
    mine = (await store.claim("k", "key", "h", NOW, TOMORROW)).held
    for second in range(1, 60):
        now = NOW + timedelta(seconds=second)
        assert await store.prolong(mine, now)
        assert (await store.claim("k", "key", "h", now + timedelta(seconds=1.9), TOMORROW)).running


async def test_whoever_lost_a_claim_changes_nothing_of_it(store):
    late = (await store.claim("k", "key", "h", NOW, TOMORROW)).held
    taken = (await store.claim("k", "key", "h", NOW + timedelta(seconds=3), TOMORROW)).held
    assert not await store.prolong(late, NOW + timedelta(seconds=4))
    await store.settle(late, StoredResponse(500, {}, b"late"))
    await store.release(late)
    assert (await store.claim("k", "key", "h", NOW + timedelta(seconds=4), TOMORROW)).running
    await store.settle(taken, REPLY)
    await store.release(late)
    assert (await store.claim("k", "key", "h", NOW + timedelta(days=0.5), TOMORROW)).reply == REPLY


async def test_expired_keys_are_swept_out(store, monkeypatch):
    monkeypatch.setattr("service.storage.store.SWEEP_EVERY", 2)

    def count(connection):
        return connection.exec_driver_sql("SELECT count(*) FROM idempotency").scalar()

    for name in "abc":
        await store.claim("k", name, "h", NOW, TOMORROW)
    await store.claim("k", "d", "h", TOMORROW, TOMORROW + timedelta(days=1))
    await store.claim("k", "e", "h", TOMORROW, TOMORROW + timedelta(days=1))
    assert await store.gate.read(count) == 2


def test_a_claim_is_refused_when_too_many_writes_wait(in_store):
    async def story(store):
        claims = (store.claim("k", f"{n}", "h", NOW, TOMORROW) for n in range(5))
        outcomes = await asyncio.gather(*claims, return_exceptions=True)
        assert sum(isinstance(outcome, StoreBusyError) for outcome in outcomes) == 2

    in_store(story, max_waiting=3)


async def test_an_answer_about_no_article_frees_the_key(store):
    mine = (await store.claim("k", "key", "h", NOW, TOMORROW)).held
    await store.settle(mine, REPLY, "an article that is not there")
    assert (await store.claim("k", "key", "h", NOW, TOMORROW)).held
