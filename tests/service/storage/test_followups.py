"""What is still to be done is kept, given to one process at a time, and gone with its article."""

from datetime import UTC, datetime, timedelta

from scoring import LinkEvidence, LookupKind, Verdict, lookup_for
from service.storage import Announcement, Recheck
from service.storage.tables import cited, verdict

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=3)
PIER = lookup_for(LookupKind.LINK, "https://gazette.example-press.org/pier", title="Pier “reopens”")
LOCK = lookup_for(LookupKind.LINK, "https://gazette.example-press.org/lock")
ALIVE = LinkEvidence(Verdict.RESOLVES, "title", 200, title="Pier <b>reopens</b>", checked_at=NOON.isoformat())


def count(store, table):
    return store._backend.read(lambda c: c.exec_driver_sql(f"SELECT count(*) FROM {table.name}").scalar())


def test_a_verdict_is_found_by_its_whole_question(in_store, make):
    async def story(store):
        article, report = make()
        await store.save(article, report)
        await store.keep_verdicts(article.id, {PIER: ALIVE, LOCK: LinkEvidence()})
        assert await store.known_verdicts([PIER, LOCK]) == {PIER: ALIVE}
        assert await store.known_verdicts([PIER._replace(claims=())]) == {}

    in_store(story)


def test_what_only_an_erased_article_cited_is_erased_with_it(in_store, make):
    async def story(store):
        (one, first), (other, second) = make(), make()
        await store.save(one, first)
        await store.save(other, second)
        await store.keep_verdicts(one.id, {PIER: ALIVE, LOCK: ALIVE})
        await store.keep_verdicts(other.id, {PIER: ALIVE})
        await store.erase(one.id)
        assert await store.known_verdicts([PIER, LOCK]) == {PIER: ALIVE}
        await store.erase(other.id)
        assert await count(store, verdict) == await count(store, cited) == 0

    in_store(story)


def test_many_citations_are_kept(in_store, make):
    async def story(store):
        article, report = make()
        await store.save(article, report)
        pages = {lookup_for(LookupKind.LINK, f"https://a.org/{number}"): ALIVE for number in range(12_000)}
        await store.keep_verdicts(article.id, pages)
        assert await store.known_verdicts(pages) == pages

    in_store(story)


def test_nothing_is_kept_for_an_article_that_is_gone(in_store, make):
    async def story(store):
        await store.keep_verdicts("nobody", {PIER: ALIVE})
        await store.schedule_recheck(Recheck("nobody", NOON))
        await store.announce(Announcement("m", "nobody", "https://a.org", b"{}", NOON))
        assert await store.followups_waiting() == (0, 0)

    in_store(story)


def test_a_due_look_is_taken_once_and_comes_back_unless_settled(in_store, make):
    async def story(store):
        article, report = make()
        await store.save(article, report)
        await store.schedule_recheck(Recheck(article.id, NOON, announce=True))
        assert await store.due_rechecks(NOON - timedelta(seconds=1), LATER, 5) == []
        (look,) = await store.due_rechecks(NOON, LATER, 5)
        assert look == Recheck(article.id, LATER, 1, True)
        assert await store.due_rechecks(NOON, LATER, 5) == []
        (again,) = await store.due_rechecks(LATER, LATER + timedelta(minutes=3), 5)
        assert again.attempts == 2
        await store.settle_recheck(look)
        assert await store.followups_waiting() == (1, 0)
        await store.settle_recheck(again)
        assert await store.followups_waiting() == (0, 0)

    in_store(story)


def test_a_new_plan_replaces_the_old_one(in_store, make):
    async def story(store):
        article, report = make()
        await store.save(article, report)
        await store.schedule_recheck(Recheck(article.id, NOON, 4, True))
        await store.schedule_recheck(Recheck(article.id, LATER))
        assert await store.due_rechecks(NOON, LATER, 5) == []
        assert [look.attempts for look in await store.due_rechecks(LATER, LATER, 5)] == [1]

    in_store(story)


def test_a_message_is_tried_until_it_is_settled(in_store, make):
    async def story(store):
        article, report = make()
        await store.save(article, report)
        message = Announcement("m1", article.id, "https://cms.example-press.org/hook", b"{}", NOON)
        await store.announce(message)
        (taken,) = await store.due_announcements(NOON, LATER, 5)
        assert (taken.id, taken.url, taken.body, taken.attempts) == ("m1", message.url, b"{}", 1)
        await store.settle_announcement(taken, LATER + timedelta(hours=1))
        assert await store.due_announcements(LATER, LATER, 5) == []
        await store.settle_announcement(taken)
        assert await store.followups_waiting() == (0, 0)

    in_store(story)


def test_erasing_an_article_leaves_nothing_to_do(in_store, make):
    async def story(store):
        article, report = make()
        await store.save(article, report)
        await store.schedule_recheck(Recheck(article.id, NOON))
        await store.announce(
            Announcement("m1", article.id, "https://cms.example-press.org/hook", b"{}", NOON)
        )
        await store.erase(article.id)
        assert await store.followups_waiting() == (0, 0)

    in_store(story)
