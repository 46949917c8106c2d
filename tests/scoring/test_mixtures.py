"""Markdown, HTML and plain text mixed in ways that nobody writes are read and judged without a failure."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring import Article, Format, Span, fingerprint_of, judge, read, report_json, shipped, wants
from tests.growth import answered

FILLER = "\n\n" + "The council approved the plan for the bridge on the river. " * 13

ADDRESSES = st.sampled_from(
    [
        "http://www.a.example/x",
        "www.a.example/x",
        "https://b.example/(y)",
        "/z",
        "#n1",
        "mailto:a@b.example",
        "doi:10.1000/a.b",
        "",
    ]
)
WORDS = st.sampled_from(
    ["word", "Ada Berg", "said", "according to", "“Yes,”", "3 March 2026", "2026-13-45", "12 percent", "Retrieved", "(2020)", "Title.",
     "e.g.", "—", "[1]", "[^1]", "[", "](", ")", "|", "*", "`", "&amp;", "&#", "<", "\u00a0", "\u200b", "İ", "ß", "“", "”", '"'] 
)  # fmt: skip


def _link(words: str, address: str, kind: int) -> str:
    return (
        f"[{words}]({address})",
        f'<a href="{address}">{words}</a>',
        f"[{words}][1]",
        f"<{address}>",
        f'<a href="{address}">[{words}]({address})</a>',
        f'[<b>{words}</b>]({address} "t")',
        f"![{words}]({address})",
        address,
    )[kind]


def _around(inner: str, kind: int) -> str:
    return (
        f"<p>{inner}</p>",
        f"<ol><li>{inner}</li></ol>",
        f"- {inner}\n",
        f"1. {inner}\n",
        f"[1] {inner}\n",
        f"[^1]: {inner}\n",
        f"> {inner}\n",
        f"## {inner}\n\n",
        f"| {inner} | x |\n|---|---|\n| y | {inner} |\n",
        f"<table><tr><td>{inner}<td>{inner}</table>",
        f"<blockquote>{inner}",
        f"<sup>{inner}</sup>",
        f"<q>{inner}</q>",
        f"**{inner}**",
        f"`{inner}`",
        f"<!-- {inner} -->",
        f"<figure><figcaption>{inner}</figcaption></figure>",
        f'<p class="byline">By {inner}</p>',
        f"\n\n{inner}\n\n",
        f"{inner} said.",
        f"“{inner}”",
        f"<div>{inner}",
    )[kind]


LINKS = st.builds(_link, WORDS | ADDRESSES, ADDRESSES, st.integers(0, 7))
PARTS = st.recursive(
    st.lists(WORDS | LINKS, min_size=1, max_size=5).map(" ".join),
    lambda inner: st.builds(
        _around, st.lists(inner, min_size=1, max_size=3).map("".join), st.integers(0, 21)
    ),
    max_leaves=8,
)
SECTIONS = st.sampled_from(
    ["", "\n\nReferences\n\n", "\n\n## References\n\n", "\n<h2>References</h2>\n", "\n\nNotes\n\n"]
)
TEXTS = st.builds(
    lambda before, heading, after, filler: before + filler + heading + after,
    st.lists(PARTS, max_size=3).map("\n\n".join),
    SECTIONS,
    st.lists(PARTS, max_size=4).map("\n".join),
    st.sampled_from([FILLER, FILLER + "\n\n"]),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, st.sampled_from(list(Format)))
def test_mixtures_are_read_and_judged(text: str, format: Format) -> None:
    document = read(Article(text, format=format, language="en", title="Port reopens"))
    lookups = wants(document, shipped())
    fingerprint_of(document)
    report = judge(document, answered(document, lookups), shipped())
    assert [(failure.code, failure.exception) for failure in report.failed] == []
    body = report_json(report)
    whole = Span(0, len(document.text))
    for row in (*body["citations"], *body["quotes"], *body["dates"]):
        if row["span"]:
            assert whole.covers(Span(row["span"]["start"], row["span"]["end"]))


def test_an_address_as_the_words_of_a_link_is_one_link() -> None:
    # This text ended with an error once: in HTML, Markdown's brackets stay in the text.
    text = FILLER + "\n\n## References\n\n<ol><li>See [www.a.example/x](http://www.a.example/x).</li></ol>"
    document = read(Article(text, format=Format.MARKDOWN, language="en"))
    assert [link.url for link in document.links] == ["http://www.a.example/x"]
    assert document.references[0].url == "http://www.a.example/x"


def test_an_address_before_what_only_looks_like_a_link_ends_there() -> None:
    document = read(Article(FILLER + "See www.a.example/x](/y) there.", language="en"))
    assert [link.url for link in document.links] == ["https://www.a.example/x"]
