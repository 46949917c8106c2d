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


@given(st.text(alphabet="ab .,\n“”?", max_size=80))
def test_curly_and_straight_marks_give_the_same_spans(text: str) -> None:
    curly = read(Article(body=text, language="en"))
    straight = read(Article(body=text.replace("“", '"').replace("”", '"'), language="en"))
    assert curly.quotations == straight.quotations
