"""A stored report is made again from what is stored, byte for byte."""

import asyncio
import dataclasses
import json
import pickle
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version

import pytest

from scoring import (
    Article,
    Evidence,
    RulesetError,
    fingerprint_of,
    judge,
    read,
    report_json,
    shipped,
)
from service.pipeline import PackedDocument, Pipeline
from service.reports.replay import NotReplayableError, replay
from service.resolve import OfflineResolver
from service.rulesets import load_ruleset
from service.sealing import Labels
from service.storage import open_store

REPLAY = """
import asyncio, socket, sys

def offline(*arguments, **options):
    raise OSError("no network here")

socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = offline

from service.reports.replay import replay
from service.storage import open_store

async def main():
    async with open_store(sys.argv[1]) as store:
        article = await store.article(sys.argv[2])
        report = await store.newest(sys.argv[2])
        sys.stdout.buffer.write(replay(article, report, await store.ruleset(report.ruleset)))

asyncio.run(main())
"""


def test_another_process_without_a_network_makes_the_same_bytes(in_service, sqlite_url, article):
    async def story(client):
        made = await client.post("/v1/articles", json={**article, "site": "s", "external_id": "e"})
        await client.post(made.headers["location"] + "/rescore")
        return await client.services.store.newest(made.json()["article_id"])

    sealed = in_service(story)
    command = [sys.executable, "-c", REPLAY, sqlite_url, sealed.article_id]
    assert subprocess.run(command, capture_output=True, check=True).stdout == sealed.body


def test_the_report_of_an_earlier_revision_is_replayed_from_what_it_judged(in_either_service, article):
    async def story(client):
        named = {**article, "site": "s", "external_id": "e"}
        first = await client.post("/v1/articles", json=named)
        await client.post("/v1/articles", json={**named, "text": "Quite another text."})
        store = client.services.store
        record = await store.article(first.json()["article_id"])
        for report in await store.reports(record.id):
            judged = dataclasses.replace(record, submission=await store.submission(report.id))
            assert replay(judged, report, await store.ruleset(report.ruleset)) == report.body

    in_either_service(story)


def test_a_report_names_the_release_that_judged_it_and_replays_under_its_name(in_service, article):
    async def story(client):
        made = (await client.post("/v1/articles", json=article)).json()
        assert made["engine"] == version("assay")
        store = client.services.store
        record, report = await store.article(made["article_id"]), await store.newest(made["article_id"])
        rules = await store.ruleset(report.ruleset)
        named = f'"engine":"{version("assay")}",'.encode()
        for other in (b'"engine":"2025.1.0",', b""):
            body = report.body.replace(named, other)
            assert replay(record, dataclasses.replace(report, body=body), rules) == body

    in_service(story)


def test_a_report_whose_text_was_not_kept_cannot_be_replayed(in_service, sqlite_url, article):
    async def story(client):
        return (await client.post("/v1/articles", json=article)).json()["article_id"]

    id = in_service(story, store_text=False)

    async def attempt():
        async with open_store(sqlite_url) as store:
            replay(await store.article(id), await store.newest(id), shipped().as_dict())

    with pytest.raises(NotReplayableError, match="not kept"):
        asyncio.run(attempt())


def test_a_report_without_ids_is_not_stored():
    pipeline = Pipeline(OfflineResolver(), shipped())
    now = datetime.now(UTC)
    scored, _ = asyncio.run(pipeline.score(Article("Nothing much."), as_of=now, labels=Labels(now)))
    assert json.loads(scored.body)["id"] is None
    with pytest.raises(ValueError, match="ids"):
        scored.record(keep_evidence=True)


def test_a_ruleset_file_changes_numbers_and_version(tmp_path):
    file = tmp_path / "house.toml"
    file.write_text("[rules.CIT_ORPHAN_MARKER]\noff = true\n")
    ruleset = load_ruleset(file)
    assert ruleset.rule("CIT_ORPHAN_MARKER").off
    assert ruleset.version.startswith(f"{shipped().version}+")
    assert load_ruleset(None) == shipped()


@pytest.mark.parametrize(
    "content",
    [None, b"\xff\xfe", b"[rules.CIT_NOTHING]\noff = true\n", b"no toml"],
    ids=["none", "bytes", "code", "toml"],
)
def test_a_ruleset_file_that_cannot_be_used_is_named(tmp_path, content):
    file = tmp_path / "house.toml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(RulesetError):
        load_ruleset(file)


def test_a_document_passes_through_a_process_that_does_not_open_it(article):
    document = read(Article(article["text"], language="en"))
    fingerprint_of(document)
    sealed = PackedDocument(document)
    there = pickle.loads(pickle.dumps(sealed))
    back = pickle.loads(pickle.dumps(there))
    # What passes is the article's own, not the word lists, which every process has.
    assert len(pickle.dumps(back)) < 20 * len(article["text"])
    opened = back.open()
    assert opened == document
    assert opened.lexicon is document.lexicon
    evidence = Evidence(datetime(2026, 11, 1, tzinfo=UTC))
    assert report_json(judge(opened, evidence, shipped())) == report_json(
        judge(document, evidence, shipped())
    )
