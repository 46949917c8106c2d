"""How long verdicts hold, and when a page is given up."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from scoring import ANSWERS, LinkEvidence, Lookup, LookupKind, Verdict, lookup_for
from service.resolve.lifetimes import KINDS, counted, failed, fresh_until, may_change
from service.resolve.link_answers import is_final

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
PAGE = lookup_for(LookupKind.LINK, "https://gazette.example-press.org/pier")


def found(verdict: Verdict, at: datetime = NOON, **given) -> LinkEvidence:
    return LinkEvidence(verdict, "a_reason", checked_at=at.isoformat(), **given)


@pytest.mark.parametrize(
    ("verdict", "lifetime"),
    [
        (Verdict.RESOLVES, timedelta(days=7)),
        (Verdict.MISMATCH, timedelta(days=7)),
        (Verdict.SOFT_DEAD, timedelta(days=1)),
        (Verdict.BLOCKED, timedelta(days=1)),
        (Verdict.TRANSIENT, timedelta(minutes=10)),
        (Verdict.UNSAFE, timedelta(days=30)),
    ],
)
def test_a_verdict_holds_for_its_lifetime_give_or_take_a_tenth(verdict, lifetime):
    held = fresh_until(PAGE, found(verdict)) - NOON
    assert lifetime * 0.9 <= held <= lifetime * 1.1


def test_what_was_never_asked_does_not_hold():
    assert fresh_until(PAGE, LinkEvidence()) < NOON - timedelta(days=365)


def test_pages_learnt_together_are_not_asked_again_together():
    ends = {
        fresh_until(lookup_for(LookupKind.LINK, f"https://a.org/{n}"), found(Verdict.RESOLVES))
        for n in range(50)
    }
    assert len(ends) == 50


def test_a_first_failure_is_asked_again_within_the_hour_and_then_daily():
    first = counted(None, found(Verdict.DEAD))
    assert fresh_until(PAGE, first) - NOON <= timedelta(hours=1.1)
    second = counted(first, found(Verdict.DEAD, NOON + timedelta(hours=1)))
    assert second.strikes == 1
    assert fresh_until(PAGE, second) - NOON > timedelta(hours=20)


def test_three_failures_a_day_apart_are_final():
    now = None
    for day in range(3):
        now = counted(now, found(Verdict.DEAD, NOON + timedelta(days=day)))
    assert now.strikes == 3
    assert is_final(now)
    assert fresh_until(PAGE, now) - NOON > timedelta(days=20)


def test_failures_within_one_day_are_one_strike():
    now = None
    for hour in range(8):
        now = counted(now, found(Verdict.SOFT_DEAD, NOON + timedelta(hours=hour)))
    assert now.strikes == 1
    assert not is_final(now)


def test_a_page_that_came_back_starts_afresh():
    dead = counted(counted(None, found(Verdict.DEAD)), found(Verdict.DEAD, NOON + timedelta(days=1)))
    assert dead.strikes == 2
    back = counted(dead, found(Verdict.RESOLVES, NOON + timedelta(days=2)))
    assert back.strikes == 0
    assert counted(back, found(Verdict.DEAD, NOON + timedelta(days=3))).strikes == 1


def test_the_same_finding_is_not_changed_by_a_verdict_that_is_no_failure():
    page = found(Verdict.BLOCKED)
    assert counted(replace(page, verdict=Verdict.DEAD, strikes=2, struck_at=page.checked_at), page) == page


def test_each_class_of_answers_says_for_itself_how_long_it_holds():
    assert set(KINDS) == set(ANSWERS.values())
    for kind in LookupKind:
        lookup = Lookup(kind, "a")
        broken = failed(lookup, NOON)
        assert type(broken) is ANSWERS[kind]
        assert not broken.settled
        assert may_change(broken)
        assert fresh_until(lookup, broken) <= NOON + timedelta(hours=1)
