"""Runs `assay links` over the hostile web and counts what it got right."""

import asyncio
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.hostile import cases as first
from tests.hostile import signs, today
from tests.hostile.cases import Case, rows
from tests.hostile.rival import put as rival
from tests.hostile.web import ALLOWED, Web

ROOT = Path(__file__).parent.parent.parent
# Signs that could forge a line of a log or turn a line's direction.
_UNSHOWABLE = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
AGAINST = {"dead", "soft_dead", "mismatch", "unsafe"}
COMMAND = [sys.executable, "-c", "from service.cli import main; main()", "links", "-"]


@dataclass
class Outcome:
    """What a run over one variant showed."""

    total: int = 0
    strict: int = 0
    lenient: int = 0
    false_alarms: list[str] = field(default_factory=list)
    overclaims: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    touched: list[str] = field(default_factory=list)
    unclean: list[str] = field(default_factory=list)
    soft: int = 0
    soft_found: int = 0
    seconds: float = 0.0
    slowest_ms: int = 0
    megabytes: float = 0.0


SUITES = {"first": first.make, "rival": rival.make, "today": today.make, "signs": signs.make}


async def run(variant: int, titles: bool = True, suite: str = "first") -> Outcome:
    """Start the web, ask the command, compare."""
    with tempfile.TemporaryDirectory() as folder:
        web = Web(Path(folder))
        await web.start()
        cases = SUITES[suite](web, variant)
        lines = "".join(json.dumps(row) + "\n" for row in rows(cases, titles))
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "ASSAY_FETCH_ALLOW_NETWORKS": ALLOWED,
            "ASSAY_FETCH_CA_FILE": str(web.ca_file),
        }
        started = time.monotonic()
        out, megabytes = await asyncio.to_thread(_ask, lines.encode(), environment, folder)
        outcome = judged(cases, [json.loads(line) for line in out.splitlines()], titles)
        outcome.seconds = time.monotonic() - started
        outcome.megabytes = megabytes
        outcome.touched = web.touched
        await web.stop()
        return outcome


def _ask(lines: bytes, environment: dict[str, str], folder: str) -> tuple[bytes, float]:
    """What the command prints, and the most memory (MB) that it held."""
    given = Path(folder) / "lines.jsonl"
    given.write_bytes(lines)
    command = [*COMMAND[:-1], str(given)]
    answers, most = Path(folder) / "answers.jsonl", 0
    with (
        answers.open("wb") as out,
        subprocess.Popen(command, stdout=out, env=environment, cwd=folder) as process,
    ):
        # The rusage of a child counts what its parent held when it was forked, so its own mark is read.
        while process.poll() is None:
            status = Path(f"/proc/{process.pid}/status").read_text()
            most = max(
                [most, *(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))]
            )
            time.sleep(0.05)
    return answers.read_bytes(), most / 1024


def judged(cases: list[Case], answers: list[dict], titles: bool) -> Outcome:
    """Compare verdicts with the truth; without titles, what needs one is left out."""
    outcome = Outcome()
    assert [answer["id"] for answer in answers] == [str(number) for number in range(len(cases))]
    for case, answer in zip(cases, answers, strict=True):
        outcome.slowest_ms = max(outcome.slowest_ms, answer["elapsed_ms"])
        if case.needs_title and not titles:
            continue
        if _UNSHOWABLE.search(f"{answer['title']}{answer['reason']}{answer['final_url']}"):
            outcome.unclean.append(case.name)
        got = answer["verdict"]
        outcome.soft += case.verdict == "soft_dead"
        outcome.soft_found += case.verdict == got == "soft_dead"
        outcome.total += 1
        right = got == case.verdict or (not titles and case.verdict == "mismatch" and got == "resolves")
        outcome.strict += right
        outcome.lenient += right or got in case.accept
        if not right:
            outcome.wrong.append(f"{case.name}: {got} ({answer['reason']}) instead of {case.verdict}")
        if case.verdict == "resolves" and got in AGAINST and got not in case.accept:
            outcome.false_alarms.append(case.name)
        if case.verdict in ("blocked", "transient") and got in AGAINST and got not in case.accept:
            outcome.overclaims.append(case.name)
    return outcome
