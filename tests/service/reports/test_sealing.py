"""A sealed report is changed by its members' names, and keeps every other byte."""

from datetime import UTC, datetime

import orjson
import pytest

from scoring import Article, Evidence, judge, read, shipped
from service.sealing import Labels, SealedReport, seal
from service.showing import show

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
TEXT = (
    "The ferry pier in Saltby opened in May, “two weeks late”, and 41 percent of the boats returned. [3]\n\n"
    * 4
)
STORED = Labels(NOW, "report-1", "article-1", "post-7")


@pytest.fixture
def sealed() -> SealedReport:
    report = judge(read(Article(TEXT, language="en")), Evidence(as_of=NOW), shipped())
    assert report.findings
    return seal(report, STORED)


def test_a_report_begins_with_its_id(sealed):
    assert sealed.startswith(b'{"id":"report-1","article_id":"article-1","external_id":"post-7",')


def test_taking_it_apart_and_together_keeps_every_byte(sealed):
    assert orjson.dumps(sealed.members()) == sealed
    assert sealed.under(STORED) == sealed


def test_under_other_labels_it_is_what_sealing_under_them_gives(sealed):
    report = judge(read(Article(TEXT, language="en")), Evidence(as_of=NOW), shipped())
    for labels in (Labels(NOW), Labels(datetime(2027, 1, 1, tzinfo=UTC), "r", "a"), STORED):
        assert sealed.under(labels) == seal(report, labels)
        assert seal(report, labels).under(STORED) == sealed


def test_the_callers_id_stands_in_place_of_the_own_one_which_is_always_beside_it(sealed):
    shown = show(sealed, "")
    assert shown.with_caller_id(None) is shown
    assert shown.members()["id"] == shown.members()["report_id"] == "report-1"
    named = shown.with_caller_id('5", "x": "')
    assert list(named.members())[:3] == ["id", "report_id", "article_id"]
    assert named.members() == {**shown.members(), "id": '5", "x": "'}


def test_the_text_is_the_last_member(sealed):
    assert show(sealed, "a\n“b”", include_text=True).endswith(',"text":"a\\n“b”"}'.encode())
    assert show(sealed, None, include_text=True).members()["text"] is None
    assert "text" not in show(sealed, "a").members()


def test_moved_to_another_article_nothing_else_changes(sealed):
    moved = sealed.moved_to("article-2")
    assert moved == sealed.replace(b'"article_id":"article-1"', b'"article_id":"article-2"')


def test_an_article_id_that_stands_elsewhere_in_the_report_stays(sealed):
    quoting = SealedReport(orjson.dumps({**sealed.members(), "url": "https://saltby.example/article-1"}))
    assert quoting.moved_to("b").members()["url"] == "https://saltby.example/article-1"


def test_the_release_that_sealed_it_is_told(sealed):
    assert sealed.engine == sealed.members()["engine"]
    assert SealedReport(b'{"id":null}').engine is None
