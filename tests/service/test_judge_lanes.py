"""Short texts pass long ones, and callers are served in turn."""

import asyncio

from service.judge_lanes import SHORT, JudgeLanes
from service.sharing import Owner, working_for
from tests.service import judged_work


def run(story, processes=1):
    async def told():
        async with JudgeLanes(processes, deadline=60) as lanes:
            return await asyncio.wait_for(story(lanes), 60)

    return asyncio.run(told())


def test_a_short_text_does_not_wait_for_long_ones(tmp_path):
    marker = tmp_path / "marker"

    async def story(lanes):
        waiting = [
            asyncio.create_task(lanes.run(judged_work.wait_for, str(marker), size=SHORT + 1))
            for _ in range(4)
        ]
        for _ in range(5):
            assert await lanes.run(judged_work.own_pid, size=SHORT)
        assert not any(task.done() for task in waiting)
        marker.touch()
        await asyncio.gather(*waiting)

    run(story)


def test_a_caller_with_one_long_text_does_not_wait_for_all_of_another_callers(tmp_path):
    marker = tmp_path / "marker"
    finished = []

    async def work(lanes, caller):
        with working_for(Owner(caller)):
            await lanes.run(judged_work.wait_for, str(marker), size=SHORT + 1)
        finished.append(caller)

    async def story(lanes):
        tasks = [asyncio.create_task(work(lanes, "a")) for _ in range(20)]
        await asyncio.sleep(0)
        tasks.append(asyncio.create_task(work(lanes, "b")))
        await asyncio.sleep(0)
        marker.touch()
        await asyncio.gather(*tasks)

    run(story)
    assert finished.index("b") <= 2
