"""A runaway or deadly piece of work ends its own process and harms no other."""

import asyncio
import gc
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from service.judge_pool import JudgePool, JudgingFailedError, JudgingTimeoutError
from tests.service import judged_work

ROOT = Path(__file__).parent.parent.parent


def in_pool(story, processes=1, **given):
    ended = []

    async def told():
        async with JudgePool(processes, **{"deadline": 30.0, "ended": ended.append, **given}) as pool:
            return await story(pool)

    result = asyncio.run(told())
    return result, ended


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def gone(pid):
    while alive(pid):
        time.sleep(0.01)


def test_work_is_done_in_another_process_that_is_kept():
    async def story(pool):
        return [await pool.run(judged_work.own_pid) for _ in range(3)]

    pids, ended = in_pool(story)
    assert len(set(pids)) == 1
    assert pids[0] != os.getpid()
    assert not alive(pids[0])
    assert ended == []


def test_what_the_work_raises_is_raised_with_its_traceback():
    async def story(pool):
        before = await pool.run(judged_work.own_pid)
        with pytest.raises(LookupError, match="not here") as raised:
            await pool.run(judged_work.fail, False)
        assert "judged_work.py" in "".join(raised.value.__notes__)
        with pytest.raises(RuntimeError, match="Awkward: quite wrong"):
            await pool.run(judged_work.fail, True)
        assert await pool.run(judged_work.own_pid) == before

    assert in_pool(story)[1] == []


def test_what_cannot_be_sent_is_an_error_of_the_caller_alone():
    async def story(pool):
        before = await pool.run(judged_work.own_pid)
        with pytest.raises((TypeError, AttributeError)):
            await pool.run(len, threading.Lock())
        with pytest.raises(Exception, match="pickle"):
            await pool.run(judged_work.nothing)
        assert await pool.run(judged_work.own_pid) == before

    assert in_pool(story)[1] == []


def test_a_runaway_is_ended_at_its_deadline_and_others_go_on():
    async def story(pool):
        await asyncio.gather(*(pool.run(judged_work.own_pid) for _ in range(2)))
        begun = time.monotonic()
        runaway = asyncio.ensure_future(pool.run(judged_work.runaway, deadline=3.0))
        await asyncio.sleep(0.1)
        assert await pool.run(judged_work.own_pid)
        assert not runaway.done()
        with pytest.raises(JudgingTimeoutError):
            await runaway
        assert 2.5 < time.monotonic() - begun < 20
        return await asyncio.gather(*(pool.run(judged_work.own_pid) for _ in range(4)))

    pids, ended = in_pool(story, processes=2)
    assert ended == ["timeout"]
    assert not any(map(alive, pids))


def test_work_whose_process_dies_gets_one_more(tmp_path):
    async def story(pool):
        before = await pool.run(judged_work.own_pid)
        assert await pool.run(judged_work.die_once, str(tmp_path / "marker")) != before

    assert in_pool(story)[1] == ["died"]


def test_work_that_kills_its_process_twice_fails_and_the_next_does_not():
    async def story(pool):
        with pytest.raises(JudgingFailedError) as raised:
            await pool.run(judged_work.die)
        assert not isinstance(raised.value, JudgingTimeoutError)
        assert await pool.run(judged_work.own_pid)

    assert in_pool(story)[1] == ["died", "died"]


def test_a_process_that_is_killed_while_idle_is_not_noticed():
    async def story(pool):
        pid = await pool.run(judged_work.own_pid)
        os.kill(pid, signal.SIGKILL)
        await asyncio.to_thread(gone, pid)
        assert await pool.run(judged_work.own_pid) != pid

    in_pool(story)


def test_a_process_that_grew_is_replaced():
    async def story(pool):
        grown = await pool.run(judged_work.swell)
        assert await pool.run(judged_work.own_pid) != grown
        assert not alive(grown)

    assert in_pool(story)[1] == []


def test_work_that_nobody_waits_for_any_more_is_ended(tmp_path):
    async def story(pool):
        marker = tmp_path / "never"
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1):
                await pool.run(judged_work.wait_for, str(marker))
        assert await asyncio.wait_for(pool.run(judged_work.own_pid), 20)

    assert in_pool(story)[1] == []


def test_closing_ends_what_is_under_way():
    async def story(pool):
        await pool.run(judged_work.own_pid)
        return asyncio.ensure_future(pool.run(judged_work.runaway))

    async def told():
        async with JudgePool(1, deadline=300) as pool:
            left = await story(pool)
            await asyncio.sleep(0.1)
        with pytest.raises(JudgingFailedError):
            await asyncio.wait_for(left, 20)

    begun = time.monotonic()
    asyncio.run(told())
    assert time.monotonic() - begun < 60


def test_more_work_than_processes_waits_its_turn():
    async def story(pool):
        return await asyncio.gather(*(pool.run(judged_work.own_pid) for _ in range(40)))

    pids, _ = in_pool(story, processes=2)
    assert len(set(pids)) <= 2


def test_processes_end_with_a_parent_that_is_killed(tmp_path):
    script = tmp_path / "parent.py"
    script.write_text(
        "import asyncio\n"
        "from service.judge_pool import JudgePool\n"
        "from tests.service.judged_work import own_pid, runaway\n"
        "async def main():\n"
        "    async with JudgePool(2, deadline=3) as pool:\n"
        "        pids = await asyncio.gather(*(pool.run(own_pid) for _ in range(2)))\n"
        "        work = [asyncio.ensure_future(pool.run(runaway))]\n"
        "        await asyncio.sleep(0.1)\n"
        "        print(*set(pids), flush=True)\n"
        "        await asyncio.gather(*work)\n"
        "if __name__ == '__main__':\n"
        "    asyncio.run(main())\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    parent = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, env=environment, text=True)
    pids = [int(pid) for pid in parent.stdout.readline().split()]
    assert pids
    parent.kill()
    parent.wait()
    parent.stdout.close()
    until = time.monotonic() + 20
    while any(map(alive, pids)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(alive, pids))


def test_nothing_is_left_of_a_pool():
    async def story(pool):
        await pool.run(judged_work.own_pid)

    before = threading.active_count()
    in_pool(story, processes=2)
    gc.collect()
    assert threading.active_count() <= before
