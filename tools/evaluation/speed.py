"""How fast: reading and judging on one core, each family of checks, and the command from end to end."""

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from rich.progress import track

from scoring import CATALOGUE, Article, Document, Evidence, Family, judge, read
from tools.evaluation.corpora import PROGRESS, RULES, Row, Sets, article_of, labelled
from tools.evaluation.tables import table

SAMPLE, COMMAND_SAMPLE, ROUNDS = 300, 2_000, 3
Item = TypeVar("Item")
COLUMNS = ("title", "text", "url", "published_at")


def section(sets: Sets) -> str:
    """The steps on one core, and the command."""
    rows = [row for row, _ in labelled(sets, "abp_mbfc", "reliable")]
    articles = [article_of(row) for row in rows[:SAMPLE]]
    documents = [read(article) for article in articles]
    evidence = Evidence()

    def whole(article: Article) -> object:
        return judge(read(article), evidence, RULES)

    told = {"read and judge": _milliseconds("read and judge", whole, articles)}
    told["reading"] = _milliseconds("reading", read, articles)
    for family in Family:
        told[f"checks: {family.value}"] = _family(family, documents)
    size = statistics.mean(len(article.body) for article in articles)
    lines = [[name, f"{statistics.mean(spent):.2f}", *_ranks(spent)] for name, spent in told.items()]
    rate = 1e3 / statistics.mean(told["read and judge"])
    text = (
        f"{len(articles)} newsroom articles of {size:,.0f} characters on average, CPU time of one core, the best of {ROUNDS}; "
        f"CPython {platform.python_version()}, {os.cpu_count()} shared cores: **{rate:.0f} articles/s**. What the reading "
        f"leaves to be read later counts for the family that first asks.\n\n"
    )
    return text + table(("step", "mean ms", "p50", "p95"), lines) + "\n\n" + _command(rows)


def _milliseconds(name: str, work: Callable[[Item], object], items: Sequence[Item]) -> list[float]:
    """The least CPU time of a few rounds for each item."""
    best = [float("inf")] * len(items)
    for _ in track(range(ROUNDS), name, console=PROGRESS, transient=True):
        for place, item in enumerate(items):
            started = time.process_time()
            work(item)
            best[place] = min(best[place], (time.process_time() - started) * 1e3)
    return best


def _family(family: Family, documents: Sequence[Document]) -> list[float]:
    checks = [check for check in CATALOGUE if check.family is family]
    evidence = Evidence()

    def work(document: Document) -> object:
        # A copy knows nothing of what an earlier round worked out.
        fresh = replace(document)
        return [list(check(fresh, evidence)) for check in checks]

    return _milliseconds(f"checks: {family.value}", work, documents)


def _ranks(spent: Sequence[float]) -> list[str]:
    ranked = sorted(spent)
    return [f"{ranked[int(len(ranked) * share)]:.2f}" for share in (0.5, 0.95)]


def _command(rows: Sequence[Row]) -> str:
    """`assay score` from its start to its end, with the comparison of its inputs."""
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder) / "given.jsonl"
        chosen = [{name: row[name] for name in COLUMNS if row.get(name)} for row in rows[:COMMAND_SAMPLE]]
        given.write_text("".join(json.dumps(row) + "\n" for row in chosen), encoding="utf-8")
        command = [str(Path(sys.executable).with_name("assay")), "score", "--offline", "--format", "jsonl"]
        for jobs in track(("1", "2"), "assay score", console=PROGRESS, transient=True):
            started, before = time.perf_counter(), os.times()
            done = subprocess.run([*command, "--jobs", jobs, str(given)], capture_output=True, check=False)
            spent, after = time.perf_counter() - started, os.times()
            used = after.children_user + after.children_system - before.children_user - before.children_system
            scored = done.stdout.count(b"\n")
            cells = (str(scored), f"{spent:.1f}", f"{scored / spent:.0f}", f"{used:.1f}")
            lines.append([f"`assay score --jobs {jobs}`", *cells])
    head = ("from start to end, look-ups off", "articles", "seconds", "articles/s", "CPU seconds")
    return table(head, lines)
