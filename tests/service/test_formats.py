"""The forms of a report: each one whole, escaped, and pointing at the right words."""

import json
import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

import orjson
import pytest

from scoring import CATALOGUE, Article, Evidence, Span, judge, read, shipped
from scoring import Format as Written
from service.formats import Format, FormatName, LocatedReport, make_format
from service.formats.excerpt import columns, excerpt
from service.formats.html import marked
from service.sealing import Labels, SealedReport, seal
from tests.written import Writer, letters, passages, shown

NOW = datetime(2026, 11, 22, tzinfo=UTC)
TEXT = (
    (
        "The pier in Saltby opened in May after two years of work, and the ferries returned a week later. [3]\n\n"
        "A second <script>alert(1)</script> pier & a café 🚢 are planned for the western shore. [4]\n"
    )
    + "The council counted the passengers of every boat that summer and published what it found in autumn. "
    * 10
)

# These tests speak of one kind of finding, whatever else the catalogue comes to hold.
CODES = frozenset(check.code for check in CATALOGUE)
ONE_RULE = shipped().overridden(
    "".join(f"[rules.{code}]\noff = true\n" for code in CODES if code != "CIT_ORPHAN_MARKER"), CODES
)


def scored(
    text: str = TEXT,
    *,
    place: str = "a b.txt",
    record: int | None = None,
    title: str | None = "Piers & <b>boats</b>",
    written_as: Written = Written.TEXT,
) -> LocatedReport:
    article = Article(text, written_as, title=title, language="en")
    report = judge(read(article), Evidence(as_of=NOW), ONE_RULE)
    body = seal(report, Labels(NOW, "x"))
    return LocatedReport(
        body,
        report.document.text,
        place,
        record,
        file=report.document if record is None else None,
        title=title,
        url="https://saltby.example/a?b=1&c=2",
    )


def made_up(text: str, spans: list[tuple[int, int]]) -> LocatedReport:
    """A report with a finding of its own for each span."""
    body = scored().body.members()
    first = body["findings"][0]
    body["findings"] = [{**first, "spans": [{"start": start, "end": end}]} for start, end in spans]
    return LocatedReport(SealedReport(orjson.dumps(body)), text, "a.txt")


def with_unsourced(*points: float) -> LocatedReport:
    """A report whose statements without a source cost so much, each on a line of its own."""
    lines = [f"Line {number} is a statement." for number in range(1, len(points) + 1)]
    starts = [sum(len(line) + 1 for line in lines[:number]) for number in range(len(lines))]
    body = scored().body.members()
    body["findings"] = []
    body["support"]["unsourced"] = [
        {"start": start, "end": start + len(line), "points": cost}
        for start, line, cost in zip(starts, lines, points, strict=True)
    ]
    return LocatedReport(SealedReport(orjson.dumps(body)), "\n".join(lines), "a.txt")


def written(form: Format, *articles: LocatedReport) -> bytes:
    parts = [form.part(article) for article in articles]
    bodies = [part.body for part in parts if part.body]
    return (
        form.opening()
        + form.joint.join(bodies)
        + form.closing([part.appendix for part in parts if part.appendix])
    )


def form(
    name: FormatName, *, several: bool = False, include_text: bool = False, colour: bool = False
) -> Format:
    return make_format(name, several=several, ruleset="2026.11", include_text=include_text, colour=colour)


class Page(HTMLParser):
    """The tags of a page, the text of each article, and what is marked in it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.marks: list[str] = []
        self._open: list[str] = []
        self._inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        self._open.append(tag)
        if tag == "div" and ("class", "text") in attrs:
            self._inside = True
        if tag == "mark":
            self.marks.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "div":
            self._inside = False
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._inside and "a" not in self._open:
            self.text += data
            if "mark" in self._open:
                self.marks[-1] += data


class TestJson:
    def test_a_line_is_the_sealed_report(self) -> None:
        assert written(form(FormatName.JSONL), scored()) == scored().body + b"\n"

    def test_the_text_comes_where_it_is_wanted(self) -> None:
        line = written(form(FormatName.JSONL, include_text=True), scored())
        assert orjson.loads(line) == {**scored().body.members(), "text": TEXT}

    def test_a_list_holds_all_or_none(self) -> None:
        assert len(json.loads(written(form(FormatName.JSON, several=True), scored(), scored()))) == 2
        assert json.loads(written(form(FormatName.JSON, several=True))) == []


class TestHtml:
    def test_nothing_runs_and_nothing_is_loaded(self) -> None:
        page = Page(written(form(FormatName.HTML), scored()).decode())
        assert not {"script", "img", "link", "iframe", "b"} & set(page.tags)
        names = [name for name, _ in page.attributes]
        assert "style" not in names
        assert "src" not in names
        assert not [name for name in names if name.startswith("on")]
        assert "unsafe" not in written(form(FormatName.HTML), scored()).decode()

    def test_the_text_is_there_with_the_flagged_words_marked(self) -> None:
        page = Page(written(form(FormatName.HTML), scored()).decode())
        assert page.text == TEXT
        assert page.marks == ["[3]", "[4]"]

    def test_spans_that_cross_are_cut_where_they_cross(self) -> None:
        article = made_up("one two three four", [(0, 7), (4, 13), (4, 7), (17, 18)])
        page = Page(f'<div class="text">{marked(article)}</div>')
        assert page.text == "one two three four"
        assert page.marks == ["one ", "two", " three", "r"]

    def test_every_number_leads_to_its_finding(self) -> None:
        page = Page(written(form(FormatName.HTML), scored(place="a.txt"), scored(place="b.txt")).decode())
        targets = [value for name, value in page.attributes if name == "id"]
        links = [
            value for name, value in page.attributes if name == "href" and value and value.startswith("#")
        ]
        assert len(targets) == len(set(targets))
        assert {link.removeprefix("#") for link in links} == set(targets)

    def test_the_dearest_statements_without_a_source_are_listed_inert(self) -> None:
        shown = written(form(FormatName.HTML), with_unsourced(-4.25, -0.2)).decode()
        assert "<li>Line 1 is a statement. (4.2 points)</li>" in shown
        assert "<li>Line 2" not in shown
        assert "<li>" not in written(form(FormatName.HTML), with_unsourced(-0.2)).decode()

    def test_a_url_that_is_none_is_no_link(self) -> None:
        report = scored()
        article = LocatedReport(report.body, report.text, "a.txt", url="javascript:alert(1)")
        assert b"javascript:" not in written(form(FormatName.HTML), article)


class TestSarif:
    def test_it_has_the_shape_of_a_log(self) -> None:
        log = json.loads(written(form(FormatName.SARIF), scored(), scored(place="c.txt")))
        assert log["version"] == "2.1.0"
        (run,) = log["runs"]
        driver = run["tool"]["driver"]
        assert [rule["id"] for rule in driver["rules"]] == [check.code for check in CATALOGUE]
        assert all(rule["shortDescription"]["text"] for rule in driver["rules"])
        uris = {artifact["location"]["uri"] for artifact in run["artifacts"]}
        assert uris == {"a%20b.txt", "c.txt"}
        for result in run["results"]:
            assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
            assert result["level"] in ("none", "note", "warning", "error")
            assert result["message"]["text"]
            (location,) = result["locations"]
            assert location["physicalLocation"]["artifactLocation"]["uri"] in uris

    def test_a_region_is_the_flagged_words_by_offset_and_by_line(self) -> None:
        log = json.loads(written(form(FormatName.SARIF), scored()))
        lines = TEXT.split("\n")
        found = []
        for result in log["runs"][0]["results"]:
            region = result["locations"][0]["physicalLocation"]["region"]
            words = TEXT[region["charOffset"] : region["charOffset"] + region["charLength"]]
            line = lines[region["startLine"] - 1]
            assert region["startLine"] == region["endLine"]
            assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == words
            assert region["snippet"]["text"] == words
            found.append(words)
        assert found == ["[3]", "[4]"]

    def test_in_markup_a_region_is_a_stretch_of_the_file_itself(self) -> None:
        page = TEXT.replace("&", "&amp;").replace("café", "caf&eacute;").replace("<script>", "<b>a</b>")
        page = "<!doctype html>\n<title>Piers</title>\n<p>" + page.replace("\n\n", "</p>\n<p>")
        for source, kind in ((page, Written.HTML), (f"# Piers\n\n*{TEXT}*", Written.MARKDOWN)):
            log = json.loads(written(form(FormatName.SARIF), scored(source, written_as=kind)))
            assert log["runs"][0]["columnKind"] == "unicodeCodePoints"
            found = []
            for result in log["runs"][0]["results"]:
                region = result["locations"][0]["physicalLocation"]["region"]
                line = source.split("\n")[region["startLine"] - 1]
                found.append(line[region["startColumn"] - 1 : region["endColumn"] - 1])
                assert found[-1] == region["snippet"]["text"]
                assert result["properties"]["passages"] == [found[-1]]
            assert found == ["[3]", "[4]"]

    @pytest.mark.parametrize("seed", range(100))
    @pytest.mark.parametrize("kind", [Written.MARKDOWN, Written.HTML])
    def test_the_region_of_a_generated_file_is_its_snippet_and_has_the_words(
        self, kind: Written, seed: int
    ) -> None:
        writer = Writer(seed)
        source = writer.markdown() if kind is Written.MARKDOWN else writer.html()
        document = read(Article(source, kind, language="en"))
        body = made_up(document.text, [(span.start, span.end) for span in passages(document)]).body
        located = LocatedReport(body, document.text, f"a.{kind}", file=document)
        lines = source.split("\n")
        results = json.loads(written(form(FormatName.SARIF), located))["runs"][0]["results"]
        assert results
        for result in results:
            region = result["locations"][0]["physicalLocation"]["region"]
            snippet = region["snippet"]["text"]
            start = region["charOffset"]
            assert source[start : start + region["charLength"]] == snippet
            first, last = region["startLine"] - 1, region["endLine"] - 1
            if first == last:
                assert lines[first][region["startColumn"] - 1 : region["endColumn"] - 1] == snippet
            else:
                head, *middle = lines[first:last]
                tail = lines[last][: region["endColumn"] - 1]
                assert "\n".join((head[region["startColumn"] - 1 :], *middle, tail)) == snippet
            assert letters(result["properties"]["passages"][0]) in shown(snippet)

    def test_a_record_of_many_is_pointed_at_by_its_line(self) -> None:
        log = json.loads(written(form(FormatName.SARIF), scored(place="in.jsonl", record=12)))
        for result in log["runs"][0]["results"]:
            assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 12}

    def test_a_finding_on_the_whole_article_marks_nothing(self) -> None:
        article = made_up("word " * 50, [(0, 4)])
        body = article.body.members()
        body["findings"][0]["spans"] = []
        whole = LocatedReport(SealedReport(orjson.dumps(body)), article.text, "a.txt")
        (result,) = json.loads(written(form(FormatName.SARIF), whole))["runs"][0]["results"]
        assert "region" not in result["locations"][0]["physicalLocation"]
        for name in FormatName:
            assert written(form(name), whole)
        assert "the whole article" in written(form(FormatName.TEXT), whole).decode()

    def test_what_somebody_found_all_right_is_suppressed(self) -> None:
        article = made_up("word " * 50, [(0, 4)])
        body = article.body.members()
        body["findings"][0]["dismissed"] = {"reason": "checked by phone", "reader": "e1"}
        (result,) = json.loads(
            written(
                form(FormatName.SARIF), LocatedReport(SealedReport(orjson.dumps(body)), article.text, "a.txt")
            )
        )["runs"][0]["results"]
        assert result["suppressions"] == [
            {"kind": "external", "status": "accepted", "justification": "checked by phone"}
        ]

    def test_no_article_is_a_log_too(self) -> None:
        assert json.loads(written(form(FormatName.SARIF)))["runs"][0]["results"] == []

    @pytest.mark.parametrize(
        ("place", "record", "uri"),
        [
            ("-", None, "stdin"),
            ("/tmp/a b.txt", None, "file:///tmp/a%20b.txt"),
            ("in.jsonl", 12, "in.jsonl#L12"),
            ("a#L3", None, "a%23L3"),
            ("https://saltby.example/a?b=1", None, "https://saltby.example/a?b=1"),
        ],
    )
    def test_places_are_uris(self, place: str, record: int | None, uri: str) -> None:
        log = json.loads(written(form(FormatName.SARIF), scored(place=place, record=record)))
        assert log["runs"][0]["artifacts"][0]["location"]["uri"] == uri


class TestJsonLd:
    def test_a_review_rates_the_article_and_has_a_part_for_each_finding(self) -> None:
        graph: dict[str, Any] = json.loads(written(form(FormatName.JSONLD), scored(), scored()))
        assert graph["@context"] == "https://schema.org"
        review, _ = graph["@graph"]
        report = scored().report
        assert review["@type"] == "Review"
        assert review["itemReviewed"]["headline"] == "Piers & <b>boats</b>"
        assert review["reviewRating"]["ratingValue"] == report["score"]
        assert (review["reviewRating"]["worstRating"], review["reviewRating"]["bestRating"]) == (0, 100)
        assert [part["itemReviewed"][0]["text"] for part in review["hasPart"]] == ["[3]", "[4]"]

    def test_an_article_without_score_has_no_rating(self) -> None:
        (review,) = json.loads(written(form(FormatName.JSONLD), scored("Short.")))["@graph"]
        assert "reviewRating" not in review

    def test_it_can_stand_in_a_script_element(self) -> None:
        page = written(form(FormatName.JSONLD, include_text=True), scored())
        assert b"</" not in page
        assert json.loads(page)["@graph"][0]["itemReviewed"]["articleBody"] == TEXT


class TestText:
    def test_it_fits_80_columns_and_has_no_colours_unless_wanted(self) -> None:
        report = written(form(FormatName.TEXT), scored()).decode()
        assert max(columns(line) for line in report.splitlines()) <= 80
        assert "\x1b" not in report
        assert "\x1b[" in written(form(FormatName.TEXT, colour=True), scored()).decode()

    def test_it_says_score_place_reason_and_gain(self) -> None:
        report = written(form(FormatName.TEXT), scored()).decode()
        findings = scored().report["findings"]
        assert f"{scored().report['score']:g} / 100" in report
        assert "CIT_ORPHAN_MARKER x 2  high" in report
        assert re.search(r"^    1:\d+$", report, re.M)
        assert re.search(r"^    3:\d+$", report, re.M)
        assert findings[0]["message"] in report
        assert f"gives back {-findings[0]['points']:g} points" in report

    def test_the_line_support_is_shown_statement_by_statement(self) -> None:
        shown = written(form(FormatName.TEXT), with_unsourced(-4.25, -2.0, -0.2)).decode()
        assert "    1:1      -4.2  Line 1 is a statement." in shown
        assert "    2:1      -2.0  Line 2 is a statement." in shown
        assert "Line 3" not in shown
        assert "Fix: Say in the sentence" in shown
        assert max(map(len, shown.splitlines())) <= 80

    def test_no_more_statements_are_shown_than_an_editor_reads(self) -> None:
        shown = written(form(FormatName.TEXT), with_unsourced(*[-1.0] * 8)).decode()
        assert "5:1" in shown
        assert "6:1" not in shown
        assert "… and 3 more; --format json lists all" in shown

    def test_the_underline_stands_under_the_flagged_words(self) -> None:
        lines = written(form(FormatName.TEXT), scored()).decode().splitlines()
        under = [number for number, line in enumerate(lines) if set(line.strip()) == {"~"}]
        assert len(under) == 2
        for number, words in zip(under, ("[3]", "[4]"), strict=True):
            line, marks = lines[number - 1], lines[number]
            before = line[: line.index(words)]
            assert columns(before) == len(marks) - len(marks.lstrip())
            assert len(marks.strip()) == len(words)

    def test_an_article_can_not_write_to_the_terminal(self) -> None:
        article = made_up("a \x1b[31m\x07 red \u202e word", [(0, 10)])
        report = written(form(FormatName.TEXT), article).decode()
        assert not [letter for letter in report if letter in "\x1b\x07\u202e"]

    def test_many_findings_of_one_kind_are_cut_short(self) -> None:
        article = made_up("word " * 50, [(5 * number, 5 * number + 4) for number in range(40)])
        report = written(form(FormatName.TEXT), article).decode()
        assert "… and 35 more" in report


@pytest.mark.parametrize("length", [1, 3, 71, 72, 73, 200])
@pytest.mark.parametrize("start", [0, 1, 40, 500, 790])
def test_an_excerpt_shows_the_span_within_its_width(length: int, start: int) -> None:
    text = "".join(f"word{number} " for number in range(160))
    span = Span(start, min(len(text), start + length))
    cut = excerpt(text, span, 72)
    assert len(cut.text) <= 74
    if span.end - span.start <= 72:
        assert cut.text[cut.start : cut.end] == text[span.start : span.end]
    else:
        assert "…" in cut.text


def test_a_position_counts_lines_and_columns_from_one() -> None:
    article = made_up("ab\ncd\n\ne", [(0, 1)])
    assert [article.position(offset) for offset in (0, 2, 3, 6, 7, 8)] == [
        (1, 1),
        (1, 3),
        (2, 1),
        (3, 1),
        (4, 1),
        (4, 2),
    ]
