"""The labelled development data: where it lies, its articles, and what the shipped ruleset says of each."""

import gzip
import json
import os
from collections import defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track

from scoring import (
    Article,
    Evidence,
    LineIndex,
    TemplateEvidence,
    fingerprint_of_article,
    judge,
    outlet_of,
    read,
    shipped,
)

DATA = Path(os.environ.get("ASSAY_EVAL_DATA", Path(__file__).parents[3] / "shared"))
RULES = shipped()
GOOD = frozenset({"reliable", "human"})
PROGRESS = Console(stderr=True)

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What matters here of a report; a finding is its code, its severity and its spans."""

    score: float | None
    covered: bool
    words: int
    findings: tuple[tuple[str, str, tuple[tuple[int, int], ...]], ...]
    failed: tuple[str, ...]

    @property
    def low(self) -> bool:
        """Whether the score lies under 40."""
        return self.score is not None and self.score < 40

    def fires(self) -> set[tuple[str, str]]:
        """The codes found, each with its severity."""
        return {(code, severity) for code, severity, _ in self.findings}


Case = tuple[Row, Answer]
Sets = dict[str, list[Case]]


def is_present() -> bool:
    """Whether there is labelled data; says so where there is none."""
    if (DATA / "corpus").is_dir():
        return True
    print(f"no labelled data in {DATA}: nothing evaluated (set ASSAY_EVAL_DATA to its folder)")
    return False


def is_good(row: Row) -> bool:
    """Whether a row stands for genuine text."""
    return row["label"] in GOOD


def rows_of(name: str) -> list[Row]:
    """The rows of one file of the corpora."""
    with gzip.open(DATA / "corpus" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def article_of(row: Row) -> Article:
    """A row as an article."""
    return Article(row["text"], title=row.get("title") or None, published_at=row.get("published_at"))


def answer(row: Row) -> Answer:
    """Score one row, offline."""
    document = read(article_of(row))
    report = judge(document, Evidence(templates=TemplateEvidence.from_dict(row.get("templates", {}))), RULES)
    findings = tuple(
        (
            judged.check.code,
            judged.severity.value,
            tuple((span.start, span.end) for span in judged.finding.spans),
        )
        for judged in report.findings
    )
    return Answer(
        report.score,
        document.covered,
        document.words,
        findings,
        tuple(failure.code for failure in report.failed),
    )


def answered(rows: Sequence[Row], what: str) -> list[Case]:
    """Every row with its answer, on all cores."""
    with ProcessPoolExecutor() as pool:
        results = pool.map(answer, rows, chunksize=50)
        shown = track(results, f"scoring {what}", len(rows), console=PROGRESS, transient=True)
        return list(zip(rows, shown, strict=True))


def scored_sets() -> Sets:
    """All corpora but the injected faults, scored; the articles of a file know each other, as in `assay score`."""
    rows: list[Row] = []
    for path in sorted((DATA / "corpus").glob("*.jsonl.gz")):
        if "inject" not in path.name:
            rows += _compared(rows_of(path.name.removesuffix(".jsonl.gz")))
    sets: Sets = defaultdict(list)
    for case in answered(rows, "the corpora"):
        sets[case[0]["source_set"]].append(case)
    return dict(sets)


def _compared(rows: list[Row]) -> list[Row]:
    """The rows, each with what the others of its file tell of its lines."""
    ledger = LineIndex()
    found = [(fingerprint_of_article(article_of(row)), outlet_of(row.get("url"), None)) for row in rows]
    for one in found:
        ledger.enter(*one)
    return [
        {**row, "templates": ledger.evidence(*one).as_dict()} for row, one in zip(rows, found, strict=True)
    ]


def labelled(sets: Sets, name: str, label: str | None = None) -> list[Case]:
    """The cases of one set, of one label where it is given; none for a set that is not there."""
    return [case for case in sets.get(name, []) if label is None or case[0]["label"] == label]


def share(flags: Iterable[bool]) -> float | None:
    """The share of true ones; None of nothing."""
    told = list(flags)
    return sum(told) / len(told) if told else None
