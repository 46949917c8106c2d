"""A question is asked once while its answer holds, and nobody waits longer than they said."""

import asyncio
from datetime import UTC, datetime, timedelta

from scoring import Evidence, LinkEvidence, LookupKind, Verdict, lookup_for
from service.resolve import caching
from service.resolve.caching import NOT_YET, CachingResolver, unfinished
from service.sharing import Owner, working_for

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
PIER = lookup_for(LookupKind.LINK, "https://gazette.example-press.org/pier")
LOCK = lookup_for(LookupKind.LINK, "https://gazette.example-press.org/lock")


class Clock:
    def __init__(self):
        self.time = NOON

    def __call__(self):
        return self.time


class Web:
    """Answers for every page with one verdict; counts how often it is asked."""

    def __init__(self, clock, verdict=Verdict.RESOLVES):
        self.clock, self.verdict = clock, verdict
        self.asked = []
        self.befores = []
        self.open = asyncio.Event()
        self.open.set()

    async def find(self, lookup, before):
        self.asked.append(lookup)
        self.befores.append(before)
        await self.open.wait()
        return LinkEvidence(self.verdict, "a_reason", checked_at=self.clock().isoformat())


class Shelf:
    def __init__(self, kept=()):
        self.kept = dict(kept)

    async def known_verdicts(self, lookups):
        return {lookup: self.kept[lookup] for lookup in lookups if lookup in self.kept}


def run(story, **web):
    async def told():
        clock = Clock()
        page = Web(clock, **web)
        resolver = CachingResolver(page, now=clock)
        try:
            await story(resolver, page, clock)
        finally:
            await resolver.close()

    asyncio.run(told())


def test_a_verdict_that_holds_is_not_asked_again():
    async def story(resolver, web, clock):
        assert resolver.known([PIER], NOON) is None
        first = await resolver.resolve([PIER], NOON, 1)
        clock.time += timedelta(days=1)
        assert resolver.known([PIER], NOON) == first
        assert await resolver.resolve([PIER], NOON, 1) == first
        assert web.asked == [PIER]
        assert first.online

    run(story)


def test_a_verdict_that_no_longer_holds_is_asked_again_and_counts_strikes():
    async def story(resolver, web, clock):
        for _ in range(3):
            found = await resolver.resolve([PIER], NOON, 1)
            clock.time += timedelta(days=1.2)
        assert len(web.asked) == 3
        assert web.befores[0] is None
        assert web.befores[2].strikes == 2
        assert found.link(PIER).strikes == 3

    run(story, verdict=Verdict.DEAD)


def test_again_asks_what_is_known():
    async def story(resolver, web, clock):
        await resolver.resolve([PIER], NOON, 1)
        await resolver.resolve([PIER], NOON, 1, again=True)
        assert web.asked == [PIER, PIER]

    run(story)


def test_what_takes_too_long_is_not_yet_known_and_goes_on():
    async def story(resolver, web, clock):
        web.open.clear()
        evidence = await resolver.resolve([PIER, LOCK], NOON, 0.01)
        assert evidence.link(PIER).reason == NOT_YET
        assert unfinished(evidence)
        web.open.set()
        evidence = await resolver.resolve([PIER, LOCK], NOON, 5)
        assert evidence.link(PIER).verdict is Verdict.RESOLVES
        assert not unfinished(evidence)
        assert sorted(web.asked) == sorted([PIER, LOCK])

    run(story)


def test_two_articles_that_cite_one_page_ask_once():
    async def story(resolver, web, clock):
        web.open.clear()
        both = asyncio.gather(*(resolver.resolve([PIER], NOON, 5) for _ in range(2)))
        await asyncio.sleep(0.01)
        web.open.set()
        one, other = await both
        assert one == other
        assert web.asked == [PIER]

    run(story)


def test_what_another_process_learnt_is_believed_while_it_holds():
    async def told():
        clock = Clock()
        web = Web(clock)
        old = LinkEvidence(Verdict.DEAD, "status", 404, checked_at=(NOON - timedelta(days=3)).isoformat())
        fresh = LinkEvidence(Verdict.RESOLVES, "title", 200, checked_at=NOON.isoformat())
        resolver = CachingResolver(web, Shelf({PIER: fresh, LOCK: old}), now=clock)
        evidence = await resolver.resolve([PIER, LOCK], NOON, 5)
        assert web.asked == [LOCK]
        assert web.befores == [old]
        assert evidence.link(PIER) == fresh

    asyncio.run(told())


def test_memory_is_bounded():
    async def told():
        clock = Clock()
        resolver = CachingResolver(Web(clock), now=clock, most_remembered=10)
        pages = [lookup_for(LookupKind.LINK, f"https://a.org/{number}") for number in range(25)]
        await resolver.resolve(pages, NOON, 5)
        assert resolver.known(pages[-10:], NOON)
        assert resolver.known(pages[:1], NOON) is None

    asyncio.run(told())


def pages(count, site="a"):
    return [lookup_for(LookupKind.LINK, f"https://{site}.org/{number}") for number in range(count)]


def test_an_article_gets_so_many_look_ups_and_the_rest_is_counted():
    async def story(resolver, web, clock):
        evidence = await resolver.resolve(pages(300), NOON, 5)
        assert (len(web.asked), evidence.left_out) == (200, 100)
        assert web.asked == pages(300)[:200]
        assert not unfinished(evidence)
        assert resolver.known(pages(300), NOON) == evidence
        assert Evidence.from_dict(evidence.as_dict()) == evidence

    run(story)


def test_one_caller_cannot_fill_the_list_of_open_questions(monkeypatch):
    monkeypatch.setattr(caching, "MOST_OPEN_EACH", 50)

    async def story(resolver, web, clock):
        web.open.clear()
        with working_for(Owner("a")):
            await resolver.resolve(pages(40), NOON, 0)
            evidence = await resolver.resolve(pages(40, "b"), NOON, 0)
        with working_for(Owner("b")):
            await resolver.resolve(pages(40, "c"), NOON, 0)
        await asyncio.sleep(0)
        assert len(web.asked) == 90
        assert unfinished(evidence)
        web.open.set()
        await asyncio.sleep(0.01)
        with working_for(Owner("a")):
            assert not unfinished(await resolver.resolve(pages(40, "b"), NOON, 5))

    run(story)
