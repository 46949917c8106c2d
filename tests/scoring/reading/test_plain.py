"""Plain text as blocks."""

import pytest

from scoring import Article
from scoring.document import BlockKind
from scoring.layout.layout import Layout
from scoring.layout.plain import lay_out_plain


def laid(text: str, title: str | None = None) -> Layout:
    return lay_out_plain(Article(text, title=title))


def kinds(layout: Layout) -> list[tuple[str, str]]:
    return [(block.kind.value, layout.text[slice(*block.span)]) for block in layout.blocks]


PROSE = "The council met on Tuesday and put off its vote on the harbour wall until the autumn."


def test_the_text_stays_as_it_came() -> None:
    text = f"  A headline for the harbour \r\n\r\n\t{PROSE}  \n"
    assert laid(text).text == text


def test_a_first_short_line_is_the_title_wherever_it_stands() -> None:
    layout = laid(f"Skip to content\nThe harbour's wall waits\n\nThe harbour’s  wall waits\n\n{PROSE}")
    assert layout.title == "The harbour's wall waits"
    assert [layout.text[slice(*span)] for span in layout.title_spans] == [
        "The harbour's wall waits",
        "The harbour’s  wall waits",
    ]


def test_the_title_of_the_cms_wins() -> None:
    layout = laid(f"Council news today\n\nHarbour wall waits\n\n{PROSE}", title="HARBOUR WALL WAITS")
    assert layout.title == "HARBOUR WALL WAITS"
    assert kinds(layout)[:2] == [("heading", "Council news today"), ("title", "Harbour wall waits")]


def test_prose_alone_has_no_title() -> None:
    assert laid(f"{PROSE}\n{PROSE}").title is None


def test_a_short_line_above_a_paragraph_is_a_heading_with_or_without_a_blank_line() -> None:
    for gap in ("\n", "\n\n", "\n \n\n"):
        assert kinds(laid(f"{PROSE}{gap}What it costs{gap}{PROSE}"))[1] == ("heading", "What it costs")


def test_a_lead_in_to_a_list_is_prose() -> None:
    layout = laid(f"{PROSE}\nThe main points of the plan include:\n- a new wall\n- a dredger")
    assert kinds(layout)[1:] == [
        ("paragraph", "The main points of the plan include:"),
        ("list_item", "a new wall"),
        ("list_item", "a dredger"),
    ]


def test_a_dateline_of_an_agency_is_no_heading() -> None:
    assert kinds(laid(f"Harbour wall waits for autumn\nSeaport • HNA\n{PROSE}"))[1] == (
        "paragraph",
        "Seaport • HNA",
    )


def test_lists_are_numbered_and_nested_by_their_indent() -> None:
    layout = laid(f"- one\n- two\n  - deep\n\n{PROSE}\n\n1. first\n2) second")
    items = [b for b in layout.blocks if b.kind is BlockKind.LIST_ITEM]
    assert [(layout.text[slice(*b.span)], b.level, b.group) for b in items] == [
        ("one", 1, 1),
        ("two", 1, 1),
        ("deep", 2, 1),
        ("first", 1, 2),
        ("second", 1, 2),
    ]


def test_a_lone_number_above_a_paragraph_is_a_heading() -> None:
    assert kinds(laid(f"1. Why it matters\n{PROSE}\n2. What comes next\n{PROSE}"))[::2] == [
        ("heading", "1. Why it matters"),
        ("heading", "2. What comes next"),
    ]


def test_a_table_needs_no_outer_bars_and_its_rule_is_no_row() -> None:
    layout = laid(f"{PROSE}\nPart | Cost |\n---|---|\nWall | 9m |\nQuay | |\n{PROSE}\n| a | b |\n| c | d |")
    rows = [b for b in layout.blocks if b.kind is BlockKind.TABLE_ROW]
    assert [(layout.text[slice(*b.span)], b.header, b.group) for b in rows] == [
        ("Part | Cost", True, 1),
        ("Wall | 9m", False, 1),
        ("Quay", False, 1),
        ("a | b", False, 2),
        ("c | d", False, 2),
    ]
    assert [[layout.text[slice(*cell)] for cell in b.cells] for b in rows][1:3] == [
        ["Wall", "9m"],
        ["Quay", ""],
    ]


def test_one_line_with_a_bar_is_no_table() -> None:
    assert kinds(laid(f"{PROSE}\nSeaport | {PROSE}\n{PROSE}"))[1][0] == "paragraph"


def test_quotations_and_fenced_code_are_told_apart_from_prose() -> None:
    layout = laid(f"{PROSE}\n\n> We cannot pay for it.\n\n```\nx = 1\n\ny = 2\n```\n\n{PROSE}")
    assert kinds(layout)[1:3] == [("quotation", "We cannot pay for it."), ("code", "x = 1\n\ny = 2")]


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    wrapped = (
        "The council met on Tuesday and put off its vote on the harbour\n"
        "wall until the autumn, after two hours of argument over who\n"
        "is going to pay for the dredging of the northern basin and\n"
        "the quay."
    )
    assert kinds(laid(f"{wrapped}\n\n{wrapped}")) == [("paragraph", wrapped)] * 2


def test_short_paragraphs_are_not_taken_for_wrapped_lines() -> None:
    lines = [
        "The council met on Tuesday in the old town hall by the quay.",
        "It put off its vote.",
        "Nobody spoke.",
    ]
    assert [text for _, text in kinds(laid("\n".join(lines)))] == lines


def test_a_button_below_a_title_is_not_swallowed() -> None:
    title = "How the harbour wall became a long and costly argument for the town"
    assert kinds(laid(f"{title}\n\n{PROSE}\n\n{title}\nclose"))[-2:] == [
        ("title", title),
        ("furniture", "close"),
    ]


REFERENCES = (
    "[1] Harbour Board. (2024). Annual report. Retrieved from https://board.example.org/2024\n\n"
    "[2] The Quay Post. (2023). Who pays for the wall. https://quay.example.com/2023/05/wall"
)


@pytest.mark.parametrize(
    "heading", ["References:", "REFERENCES", "## Works cited", "Sources", "Notes", "Bibliography"]
)
def test_entries_below_their_heading_are_references(heading: str) -> None:
    assert [kind for kind, _ in kinds(laid(f"{PROSE}\n\n{heading}\n\n{REFERENCES}"))] == [
        "paragraph",
        "heading",
        "reference",
        "reference",
    ]


def test_a_numbered_entry_keeps_its_number() -> None:
    layout = laid(f"{PROSE}\nReferences\n1. Harbour Board (2024). Report.\n2. Town archive.")
    assert kinds(layout)[2:] == [
        ("reference", "1. Harbour Board (2024). Report."),
        ("reference", "2. Town archive."),
    ]


def test_a_new_list_after_the_references_is_no_reference() -> None:
    tail = f"  1. {PROSE}\n  2. {PROSE}"
    layout = laid(f"{PROSE}\n\nReferences:\n\n{REFERENCES}\n\n{tail}\n\nRead also:\n\n    Latest")
    assert [kind for kind, _ in kinds(layout)][2:] == [
        "reference",
        "reference",
        "list_item",
        "list_item",
        "furniture",
        "furniture",
    ]


@pytest.mark.parametrize("heading", ["Notes", "Sources:"])
def test_prose_below_notes_or_sources_stays_prose(heading: str) -> None:
    assert [kind for kind, _ in kinds(laid(f"{PROSE}\n{heading}\n{PROSE}"))] == [
        "paragraph",
        "heading",
        "paragraph",
    ]


def test_numbered_entries_without_a_heading_are_references() -> None:
    assert [kind for kind, _ in kinds(laid(f"{PROSE}\n\n{REFERENCES}"))] == [
        "paragraph",
        "reference",
        "reference",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "By Jane Roe",
        "BY JANE ROE AND JOHN DOE",
        "Written by Jane Roe, Staff Writer",
        "Jane Roe, City Editor",
        "Quay News Desk",
    ],
)
def test_a_line_that_signs_is_a_byline(line: str) -> None:
    assert kinds(laid(f"Harbour wall waits for autumn\n{line}\n{PROSE}"))[1] == ("byline", line)


@pytest.mark.parametrize("line", ["By the numbers", "By Friday", "By 2030", "By comparison"])
def test_by_alone_makes_no_byline(line: str) -> None:
    assert kinds(laid(f"Harbour wall waits for autumn\n\n{line}\n{PROSE}"))[1][0] == "heading"


@pytest.mark.parametrize(
    "line",
    [
        "Last Updated on 11/07/2024 by quay Desk",
        "4 min read Post on May 18, 2025",
        "Published 3 May 2024, 10:00",
        "Updated: 3 hours ago",
        "3rd May 2024",
    ],
)
def test_a_line_that_only_dates_the_page_is_a_stamp(line: str) -> None:
    assert kinds(laid(f"Harbour wall waits for autumn\n{line}\n{PROSE}"))[1] == ("stamp", line)


def test_a_bare_date_in_a_chronicle_is_a_heading() -> None:
    text = "\n".join(["Harbour wall waits for autumn", *[PROSE] * 9, "24 February 2022", PROSE])
    assert kinds(laid(text))[-2] == ("heading", "24 February 2022")


def test_a_sentence_with_a_date_is_no_stamp() -> None:
    assert kinds(laid("The report was published on 3 May 2024.\nIt said so."))[0][0] == "paragraph"


@pytest.mark.parametrize(
    "line",
    [
        "Skip to content",
        "Read also:",
        "close",
        "Home » Harbour wall waits",
        "ADVERTISEMENT",
        "Share this article",
        "Share Tweet Email Print",
        "Read more: The wall in pictures",
        "We use cookies to improve your visit.",
        "© 2025 The Quay Post",
    ],
)
def test_residue_of_the_page_is_furniture(line: str) -> None:
    assert kinds(laid(f"{PROSE}\n{line}\n{PROSE}"))[1] == ("furniture", line)


@pytest.mark.parametrize(
    "line",
    [
        "Share prices fell on Monday.",
        "Read more books, she told the class.",
        "By signing up to the treaty, the town promised to pay.",
        "More from the quay is expected on Monday.",
        "Close the harbour, said the pilots.",
    ],
)
def test_prose_that_opens_like_furniture_is_not_swallowed(line: str) -> None:
    assert kinds(laid(f"{PROSE}\n{line}\n{PROSE}"))[1] == ("paragraph", line)


def test_a_platform_heads_a_section_unless_it_stands_in_a_row_of_buttons() -> None:
    assert kinds(laid(f"{PROSE}\nFacebook\n{PROSE}"))[1][0] == "heading"
    assert [kind for kind, _ in kinds(laid(f"{PROSE}\nFacebook\nTwitter\n{PROSE}"))][1:3] == ["furniture"] * 2


def test_scaffold_lines_stay_content() -> None:
    text = f"Harbour wall waits for autumn\n\nArticle with TOC\n\nTable of Contents\n\nThe wall\n\n{PROSE}"
    assert [kind for kind, _ in kinds(laid(text))] == ["title", "heading", "heading", "heading", "paragraph"]


def test_headlines_after_a_last_related_label_are_furniture() -> None:
    layout = laid(f"{PROSE}\n\nRelated articles\n\nThe wall in pictures\n\nWhat dredgers do all day")
    assert [kind for kind, _ in kinds(layout)] == ["paragraph", "furniture", "furniture", "furniture"]


def test_picture_credits_are_captions() -> None:
    for line in (
        "Photo: Jane Roe",
        "A dredger at work (AP Photo/Jane Roe)",
        "The quay. JANE ROE/Getty Images",
    ):
        assert kinds(laid(f"{PROSE}\n{line}\n{PROSE}"))[1] == ("caption", line)
    assert kinds(laid(f"{PROSE}\nHe sold the picture to Getty Images.\n{PROSE}"))[1][0] == "paragraph"
