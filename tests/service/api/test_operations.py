"""What those who run the service see of it."""

import asyncio
import json
import os
import subprocess
import sys
import time
from functools import partial

import pytest
from prometheus_client.parser import text_string_to_metric_families

from scoring import CATALOGUE, Band
from service.pipeline import Pipeline
from service.storage import StoreBusyError
from tests.service.judged_work import reads_at_length


async def counted(client):
    text = (await client.get("/metrics")).text
    return {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_alive_and_ready(in_either_service):
    async def story(client):
        assert (await client.get("/healthz")).json() == {"status": "ok"}
        assert (await client.get("/readyz")).json() == {"status": "ready"}

    in_either_service(story)


def test_a_service_that_stops_is_not_ready_and_still_answers(in_service, problem):
    async def story(client):
        client.services.stopping = True
        problem(await client.get("/readyz"), 503, "not-ready")
        assert (await client.get("/healthz")).status_code == 200
        assert (await client.get("/v1/articles")).status_code == 200

    in_service(story)


def test_a_service_without_its_database_is_alive_but_not_ready(in_service, problem, monkeypatch, capsys):
    async def story(client):
        async def broken(_self):
            raise ConnectionError("password=swordfish")

        monkeypatch.setattr(type(client.services.store), "ready", broken)
        answer = await client.get("/readyz")
        problem(answer, 503, "not-ready")
        assert "swordfish" not in answer.text
        assert (await client.get("/healthz")).status_code == 200

    in_service(story)
    assert "not_ready" in capsys.readouterr().err


def test_counters_are_told_here_while_the_database_is_away(in_service, monkeypatch):
    async def story(client):
        async def broken(_self, *_given):
            raise StoreBusyError("the database is away")

        monkeypatch.setattr(type(client.services.store), "keys", broken)
        monkeypatch.setattr(type(client.services.ledger), "unfinished", broken)
        assert (await client.get("/metrics")).status_code == 200

    in_service(story)


def test_head_is_get_without_the_body(in_service, article):
    async def story(client):
        place = (await client.post("/v1/articles", json=article)).headers["location"]
        got, head = await client.get(place), await client.head(place)
        assert (head.status_code, head.content) == (200, b"")
        for name in ("etag", "content-type", "content-length"):
            assert head.headers[name] == got.headers[name]

    in_service(story)


def appears(path):
    while not path.exists():
        time.sleep(0.01)


def test_the_service_answers_while_a_long_article_is_read(in_service, tmp_path):
    go, reading = tmp_path / "go", tmp_path / "go.begun"

    async def story(client):
        long = asyncio.create_task(client.post("/v1/preview", json={"text": f"wait for {go}"}))
        await asyncio.to_thread(appears, reading)
        assert (await client.get("/healthz")).status_code == 200
        assert (await client.get("/v1/articles")).status_code == 200
        assert not long.done()
        go.touch()
        assert (await long).status_code == 200

    in_service(story, parts={"make_pipeline": partial(Pipeline, read=reads_at_length)}, offline=True)


def test_what_happens_is_counted(in_service, article):
    async def story(client):
        before = await counted(client)
        made = await client.post("/v1/articles", json=article)
        await client.post("/v1/articles", json=article)
        await client.post("/v1/articles", json={})
        await client.get(made.headers["location"])
        await client.get("/v1/articles/unknown")
        await client.get("/wp-login.php")
        after = await counted(client)

        def more(name, **labels):
            sample = (name, *sorted(labels.items()))
            return after.get(sample, 0) - before.get(sample, 0)

        post = {"route": "/v1/articles", "method": "POST"}
        assert more("assay_http_requests_total", **post, status="2xx") == 2
        assert more("assay_http_requests_total", **post, status="4xx") == 1
        assert more("assay_http_request_duration_seconds_count", **post) == 3
        one = {"route": "/v1/articles/{id}", "method": "GET"}
        assert more("assay_http_requests_total", **one, status="2xx") == 1
        assert more("assay_http_requests_total", **one, status="4xx") == 1
        assert more("assay_http_requests_total", route="unmatched", method="GET", status="4xx") == 1
        report = made.json()
        assert more("assay_articles_scored_total", band=report["band"]) == 1
        assert more("assay_findings_total", code="CIT_ORPHAN_MARKER") == 1
        assert more("assay_score_count", ruleset=report["ruleset"]) == 1
        for stage in ("read", "resolve", "judge", "store"):
            assert more("assay_stage_duration_seconds_count", stage=stage) == 1
        assert after[("assay_ruleset_info", ("version", report["ruleset"]))] == 1
        assert after[("assay_writes_waiting",)] == 0

    in_service(story)


def test_every_label_is_there_before_anything_happens(in_service):
    async def story(client):
        there = await counted(client)
        for check in CATALOGUE:
            assert there[("assay_findings_total", ("code", check.code))] == 0
            assert there[("assay_checks_failed_total", ("code", check.code))] == 0
        for band in Band:
            assert there[("assay_articles_scored_total", ("band", band.value))] == 0
        assert there[("assay_lookups_total", ("kind", "link"), ("verdict", "dead"))] == 0
        assert there[("assay_key_failures_total", ("reason", "missing"))] == 0

    in_service(story)


def test_refused_keys_are_counted_by_reason(in_service, add_key):
    async def story(client):
        header = await add_key(client, "read")
        await client.get("/v1/articles")
        await client.get("/v1/articles", headers={"Authorization": "Bearer nonsense"})
        await client.delete("/v1/articles/x", headers=header)
        there = await counted(client)
        for reason in ("missing", "wrong", "scope"):
            assert there[("assay_key_failures_total", ("reason", reason))] == 1

    in_service(story)


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_the_log_tells_of_a_request_and_not_of_what_it_held(in_service, article, capsys, add_key, log_format):
    async def story(client):
        header = await add_key(client, "admin")
        made = await client.post(
            "/v1/articles", json={**article, "site": "s", "external_id": "e"}, headers=header
        )
        assert made.status_code == 201
        await client.get("/v1/articles?site=confidential", headers=header)
        return header["Authorization"].split("_", 2)[2], made.headers["x-request-id"]

    secret, request_id = in_service(story, log_format=log_format, log_level="info")
    logged = capsys.readouterr().err
    assert request_id in logged
    assert "/v1/articles" in logged
    for private in (secret, "Norrvik", "lock", "confidential"):
        assert private not in logged
    if log_format == "json":
        events = [json.loads(line) for line in logged.splitlines()]
        assert [event["status"] for event in events if event["event"] == "request"] == [201, 200]


def test_a_path_cannot_break_a_log_line(in_service, capsys):
    async def story(client):
        await client.get("/a%0Ab=c%20status=200%1b[31m")

    in_service(story, log_level="info")
    (line,) = capsys.readouterr().err.splitlines()
    assert "\x1b" not in line
    assert "status=404" in line


def test_rules_are_listed_with_their_numbers_and_shown_as_pages(in_service, problem):
    async def story(client):
        listed = await client.get("/v1/rules")
        helped = await client.get("/rules/CIT_ORPHAN_MARKER")
        assert (helped.status_code, helped.headers["location"]) == (307, "/v1/rules/CIT_ORPHAN_MARKER")
        assert [rule["code"] for rule in listed.json()["rules"]] == [check.code for check in CATALOGUE]
        one = await client.get("/v1/rules/CIT_ORPHAN_MARKER")
        assert one.json()["weight"] > 0
        page = await client.get("/v1/rules/CIT_ORPHAN_MARKER", headers={"Accept": "text/markdown"})
        assert page.headers["content-type"].startswith("text/markdown")
        assert page.text == one.json()["page"]
        both = {"Accept": "text/markdown;q=0.5, application/json"}
        assert (await client.get("/v1/rules/CIT_ORPHAN_MARKER", headers=both)).headers[
            "content-type"
        ] == "application/json"
        held = {"If-None-Match": listed.headers["etag"]}
        assert (await client.get("/v1/rules", headers=held)).status_code == 304
        problem(await client.get("/v1/rules/CIT_NOTHING"), 404, "not-found")

    in_service(story)


WORKER = """
import sys
from service.metrics import Metrics
metrics = Metrics("2026.11", shared=True)
metrics.key_refused("missing")
if sys.argv[1:]:
    print(metrics.exposition(waiting=2).decode())
else:
    metrics.exposition(waiting=5)
"""


def test_workers_add_up_and_a_dead_one_waits_for_nothing(tmp_path):
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    command = [sys.executable, "-c", WORKER]
    subprocess.run(command, env=environment, check=True)
    text = subprocess.run(
        [*command, "tell"], env=environment, check=True, capture_output=True, text=True
    ).stdout
    assert 'assay_key_failures_total{reason="missing"} 2.0' in text
    assert "assay_writes_waiting 2.0" in text
