"""Somebody else's words without quotation marks."""

import pytest

from scoring import Article, Document, read
from scoring.article import Format

REST = (
    "\n\nThe ferry left at six with thirty passengers and came back at nine with the post, and nobody on board had "
    "seen a thing."
)


def reading(body: str, form: Format = Format.TEXT) -> Document:
    return read(Article(body, format=form, language="en"))


def words(document: Document) -> list[str]:
    return [document[matter.span] for matter in document.embedded]


def said(document: Document) -> list[tuple[str, str | None]]:
    return [
        (document[quote.span], quote.speaker.text if quote.speaker else None) for quote in document.quotes
    ]


def test_a_block_quotation_is_a_quotation_of_who_announces_it() -> None:
    html = "<p>The helpdesk wrote back:</p><blockquote><p>I cannot help you with the pier.</p></blockquote><p>It rained.</p>"
    assert said(reading(html, Format.HTML)) == [("I cannot help you with the pier.", "The helpdesk")]
    markdown = "The helpdesk wrote back:\n\n> I cannot help you with the pier.\n\nIt rained."
    assert said(reading(markdown, Format.MARKDOWN)) == [("I cannot help you with the pier.", "The helpdesk")]


def test_the_last_line_of_a_block_quotation_may_credit_it() -> None:
    html = "<blockquote><p>The pier was old. We knew it.</p><p>— Ina Brandt, mayor</p></blockquote><p>It rained.</p>"
    assert said(reading(html, Format.HTML)) == [("The pier was old. We knew it.", "Ina Brandt, mayor")]


def test_a_block_quotation_with_marks_and_a_narrator_is_read_by_its_marks() -> None:
    html = "<blockquote><p>“The pier was old,” said Ina Brandt.</p></blockquote><p>It rained all night.</p>"
    document = reading(html, Format.HTML)
    assert not document.embedded
    assert said(document) == [("“The pier was old,”", "Ina Brandt")]


@pytest.mark.parametrize(
    "post",
    [
        "The pier fell. I saw it go. — Ole Brandt (@olebrandt) May 3, 2024",
        "The pier fell. I saw it go.\n\n— Ole Brandt (@olebrandt) 3 May 2024",
    ],
)
def test_an_embedded_post_is_its_authors(post: str) -> None:
    document = reading(f"The pier broke on Monday.\n\n{post}{REST}")
    assert said(document) == [("The pier fell. I saw it go.", "Ole Brandt")]


def test_a_statement_after_a_colon_goes_on_while_it_speaks_in_the_first_person() -> None:
    document = reading(
        f"In a statement, Roe said:\n\nThe loss of our pier is sad. It was old.\n\nWe will mend it.\n\nThe pier stays shut.{REST}"
    )
    assert said(document) == [
        ("The loss of our pier is sad. It was old.", "Roe"),
        ("We will mend it.", "Roe"),
    ]


def test_a_sentence_after_a_verb_of_saying_and_a_colon_is_a_quotation() -> None:
    document = reading(f"The town's bot wrote: I cannot help with that. Nobody else replied.{REST}")
    assert words(document) == ["I cannot help with that."]
    assert said(document)[0] == ("I cannot help with that.", "The town's bot")


def test_a_list_that_a_verb_of_saying_announces_is_quoted_whole() -> None:
    document = reading(f"The leaflet says:\n\n- Shut the windows.\n- Boil the water.\n\nIt rained.{REST}")
    assert words(document) == ["Shut the windows.", "Boil the water."]


def test_a_label_or_a_list_of_other_things_announces_nobodys_words() -> None:
    assert not reading(f"What we know:\n\nThe pier broke on Monday night.{REST}").embedded
    assert not reading(f"There are two ways out:\n\n- The bridge.\n- The boat.{REST}").embedded


def test_a_model_letter_is_embedded_to_its_sign_off() -> None:
    document = reading(
        f"Send the shop this letter:\n\nDear Ms Roe,\n\nMy kettle broke.\n\nYours, Tom Field{REST}"
    )
    assert words(document) == ["Dear Ms Roe,", "My kettle broke.", "Yours, Tom Field"]


TURNS = (
    "ROE: Thank you for coming to the pier.\n\nBRANDT: It was good to see it again.\n\nIt looked smaller.\n\n"
    "ROE: What did you see there on Monday?\n\nBRANDT: Nothing but planks and water."
)


def test_turns_of_a_transcript_belong_to_their_labels() -> None:
    assert said(reading(TURNS)) == [
        ("Thank you for coming to the pier.", "ROE"),
        ("It was good to see it again.", "BRANDT"),
        ("It looked smaller.", "BRANDT"),
        ("What did you see there on Monday?", "ROE"),
        ("Nothing but planks and water.", "BRANDT"),
    ]


def test_labels_that_are_no_speakers_make_no_transcript() -> None:
    assert not reading(TURNS.replace("ROE", "Question").replace("BRANDT", "Answer")).embedded
    assert not reading(
        "Price: ten crowns.\n\nPlace: the quay.\n\nPrice: nine crowns.\n\nPlace: the pier."
    ).embedded
