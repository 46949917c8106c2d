"""The tables of offices and of dated terms hold together."""

from collections import defaultdict
from datetime import date
from itertools import pairwise

import pytest

from scoring import ENGLISH, Article, read
from scoring.reading.dates.social_posts import easter, feast_day
from scoring.reading.offices import find_roles, roles
from scoring.views.dated_terms import dated_terms


def test_every_term_of_office_begins_before_it_ends() -> None:
    assert len(roles().terms) > 300
    assert all(term.end is None or term.start < term.end for term in roles().terms)
    assert all(term.start <= roles().as_of for term in roles().terms)


def test_no_office_has_two_holders_at_a_time() -> None:
    holders = defaultdict(list)
    for term in roles().terms:
        holders[term.office, term.country].append(term)
    for terms in holders.values():
        terms.sort(key=lambda term: term.start)
        for one, other in pairwise(terms):
            assert one.end is not None, one
            assert one.end <= other.start, (one, other)


def test_a_form_that_stands_alone_names_one_person() -> None:
    for form, terms in roles().alone.items():
        assert len({term.person for term in terms}) == 1, form


def test_every_dated_term_has_its_first_day_and_its_source_once() -> None:
    terms = dated_terms(ENGLISH)
    assert len(terms) > 100
    assert len({term.term for term in terms}) == len(terms)
    assert all(date(2000, 1, 1) < term.first <= roles().as_of and term.source for term in terms)


@pytest.mark.parametrize(
    ("year", "day"),
    [(1961, (4, 2)), (2000, (4, 23)), (2019, (4, 21)), (2024, (3, 31)), (2025, (4, 20)), (2038, (4, 25))],
)
def test_easter_falls_where_the_church_keeps_it(year: int, day: tuple[int, int]) -> None:
    assert (easter(year).month, easter(year).day) == day


def test_feasts_fall_on_their_days() -> None:
    assert feast_day("thanksgiving", 2024) == date(2024, 11, 28)
    assert feast_day("christmas", 2024) == date(2024, 12, 25)
    assert feast_day("halloween", 2024) == date(2024, 10, 31)


def test_a_president_elect_is_told_from_a_president() -> None:
    found = find_roles(read(Article("President-elect Joe Biden met President Donald Trump.", language="en")))
    assert [(role.person, role.elect) for role in found] == [("Joe Biden", True), ("Donald Trump", False)]


def test_a_president_elect_gives_an_undated_text_its_year() -> None:
    text = "On November 7 the board wrote to President-elect Donald Trump. It asked for a new pier."
    (mention,) = read(Article(text, language="en")).dates
    assert mention.value == "2024-11-07"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("see u tmr at the pier", "2024-06-11"),
        ("so tired tdy", "2024-06-10"),
        ("pier party nxt wk!!", "2024-W25"),
        ("happy friday everyone", "2024-06-07"),
        ("ferry again on thursday", "2024-06-13"),
        ("dressed up for halloween", "2024-10-31"),
    ],
)
def test_posts_write_days_their_own_way(text: str, value: str) -> None:
    found = read(Article(text, published_at="2024-06-10", language="en")).dates
    assert [mention.value for mention in found] == [value]
