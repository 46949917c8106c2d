import pytest

from scoring import read
from scoring.article import Article
from scoring.document import Document, Quote, QuoteKind


def reading(text: str) -> Document:
    return read(Article(body=text, language="en"))


def said(text: str) -> list[tuple[str, str, str | None]]:
    """Kind, words and speaker of every quote."""
    document = reading(text)
    return [
        (quote.kind.value, document[quote.span], quote.speaker.text if quote.speaker else None)
        for quote in document.quotes
    ]


def only(text: str) -> Quote:
    quotes = reading(text).quotes
    assert len(quotes) == 1
    return quotes[0]


def test_a_direct_quote_has_its_marks_and_the_name_after_the_verb() -> None:
    assert said("“The pier is gone,” said Ole Brandt.") == [("direct", "“The pier is gone,”", "Ole Brandt")]


def test_the_speaker_may_stand_before_the_verb_with_a_role_between() -> None:
    assert said("“The pier is gone,” Ole Brandt, the mayor of Norvale, said.") == [
        ("direct", "“The pier is gone,”", "Ole Brandt")
    ]


def test_a_quote_with_a_clause_before_it_is_mixed() -> None:
    assert said("Ole Brandt said that the pier was “gone for good” after the storm.") == [
        ("mixed", "that the pier was “gone for good” after the storm.", "Ole Brandt")
    ]


def test_speech_without_marks_is_indirect() -> None:
    assert said("Ole Brandt said that the pier was gone for good.") == [
        ("indirect", "that the pier was gone for good.", "Ole Brandt")
    ]


def test_the_words_may_stand_before_the_speaker() -> None:
    assert said("The pier was gone for good, Ole Brandt said.") == [
        ("indirect", "The pier was gone for good,", "Ole Brandt")
    ]


def test_according_to_names_a_source() -> None:
    assert said("The pier is gone, according to Norvale Radio.") == [
        ("indirect", "The pier is gone,", "Norvale Radio")
    ]


def test_one_source_may_pass_on_another() -> None:
    text = "NATO notes that Brandt, during a talk on 3 May, said that he was ready to sell “the whole fleet” soon."
    assert "Brandt" in [quote.speaker.text for quote in reading(text).quotes if quote.speaker]


def test_names_in_small_letters_follow_a_role() -> None:
    source = only("On May 3, harbour spokesman ole brandt said that the pier was gone.").speaker
    assert source is not None
    assert (source.text, source.name, source.key) == (
        "harbour spokesman ole brandt",
        "ole brandt",
        "ole brandt",
    )


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“The pier is gone,” said the harbour master, Ole Brandt.", "the harbour master, Ole Brandt"),
        ("“The pier is gone,” the harbour's master, Ole Brandt, said.", "the harbour's master, Ole Brandt"),
        ("“The pier is gone,” Štefan Füle said.", "Štefan Füle"),
        ("“The pier is gone,” Łukasz Piszczek told reporters.", "Łukasz Piszczek"),
        ("“The pier is gone,” Ali al-Sharaa said.", "Ali al-Sharaa"),
        ("“The pier is gone,” Mary d'Arcy said.", "Mary d'Arcy"),
        ("“The pier is gone,” said Seán Óg Ó hAilpín.", "Seán Óg Ó hAilpín"),
        ("“The pier is gone,” Anna “Annie” Field said.", "Anna “Annie” Field"),
        ("“The pier is gone,” said Beth Brandt contentedly.", "Beth Brandt"),
        ("“The pier is gone,” grumbled Tom Field.", "Tom Field"),
        (
            "The pier is gone. “Nobody saw it go.” — Commissioner Geoffrey Marrow",
            "Commissioner Geoffrey Marrow",
        ),
        ("“Nobody saw the pier go.”\n\n— Ina Brandt, mayor of Norvale", "Ina Brandt"),
        ("And from Chairwoman Ina Brandt:\n\n“Nobody saw the pier go.”", "Chairwoman Ina Brandt"),
        ("Ole Brandt, 34, teacher: “I would not walk on the pier.”", "Ole Brandt"),
        ("Ole Brandt wrote: “The pier is gone.”", "Ole Brandt"),
    ],
)
def test_the_whole_name_of_a_speaker_is_found(text: str, speaker: str) -> None:
    assert [who for _, _, who in said(text)] == [speaker]


def test_words_between_scare_quotes_and_the_speaker_belong_to_the_statement() -> None:
    assert said("The ‘experts’ were wrong about the pier, Ole Brandt said.") == [
        ("mixed", "The ‘experts’ were wrong about the pier", "Ole Brandt")
    ]


def test_a_quote_that_runs_over_paragraphs_keeps_its_speaker() -> None:
    found = said("“The pier is gone,” said Ole Brandt. “It went on Monday.\n\n“Nobody saw it go at night.”")
    assert [speaker for _, _, speaker in found] == ["Ole Brandt"] * 3


def test_a_question_does_not_end_the_sentence_of_its_speaker() -> None:
    assert said("“Who sank the pier?” Ole Brandt asked.") == [
        ("direct", "“Who sank the pier?”", "Ole Brandt")
    ]


def test_a_pronoun_is_tied_to_the_person_before_it() -> None:
    quotes = reading("“The pier is gone,” said Mayor Ole Brandt. “I saw it go,” he added.").quotes
    assert [quote.speaker.key for quote in quotes if quote.speaker] == ["ole brandt", "ole brandt"]
    assert quotes[1].speaker is not None
    assert quotes[1].speaker.text == "he"


@pytest.mark.parametrize(
    "text",
    [
        "The “balanced position” of the council pleased nobody.",
        "States such as Norvale build ships.",
        "His proposed law on piers would cost a fortune and help nobody.",
        "The report to maintain the pier was lost.",
    ],
)
def test_scare_quotes_nouns_and_participles_are_no_attributions(text: str) -> None:
    assert reading(text).quotes == ()


def test_single_and_double_marks_give_the_same_speakers() -> None:
    double = said("“The pier’s gone,” said Ole Brandt. “I saw it go,” Mia Lund added.")
    single = said("‘The pier’s gone,’ said Ole Brandt. ‘I saw it go,’ Mia Lund added.")
    assert [(kind, who) for kind, _, who in double] == [(kind, who) for kind, _, who in single]


def test_marks_curly_or_straight_give_the_same_quotes() -> None:
    curly = reading("“The pier’s gone,” said Ole Brandt. Mia Lund said it was “gone for good” by May.")
    straight = reading('"The pier\'s gone," said Ole Brandt. Mia Lund said it was "gone for good" by May.')
    assert [(q.kind, q.span, q.cue) for q in curly.quotes] == [
        (q.kind, q.span, q.cue) for q in straight.quotes
    ]


def test_more_or_other_white_space_changes_nothing() -> None:
    wrapped = reading("“The pier is gone,”  said Ole\xa0Brandt,   mayor of Norvale.")
    assert [(q.kind, q.speaker.key) for q in wrapped.quotes if q.speaker] == [
        (QuoteKind.DIRECT, "ole brandt")
    ]


@pytest.mark.parametrize(
    ("text", "rung"),
    [
        ("Residents said that the pier was gone.", 1),
        ("Ole Brandt said that the pier was gone.", 2),
        ("Ole Brandt, director of the Norvale Port Authority, said that the pier was gone.", 3),
        ("Ole Brandt, director of the Norvale Port Authority, told Reuters that the pier was gone.", 4),
    ],
)
def test_provenance_climbs_with_what_the_text_gives(text: str, rung: int) -> None:
    assert only(text).provenance == rung


def test_a_quotation_of_nobody_has_no_provenance_at_all() -> None:
    assert all(
        quote.provenance == 0 for quote in reading("“The pier is gone and will not come back.”").quotes
    )


def test_half_a_megabyte_of_cues_and_marks_is_read() -> None:
    document = reading("He said “yes, and she said no, they claim " * 12_000)
    assert len(document.text) > 400_000


@pytest.mark.parametrize(
    ("text", "speaker", "words"),
    [
        ("Ina Berg, director of Northwater, said the dam in the valley needs repair.", "Ina Berg", "the dam in the valley needs repair."),
        ("Jon Marl, chairman of the board, said having Orr at the top of the list was odd.", "Jon Marl", "having Orr at the top of the list was odd."),
        ("Orr, a former official at the Fund, said Ms. Brandt conveyed a sense of calm.", "Orr", "Ms. Brandt conveyed a sense of calm."),
        ("Beth Orr, the town's clerk, told the Gazette last fall that he would wait.", "Beth Orr", "last fall that he would wait."),
        ("Another keeper, Ole Wood of Arden, said his survey of the lock found six cracks.", "Another keeper, Ole Wood of Arden", "his survey of the lock found six cracks."),
        ("Marco Ruiz, whose home town, Leddon, is to be flooded, argues that the lock will fail.", "Marco Ruiz", "that the lock will fail."),
        ("Ina Orrin, the group's chair, this past week announced the sale of the pier.", "Ina Orrin", "the sale of the pier."),
        ("Polls show voters have a better opinion of the lock than of the pier.", "Polls", "voters have a better opinion of the lock than of the pier."),
        ("Some say they hear the ice under the pier at night.", "Some", "they hear the ice under the pier at night."),
    ],
)  # fmt: skip
def test_an_explained_name_speaks_and_not_what_the_clause_begins_with(
    text: str, speaker: str, words: str
) -> None:
    (quote,) = [quote for quote in reading(text).quotes if not quote.stance]
    assert quote.speaker is not None
    assert (quote.speaker.text, text[slice(*quote.span)]) == (speaker, words)


@pytest.mark.parametrize(
    ("text", "speaker", "words"),
    [
        ("The ferry, said Ivo Ruus, would be late on Sunday.", "Ivo Ruus", ["The ferry,", "would be late on Sunday."]),
        ("The repair, the records indicate, is paid for by the board.", "the records", ["The repair,", "is paid for by the board."]),
    ],
)  # fmt: skip
def test_a_speaker_in_the_midst_of_what_is_said_has_both_halves(
    text: str, speaker: str, words: list[str]
) -> None:
    found = reading(text).quotes
    assert [text[slice(*quote.span)] for quote in found] == words
    assert {quote.speaker.text for quote in found if quote.speaker} == {speaker}


@pytest.mark.parametrize(
    ("text", "speaker", "stance"),
    [
        ("The sale was first reported by the Norvale Herald on Monday.", "the Norvale Herald", False),
        ("The closure, confirmed by Ole Brandt, came at noon.", "Ole Brandt", False),
        ("As described by Ina Marrow, the lock was empty at noon.", "Ina Marrow", False),
        ("The plan was sharply criticized by Ina Marrow on Monday.", "Ina Marrow", True),
    ],
)
def test_a_passive_is_told_by_whoever_stands_after_by(text: str, speaker: str, stance: bool) -> None:
    (quote,) = reading(text).quotes
    assert quote.speaker is not None
    assert (quote.speaker.text, quote.stance) == (speaker, stance)


@pytest.mark.parametrize(
    "text",
    [
        "The lock was closed by Friday and opened by the river.",
        "The sale was reported by noon.",
        "She liked most reality shows on the river.",
        "They held a vote in all of the border states that week.",
    ],
)
def test_times_places_and_nouns_are_no_speakers(text: str) -> None:
    assert not [quote for quote in reading(text).quotes if not quote.stance]
