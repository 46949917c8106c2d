"""`assay links` on a hostile web: the truth, no false alarm, and nothing refused is ever contacted."""

import asyncio
import json
import subprocess

import pytest

from tests.hostile.run import COMMAND, SUITES, Outcome, run


@pytest.mark.parametrize(("variant", "titles"), [(0, True), (2, False)])
def test_hostile_webs_of_many_minds_are_seen_through(variant, titles):
    async def all_of_them() -> list[Outcome]:
        return await asyncio.gather(*(run(variant, titles, suite) for suite in SUITES))

    for found, fewest in zip(asyncio.run(all_of_them()), (165, 630, 165, 125), strict=True):
        assert found.total > fewest
        assert found.strict >= 0.97 * found.total, found.wrong
        assert found.lenient >= 0.985 * found.total, found.wrong
        assert not found.false_alarms
        assert not found.overclaims
        assert not found.touched
        assert not found.unclean
        assert found.soft_found >= 0.9 * found.soft, found.wrong
        assert found.slowest_ms <= 8_500
        assert found.megabytes <= 120


def test_lines_that_cannot_be_read_are_named_and_the_rest_is_checked(tmp_path):
    lines = b'http://10.0.0.1/\n{"id": 7, "url": "https://vantry.invalid/x"}\n{"title": "no url"}\n\xff\n{oops\n\n'
    done = subprocess.run(COMMAND, input=lines, capture_output=True, cwd=tmp_path, check=False)
    assert done.returncode == 2
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(row["id"], row["verdict"], row["reason"]) for row in rows] == [
        (None, "unsafe", "address_private"),
        ("7", "dead", "reserved_name"),
    ]
    assert set(rows[0]) == {"id", "url", "verdict", "reason", "status", "final_url", "title", "elapsed_ms"}
    errors = done.stderr.decode()
    assert "standard input:3: url: is missing" in errors
    assert "standard input:4: is not UTF-8" in errors
    assert "standard input:5: is not JSON" in errors


def test_a_citation_of_a_megabyte_is_refused(tmp_path):
    line = b"http://vantry-courier.org/" + b"a" * 1_000_000
    done = subprocess.run(COMMAND, input=line, capture_output=True, cwd=tmp_path, check=True)
    row = json.loads(done.stdout)
    assert (row["verdict"], row["reason"]) == ("unsafe", "url_too_long")
    assert len(done.stdout) < 6_000
