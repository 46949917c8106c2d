"""HTML as blocks: the article told from its page, and what the markup declares."""

import json

import pytest

from scoring import Article
from scoring.article import Format
from scoring.document import BlockKind, StampKind, StampOrigin
from scoring.layout.html import lay_out_html
from scoring.layout.html_tokens import attributes, tokens
from scoring.layout.layout import Layout

PROSE = (
    "The council met on Tuesday and put off its vote on the harbour wall until the autumn, after two hours."
)
MORE = "Nobody in the hall could say who is going to pay for the dredging of the northern basin and the quay."


def laid(html: str, title: str | None = None, url: str | None = None) -> Layout:
    return lay_out_html(Article(html, Format.HTML, title=title, url=url))


def kinds(layout: Layout, furniture: bool = False) -> list[tuple[str, str]]:
    return [
        (block.kind.value, layout.text[slice(*block.span)])
        for block in layout.blocks
        if furniture or block.kind is not BlockKind.FURNITURE
    ]


def furniture(layout: Layout) -> list[str]:
    return [text for kind, text in kinds(layout, furniture=True) if kind == "furniture"]


def page(body: str, head: str = "") -> str:
    return f"<!doctype html><html lang=en><head><title>Quay</title>{head}</head><body>{body}</body></html>"


class TestText:
    def test_blocks_are_parted_by_a_blank_line_and_items_by_a_break(self) -> None:
        layout = laid(f"<h2>Costs</h2><p>{PROSE}</p><ul><li>wall<li>quay<ol><li>deep</ol></ul><p>{MORE}")
        assert layout.text == f"Costs\n\n{PROSE}\n\n- wall\n- quay\n  1. deep\n\n{MORE}"

    def test_white_space_collapses_and_entities_are_read(self) -> None:
        assert (
            laid("<p>  Fish &amp;\n\t chips&nbsp; &#8364;5 <b> each</b> </p>").text == "Fish & chips €5 each"
        )

    def test_inline_elements_part_no_words(self) -> None:
        assert laid("<p>har<b>bour</b><i> wall</i><!-- x --><span>s</span></p>").text == "harbour walls"

    def test_a_break_ends_a_line_and_two_a_paragraph(self) -> None:
        layout = laid(f"<p>{PROSE}<br>{MORE}<br><br>{PROSE}</p>")
        assert [text for _, text in kinds(layout)] == [PROSE, MORE, PROSE]

    def test_lines_wrapped_by_breaks_are_one_paragraph(self) -> None:
        wrapped = "The council met on Tuesday and put off its vote on the<br>harbour wall until the autumn, after two hours<br>of argument."
        assert kinds(laid(f"<p>{wrapped}</p>")) == [("paragraph", wrapped.replace("<br>", "\n"))]

    def test_scripts_styles_templates_and_hidden_parts_are_dropped(self) -> None:
        layout = laid(
            f"<style>p {{}}</style><script>if (a < b) '<p>no</p>'</script><template><p>no</p></template>"
            f"<noscript>no</noscript><div hidden><p>no</p></div><p style='display: none'>no</p>"
            f"<div style='display:none'>no</div><p>{PROSE}<span class='sr-only'>no</span><svg><text>no</text></svg></p>"
        )
        assert "no</p>" not in layout.text
        assert kinds(layout)[-1] == ("paragraph", PROSE)

    def test_a_table_of_data_becomes_rows_with_cells(self) -> None:
        layout = laid(
            "<table><caption>Costs</caption><thead><tr><th>Part<th>Cost</thead>"
            "<tr><td>Wall<td><p>9m</p><tr><td>Quay<td></table>"
        )
        rows = [b for b in layout.blocks if b.kind is BlockKind.TABLE_ROW]
        assert layout.text == "Costs\n\nPart | Cost\nWall | 9m\nQuay"
        assert [b.header for b in rows] == [True, False, False]
        assert [[layout.text[slice(*c)] for c in b.cells] for b in rows] == [
            ["Part", "Cost"],
            ["Wall", "9m"],
            ["Quay", ""],
        ]

    def test_a_table_that_lays_out_the_page_is_no_table(self) -> None:
        layout = laid(f"<table><tr><td><table><tr><td>{PROSE}</table><td><h2>Costs</h2><p>{MORE}</table>")
        assert [kind for kind, _ in kinds(layout)] == ["paragraph", "heading", "paragraph"]

    def test_preformatted_text_keeps_its_lines(self) -> None:
        assert kinds(laid(f"<p>{PROSE}</p><pre><code>a = 1\n\n  b</code></pre>"))[1] == (
            "code",
            "a = 1\n\n  b",
        )

    def test_misnested_and_unclosed_markup_loses_no_words(self) -> None:
        layout = laid(f"<div><p>{PROSE}<ul><li>wall</div><h2>Costs<p>{MORE}</h2></td></table><b><p>end of it")
        for word in (PROSE, "wall", "Costs", MORE, "end of it"):
            assert word in layout.text


class TestCitations:
    def test_a_link_covers_its_words(self) -> None:
        layout = laid(
            f'<p>{PROSE} <a href="https://a.example.org/x?a=1&amp;b=2"> the <b>minutes</b> </a>.</p>'
        )
        (link,) = layout.links
        assert layout.text[slice(*link.span)] == "the minutes"
        assert link.url == "https://a.example.org/x?a=1&b=2"
        assert not link.furniture

    def test_relative_links_need_the_address_of_the_page(self) -> None:
        html = '<p><a href="/x">one</a> <a href="#top">two</a> <a href="mailto:a@b.example">three</a></p>'
        assert laid(html).links == ()
        assert [link.url for link in laid(html, url="https://quay.example.com/a/b").links] == [
            "https://quay.example.com/x"
        ]

    def test_a_link_without_words_is_none(self) -> None:
        assert laid('<p><a href="https://a.example.org"><img src=x></a>word</p>').links == ()

    @pytest.mark.parametrize(
        "call",
        [
            "<sup>[3]</sup>",
            '<sup><a href="#ref3">3</a></sup>',
            '<a href="#fn3"><sup>3</sup></a>',
            '<sup class="footnote-ref"><a href="#fn-3">3</a></sup>',
            '<a href="#cite_note-3">[3]</a>',
        ],
    )
    def test_a_raised_call_for_a_reference_reads_as_a_marker(self, call: str) -> None:
        assert (
            laid(f"<p>They put it off.{call} Then they left.</p>").text
            == "They put it off.[3] Then they left."
        )

    def test_other_raised_numbers_are_powers(self) -> None:
        assert laid("<p>10<sup>3</sup> m<sup>2</sup> on the 4<sup>th</sup></p>").text == "10³ m² on the 4th"

    @pytest.mark.parametrize(
        "before", ["<h2>References</h2><ol>", '<ol class="references">', '<section class="footnotes"><ol>']
    )
    def test_a_numbered_list_of_references_starts_with_its_markers(self, before: str) -> None:
        layout = laid(
            f"<p>{PROSE}</p>{before}<li>Harbour Board (2024). Report. <a href='#fnref1'>↩</a><li><p>Town archive.</p></ol>"
        )
        assert [text for kind, text in kinds(layout) if kind == "reference"] == [
            "[1] Harbour Board (2024). Report.",
            "[2] Town archive.",
        ]

    def test_an_entry_that_has_its_marker_gets_no_second(self) -> None:
        layout = laid(f"<p>{PROSE}</p><h2>References</h2><ol><li>[1] Harbour Board (2024). Report.</ol>")
        assert kinds(layout)[-1] == ("reference", "[1] Harbour Board (2024). Report.")


ARTICLE = f"<h1>The harbour wall waits</h1><p>{PROSE}</p><p>{MORE}</p><h2>What it costs</h2><p>{PROSE}</p>"
EXPECTED = ["title", "paragraph", "paragraph", "heading", "paragraph"]
NAVIGATION = '<nav><ul><li><a href="/">Home</a><li><a href="/news">News</a></ul></nav>'


class TestFurniture:
    @pytest.mark.parametrize(
        "around",
        [
            ("<article>", "</article>"),
            ("<main>", "</main>"),
            ('<div itemprop="articleBody">', "</div>"),
            ('<div role="main">', "</div>"),
            ('<div class="c1"><div class="c2">', "</div></div>"),
        ],
    )
    def test_what_is_around_the_article_is_furniture(self, around: tuple[str, str]) -> None:
        layout = laid(
            page(
                f"{NAVIGATION}<header>The Quay Post</header>{around[0]}{ARTICLE}{around[1]}"
                "<div class='teasers'><h3>Another story</h3><p>Boats.</p></div><footer>About this site</footer>"
            )
        )
        assert [kind for kind, _ in kinds(layout)] == EXPECTED
        assert "Another story" in furniture(layout)

    @pytest.mark.parametrize(
        "part",
        [
            f"<aside><p>{MORE}</p></aside>",
            f"<div class='related-posts'><p>{MORE}</p></div>",
            f"<div id='comments'><p>{MORE}</p></div>",
            f"<section class='RelatedArticles__list'><p>{MORE}</p></section>",
            f"<div class='cookie-banner' role='dialog'><p>{MORE}</p></div>",
            f"<ul class='breadcrumb'><li>{MORE}</ul>",
            f"<div class='newsletter-signup'><p>{MORE}</p></div>",
            f"<footer>{MORE}</footer>",
        ],
    )
    def test_parts_flagged_by_element_role_or_class_are_furniture(self, part: str) -> None:
        for html in (page(f"<article>{ARTICLE}{part}</article>"), ARTICLE + part):
            layout = laid(html)
            assert [kind for kind, _ in kinds(layout)] == EXPECTED
            assert furniture(layout) == [MORE]

    def test_a_class_on_the_whole_page_flags_nothing(self) -> None:
        html = page(f"<div class='with-sidebar'>{ARTICLE}</div>").replace(
            "<body>", "<body class='has-menu sidebar'>"
        )
        assert [kind for kind, _ in kinds(laid(html))] == EXPECTED

    def test_a_flagged_part_that_holds_the_article_is_the_article(self) -> None:
        assert [
            kind for kind, _ in kinds(laid(page(f"<div class='share-wrapper'>{ARTICLE}</div>")))
        ] == EXPECTED

    def test_title_byline_and_date_above_the_main_part_are_kept(self) -> None:
        layout = laid(
            page(
                f"<header>{NAVIGATION}<h1>The harbour wall waits</h1><p class=byline>Jane Roe</p>"
                f"<time datetime=2025-05-03>3 May 2025</time></header><main><p>{PROSE}</p><p>{MORE}</p></main>"
            )
        )
        assert [kind for kind, _ in kinds(layout)] == ["title", "byline", "stamp", "paragraph", "paragraph"]

    def test_a_list_of_nothing_but_links_is_furniture_but_not_below_sources(self) -> None:
        links = (
            "<ul>"
            + "".join(f'<li><a href="https://a.example.org/{n}">Harbour page {n}</a>' for n in range(3))
            + "</ul>"
        )
        assert len(furniture(laid(page(f"<article>{ARTICLE}{links}</article>")))) == 3
        layout = laid(page(f"<article>{ARTICLE}<h2>References</h2>{links}</article>"))
        assert [kind for kind, _ in kinds(layout)][-3:] == ["reference"] * 3

    def test_links_of_the_furniture_are_marked(self) -> None:
        layout = laid(page(f"{NAVIGATION}<article>{ARTICLE}</article>"), url="https://quay.example.com/a")
        assert [link.furniture for link in layout.links] == [True, True]

    def test_furniture_stays_in_the_text_at_its_place(self) -> None:
        layout = laid(page(f"{NAVIGATION}<article>{ARTICLE}</article><footer>About this site</footer>"))
        assert layout.text.startswith("- Home\n- News\n\nThe harbour") or layout.text.startswith("Home")
        assert layout.text.endswith("About this site")


class TestDeclared:
    @pytest.mark.parametrize(
        ("head", "body", "title"),
        [
            ("", "<h1>The harbour wall waits</h1>", "The harbour wall waits"),
            ('<meta property="og:title" content="The wall waits | The Quay Post"><meta property="og:site_name" content="The Quay Post">', "", "The wall waits"),
            ("<title>The harbour wall waits - Quay Post</title>", "", "The harbour wall waits"),
            ('<script type="application/ld+json">{"@type": "Article", "headline": "The wall waits"}</script>', "", "The wall waits"),
            ('<meta property="og:title" content="The wall waits">', "<h1>The Quay Post</h1><h1>The wall waits</h1>", "The wall waits"),
        ],
    )  # fmt: skip
    def test_the_title_is_found(self, head: str, body: str, title: str) -> None:
        html = f"<html><head>{head}</head><body>{body}<p>{PROSE}</p></body></html>"
        assert laid(html).title == title
        assert laid(html, title="From the CMS").title == "From the CMS"

    def test_the_language_is_that_of_the_root(self) -> None:
        assert laid("<html lang='en-GB'><p>word").language == "en-GB"

    def test_dates_and_authors_come_from_json_ld(self) -> None:
        graph = {
            "@graph": [
                {"@type": "WebPage", "datePublished": "1999-01-01"},
                {"@type": "Person", "@id": "#jane", "name": "Jane Roe"},
                {
                    "@type": ["NewsArticle"],
                    "datePublished": "2025-05-03T23:30:00-05:00",
                    "dateModified": "2025-05-04",
                    "author": [{"@id": "#jane"}, {"name": "John Doe"}],
                },
            ]
        }
        layout = laid(page(ARTICLE, f'<script type="application/ld+json">{json.dumps(graph)};</script>'))
        assert [(s.kind, s.origin, s.text) for s in layout.stamps] == [
            (StampKind.PUBLISHED, StampOrigin.JSON_LD, "2025-05-03T23:30:00-05:00"),
            (StampKind.MODIFIED, StampOrigin.JSON_LD, "2025-05-04"),
        ]
        assert layout.authors == ("Jane Roe", "John Doe")

    def test_malformed_json_ld_still_tells_its_dates(self) -> None:
        script = '<script type="application/ld+json">{"@type": "Article", "datePublished": "2025-05-03", oops}</script>'
        assert [stamp.text for stamp in laid(page(ARTICLE, script)).stamps] == ["2025-05-03"]

    def test_dates_come_from_meta_elements_and_time(self) -> None:
        head = (
            '<meta property="article:published_time" content="2025-05-03T10:00:00Z">'
            '<meta itemprop="dateModified" content="May 5, 2025"><meta name="date" content="soon">'
        )
        layout = laid(
            page(
                f'<p class=byline>By Jane Roe <time datetime="2025-05-03">Saturday</time></p>{ARTICLE}', head
            )
        )
        assert [(s.kind, s.text) for s in layout.stamps] == [
            (StampKind.PUBLISHED, "2025-05-03T10:00:00Z"),
            (StampKind.MODIFIED, "May 5, 2025"),
            (StampKind.PUBLISHED, "2025-05-03"),
        ]
        assert all(stamp.origin is StampOrigin.META for stamp in layout.stamps)
        assert layout.stamps[2].span
        assert layout.text[slice(*layout.stamps[2].span)] == "Saturday"

    def test_a_time_inside_the_story_is_no_stamp(self) -> None:
        assert (
            laid(f'<p>{PROSE}</p><p>On <time datetime="1999-01-01">that day</time> {MORE}</p>').stamps == ()
        )


class TestTokens:
    def test_a_tag_ends_outside_its_quoted_values(self) -> None:
        assert list(tokens('a<p title="x>y" id=z>b</p>')) == [
            ("", "", "a", 0),
            ("p", ' title="x>y" id=z', "b", 21),
            ("/p", "", "", 26),
        ]

    def test_a_bare_angle_bracket_is_text(self) -> None:
        assert "".join(text for _, _, text, _ in tokens("1 < 2 <3 & <p>x</p>")) == "1 < 2 <3 & x"

    def test_attributes_are_read_in_every_spelling(self) -> None:
        assert attributes(""" A=1 b='2' c="&amp;" d a=9""") == {"a": "1", "b": "2", "c": "&", "d": ""}
