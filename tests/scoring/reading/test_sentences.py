"""Where sentences end, and where they only seem to."""

import pytest

from scoring import Article, read
from tools.evaluate_sentences import ours, own, scored


def sentences(text: str) -> list[str]:
    document = read(Article(text, language="en"))
    return [document[sentence.span] for sentence in document.sentences]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The pier closed. It reopened in May.", ["The pier closed.", "It reopened in May."]),
        (
            "Dr. Roe met Gen. Doe at 5 p.m. The talks went on.",
            ["Dr. Roe met Gen. Doe at 5 p.m.", "The talks went on."],
        ),
        ("The U.S. Senate sat. George W. Marsh spoke.", ["The U.S. Senate sat.", "George W. Marsh spoke."]),
        ("It left the U.S. The ship is back.", ["It left the U.S.", "The ship is back."]),
        ("Prices rose 3.5 percent. Wages did not.", ["Prices rose 3.5 percent.", "Wages did not."]),
        (
            "Berth No. 5 is free. He said no. Five boats left.",
            ["Berth No. 5 is free.", "He said no.", "Five boats left."],
        ),
        ("On Jan. 5 it froze. By Dec. 1 it thawed.", ["On Jan. 5 it froze.", "By Dec. 1 it thawed."]),
        ('"We will go." The man left.', ['"We will go."', "The man left."]),
        ('"Why now?" he asked. Nobody knew.', ['"Why now?" he asked.', "Nobody knew."]),
        ("He paused… and went on. She did too.", ["He paused… and went on.", "She did too."]),
        (
            "The fund wants a reset. the ministry refused.",
            ["The fund wants a reset.", "the ministry refused."],
        ),
        ("Acme Inc. The firm said so.", ["Acme Inc.", "The firm said so."]),
        ("They agreed.The men left the room at noon.", ["They agreed.", "The men left the room at noon."]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_a_marker_after_the_stop_belongs_to_the_sentence_before() -> None:
    text = "The board thanked the donors. [3] Just last month it had refused. [1][2] It voted.[4] All left."
    assert sentences(text) == [
        "The board thanked the donors. [3]",
        "Just last month it had refused. [1][2]",
        "It voted.[4]",
        "All left.",
    ]


def test_sentences_tile_their_block() -> None:
    document = read(Article("One here. Two there!  Three? Four", language="en"))
    spans = [sentence.span for sentence in document.sentences]
    assert [document[span] for span in spans] == ["One here.", "Two there!", "Three?", "Four"]
    assert spans == sorted(spans)


def test_white_space_does_not_move_a_boundary() -> None:
    plain = sentences("Dr. Roe spoke. [2] Nobody at St. Mary heard. The end.")
    wide = sentences("Dr.  Roe\u00a0spoke.   [2]   Nobody at St.  Mary heard.\u00a0The end.")
    assert [" ".join(sentence.split()) for sentence in wide] == plain


@pytest.mark.parametrize(
    "text",
    [
        "They will sail ... Friday, the crew said.",
        "The march ends at 9 Quay Ct. Tuesday, its marshal said.",
        "Velm et al. 2019 measured the tide.",
        "The play What Next? opens in June.",
        "The court will hear Roe v. Marrow in May.",
        "Take Hwy. 12 to Rte. 4 near Velm Pkwy. and turn.",
        "The plank is 9 in. wide and 2 ft. long.",
        "Cllr. Roe and Det. Insp. Field met on Nov. 3 in Saro, Ont., and spoke.",
    ],
)
def test_a_stop_inside_a_sentence_does_not_end_it(text: str) -> None:
    assert sentences(text) == [text]


def test_our_sentences_of_news_and_law_are_cut_where_they_end() -> None:
    right = own()
    assert sum(map(len, right)) > 300
    result = scored(right, ours([" ".join(paragraph) for paragraph in right]))
    assert result.f1 >= 0.99, result.wrong
