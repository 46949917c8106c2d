"""When readers' verdicts speak against a check beyond doubt."""

import pytest

from service.precision import bounds, fails, heard, precision, recovers
from service.records import Tally


def test_bounds_are_wilsons():
    assert bounds(Tally()) == (0.0, 1.0)
    low, high = bounds(Tally(8, 2))
    assert (round(low, 4), round(high, 4)) == (0.4902, 0.9433)
    assert bounds(Tally(20, 0))[1] == 1.0
    assert bounds(Tally(0, 20))[0] == 0.0


@pytest.mark.parametrize(
    ("agreed", "disagreed", "failing"),
    [
        (0, 19, False),
        (0, 20, True),
        (12, 8, True),
        (13, 7, False),
        (16, 4, False),
        (79, 21, False),
        (700, 300, True),
    ],
)
def test_a_check_fails_when_even_the_upper_bound_is_under_the_floor(agreed, disagreed, failing):
    assert fails(Tally(agreed, disagreed), 0.8, 20) is failing


def test_a_check_recovers_only_at_the_floor_itself():
    assert not recovers(Tally(15, 5), 0.8, 20)
    assert recovers(Tally(16, 4), 0.8, 20)
    assert not recovers(Tally(4, 0), 0.8, 20)


def test_without_verdicts_there_is_no_precision():
    assert precision(Tally()) is None
    assert precision(Tally(3, 1)) == 0.75


def test_a_key_is_heard_up_to_its_share_and_in_its_proportion():
    assert heard([Tally(3, 4), Tally(0, 2)], 10) == Tally(3, 6)
    assert heard([Tally(5, 25)], 10) == Tally(1, 8)
    assert heard([Tally(0, 1000), Tally(0, 3)], 10) == Tally(0, 13)
    assert heard([], 10) == Tally()
