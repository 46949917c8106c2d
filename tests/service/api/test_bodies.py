"""Packed bodies are unpacked, within bounds."""

import gzip
import json
import random
import time

import pytest

JSON = {"Content-Type": "application/json"}


def packed(coding="gzip"):
    return {**JSON, "Content-Encoding": coding}


async def parts(body, size):
    for start in range(0, len(body), size):
        yield body[start : start + size]


@pytest.mark.parametrize("coding", ["gzip", "GZIP", "x-gzip", "identity, gzip"])
@pytest.mark.parametrize("size", [1, 100, 1_000_000])
def test_a_gzip_body_is_unpacked(in_service, article, coding, size):
    async def story(client):
        plain = await client.post("/v1/articles", json=article)
        body = gzip.compress(json.dumps(article).encode())
        answer = await client.post("/v1/articles", content=parts(body, size), headers=packed(coding))
        assert (answer.status_code, answer.content) == (200, plain.content)

    in_service(story)


def test_gzip_files_that_follow_one_another_are_one_body(in_service, article):
    async def story(client):
        plain = json.dumps(article).encode()
        body = gzip.compress(plain[:300]) + gzip.compress(plain[300:])
        assert (await client.post("/v1/preview", content=body, headers=packed())).status_code == 200

    in_service(story)


def test_a_large_text_that_packs_well_is_unpacked_whole(in_service):
    async def story(client):
        words = ["the", "tide", "rose", "and", "the", "ferry", "waited", "at", "the", "pier"]
        draw = random.Random(1)
        text = " ".join(draw.choice(words) for _ in range(150_000))
        answer = await client.post(
            "/v1/preview",
            content=gzip.compress(json.dumps({"text": text, "language": "en"}).encode()),
            headers=packed(),
        )
        assert answer.status_code == 200
        assert answer.json()["words"] == 150_000

    in_service(story)


@pytest.mark.parametrize("coding", ["br", "zstd", "deflate", "gzip, gzip", "rot13"])
def test_another_coding_is_refused(in_service, problem, coding):
    async def story(client):
        answer = await client.post("/v1/articles", content=b"{}", headers=packed(coding))
        problem(answer, 415, "unsupported-encoding")
        assert answer.headers["accept-encoding"] == "gzip"

    in_service(story)


@pytest.mark.parametrize(
    "body",
    [b"", b"plain text", gzip.compress(b'{"text": "x"}')[:-9], gzip.compress(b'{"text": "x"}') + b"more"],
    ids=["empty", "not packed", "cut short", "with a tail"],
)
def test_what_is_no_gzip_is_malformed(in_service, problem, body):
    async def story(client):
        problem(await client.post("/v1/articles", content=body, headers=packed()), 400, "malformed")

    in_service(story)


def test_a_body_that_unpacks_to_more_than_the_limit_is_too_large(in_service, problem):
    async def story(client):
        body = gzip.compress(b" " * 3001)
        assert len(body) < 3000
        problem(await client.post("/v1/articles", content=body, headers=packed()), 413, "too-large")

    in_service(story, max_body_bytes=3000)


def test_a_bomb_is_refused_before_it_goes_off(in_service, problem):
    async def story(client):
        body = gzip.compress(b" " * 50_000_000)
        answer = await client.post("/v1/articles", content=body, headers=packed())
        problem(answer, 413, "too-large")

    in_service(story, max_body_bytes=100_000_000)


def test_a_bomb_in_a_batch_ends_the_batch(in_service, article):
    async def story(client):
        body = gzip.compress(json.dumps(article).encode() + b"\n" + b" " * 50_000_000)
        headers = {**packed(), "Content-Type": "application/x-ndjson"}
        answer = await client.post("/v1/articles:batch", content=body, headers=headers)
        good, end = map(json.loads, answer.text.splitlines())
        assert good["article_id"]
        assert (end["status"], end["type"]) == (413, "/problems/too-large")

    in_service(story)


def test_a_body_of_very_many_gzip_files_is_refused(in_service, problem):
    async def story(client):
        body = gzip.compress(b"") * 190_000  # 3.8 MB
        begun = time.process_time()
        problem(await client.post("/v1/preview", content=body, headers=packed()), 413, "too-large")
        assert time.process_time() - begun < 2

    in_service(story)


def test_a_body_of_blocks_is_unpacked(in_service, article):
    async def story(client):
        plain = json.dumps({**article, "text": "word " * 100_000}).encode()
        blocks = b"".join(gzip.compress(plain[at : at + 4096]) for at in range(0, len(plain), 4096))
        assert (await client.post("/v1/preview", content=blocks, headers=packed())).status_code == 200

    in_service(story)
