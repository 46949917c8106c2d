"""Markdown as blocks."""

from scoring import Article
from scoring.article import Format
from scoring.layout.layout import Layout
from scoring.layout.markdown import lay_out_markdown

PROSE = (
    "The council met on Tuesday and put off its vote on the harbour wall until the autumn, after two hours."
)


def laid(markdown: str) -> Layout:
    return lay_out_markdown(Article(markdown, Format.MARKDOWN))


def kinds(layout: Layout) -> list[tuple[str, str]]:
    return [(block.kind.value, layout.text[slice(*block.span)]) for block in layout.blocks]


def test_the_first_heading_of_all_is_the_title() -> None:
    layout = laid(f"# The wall\n\n{PROSE}\n\n## Costs\n\n{PROSE}")
    assert layout.title == "The wall"
    assert [kind for kind, _ in kinds(layout)] == ["title", "paragraph", "heading", "paragraph"]


def test_emphasis_leaves_no_trace_and_links_cover_their_words() -> None:
    layout = laid("The **council** _met_ and [put it off](https://council.example.org/minutes).")
    assert layout.text == "The council met and put it off."
    assert [(layout.text[slice(*link.span)], link.url) for link in layout.links] == [
        ("put it off", "https://council.example.org/minutes")
    ]


def test_footnotes_read_as_markers_and_references() -> None:
    layout = laid(f"{PROSE}[^wall]\n\n[^wall]: Harbour Board (2024). *Report*.")
    assert kinds(layout) == [("paragraph", f"{PROSE}[1]"), ("reference", "[1] Harbour Board (2024). Report.")]


def test_numbered_entries_stay_entries_though_markdown_would_make_links_of_them() -> None:
    layout = laid(
        f"{PROSE} [1][2]\n\n## References\n[1] Harbour Board (2024). Report.\n[2]: https://port.example.org/r"
    )
    assert kinds(layout) == [
        ("paragraph", f"{PROSE} [1][2]"),
        ("heading", "References"),
        ("reference", "[1] Harbour Board (2024). Report."),
        ("reference", "[2]: https://port.example.org/r"),
    ]


def test_raw_html_is_read_as_html() -> None:
    assert laid('Ten m<sup>2</sup> <script>alert("no")</script> of <b>wall</b>.').text == "Ten m² of wall."


def test_a_named_link_definition_is_still_one() -> None:
    layout = laid("They [put it off][minutes].\n\n[minutes]: https://council.example.org/m")
    assert [link.url for link in layout.links] == ["https://council.example.org/m"]
    assert layout.text == "They put it off."
