"""From a setting to the evidence: who is asked about people, for how long it holds, and what is asked again."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from scoring import Evidence, LookupKind, PersonEvidence, PersonVerdict, lookup_for
from service.rechecks import next_look
from service.resolve.caching import CachingResolver, unfinished
from service.resolve.lifetimes import fresh_until
from service.resolve.outside import open_outside
from service.settings import Settings
from tests.service.resolve.registers import Registers

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
ILVES = lookup_for(
    LookupKind.PERSON, "hanna ilves", name="Hanna Ilves", affiliation="the University of Norvale"
)
PAGE = lookup_for(LookupKind.LINK, "http://10.0.0.7/")


def settings(**given):
    return Settings(
        _env_file=None, fetch_allow_networks="127.32.0.0/16", crossref_url="", archive_url="", **given
    )


def resolve(registers, **given):
    async def story():
        async with registers.open() as base:
            urls = {name: base for name in given if name.endswith("_url")}
            async with open_outside(settings(**{**given, **urls})) as outside:
                return await outside.resolver.resolve([ILVES, PAGE], NOON, 10.0)

    return asyncio.run(story())


def test_nobody_is_asked_about_people_until_a_registry_is_set():
    registers = Registers()
    evidence = resolve(registers, ror_url=True)
    assert registers.asked == []
    assert evidence.people == {}
    assert evidence.person(ILVES).verdict is PersonVerdict.NOT_CHECKED
    assert set(evidence.links) == {PAGE}
    assert not unfinished(evidence)


def test_a_setting_is_all_it_takes():
    evidence = resolve(Registers(), openalex_url=True, ror_url=True)
    assert evidence.person(ILVES).verdict is PersonVerdict.CONFIRMED
    assert set(evidence.links) == {PAGE}


def test_offline_nobody_is_asked():
    registers = Registers()
    assert resolve(registers, openalex_url=True, offline=True).people == {}
    assert registers.asked == []


def answer(verdict, checked_at=NOON):
    return PersonEvidence(verdict, "a_reason", checked_at=checked_at.isoformat())


@pytest.mark.parametrize(
    ("verdict", "lifetime"),
    [
        (PersonVerdict.CONFIRMED, timedelta(days=30)),
        (PersonVerdict.PLAUSIBLE, timedelta(days=30)),
        (PersonVerdict.CONTRADICTED, timedelta(days=3)),
        (PersonVerdict.NOT_FOUND, timedelta(days=3)),
        (PersonVerdict.NOT_CHECKED, timedelta(minutes=10)),
    ],
)
def test_how_long_an_answer_about_a_person_holds(verdict, lifetime):
    assert abs((fresh_until(ILVES, answer(verdict)) - NOON) / lifetime - 1) <= 0.1


class Registry:
    def __init__(self):
        self.asked = 0
        self.open = asyncio.Event()

    async def find(self, lookup, before):
        self.asked += 1
        await self.open.wait()
        return answer(PersonVerdict.NOT_FOUND)


def test_a_person_is_asked_about_once_and_late_answers_are_told():
    async def story():
        registry, clock = Registry(), [NOON]
        resolver = CachingResolver(registry, people=True, now=lambda: clock[0])
        late = await resolver.resolve([ILVES], NOON, 0.01)
        assert late.person(ILVES).reason == "not_yet"
        assert unfinished(late)
        registry.open.set()
        assert (await resolver.resolve([ILVES], NOON, 5)).person(ILVES).verdict is PersonVerdict.NOT_FOUND
        assert resolver.known([ILVES], NOON) is not None
        clock[0] += timedelta(days=4)
        assert resolver.known([ILVES], NOON) is None
        await resolver.resolve([ILVES], NOON, 5)
        assert registry.asked == 2
        await resolver.close()

    asyncio.run(story())


@pytest.mark.parametrize("verdict", PersonVerdict)
def test_only_what_nobody_answered_is_asked_again_soon(verdict):
    evidence = Evidence.gathered(NOON, True, {ILVES: answer(verdict)})
    planned = next_look("article-1", evidence, NOON, attempts=0, announce=False)
    assert (planned is not None) is (verdict is PersonVerdict.NOT_CHECKED)
