"""What `assay doctor` says of the table of public offices."""

from datetime import date, timedelta

from scoring import Article, Coverage, Evidence, Family, judge, offices_reviewed_and_expire, read, shipped
from service.cli.doctor import offices_line
from service.metrics import Metrics


def test_a_table_that_is_too_old_is_told() -> None:
    reviewed, expires = offices_reviewed_and_expire()
    assert not offices_line(expires - timedelta(1)).bad
    assert str(reviewed) in offices_line(expires).text
    assert offices_line(expires).bad


def test_the_table_was_reviewed_for_this_release() -> None:
    reviewed, expires = offices_reviewed_and_expire()
    assert reviewed >= date(2026, 11, 28)
    assert expires > reviewed


def test_a_metric_has_the_day() -> None:
    _, expires = offices_reviewed_and_expire()
    told = Metrics("2026.11").registry.get_sample_value("assay_offices_table_expires_timestamp_seconds")
    assert told is not None
    assert date.fromtimestamp(told) in (expires, expires - timedelta(1))


def test_coverage_says_where_the_table_is_too_old() -> None:
    _, expires = offices_reviewed_and_expire()
    text = "President Emmanuel Macron said that the quay would be rebuilt. " + "The ferry left at six. " * 40
    for day, coverage in ((expires - timedelta(1), Coverage.COMPLETE), (expires, Coverage.PARTIAL)):
        document = read(Article(text, published_at=str(day), language="en"))
        assert judge(document, Evidence(), shipped()).coverage[Family.DATES] is coverage
