"""A report is of bounded length whatever the text, and says what it leaves out."""

import sys
from dataclasses import replace
from datetime import UTC, datetime

import orjson
import pytest

from scoring import Article, Evidence, Format, judge, read, report_json, shipped, wants
from scoring.document import Link, Marker, Reference, Span
from scoring.judging import MOST_LISTED
from scoring.wire import MOST_CITATIONS, MOST_DATES, MOST_QUOTES, MOST_SPANS
from tests.growth import SERIES, answered, series

FILLER = "The council approved the plan for the bridge on the river. " * 25
MEGABYTE = 1_000_000
DATED = series("The council of the town met and talked about the bridge on {day} March {year}.")
LINKED = series("The plan of the council for the bridge is told at https://a{n}.example/{n} in full.")


def told(text, format=Format.TEXT):
    document = read(Article(text, format=format, language="en", title="Port reopens"))
    evidence = answered(document, wants(document, shipped()))
    return document, judge(document, evidence, shipped())


@pytest.mark.parametrize(
    ("text", "format"),
    [
        ("[1]" * (MEGABYTE // 3), Format.TEXT),
        (SERIES["markdown links"](MEGABYTE // 4), Format.MARKDOWN),
        (SERIES["linked entries"](MEGABYTE // 4), Format.TEXT),
        (SERIES["quotations"](MEGABYTE // 4), Format.TEXT),
        (DATED(MEGABYTE // 4), Format.TEXT),
    ],
    ids=["markers", "links", "entries", "quotations", "dates"],
)
def test_a_long_text_has_a_short_report(text, format):
    body = report_json(told(text, format)[1])
    assert len(orjson.dumps(body)) < MEGABYTE
    assert body["omitted"]


def test_what_is_left_out_is_counted():
    # One marker has an entry, so that the others call for something that is missing.
    marks = " ".join(f"It is so[{number}]." for number in [*range(1, 700), *range(1, 700)])
    document, report = told(
        f"{FILLER}\n\n{marks}\n\nReferences\n\n[1] Berg, A. (2020). Title. https://a.example/1"
    )
    body = report_json(report)
    assert len(body["citations"]) == MOST_CITATIONS
    assert body["omitted"]["citations"] == len(document.markers) + len(document.references) - MOST_CITATIONS
    starts = [row["span"]["start"] for row in body["citations"]]
    assert starts == sorted(starts)
    assert starts[0] == document.markers[0].span.start


def test_quotes_and_dates_are_counted():
    document, report = told(SERIES["quotations"](60_000) + "\n\n" + DATED(120_000))
    body = report_json(report)
    assert len(body["quotes"]) == MOST_QUOTES < len(document.quotes)
    assert len(body["dates"]) == MOST_DATES < len(document.dates)
    assert body["omitted"]["quotes"] == len(document.quotes) - MOST_QUOTES
    assert body["omitted"]["dates"] == len(document.dates) - MOST_DATES


def test_findings_are_listed_by_check_and_all_of_them_count():
    _, report = told(LINKED(150_000))
    body = report_json(report)
    codes = [finding["code"] for finding in body["findings"]]
    assert max(codes.count(code) for code in codes) == MOST_LISTED
    listed, left_out = len(codes), body["omitted"]["findings"]
    assert sum(family["findings"] for family in body["families"].values()) == listed + left_out


def test_spans_of_one_finding_are_counted():
    text = f"{FILLER}\n\n" + "It is so[9]. " * 200
    _, report = told(text)
    body = report_json(report)
    cut = [finding for finding in body["findings"] if "omitted_spans" in finding]
    assert all(len(finding["spans"]) == MOST_SPANS for finding in cut)
    for judged, finding in zip(report.findings, body["findings"], strict=True):
        assert len(judged.finding.spans) == len(finding["spans"]) + finding.get("omitted_spans", 0)


def test_an_ordinary_report_leaves_nothing_out():
    document = read(Article(FILLER + "It was so [1] on 3 March 2026.", language="en"))
    body = report_json(judge(document, Evidence(datetime(2026, 11, 1, tzinfo=UTC)), shipped()))
    assert "omitted" not in body
    assert all("omitted_spans" not in finding for finding in body["findings"])


def calls_of_a_report(entries):
    """How many calls it takes to write the report of a list with so many entries, each with a link and a marker."""
    document, report = told(
        "The gate was raised [1].\n\nReferences\n\n[1] Harrow, J. Gates. https://a.example/1"
    )
    spans = [Span(100 + 80 * place, 170 + 80 * place) for place in range(entries)]
    document = replace(
        document,
        text=document.text + "x" * (80 * entries),
        references=tuple(
            Reference(str(place), span, "Gates", url=f"https://a.example/{place}", anchors=(place,))
            for place, span in enumerate(spans)
        ),
        links=tuple(
            Link(Span(span.start + 30, span.start + 50), f"https://a.example/{place}")
            for place, span in enumerate(spans)
        ),
        markers=tuple(
            Marker(Span(span.start, span.start + 3), (str(place),)) for place, span in enumerate(spans)
        ),
    )
    made = 0

    def count(_frame, event, _argument):
        nonlocal made
        made += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        body = report_json(replace(report, document=document))
    finally:
        sys.setprofile(before)
    assert len(body["citations"]) == min(2 * entries, MOST_CITATIONS)
    return made


def test_writing_a_report_takes_work_by_the_number_of_references():
    few, more, many = map(calls_of_a_report, (100, 1_000, 10_000))
    assert more <= 12 * few
    assert many <= 12 * more
