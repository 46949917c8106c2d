"""Many articles in one request."""

import asyncio
import json

import pytest

from service.api.batch import lines
from service.api.spool import Spool
from service.storage import StoreBusyError

NDJSON = {"Content-Type": "application/x-ndjson"}


async def send(client, rows, **options):
    body = b"".join((row if isinstance(row, bytes) else json.dumps(row).encode()) + b"\n" for row in rows)
    answer = await client.post("/v1/articles:batch", content=body, headers=NDJSON, **options)
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.text.splitlines()]


def test_every_line_is_answered_in_order(in_either_service, article):
    async def story(client):
        rows = [{**article, "id": f"n{n}", "url": f"https://norrvik.example/{n}"} for n in range(40)]
        answers = await send(client, rows)
        assert [answer["id"] for answer in answers] == [row["id"] for row in rows]
        assert len({answer["article_id"] for answer in answers}) == 40
        stored = await client.get(f"/v1/articles/{answers[7]['article_id']}")
        assert stored.json()["id"] == answers[7]["report_id"]

    in_either_service(story)


def test_an_error_stays_on_its_line(in_service, article):
    async def story(client):
        rows = [
            article,
            {"id": "b", "text": 5},
            b"",
            b"no json",
            {"id": "d", "text": "x" * 1100},
            b"  ",
            article,
        ]
        good, wrong, broken, long, again = await send(client, rows)
        assert good["score"] is not None
        assert (wrong["status"], wrong["line"], wrong["id"]) == (422, 2, "b")
        assert wrong["errors"][0]["pointer"] == "/text"
        assert (broken["status"], broken["line"], broken["type"]) == (400, 4, "/problems/malformed")
        assert (long["status"], long["line"], long["id"]) == (413, 5, "d")
        assert again["id"] == good["id"]

    in_service(story, max_text_chars=1099)


def test_a_line_that_is_too_long_is_passed_over(in_service, article):
    async def story(client):
        rows = [{**article, "title": "y" * 3000}, article]
        long, good = await send(client, rows)
        assert (long["status"], long["line"]) == (413, 1)
        assert good["article_id"]

    in_service(story, max_body_bytes=2500)


def test_a_defect_of_ours_stays_on_its_line(in_service, article, monkeypatch):
    async def story(client):
        take = type(client.services.intake).submit

        async def broken(self, submission, *seconds, **options):
            if submission.id == "bad":
                raise RuntimeError("swordfish")
            return await take(self, submission)

        monkeypatch.setattr(type(client.services.intake), "submit", broken)
        bad, good = await send(client, [{**article, "id": "bad"}, article])
        assert (bad["status"], bad["id"], bad["line"]) == (500, "bad", 1)
        assert "swordfish" not in json.dumps(bad)
        assert good["article_id"]

    in_service(story)


def test_a_busy_store_is_waited_for(in_service, article, monkeypatch):
    async def story(client):
        save, refused = type(client.services.store).save, []

        async def busy_twice(self, *what, **named):
            if len(refused) < 2:
                refused.append(1)
                raise StoreBusyError("full")
            await save(self, *what, **named)

        monkeypatch.setattr(type(client.services.store), "save", busy_twice)
        (answer,) = await send(client, [article])
        assert answer["article_id"]
        assert len(refused) == 2

    in_service(story)


@pytest.mark.parametrize("kind", ["application/x-ndjson", "application/jsonl", "text/jsonl; charset=utf-8"])
def test_each_name_of_the_format_is_taken_and_answered_in(in_service, article, kind):
    async def story(client):
        answer = await client.post(
            "/v1/articles:batch", content=json.dumps(article).encode(), headers={"Content-Type": kind}
        )
        assert answer.status_code == 200
        assert answer.headers["content-type"].partition(";")[0] == kind.partition(";")[0]

    in_service(story)


def test_another_format_is_refused(in_service, article, problem):
    async def story(client):
        problem(await client.post("/v1/articles:batch", json=article), 415, "unsupported-media-type")

    in_service(story)


def test_an_empty_batch_has_an_empty_answer(in_service):
    async def story(client):
        assert await send(client, []) == []

    in_service(story)


def test_answers_come_while_the_request_is_still_being_sent(in_service, article):
    async def story(client):
        sent: asyncio.Queue = asyncio.Queue()
        got: asyncio.Queue = asyncio.Queue()
        scope = {
            "type": "http", "asgi": {"version": "3.0", "spec_version": "2.3"}, "http_version": "1.1",
            "method": "POST", "path": "/v1/articles:batch", "raw_path": b"/v1/articles:batch", "root_path": "",
            "query_string": b"", "scheme": "http", "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8000),
            "headers": [(b"content-type", b"application/x-ndjson")],
        }  # fmt: skip
        call = asyncio.create_task(client._transport.app(scope, sent.get, got.put))
        for number in range(3):
            line = json.dumps({**article, "id": str(number)}).encode() + b"\n"
            await sent.put({"type": "http.request", "body": line, "more_body": True})
            if number == 0:
                assert (await got.get())["status"] == 200
            assert json.loads((await got.get())["body"])["id"] == str(number)
        await sent.put({"type": "http.request", "body": b"", "more_body": False})
        assert (await got.get())["body"] == b""
        await call

    in_service(story)


def test_no_more_articles_are_in_work_than_a_batch_may_have(in_service, article, monkeypatch):
    async def story(client):
        take, working, most = type(client.services.intake).submit, set(), []

        async def counted(self, submission, *seconds, **options):
            working.add(submission.id)
            most.append(len(working))
            try:
                return await take(self, submission)
            finally:
                working.discard(submission.id)

        monkeypatch.setattr(type(client.services.intake), "submit", counted)
        await send(client, [{**article, "id": str(n), "url": f"u:{n}"} for n in range(60)])
        assert 1 < max(most) <= 8

    in_service(story)


def test_a_stream_is_cut_at_its_line_ends_wherever_its_parts_end():
    body = b"one\r\n\ntwo\nthree"

    async def cut(size):
        async def parts():
            for start in range(0, len(body), size):
                yield body[start : start + size]

        return [line async for line in lines(parts(), 100)]

    for size in range(1, len(body) + 1):
        assert asyncio.run(cut(size)) == [b"one\r", b"", b"two", b"three"]


def test_a_spool_gives_back_what_it_took_in_order():
    async def story():
        spool = Spool(memory=1000)
        chunks = [bytes([number % 256]) * (number % 90) for number in range(1, 400)]
        got = []
        for number, chunk in enumerate(chunks):
            await spool.put(chunk)
            if number % 3 == 0:
                got.append(await spool.take())
        spool.end()
        while chunk := await spool.take():
            got.append(chunk)
        spool.close()
        assert b"".join(got) == b"".join(chunks)

    asyncio.run(story())


def test_a_spool_whose_disk_is_full_makes_its_writer_wait():
    async def story():
        spool = Spool(memory=10, disk=100)
        writer = asyncio.create_task(_fill(spool, 50))
        await asyncio.sleep(0)
        assert not writer.done()
        got = b""
        while chunk := await spool.take():
            got += chunk
        await writer
        assert got == b"0123456789" * 50

    async def _fill(spool, times):
        for _ in range(times):
            await spool.put(b"0123456789")
        spool.end()

    asyncio.run(story())


def test_blank_lines_without_end_end_the_batch(in_service, article):
    async def story(client):
        row = json.dumps(article).encode() + b"\n"
        some = await client.post("/v1/articles:batch", content=row + b"\n" * 5000 + row, headers=NDJSON)
        assert [json.loads(line).get("status") for line in some.text.splitlines()] == [None, None]
        many = await client.post("/v1/articles:batch", content=row + b" \r\n" * 100_000 + row, headers=NDJSON)
        first, last = [json.loads(line) for line in many.text.splitlines()]
        assert "score" in first
        assert (last["status"], last["type"]) == (413, "/problems/too-large")

    in_service(story)
