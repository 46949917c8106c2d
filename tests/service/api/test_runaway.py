"""A text that takes too long, or takes its process with it, is one problem; everybody else is answered."""

import asyncio
import json
from functools import partial

from service.pipeline import Pipeline
from tests.service import judged_work

PARTS = {"make_pipeline": partial(Pipeline, read=judged_work.reads_at_length)}


def test_a_runaway_article_is_refused_and_others_are_answered(in_service, article, problem):
    async def story(client):
        assert (await client.post("/v1/articles", json=article)).status_code == 201
        runaway = asyncio.ensure_future(client.post("/v1/articles", json={"text": "runaway"}))
        for number in range(3):
            other = await client.post("/v1/articles", json={"text": f"Notice {number}."})
            assert other.status_code == 201
            assert (await client.get("/healthz")).status_code == 200
        problem(await runaway, 422, "too-costly")
        assert (await client.get("/v1/articles")).json()["articles"][-1]["title"] == article["title"]
        counted = (await client.get("/metrics")).text
        assert 'assay_judges_ended_total{reason="timeout"} 1.0' in counted

    in_service(story, parts=PARTS, offline=True, judge_seconds=3)


def test_an_article_that_kills_its_judge_is_a_problem_of_its_own(in_service, article, problem):
    async def story(client):
        answer = await client.post("/v1/preview", json={"text": "die"})
        problem(answer, 503, "judging-failed")
        assert int(answer.headers["retry-after"]) > 0
        assert (await client.post("/v1/articles", json=article)).status_code == 201

    in_service(story, parts=PARTS, offline=True)


def test_a_runaway_line_of_a_batch_is_a_problem_on_its_line(in_service):
    async def story(client):
        body = b'{"text":"One."}\n{"id":"x","text":"runaway"}\n{"text":"Two."}\n{"text":"die"}\n'
        answer = await client.post(
            "/v1/articles:batch", content=body, headers={"content-type": "application/x-ndjson"}
        )
        lines = [json.loads(line) for line in answer.text.splitlines()]
        assert [line.get("type") for line in lines] == [
            None, "/problems/too-costly", None, "/problems/judging-failed"
        ]  # fmt: skip
        assert (lines[1]["line"], lines[1]["id"], lines[1]["status"]) == (2, "x", 422)

    in_service(story, parts=PARTS, offline=True, judge_seconds=3)


def test_a_refused_article_frees_its_idempotency_key(in_service, problem):
    async def story(client):
        for _ in range(2):
            answer = await client.post(
                "/v1/articles", json={"text": "runaway"}, headers={"idempotency-key": "k"}
            )
            problem(answer, 422, "too-costly")

    in_service(story, parts=PARTS, offline=True, judge_seconds=1)
