import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import read
from scoring.article import Article


def quotations(text: str) -> list[str]:
    document = read(Article(body=text, language="en"))
    return [document[span] for span in document.quotations]


def test_curly_straight_wire_and_angle_marks_are_quotations() -> None:
    assert quotations("“We sail,” she said.") == ["“We sail,”"]
    assert quotations('"We sail," she said.') == ['"We sail,"']
    assert quotations("''We sail,'' she said.") == ["''We sail,''"]
    assert quotations("«We sail,» she said.") == ["«We sail,»"]


def test_opening_and_closing_mark_may_differ_in_family() -> None:
    assert quotations('“We sail," she said.') == ['“We sail,"']


def test_an_unclosed_quotation_ends_with_its_block() -> None:
    assert quotations("“We sail at dawn.\n\nThe ferry left.") == ["“We sail at dawn."]


def test_an_unclosed_quotation_ends_where_the_next_one_opens() -> None:
    assert quotations("“We sail, she said. “We have to.”") == ["“We sail, she said.", "“We have to.”"]


@pytest.mark.parametrize("text", ["‘We sail at dawn,’ she said.", "'We sail at dawn,' she said."])
def test_single_marks_are_quotations(text: str) -> None:
    assert quotations(text) == [text.partition(" she")[0]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("‘The masters’ boat isn’t ready,’ she said.", ["‘The masters’ boat isn’t ready,’"]),
        ("‘Give ’em time,’ she said, and hummed ’til dawn.", ["‘Give ’em time,’"]),
        ("‘Goin’ home is hard,’ he said. They’re drinkin’ at the quay.", ["‘Goin’ home is hard,’"]),
        ("‘It was ’98 or ’99,’ he said of the '80s look.", ["‘It was ’98 or ’99,’"]),
        ("‘He said “go” and left,’ she said.", ["‘He said “go” and left,’"]),
        ("“He said ‘go’ and left,” she said.", ["“He said ‘go’ and left,”"]),
        ("The ‘experts’ were wrong, the boys’ club said.", ["‘experts’"]),
        ("It is 'safe', the crews' union said.", ["'safe'"]),
        ("„Wir segeln“, sagte sie. ‚Wir segeln‘, sagte er.", ["„Wir segeln“", "‚Wir segeln‘"]),
        ("»We go,« she said. ‹We go,› he said.", ["»We go,«", "‹We go,›"]),
    ],
)
def test_single_marks_are_told_from_apostrophes(text: str, expected: list[str]) -> None:
    assert quotations(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The masters' boat and the crews' ship left in '98 with rock 'n' roll, 'cause 'twas late.",
        "He is 6' 2\" tall and the plank 12' by 5'.",
        "Ra’id Sana‘a and ‘Ali al-Rahman walked to the market. They met ‘Umar there.",
    ],
)
def test_years_feet_elisions_and_foreign_names_are_no_quotations(text: str) -> None:
    assert quotations(text) == []


def test_paragraphs_of_one_speech_in_single_marks_open_each_and_close_once() -> None:
    assert quotations("‘We sail at dawn.\n\n‘We come back at nine,’ said Roe.") == [
        "‘We sail at dawn.",
        "‘We come back at nine,’",
    ]


def test_inches_do_not_end_a_quotation() -> None:
    assert quotations('"The board is 12" wide," said Roe.') == ['"The board is 12" wide,"']


def test_a_nickname_is_no_quotation() -> None:
    assert quotations("Anna “Annie” Field and Tom 'Red' Marrow left the “Red Lion” at nine.") == [
        "“Red Lion”"
    ]


def test_a_list_that_an_open_quotation_announces_belongs_to_it() -> None:
    text = "“We want three things:\n- bread for all\n- a roof\n- and peace,” said Ole Brandt."
    assert quotations(text) == [text.removesuffix(" said Ole Brandt.")]


def test_apostrophes_are_no_quotations() -> None:
    assert quotations("The crew's boat isn't the harbour masters' boat.") == []


def test_an_inch_mark_opens_nothing() -> None:
    assert quotations('The 6" pipe burst and the pier sank.') == []


def test_a_stray_mark_at_the_end_is_left_alone() -> None:
    assert quotations('The ferry left. "') == []


@given(st.text(alphabet="ab .,\n\"“”«»'’?", max_size=80))
def test_any_number_of_marks_gives_ordered_spans_inside_the_text(text: str) -> None:
    document = read(Article(body=text, language="en"))
    end = 0
    for span in document.quotations:
        assert end <= span.start < span.end <= len(document.text)
        end = span.end


@given(st.text(alphabet="abs 9.,\n‘’“?", max_size=80))
def test_curly_and_straight_single_marks_give_the_same_spans(text: str) -> None:
    curly = read(Article(body=text.replace("‘", "’"), language="en"))
    straight = read(Article(body=text.replace("‘", "'").replace("’", "'"), language="en"))
    assert curly.quotations == straight.quotations


@given(st.text(alphabet="ab .,\n“”?", max_size=80))
def test_curly_and_straight_marks_give_the_same_spans(text: str) -> None:
    curly = read(Article(body=text, language="en"))
    straight = read(Article(body=text.replace("“", '"').replace("”", '"'), language="en"))
    assert curly.quotations == straight.quotations
