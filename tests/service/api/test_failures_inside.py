"""A check or a look-up that raises costs no report, and is logged with all that is needed to mend it."""

import io
import json
from dataclasses import replace
from functools import partial

import pytest

import service.app
from scoring import CheckFailure, judge
from service.logs import open_log
from service.pipeline import Pipeline


def judge_with_a_defect(document, evidence, ruleset):
    report = judge(document, evidence, ruleset)
    try:
        {}["no such word list"]
    except KeyError as error:
        return replace(report, failed=(CheckFailure("CIT_DEAD", error),))


class Broken:
    async def find(self, lookup, before=None):
        raise KeyError("no such registry")


@pytest.fixture
def logged(monkeypatch):
    """What the service logs, a line each."""
    stream = io.StringIO()
    monkeypatch.setattr(service.app, "open_log", partial(open_log, stream=stream))
    return lambda: [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_check_that_raises_is_logged_with_code_article_and_trace(in_service, article, logged):
    async def story(client):
        made = await client.post("/v1/articles", json=article)
        assert made.status_code == 201
        assert made.json()["failed"] == ["CIT_DEAD"]
        return made.json()["article_id"]

    id = in_service(
        story, parts={"make_pipeline": partial(Pipeline, judge=judge_with_a_defect)}, offline=True,
        log_format="json",
    )  # fmt: skip
    (line,) = [line for line in logged() if line["event"] == "check_failed"]
    assert (line["code"], line["article"], line["level"]) == ("CIT_DEAD", id, "error")
    assert "judge_with_a_defect" in line["exception"]
    assert "KeyError: 'no such word list'" in line["exception"]


def test_a_look_up_that_raises_is_logged_with_kind_article_and_trace(in_service, article, logged, outside):
    async def story(client):
        cited = {
            **article,
            "text": article["text"] + "\n\nSee https://saltby.example/minutes for the minutes.",
        }
        made = await client.post("/v1/articles", json=cited, headers={"Prefer": "wait=5"})
        assert made.status_code in (201, 202), made.text
        return made.json()["article_id"]

    id = in_service(story, parts={"open_outside": outside(Broken())}, log_format="json")
    (line, *_) = [line for line in logged() if line["event"] == "lookup_failed"]
    assert (line["kind"], line["article"], line["level"]) == ("link", id, "error")
    assert "KeyError: 'no such registry'" in line["exception"]
