"""The table of dated offices, and how texts name their holders."""

from collections import defaultdict
from datetime import date
from itertools import pairwise

import pytest

from scoring import Article, read
from scoring.reading.offices import find_roles, roles
from scoring.views.office_holders import incumbents, named_persons, writing_window


def mentions(text: str) -> list[tuple[str, str, bool]]:
    document = read(Article(text, language="en"))
    return [(document[it.span], it.person, it.past) for it in find_roles(document)]


def test_every_term_ends_after_it_begins_and_before_the_table_was_made() -> None:
    for term in roles().terms:
        assert term.start < (term.end or roles().as_of) <= date(2027, 1, 1), term


def test_no_two_persons_hold_one_office_at_a_time() -> None:
    offices = defaultdict(list)
    for term in roles().terms:
        offices[term.office, term.country].append(term)
    for terms in offices.values():
        for earlier, later in pairwise(sorted(terms, key=lambda term: term.start)):
            assert earlier.end is not None, earlier
            assert earlier.end <= later.start, (earlier, later)


def test_a_form_that_stands_alone_means_one_person() -> None:
    for form, terms in roles().alone.items():
        assert len({term.person for term in terms}) == 1, form


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("President Biden's visit", [("President Biden", "Joe Biden", False)]),
        ("US President Donald J. Trump", [("President Donald J. Trump", "Donald Trump", False)]),
        ("Chancellor Friedrich Merz", [("Chancellor Friedrich Merz", "Friedrich Merz", False)]),
        ("the prime  minister, Keir Starmer", [("prime  minister, Keir Starmer", "Keir Starmer", False)]),
        (
            "EU Commission President Ursula von der Leyen",
            [("President Ursula von der Leyen", "Ursula von der Leyen", False)],
        ),
        ("NATO Secretary-General Mark Rutte", [("Secretary-General Mark Rutte", "Mark Rutte", False)]),
        ("former US President Barack Obama", [("President Barack Obama", "Barack Obama", True)]),
        ("then-Foreign Secretary Liz Truss", [("Foreign Secretary Liz Truss", "Liz Truss", True)]),
        ("Vice President Pence", [("Vice President Pence", "Mike Pence", False)]),
        ("Pope Leo XIV", [("Pope Leo XIV", "Leo XIV", False)]),
        ("Pope Leo XIII", [("Pope Leo XIII", "Leo XIII", False)]),
        ("Pope Leo XI", []),
        ("the prime minister may call a vote", []),
        ("Harbour Club President Joe Biden", []),
        ("Shadow Chancellor Rachel Reeves", []),
        ("At the college, President Park spoke", []),
        ("In Seoul, President Park spoke", [("President Park", "Park Geun-hye", False)]),
        ("Deputy Prime Minister Angela Rayner", []),
        ("the club's president said he may go", []),
    ],
)
def test_an_office_with_its_holder_is_found(text: str, expected: list[tuple[str, str, bool]]) -> None:
    assert mentions(text) == expected


def test_a_person_with_two_terms_has_both() -> None:
    (mention,) = find_roles(read(Article("President Trump spoke.", language="en")))
    assert [term.start.year for term in mention.terms] == [2017, 2025]
    assert mention.since == date(2017, 1, 20)


def test_an_undated_text_was_written_after_the_last_named_holder_took_office() -> None:
    text = "President Zelensky met Chancellor Friedrich Merz. Former Chancellor Olaf Scholz was there too."
    assert writing_window(read(Article(text, language="en"))) == (date(2025, 5, 6), None)


def test_quoted_holders_and_references_do_not_date_a_text() -> None:
    text = (
        "President Macron opened the pier [1]. “I saw Chancellor Merz,” he said.\n\nReferences:\n\n"
        "[1] Gazette. (2025). Chancellor Merz on the pier. Retrieved from https://gazette.example-press.org/pier\n"
    )
    assert writing_window(read(Article(text, language="en"))) == (date(2017, 5, 14), None)


def test_a_stamp_goes_before_all_offices() -> None:
    article = Article("President Macron opened the pier.", language="en", published_at="2024-05-01")
    assert writing_window(read(article)) == (date(2024, 5, 1), date(2024, 5, 1))


def test_persons_are_named_by_forms_that_are_theirs_alone() -> None:
    assert [it.person for it in named_persons("Zelensky to meet Biden and Johnson in May")] == [
        "Volodymyr Zelensky",
        "Joe Biden",
    ]


def test_a_bare_surname_means_who_was_in_office_then() -> None:
    year = date(2020, 1, 1), date(2020, 12, 31)
    assert [it.person for it in incumbents("Johnson to meet mayors", *year)] == ["Boris Johnson"]
    assert incumbents("Johnson to meet mayors", date(2024, 1, 1), date(2024, 12, 31)) == ()
    assert incumbents("Alan Johnson to meet mayors", *year) == ()
