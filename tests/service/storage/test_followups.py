"""What is still to be done is kept, given to one process at a time, and gone with its article."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from scoring import LinkEvidence, LookupKind, Verdict, lookup_for
from service.storage import Announcement, FollowUp, Recheck, Share
from service.storage.tables import cited, verdict

FIVE = Share(5, 5)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=3)
PIER = lookup_for(LookupKind.LINK, "https://gazette.example-press.org/pier", title="Pier “reopens”")
LOCK = lookup_for(LookupKind.LINK, "https://gazette.example-press.org/lock")
ALIVE = LinkEvidence(Verdict.RESOLVES, "title", 200, title="Pier <b>reopens</b>", checked_at=NOON.isoformat())


def count(store, table):
    return store.gate.read(lambda c: c.exec_driver_sql(f"SELECT count(*) FROM {table.name}").scalar())


async def test_a_verdict_is_found_by_its_whole_question(store, make):
    article, report = make()
    await store.save(article, report, follow_up=FollowUp({PIER: ALIVE, LOCK: LinkEvidence()}))
    assert await store.known_verdicts([PIER, LOCK]) == {PIER: ALIVE}
    assert await store.known_verdicts([PIER._replace(claims=())]) == {}


async def test_what_only_an_erased_article_cited_is_erased_with_it(store, make):
    (one, first), (other, second) = make(), make()
    await store.save(one, first, follow_up=FollowUp({PIER: ALIVE, LOCK: ALIVE}))
    await store.save(other, second, follow_up=FollowUp({PIER: ALIVE}))
    await store.erase(one.id)
    assert await store.known_verdicts([PIER, LOCK]) == {PIER: ALIVE}
    await store.erase(other.id)
    assert await count(store, verdict) == await count(store, cited) == 0


async def test_many_citations_are_kept(store, make):
    article, report = make()
    pages = {lookup_for(LookupKind.LINK, f"https://a.org/{number}"): ALIVE for number in range(12_000)}
    await store.save(article, report, follow_up=FollowUp(pages))
    assert await store.known_verdicts(pages) == pages


@pytest.mark.parametrize("known", [False, True], ids=["a new article", "a later report"])
@pytest.mark.parametrize("step", ["lookups.keep", "followups.schedule", "followups.announce"])
async def test_a_report_is_not_saved_without_what_follows_from_it(store, make, monkeypatch, known, step):
    article, report = make()
    later = replace(report, id="later")
    message = Announcement("m1", article.id, "https://cms.example-press.org/hook", b"{}", NOON)
    follow_up = FollowUp({PIER: ALIVE}, Recheck(article.id, NOON), None, message)
    replaces = article.content_hash if known else None

    if known:
        await store.save(article, report)

    def cut(*_):
        raise RuntimeError("the lights went out")

    monkeypatch.setattr(f"service.storage.{step}", cut)
    with pytest.raises(RuntimeError, match="lights"):
        await store.save(article, later, replaces=replaces, follow_up=follow_up)
    monkeypatch.undo()
    assert await store.newest(article.id) == (report if known else None)
    assert await store.followups_waiting() == (0, 0)
    await store.save(article, later, replaces=replaces, follow_up=follow_up)
    assert await store.newest(article.id) == later
    assert await store.followups_waiting() == (1, 1)
    assert await store.known_verdicts([PIER]) == {PIER: ALIVE}


async def test_what_a_look_brought_is_written_without_a_new_report_too(store, make):
    article, report = make()
    await store.save(article, report, follow_up=FollowUp(look=Recheck(article.id, NOON)))
    (look,) = await store.due_rechecks(NOON, LATER, FIVE)
    message = Announcement("m1", article.id, "https://cms.example-press.org/hook", b"{}", NOON)
    follow_up = FollowUp({PIER: ALIVE}, None, look, message)
    await store.save(article, None, replaces=article.content_hash, follow_up=follow_up)
    assert await store.reports(article.id) == [report]
    assert await store.followups_waiting() == (0, 1)
    assert await store.known_verdicts([PIER]) == {PIER: ALIVE}


async def test_a_message_that_was_promised_stays_promised_when_another_look_is_planned(store, make):
    article, report = make()
    plan = Recheck(article.id, NOON, announce=True)
    await store.save(article, report, follow_up=FollowUp(look=plan))
    again = FollowUp(look=Recheck(article.id, LATER))
    await store.save(article, None, replaces=article.content_hash, follow_up=again)
    (look,) = await store.due_rechecks(LATER, LATER + timedelta(minutes=3), FIVE)
    assert look.announce
    kept = FollowUp(look=Recheck(article.id, LATER), done=look)
    await store.save(article, None, replaces=article.content_hash, follow_up=kept)
    (look,) = await store.due_rechecks(LATER, LATER + timedelta(minutes=3), FIVE)
    assert not look.announce


async def test_a_due_look_is_taken_once_and_comes_back_unless_settled(store, make):
    article, report = make()
    plan = Recheck(article.id, NOON, announce=True)
    await store.save(article, report, follow_up=FollowUp(look=plan))
    assert await store.due_rechecks(NOON - timedelta(seconds=1), LATER, FIVE) == []
    (look,) = await store.due_rechecks(NOON, LATER, FIVE)
    assert look == Recheck(article.id, LATER, 1, True)
    assert await store.due_rechecks(NOON, LATER, FIVE) == []
    (again,) = await store.due_rechecks(LATER, LATER + timedelta(minutes=3), FIVE)
    assert again.attempts == 2
    await store.settle_recheck(look)
    assert await store.followups_waiting() == (1, 0)
    await store.settle_recheck(again)
    assert await store.followups_waiting() == (0, 0)


async def test_a_new_plan_replaces_the_old_one(store, make):
    article, report = make()
    await store.save(article, report, follow_up=FollowUp(look=Recheck(article.id, NOON, 4, True)))
    plan = FollowUp(look=Recheck(article.id, LATER))
    await store.save(article, None, replaces=article.content_hash, follow_up=plan)
    assert await store.due_rechecks(NOON, LATER, FIVE) == []
    assert [look.attempts for look in await store.due_rechecks(LATER, LATER, FIVE)] == [1]


async def test_a_message_is_tried_until_it_is_settled(store, make):
    article, report = make()
    message = Announcement("m1", article.id, "https://cms.example-press.org/hook", b"{}", NOON)
    await store.save(article, report, follow_up=FollowUp(message=message))
    (taken,) = await store.due_announcements(NOON, LATER, FIVE)
    assert (taken.id, taken.url, taken.body, taken.attempts) == ("m1", message.url, b"{}", 1)
    await store.settle_announcement(taken, LATER + timedelta(hours=1))
    assert await store.due_announcements(LATER, LATER, FIVE) == []
    await store.settle_announcement(taken)
    assert await store.followups_waiting() == (0, 0)


async def test_erasing_an_article_leaves_nothing_to_do(store, make):
    article, report = make()
    message = Announcement("m1", article.id, "https://cms.example-press.org/hook", b"{}", NOON)
    plan = FollowUp(look=Recheck(article.id, NOON), message=message)
    await store.save(article, report, follow_up=plan)
    await store.erase(article.id)
    assert await store.followups_waiting() == (0, 0)


async def put(store, make, sender, number, urls=()):
    """An article of a sender with a look that is due, and with messages."""
    article, report = make(external_id=f"{sender}:{number}")
    article = replace(article, sent_by=sender)
    due = NOON - timedelta(hours=1) + timedelta(seconds=number)
    await store.save(article, report, follow_up=FollowUp(look=Recheck(article.id, due)))
    for place, url in enumerate(urls):
        message = Announcement(f"{sender}{number}.{place}", article.id, url, b"{}", due)
        await store.save(article, None, replaces=article.content_hash, follow_up=FollowUp(message=message))


async def test_looks_are_handed_out_to_senders_in_turn_however_many_one_has(store, make):
    for number in range(30):
        await put(store, make, "a", number)
    await put(store, make, "b", 100)
    await put(store, make, None, 200)
    looks = await store.due_rechecks(NOON, LATER, Share(4, 4))
    assert sorted(look.sent_by for look in looks) == ["", "a", "a", "b"]
    # One who has much under way already gets the last of what is free, and no more than its share.
    assert await store.due_rechecks(NOON, LATER, Share(4, 4, {"a": 4})) == []
    looks = await store.due_rechecks(NOON, LATER, Share(4, 4, {"a": 2}))
    assert [look.sent_by for look in looks] == ["a", "a"]


async def test_messages_to_a_busy_receiver_wait_and_others_pass_them(store, make):
    await put(store, make, "a", 0, ["https://slow.org/hook"] * 20 + ["https://cms.org/hook", "http://["])
    messages = await store.due_announcements(NOON, LATER, Share(50, 50, {}, {"slow.org": 3}))
    assert sorted(message.receiver for message in messages) == ["cms.org", "http://[", "slow.org"]
    assert {message.sent_by for message in messages} == {"a"}
