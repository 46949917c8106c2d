"""What `assay score` takes: folders, pages, archives, standard input of every kind, and nothing at all."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.service.named_web import SETTINGS, Reply, named_web

Run = Callable[..., subprocess.CompletedProcess[bytes]]

WXR = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>Saltby Gazette</title><link>https://gazette.example</link><language>en-GB</language>
<wp:author><wp:author_login><![CDATA[mholt]]></wp:author_login>
<wp:author_display_name><![CDATA[Maria Holt]]></wp:author_display_name></wp:author>
{items}
</channel>
</rss>
"""
ITEM = """<item>
<title>{title}</title><link>https://gazette.example/{id}/</link><dc:creator><![CDATA[mholt]]></dc:creator>
<content:encoded><![CDATA[{body}]]></content:encoded>
<excerpt:encoded><![CDATA[An excerpt that nobody reads.]]></excerpt:encoded>
<wp:post_id>{id}</wp:post_id><wp:post_date_gmt>2026-11-20 09:30:00</wp:post_date_gmt>
<wp:post_type>{kind}</wp:post_type><wp:status>publish</wp:status>
{more}
</item>
"""


def item(id: int, body: str, *, title: str = "The pier", kind: str = "post", more: str = "") -> str:
    return ITEM.format(id=id, body=body, title=title, kind=kind, more=more)


def reports(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def ids(done: subprocess.CompletedProcess[bytes]) -> list[str]:
    return [report["id"] for report in reports(done)]


def said(done: subprocess.CompletedProcess[bytes]) -> list[str]:
    return done.stderr.decode().splitlines()


class TestFolders:
    def test_every_article_in_a_folder_is_scored(self, assay: Run, tmp_path: Path, clean: str) -> None:
        for name in (
            "drafts/b.md",
            "drafts/a.txt",
            "drafts/deep/er/c.html",
            "drafts/.git/d.txt",
            "drafts/node_modules/e/README.md",
            "drafts/picture.png",
        ):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(clean)
        done = assay("score", "--offline", "-f", "jsonl", "drafts")
        assert (done.returncode, said(done)) == (0, [])
        assert ids(done) == ["drafts/a.txt", "drafts/b.md", "drafts/deep/er/c.html"]

    def test_a_link_that_leads_back_is_not_followed(self, assay: Run, tmp_path: Path, clean: str) -> None:
        (tmp_path / "drafts").mkdir()
        (tmp_path / "drafts/a.txt").write_text(clean)
        (tmp_path / "drafts/again").symlink_to(tmp_path / "drafts", target_is_directory=True)
        assert ids(assay("score", "--offline", "-f", "jsonl", "drafts/")) == ["drafts/a.txt"]

    def test_one_article_of_a_folder_is_a_list_all_the_same(
        self, assay: Run, tmp_path: Path, clean: str
    ) -> None:
        (tmp_path / "drafts").mkdir()
        (tmp_path / "drafts/a.txt").write_text(clean)
        assert len(json.loads(assay("score", "--offline", "-f", "json", "drafts").stdout)) == 1


class TestNothing:
    @pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.json", "a.jsonl"])
    @pytest.mark.parametrize("content", ["", " \n\n"])
    def test_an_empty_file_is_an_error_that_says_so(
        self, assay: Run, tmp_path: Path, name: str, content: str
    ) -> None:
        (tmp_path / name).write_text(content)
        done = assay("score", "--offline", "--fail-under", "60", name)
        assert (done.returncode, said(done)) == (2, [f"assay: {name}: is empty: there is nothing to score"])

    def test_nothing_on_standard_input_is_an_error_too(self, assay: Run) -> None:
        done = assay("score", "--offline", "-")
        assert (done.returncode, said(done)) == (2, ["assay: -: is empty: there is nothing to score"])

    def test_markup_without_words_is_nothing(self, assay: Run) -> None:
        done = assay("score", "--offline", "-", stdin=b"<html><script>x</script></html>")
        assert (done.returncode, said(done)) == (2, ["assay: -: holds no words: there is nothing to score"])


class TestStandardInput:
    def test_that_begins_with_a_tag_is_a_page(self, assay: Run) -> None:
        page = b"<!doctype html>\n<h1>The pier</h1><p>The pier reopened in May.</p>"
        report = json.loads(
            assay("score", "--offline", "-f", "json", "--include", "text", "-", stdin=page).stdout
        )
        assert report["text"] == "The pier\n\nThe pier reopened in May."

    def test_may_be_an_archive(self, assay: Run, clean: str) -> None:
        feed = WXR.format(items=item(7, clean)).encode()
        done = assay("score", "--offline", "-f", "jsonl", "-", stdin=feed)
        assert [report["external_id"] for report in reports(done)] == ["7"]
        wire = {"uri": "urn:1", "type": "text", "headline": "The pier", "body_text": clean}
        for stdin in (json.dumps(wire), json.dumps(wire, indent=1), json.dumps([wire, wire])):
            done = assay("score", "--offline", "-f", "jsonl", "-", stdin=stdin.encode())
            assert {report["external_id"] for report in reports(done)} == {"urn:1"}

    def test_that_begins_with_a_bracket_may_be_text(self, assay: Run) -> None:
        done = assay(
            "score", "--offline", "-f", "json", "--include", "text", "-", stdin=b"[Saltby] The pier.\nNext."
        )
        assert json.loads(done.stdout)["text"] == "[Saltby] The pier.\nNext."


class TestPages:
    STORY = "http://gazette.example/pier"

    def test_a_page_is_fetched_and_scored(
        self, assay: Run, monkeypatch: pytest.MonkeyPatch, clean: str
    ) -> None:
        page = "<title>The pier</title>" + "".join(f"<p>{part}</p>" for part in clean.split("\n\n"))
        answers = {
            "/pier": Reply(200, "text/html", page),
            "/gone": Reply(404, "text/html", "no"),
            "/picture": Reply(200, "image/png", b"\x89PNG"),
            "/moved": Reply(301, "text/html", "", location="/pier"),
        }
        environment = {f"ASSAY_{name.upper()}": value for name, value in SETTINGS.items()}
        addresses = [f"http://www.vantry-courier.org{path}" for path in answers]
        with named_web(monkeypatch, lambda host, path, cookie: answers[path], {"www.vantry-courier.org"}):
            done = assay("score", "-f", "jsonl", *addresses, "http://127.0.0.1:9/", **environment)
        assert ids(done) == [addresses[0], addresses[3]]
        assert done.returncode == 2
        assert said(done)[:2] == [
            f"assay: {addresses[1]}: could not be fetched: the server answered 404",
            f"assay: {addresses[2]}: holds image/png, not HTML, Markdown or plain text",
        ]
        assert "127.0.0.1:9/: is not fetched: " in said(done)[2]

    def test_offline_nothing_is_fetched(self, assay: Run) -> None:
        done = assay("score", "--offline", self.STORY)
        assert done.returncode == 2
        assert said(done)[0].startswith(f"assay: {self.STORY}: is an address, and --offline")


class TestWordPress:
    def test_posts_and_pages_are_scored_and_the_rest_is_told(
        self, assay: Run, tmp_path: Path, clean: str
    ) -> None:
        items = item(1, clean) + item(2, "x", kind="attachment") + item(3, clean, kind="page")
        feed = WXR.format(items=items)
        (tmp_path / "site.xml").write_text(feed)
        done = assay("score", "--offline", "-f", "jsonl", "--include", "text", "site.xml")
        first, second = reports(done)
        assert (first["external_id"], second["external_id"]) == ("1", "3")
        assert [first["id"], second["id"]] == [
            f"site.xml:{feed.count(chr(10), 0, at) + 1}"
            for at in (feed.index("<item>"), feed.rindex("<item>"))
        ]
        assert "excerpt" not in first["text"]
        assert said(done) == ["assay: site.xml: left out 1 item that is no article: 1 attachment"]
        assert done.returncode == 0
        assert "ATT_NO_BYLINE" not in [finding["code"] for finding in first["findings"]]

    def test_classic_paragraphs_and_shortcodes_are_read_as_a_page_shows_them(self, assay: Run) -> None:
        body = (
            'One line.\n\n[caption id="x" width="3"]A pier[/caption]\n\n<h2>Next</h2>\n\nAnother &amp; line.'
        )
        feed = WXR.format(items=item(1, body)).encode()
        done = assay("score", "--offline", "-f", "jsonl", "--include", "text", "-", stdin=feed)
        assert reports(done)[0]["text"].split("\n\n") == ["One line.", "A pier", "Next", "Another & line."]

    def test_notes_of_the_block_editor_stand_under_the_text(self, assay: Run) -> None:
        body = (
            "<!-- wp:paragraph -->\n<p>The pier reopened.<sup data-fn='n1' class='fn'><a href='#n1' id='n1-link'>1</a>"
            "</sup></p>\n<!-- /wp:paragraph -->\n<!-- wp:footnotes /-->"
        )
        notes = json.dumps([{"id": "n1", "content": "Saltby Gazette, 3 May 2026."}])
        more = (
            "<wp:postmeta><wp:meta_key>footnotes</wp:meta_key><wp:meta_value><![CDATA["
            f"{notes}]]></wp:meta_value></wp:postmeta>"
        )
        feed = WXR.format(items=item(1, body, more=more)).encode()
        done = assay("score", "--offline", "-f", "jsonl", "--include", "text", "-", stdin=feed)
        (report,) = reports(done)
        assert "[1] Saltby Gazette, 3 May 2026." in report["text"]
        assert "CIT_ORPHAN_MARKER" not in [finding["code"] for finding in report["findings"]]

    def test_what_is_not_well_formed_costs_one_item(self, assay: Run, tmp_path: Path, clean: str) -> None:
        broken = item(2, clean).replace("</title>", "</titel>")
        (tmp_path / "site.xml").write_text(
            WXR.format(items=item(1, f"a\x0bb {clean}") + broken + item(3, clean)), encoding="utf-8"
        )
        done = assay("score", "--offline", "-f", "jsonl", "site.xml")
        assert [report["external_id"] for report in reports(done)] == ["1", "3"]
        assert ids(done)[1] == f"site.xml:{9 + (item(1, clean) + broken).count(chr(10))}"
        assert done.returncode == 2
        (error,) = said(done)
        assert error.startswith("assay: site.xml:")
        assert "mismatched tag" in error

    def test_an_export_that_ends_early_keeps_what_is_whole(
        self, assay: Run, tmp_path: Path, clean: str
    ) -> None:
        feed = WXR.format(items=item(1, clean) + item(2, clean))
        (tmp_path / "site.xml").write_text(feed[: feed.rindex("<wp:post_type>")])
        done = assay("score", "--offline", "-f", "jsonl", "site.xml")
        assert [report["external_id"] for report in reports(done)] == ["1"]
        assert done.returncode == 2

    @pytest.mark.parametrize(
        "declared",
        [
            '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
            '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
            '<!DOCTYPE rss SYSTEM "http://saltby.example/rss.dtd">',
        ],
    )
    def test_document_types_are_refused(self, assay: Run, tmp_path: Path, clean: str, declared: str) -> None:
        feed = WXR.format(items=item(1, "&b;&a;" + clean)).replace("?>\n", f"?>\n{declared}\n", 1)
        (tmp_path / "site.xml").write_text(feed)
        done = assay("score", "--offline", "-f", "jsonl", "site.xml")
        assert (done.returncode, done.stdout) == (2, b"")
        assert said(done) == [
            "assay: site.xml:2: has a document type declaration, which no export has: it is not read"
        ]

    def test_deep_nesting_and_long_fields_are_refused(self, assay: Run, tmp_path: Path, clean: str) -> None:
        (tmp_path / "deep.xml").write_text(WXR.format(items="<a>" * 5000))
        assert "nested deeper" in said(assay("score", "--offline", "deep.xml"))[0]
        (tmp_path / "long.xml").write_text(WXR.format(items=item(1, "word " * 2000) + item(2, clean)))
        done = assay("score", "--offline", "-f", "jsonl", "long.xml", ASSAY_MAX_BODY_BYTES="5000")
        assert said(done) == ["assay: long.xml:9: longer than 5,000 characters"]
        assert [report["external_id"] for report in reports(done)] == ["2"]

    def test_other_xml_is_told_for_what_it_is(self, assay: Run, tmp_path: Path) -> None:
        (tmp_path / "a.xml").write_text("<html><p>x</p></html>")
        (tmp_path / "b.xml").write_text("no xml at all")
        assert said(assay("score", "--offline", "a.xml", "b.xml")) == [
            "assay: a.xml:1: is XML, but no export of WordPress: its root is not <rss>",
            "assay: b.xml:1: is no XML that can be read (syntax error)",
        ]


class TestGhost:
    def export(self, *posts: dict[str, Any]) -> str:
        data = {
            "posts": posts,
            "users": [{"id": "u1", "name": "Maria Holt"}],
            "posts_authors": [{"post_id": "p1", "author_id": "u1", "sort_order": 0}],
            "settings": [{"key": "locale", "value": "en"}],
        }
        return json.dumps({"db": [{"meta": {"version": "6.65.0"}, "data": data}]})

    def test_posts_are_scored_with_their_authors_and_times(
        self, assay: Run, tmp_path: Path, clean: str
    ) -> None:
        post = {
            "id": "p1", "uuid": "u-1", "title": "The pier", "html": f"<p>{clean}</p>", "type": "post",
            "published_at": "2026-11-20T09:30:00.000Z",
        }  # fmt: skip
        (tmp_path / "ghost.json").write_text(
            self.export(post, {"id": "p2", "html": None}, {**post, "id": "p3"})
        )
        done = assay("score", "--offline", "-f", "jsonl", "ghost.json")
        assert ids(done) == ["ghost.json#1", "ghost.json#3"]
        assert reports(done)[0]["external_id"] == "u-1"
        codes = [finding["code"] for finding in reports(done)[0]["findings"]]
        assert not {"ATT_NO_BYLINE", "DAT_UNDATED"} & set(codes)
        assert done.returncode == 2
        assert said(done)[0].startswith("assay: ghost.json#2: has neither html nor plaintext")

    def test_what_is_no_export_is_told(self, assay: Run, tmp_path: Path) -> None:
        (tmp_path / "a.json").write_text('{"db": [{"data": []}]}')
        assert said(assay("score", "--offline", "a.json")) == [
            "assay: a.json: is no export of Ghost: data must be an object"
        ]


class TestNinjs:
    def test_items_of_every_version_are_scored(self, assay: Run, tmp_path: Path, clean: str) -> None:
        rows = [
            {"uri": "urn:1", "type": "text", "headline": "Pier", "body_html": f"<p>{clean}</p>", "byline": "M. Holt"},
            {"uri": "urn:2", "type": "picture", "headline": "A pier"},
            {
                "uri": "urn:3", "type": "text", "headlines": [{"role": "main", "value": "Pier"}],
                "bodies": [{"role": "main", "contentType": "text/html", "value": f"<p>{clean}</p>"}],
                "contentCreated": "2026-11-20T09:30:00Z",
            },
            {"uri": "urn:4", "type": "text", "versioncreated": "2026-11-20T09:30:00Z"},
        ]  # fmt: skip
        (tmp_path / "wire.json").write_text(json.dumps(rows))
        (tmp_path / "wire.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
        for arguments in (["wire.json"], ["--as", "ninjs", "wire.jsonl"]):
            done = assay("score", "--offline", "-f", "jsonl", *arguments)
            assert [report["external_id"] for report in reports(done)] == ["urn:1", "urn:3"]
            assert done.returncode == 2
            assert said(done) == [
                f"assay: {arguments[-1]}#4: has no body: body_html, body_text or bodies",
                f"assay: {arguments[-1]}: left out 1 item that is no article: 1 picture",
            ]

    def test_a_submission_that_speaks_of_ninjs_is_a_submission(
        self, assay: Run, tmp_path: Path, clean: str
    ) -> None:
        given = {"id": "a", "html": f'<p>{clean}</p><pre>{{"uri": 1, "body_html": 2}}</pre>'}
        (tmp_path / "a.json").write_text(json.dumps(given))
        assert ids(assay("score", "--offline", "-f", "jsonl", "a.json")) == ["a"]


class TestGates:
    @pytest.mark.parametrize(
        ("arguments", "status"),
        [
            (["--fail-on", "high"], 1),
            (["--fail-on", "low"], 1),
            (["--fail-on", "cit_orphan_marker"], 1),
            (["--fail-on", "DAT_UNDATED,CIT_ORPHAN_MARKER"], 1),
            (["--fail-on", "DAT_IMPOSSIBLE_DATE", "--fail-on", "unscored"], 0),
            ([], 0),
        ],
    )
    def test_a_finding_stops_it_where_asked(
        self, assay: Run, faulty: str, arguments: list[str], status: int
    ) -> None:
        assert assay("score", "--offline", *arguments, "-", stdin=faulty.encode()).returncode == status

    def test_an_article_without_score_stops_it_where_asked(self, assay: Run) -> None:
        for arguments, status in ((["--fail-under", "60"], 0), (["--fail-on", "unscored"], 1)):
            assert assay("score", "--offline", *arguments, "-", stdin=b"Too short.").returncode == status

    def test_a_word_that_is_neither_is_bad_usage(self, assay: Run) -> None:
        done = assay("score", "--offline", "--fail-on", "hgih", "-", stdin=b"x")
        assert done.returncode == 2
        assert "--fail-on" in said(done)[0]


class TestLines:
    def test_a_line_a_finding(self, assay: Run, tmp_path: Path, faulty: str) -> None:
        (tmp_path / "a.md").write_text(f"---\ntitle: The pier\ndate: 2026-11-22\n---\n\n{faulty}")
        done = assay("score", "--offline", "-f", "lines", "a.md")
        found = [line for line in done.stdout.decode().splitlines() if "CIT_ORPHAN_MARKER" in line]
        lines = (tmp_path / "a.md").read_text().split("\n")
        for line in found:
            path, row, column, rest = line.split(":", 3)
            assert path == "a.md"
            assert lines[int(row) - 1][int(column) - 1 :].startswith(("[3]", "[4]"))
            assert rest.startswith(" CIT_ORPHAN_MARKER high: ")
        assert len(found) == 2

    def test_a_record_is_told_by_its_line(
        self, assay: Run, write_lines: Callable[..., Path], faulty: str
    ) -> None:
        write_lines("in.jsonl", [{"text": faulty}, {"text": "Too short."}])
        out = assay("score", "--offline", "-f", "lines", "in.jsonl").stdout.decode().splitlines()
        assert any(line.startswith("in.jsonl:1:1: CIT_ORPHAN_MARKER high: ") for line in out)
        assert any(line.startswith("in.jsonl:2:1: no score: ") for line in out)


class TestDismissals:
    def test_what_is_all_right_stops_nothing_and_is_suppressed(
        self, assay: Run, tmp_path: Path, faulty: str
    ) -> None:
        (tmp_path / "a.txt").write_text(faulty)
        report = json.loads(assay("score", "--offline", "-f", "json", "a.txt").stdout)
        prints = [
            found["fingerprint"] for found in report["findings"] if found["code"] == "CIT_ORPHAN_MARKER"
        ]
        assert len(prints) == 2

        def dismiss(fingerprints: list[str]) -> list[str]:
            rows = [{"fingerprint": each, "reason": "checked by phone"} for each in fingerprints]
            (tmp_path / "fine.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
            return ["--dismissals", "fine.jsonl", "--fail-on", "CIT_ORPHAN_MARKER"]

        assert assay("score", "--offline", *dismiss(prints[:1]), "a.txt").returncode == 1
        given = dismiss(prints)
        assert assay("score", "--offline", *given, "a.txt").returncode == 0
        assert b"CIT_ORPHAN_MARKER" not in assay("score", "--offline", "-f", "lines", *given, "a.txt").stdout
        shown = json.loads(assay("score", "--offline", "-f", "json", *given, "a.txt").stdout)
        assert shown["score"] == report["score"]
        said_of_it = {"by": None, "at": None, "reason": "checked by phone"}
        assert [found["dismissed"] for found in shown["findings"]].count(said_of_it) == 2
        log = json.loads(assay("score", "--offline", "-f", "sarif", *given, "a.txt").stdout)
        told = [result.get("suppressions") for result in log["runs"][0]["results"]]
        assert (
            told.count([{"kind": "external", "status": "accepted", "justification": "checked by phone"}]) == 2
        )
        (tmp_path / "a.txt").write_text(
            faulty.replace("of three hours. [3]", "that took three whole hours. [3]")
        )
        assert assay("score", "--offline", *given, "a.txt").returncode == 1

    @pytest.mark.parametrize(
        ("line", "words"),
        [
            ("{", "fine.jsonl:1: is not JSON"),
            ("[]", "fine.jsonl:1: must be an object"),
            ('{"fingerprint": "a"}', "fine.jsonl:1: reason: must be text"),
        ],
    )
    def test_a_line_that_cannot_be_used_is_named(
        self, assay: Run, tmp_path: Path, line: str, words: str
    ) -> None:
        (tmp_path / "fine.jsonl").write_text(line)
        done = assay("score", "--offline", "--dismissals", "fine.jsonl", "-", stdin=b"x")
        assert done.returncode == 2
        assert words in said(done)[0]
