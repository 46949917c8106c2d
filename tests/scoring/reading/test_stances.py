"""What somebody wants or holds is told apart from what he told."""

import pytest

from scoring import Article, read
from scoring.document import Document, QuoteKind


def document(text: str) -> Document:
    return read(Article(text, language="en"))


@pytest.mark.parametrize(
    ("text", "speaker", "words"),
    [
        ("Ilse Tamm wants to reopen the pier before the winter.", "Ilse Tamm", "to reopen the pier before the winter."),
        ("The harbour board called for a second pump at the lock.", "The harbour board", "for a second pump at the lock."),
        ("Mayor Ruus criticized the plan for a new lock on the canal.", "Mayor Ruus", "the plan for a new lock on the canal."),
        ("The board expects the repair to cost three million kroner.", "The board", "the repair to cost three million kroner."),
        ("Ilse Tamm left the meeting early, arguing that nobody had read the report.", "Ilse Tamm", "that nobody had read the report."),
    ],
)  # fmt: skip
def test_a_stance_is_an_indirect_quote_of_whoever_holds_it(text: str, speaker: str, words: str) -> None:
    found = document(text)
    (quote,) = [quote for quote in found.quotes if quote.stance]
    assert quote.kind is QuoteKind.INDIRECT
    assert quote.speaker is not None
    assert quote.speaker.text == speaker
    assert found[quote.span] == words


def test_whoever_only_wants_something_is_no_source() -> None:
    assert document("President Biden wants to reopen the pier before the winter.").sources == ()
    both = document("Ilse Tamm wants to reopen the pier. Ilse Tamm said that the winter would come first.")
    assert [source.text for source in both.sources] == ["Ilse Tamm"]


@pytest.mark.parametrize(
    "text",
    [
        "His proposed law on piers would cost a fortune and help nobody.",
        "It is believed by many that the pier cannot be saved at all.",
        "The harbour's wanted list hangs at the door of the office.",
        "A much-praised film about the pier and its keepers is shown again.",
        "The plans, drawn in May, hang in the hall for all to see.",
    ],
)
def test_nouns_participles_and_passives_hold_nothing(text: str) -> None:
    assert not [quote for quote in document(text).quotes if quote.stance]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("On Thursday, however, Orr spoke to the keepers, promising to lift the toll.", "Orr"),
        ("HARROW, May 3 (Agency) - Ina Orr left the hall on Monday, saying the pier was lost.", "Ina Orr"),
        ("Arriving late, Ina Orr left the hall, promising to lift the toll.", "Ina Orr"),
        ("The board is supporting the plan of the keepers.", "The board"),
        ("Residents opposing the sale of the pier met at noon.", "Residents"),
        ("Some accused Ina Orr of selling the pier.", "Some"),
    ],
)
def test_a_participle_belongs_to_who_acts_in_its_clause(text: str, speaker: str) -> None:
    found = [quote for quote in document(text).quotes if quote.speaker]
    assert {quote.speaker.text for quote in found if quote.speaker} == {speaker}


def test_what_only_compares_holds_nothing() -> None:
    assert not document("The lock opened 30 times in May, compared with 12 times in June.").quotes
