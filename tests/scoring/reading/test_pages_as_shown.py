"""What of a page is the article's: nothing hidden, no code, no dates of other items, and front matter as metadata."""

import pytest

from scoring import Article, Document, Format, read
from scoring.checks.citations.orphan_marker import orphan_marker
from scoring.evidence import Evidence

PROSE = "".join(
    f"<p>The wall on the quay has stood there for {years} years, and nobody knows who built it or what it cost the town then.</p>"
    for years in range(80, 86)
)


def page(body: str, head: str = "", **fields: str) -> Document:
    html = (
        f"<html lang=en><head><title>The wall of the harbour</title>{head}</head><body>{body}</body></html>"
    )
    return read(Article(html, format=Format.HTML, **fields))  # type: ignore[arg-type]


def article(more: str, head: str = "") -> Document:
    return page(f"<main><article><h1>The wall of the harbour</h1>{PROSE}{more}</article></main>", head)


HIDING = [
    "hidden",
    'style="display:none"',
    'style="color:red; display : none"',
    'aria-hidden="true"',
    'class="sr-only"',
    "popover",
]
ELEMENTS = [
    "p",
    "em",
    "strong",
    "b",
    "i",
    "small",
    "a",
    "sup",
    "time",
    "q",
    "ins",
    "font",
    "label",
    "mark",
    "div",
    "section",
    "span",
    "blockquote",
]


@pytest.mark.parametrize("hiding", HIDING)
@pytest.mark.parametrize("element", ELEMENTS)
def test_what_is_hidden_is_not_read(hiding: str, element: str) -> None:
    inner = f"<{element} {hiding}>Template note, see [9].</{element}>"
    found = article(
        inner
        if element in ("p", "div", "section", "blockquote")
        else f"<p>It is long. {inner} It is old.</p>"
    )
    assert "Template" not in found.text
    assert list(orphan_marker(found, Evidence())) == []


@pytest.mark.parametrize(
    "row", ["<tr hidden><td>Note [9]</td><td>x</td></tr>", "<tr><td hidden>Note [9]</td><td>x</td></tr>"]
)
def test_hidden_cells_are_not_read(row: str) -> None:
    assert (
        "[9]"
        not in article(
            f"<table><tr><td>Year</td><td>Height</td></tr>{row}<tr><td>1980</td><td>2</td></tr></table>"
        ).text
    )


def test_a_dialog_is_read_where_it_is_open() -> None:
    assert "Template" not in article("<dialog><p>Template note.</p></dialog>").text
    assert "Template" in article("<dialog open><p>Template note.</p></dialog>").text


def test_a_hidden_paragraph_that_nobody_closed_ends_with_the_next_block() -> None:
    found = article("<p hidden>Template note, see [9].<p>The next one is read.<div>And so is this.</div>")
    assert "Template" not in found.text
    assert "The next one is read." in found.text
    assert "And so is this." in found.text


@pytest.mark.parametrize("element", ["code", "kbd", "samp", "tt", "var"])
def test_code_within_a_line_calls_nothing(element: str) -> None:
    found = article(
        f"<p>The option <{element}>names[2]</{element}> and <{element}>x [3]</{element}> is read first.</p>"
    )
    assert found.markers == ()
    assert "names[2]" in found.text


def test_code_between_back_ticks_of_markdown_calls_nothing() -> None:
    assert (
        read(Article("The option `names [2]` is read first.", format=Format.MARKDOWN, language="en")).markers
        == ()
    )


OTHERS = [
    '<aside><h3>More</h3><ul><li><a href="/x">Ferry returns</a><p>2 January 2019</p></li></ul></aside>',
    '<section class="related"><article><time datetime="2019-01-02">2 Jan 2019</time><h3>Ferry returns</h3></article></section>',
    '<div class="recommended-cards"><div><span>2 January 2019</span><h4>Ferry returns to the pier</h4></div></div>',
    "<footer><p>2 January 2019</p></footer>",
]


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("above", [True, False])
def test_dates_of_other_items_are_not_the_articles(other: str, above: bool) -> None:
    body = f"<main><article><h1>The wall of the harbour</h1>{PROSE}</article></main>"
    assert page(other + body if above else body + other).stamps == ()


def graph(*items: str) -> str:
    return f'<script type="application/ld+json">[{",".join(items)}]</script>'


def news(headline: str, day: str, url: str = "") -> str:
    return f'{{"@type":"NewsArticle","headline":"{headline}","datePublished":"{day}","url":"{url}"}}'


OLD, OWN = news("Ferry returns to the pier", "2019-01-02"), news("The wall of the harbour", "2025-03-05")


@pytest.mark.parametrize(
    "head",
    [
        graph(OLD, OWN),
        graph(OWN, OLD),
        f'<script type="application/ld+json">{{"@graph":[{OLD},{OWN}]}}</script>',
        graph(OLD) + graph(OWN),
        '<link rel="canonical" href="https://harbour-press.org/wall">'
        + graph(OLD, news("Another headline for search", "2025-03-05", "https://harbour-press.org/wall")),
    ],
)
def test_of_several_declared_articles_the_pages_own_dates_it(head: str) -> None:
    assert [stamp.text for stamp in article("", head).stamps] == ["2025-03-05"]


YAML = """---
title: "The wall of the harbour"
date: 2025-03-05
lastmod: 2025-04-01
author:
  - Ines Halloran
  - Simon Orr
lang: en
url: https://harbour-press.org/wall
tags: [wall, harbour]
---

The wall will be raised by two metres.
"""
TOML = """+++
title = "The wall of the harbour"
date = 2025-03-05
lastmod = 2025-04-01
authors = ["Ines Halloran", "Simon Orr"]
language = "en"
[params]
url = "https://harbour-press.org/wall"
+++
The wall will be raised by two metres.
"""


@pytest.mark.parametrize("body", [YAML, TOML, YAML.replace("\n", "\r\n"), "\ufeff" + YAML])
def test_front_matter_is_metadata(body: str) -> None:
    found = read(Article(body, format=Format.MARKDOWN))
    assert found.text == "The wall will be raised by two metres."
    assert found.title == "The wall of the harbour"
    assert [stamp.text for stamp in found.stamps] == ["2025-03-05", "2025-04-01"]
    assert [byline.name for byline in found.bylines] == ["Ines Halloran", "Simon Orr"]
    assert found.links == ()


@pytest.mark.parametrize(
    "body",
    [
        "---\n\nNote: the wall stands between two rules.\n\n---\n\nIt is long.",
        "---\nThe wall stands between two rules.\n---\n\nIt is long.",
        "Title: the wall\n\nIt is long.",
    ],
)
def test_text_between_rules_is_text(body: str) -> None:
    assert "the wall" in read(Article(body, format=Format.MARKDOWN, language="en")).text.lower()


def test_the_title_that_was_sent_goes_before_front_matter() -> None:
    assert read(Article(YAML, format=Format.MARKDOWN, title="Another title")).title == "Another title"
