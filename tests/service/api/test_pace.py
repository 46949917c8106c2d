"""No caller goes faster than the limit."""

import asyncio
import json
import os
import subprocess
import sys

import pytest

from service.api import pace as pace_module
from service.api.pace import SHARED_FILE, Pace, RateLimitState, parse_rate, share_pace, shared_file
from service.settings import Settings


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
        pace, answers = (
            Pace("1/hour"),
            [RateLimitState(False, 0, 5), RateLimitState(False, 0, 5), RateLimitState(True, 1, 5)],
        )
        slept = []

        def step(caller):
            return answers.pop(0)

        async def sleep(seconds):
            slept.append(seconds)

        monkeypatch.setattr(pace, "step", step)
        monkeypatch.setattr(asyncio, "sleep", sleep)
        await pace.wait("a")
        assert answers == []
        assert len(slept) == 2

    asyncio.run(story())


COUNTER = """
import sys
from pathlib import Path
from service.api.pace import Pace

pace = Pace("1000/day", Path(sys.argv[1]))
print(sum(pace.step("a caller").allowed for _ in range(600)))
"""


def test_all_processes_count_together(tmp_path, monkeypatch):
    monkeypatch.delenv(SHARED_FILE, raising=False)
    monkeypatch.setattr(os, "environ", dict(os.environ))
    share_pace(tmp_path)
    file = shared_file()
    assert file is not None
    assert file.stat().st_mode & 0o077 == 0
    started = [
        subprocess.Popen([sys.executable, "-c", COUNTER, str(file)], stdout=subprocess.PIPE) for _ in range(3)
    ]
    allowed = [int(process.communicate(timeout=60)[0]) for process in started]
    assert sum(allowed) == 1000


def test_refused_requests_count_for_the_address_and_for_no_key(in_service, add_key, problem):
    async def story(client):
        key = await add_key(client, "read")
        wrong = {"Authorization": "Bearer assay_0123456789ab_wrong"}
        for header in (wrong, {}, wrong):
            problem(await client.get("/v1/articles", headers=header), 401, "unauthorized")
        refused = await client.get("/v1/articles", headers=wrong)
        problem(refused, 429, "rate-limited")
        assert int(refused.headers["retry-after"]) >= 1
        assert (await client.get("/v1/articles", headers=key)).status_code == 200

    in_service(story, rate_limit="3/hour")


def test_the_window_slides(monkeypatch):
    now = [1_000_000_000.0 // 60 * 60]
    monkeypatch.setattr(pace_module, "time", lambda: now[0])
    pace = Pace("60/minute")
    assert [pace.step("a").allowed for _ in range(61)] == [True] * 60 + [False]
    now[0] += 60
    assert not pace.step("a").allowed  # the minute before still counts whole
    now[0] += 30
    assert [pace.step("a").allowed for _ in range(31)] == [True] * 30 + [False]
    now[0] += 120
    assert pace.step("a").left == 59


@pytest.mark.parametrize("into", [0, 1, 17.5, 59])
def test_who_waits_as_long_as_it_is_told_is_let_in(monkeypatch, into):
    now = [1_000_000_000.0 // 60 * 60 + into]
    monkeypatch.setattr(pace_module, "time", lambda: now[0])
    pace = Pace("3/minute")
    for _ in range(20):
        standing = pace.step("a")
        if not standing.allowed:
            now[0] += standing.seconds
            assert pace.step("a").allowed


def test_a_clock_that_is_set_back_keeps_nobody_out(monkeypatch):
    now = [2_000_000_000.0]
    monkeypatch.setattr(pace_module, "time", lambda: now[0])
    pace = Pace("1/hour")
    assert pace.step("a").allowed
    now[0] -= 10 * 365 * 86_400
    assert pace.step("a").allowed


def test_many_callers_push_no_one_out_of_a_window_before_theirs():
    pace = Pace("1/day")
    assert pace.step("a").allowed
    for number in range(20_000):
        pace.step(f"stranger {number}", refused=True)
    assert not pace.step("a").allowed


@pytest.mark.parametrize(
    ("limit", "rate"),
    [
        ("600/minute", (600, 60)),
        ("10 per 2 hours", (10, 7200)),
        ("1 / second", (1, 1)),
        ("5/Day", (5, 86_400)),
    ],
)
def test_rates_are_read(limit, rate):
    assert parse_rate(limit) == rate


@pytest.mark.parametrize("limit", ["600", "0/minute", "many/minute", "6/fortnight", "-1/minute"])
def test_what_is_no_rate_is_refused(limit):
    with pytest.raises(ValueError, match="rate"):
        parse_rate(limit)
    with pytest.raises(ValueError, match="rate"):
        Settings(_env_file=None, rate_limit=limit)
