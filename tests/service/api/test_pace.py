"""No caller goes faster than the limit."""

import asyncio
import json

from service.api.pace import Pace, Standing


def test_without_a_limit_nothing_is_said_of_it(in_service):
    async def story(client):
        assert "ratelimit" not in (await client.get("/v1/articles")).headers

    in_service(story)


def test_a_caller_is_told_where_it_stands_and_then_to_wait(in_service, problem):
    async def story(client):
        for left in (2, 1, 0):
            answer = await client.get("/v1/articles")
            assert answer.status_code == 200
            assert answer.headers["ratelimit-policy"] == '"default";q=3;w=3600'
            assert answer.headers["ratelimit"].startswith(f'"default";r={left};t=')
        refused = await client.get("/v1/articles")
        problem(refused, 429, "rate-limited")
        assert int(refused.headers["retry-after"]) >= 1
        assert (await client.get("/healthz")).status_code == 200

    in_service(story, rate_limit="3/hour")


def test_each_key_has_a_limit_of_its_own(in_service, add_key):
    async def story(client):
        one, two = await add_key(client, "read"), await add_key(client, "read")
        assert (await client.get("/v1/articles", headers=one)).status_code == 200
        assert (await client.get("/v1/articles", headers=one)).status_code == 429
        assert (await client.get("/v1/articles", headers=two)).status_code == 200

    in_service(story, rate_limit="1/hour")


def test_every_article_of_a_batch_counts(in_service, article):
    async def story(client):
        body = "\n".join(json.dumps({**article, "url": f"u:{n}"}) for n in range(4))
        await client.post("/v1/articles:batch", content=body, headers={"Content-Type": "application/jsonl"})
        answer = await client.get("/v1/articles")
        assert answer.headers["ratelimit"].startswith('"default";r=4;')

    in_service(story, rate_limit="10/hour")


def test_a_batch_waits_for_its_turn(monkeypatch):
    async def story():
        pace, answers = Pace("1/hour"), [Standing(False, 0, 5), Standing(False, 0, 5), Standing(True, 1, 5)]
        slept = []

        async def step(caller):
            return answers.pop(0)

        async def sleep(seconds):
            slept.append(seconds)

        monkeypatch.setattr(pace, "step", step)
        monkeypatch.setattr(asyncio, "sleep", sleep)
        await pace.wait("a")
        assert answers == []
        assert len(slept) == 2

    asyncio.run(story())
