"""Slots are shared: callers in turn, then their articles, and nobody has all of them."""

import asyncio

import pytest

from service.sharing import FairSlots, Owner, owner, working_for


def run(story):
    return asyncio.run(story())


async def settle():
    for _ in range(5):
        await asyncio.sleep(0)


class Desk:
    """Takes slots for owners, and notes in which order they came."""

    def __init__(self, slots):
        self.slots = slots
        self.served = []
        self.tasks = []

    def ask(self, given, times=1):
        with working_for(given):
            self.tasks += [asyncio.create_task(self._take()) for _ in range(times)]

    async def _take(self):
        release = await self.slots.take()
        self.served.append((owner(), release))

    def names(self):
        return ["".join(map(str, filter(None, given))) for given, _ in self.served]

    def release(self, number):
        self.served[number][1]()


def test_a_caller_who_comes_late_is_served_before_the_rest_of_a_long_row():
    async def story():
        desk = Desk(FairSlots(2))
        desk.ask(Owner("a"), 10)
        await settle()
        desk.ask(Owner("b"), 2)
        await settle()
        desk.release(0)
        await settle()
        assert desk.names() == ["a", "a", "b"]
        desk.release(2)
        await settle()
        assert desk.names() == ["a", "a", "b", "b"]

    run(story)


def test_articles_of_one_caller_are_served_in_turn():
    async def story():
        desk = Desk(FairSlots(1))
        desk.ask(Owner("a", 1), 5)
        desk.ask(Owner("a", 2), 5)
        for number in range(4):
            await settle()
            desk.release(number)
        await settle()
        assert desk.names() == ["a1", "a1", "a2", "a1", "a2"]

    run(story)


def test_neither_a_caller_nor_an_article_holds_more_than_its_share():
    async def story():
        desk = Desk(FairSlots(10, 6, 4))
        desk.ask(Owner("a", 1), 20)
        await settle()
        assert desk.names() == ["a1"] * 4
        desk.ask(Owner("a", 2), 20)
        await settle()
        assert desk.names()[4:] == ["a2"] * 2
        desk.ask(Owner("b", 3), 20)
        await settle()
        assert desk.names()[6:] == ["b3"] * 4

    run(story)


def test_the_installation_itself_has_all_slots():
    async def story():
        desk = Desk(FairSlots(10, 6, 4))
        desk.ask(Owner(), 20)
        await settle()
        assert len(desk.names()) == 10

    run(story)


@pytest.mark.parametrize("granted", [True, False])
def test_a_slot_is_not_lost_with_the_task_that_wanted_it(granted):
    async def story():
        slots = FairSlots(1)
        desk = Desk(slots)
        desk.ask(Owner("a"))
        await settle()
        desk.ask(Owner("b"))
        await settle()
        if granted:
            desk.release(0)  # the second is served, but has not run yet when it is cancelled
            desk.tasks[1].cancel()
        else:
            desk.tasks[1].cancel()
            await settle()
            desk.release(0)
        await settle()
        async with asyncio.timeout(1), slots.turn():
            pass

    run(story)


def test_every_slot_comes_back_whatever_happens():
    async def story():
        slots = FairSlots(3, 2, 1)

        async def work(number):
            with working_for(Owner(str(number % 3), number % 5)):
                async with slots.turn():
                    await asyncio.sleep(0)

        tasks = [asyncio.create_task(work(number)) for number in range(300)]
        for task in tasks[::7]:
            asyncio.get_running_loop().call_soon(task.cancel)
        await asyncio.gather(*tasks, return_exceptions=True)
        desk = Desk(slots)
        for number in range(3):
            desk.ask(Owner(str(number)))
        await settle()
        assert len(desk.served) == 3

    run(story)
