"""The labelled development data: where it lies, its articles, and what the shipped ruleset says of each."""

import gzip
import json
import os
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track

from scoring import (
    Article,
    Document,
    Evidence,
    Format,
    Genre,
    LineIndex,
    LinkEvidence,
    Lookup,
    LookupKind,
    TemplateEvidence,
    Verdict,
    fingerprint_of_article,
    judge,
    outlet_of,
    read,
    shipped,
    wants,
)
from scoring.views.wording import reweighed

DATA = Path(os.environ.get("ASSAY_EVAL_DATA", Path(__file__).parents[3] / "shared"))
RULES = shipped()
GOOD = frozenset({"reliable", "human"})
PARTS = 5
PROGRESS = Console(stderr=True)

Row = dict[str, Any]
# The wording weights by set, each fitted without that set, and by part, each without its articles; under "" those for any other
# set. Empty: the lexicon's own.
Folds = dict[str, dict[str, float]]
FOLDS: Folds = {}


@dataclass(frozen=True, slots=True)
class Answer:
    """What matters here of a report; a finding is its code, its severity and its spans. `dearest` are the lines of the bill, dearest first."""

    score: float | None
    covered: bool
    words: int
    findings: tuple[tuple[str, str, tuple[tuple[int, int], ...]], ...]
    failed: tuple[str, ...]
    dearest: tuple[str, ...] = ()

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
    body, form = next((row[form.value], form) for form in Format if row.get(form.value))
    return Article(
        body,
        form,
        title=row.get("title") or None,
        published_at=row.get("published_at"),
        url=row.get("url"),
        genre=Genre(row["genre"]) if row.get("genre") else None,
    )


def part_of(row: Row) -> str:
    """The fifth of all articles that a row is in, with everything of its group."""
    return f"part {zlib.crc32(str(row.get('group') or row['id']).encode()) % PARTS}"


def answer(row: Row) -> Answer:
    """Score one row, offline, by wording weights that were fitted without its set where there are such; without its `part` where it has one.

    `pages` of a row says what its links led to: all to `living` pages about what is said, all to `dead` ones, or only the address that it
    gives to a living one and nobody looked at the others.
    """
    document = read(article_of(row))
    if weights := FOLDS.get(str(row.get("part") or row.get("source_set"))) or FOLDS.get(""):
        reweighed(document, weights)
    evidence = Evidence(templates=TemplateEvidence.from_dict(row.get("templates", {})))
    if pages := row.get("pages"):
        evidence = replace(
            Evidence.gathered(None, True, {**_links(document, str(pages))}),
            templates=evidence.templates,
        )
    report = judge(document, evidence, RULES)
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
        tuple(line.line for line in sorted(report.bill, key=lambda line: line.points)),
    )


def _links(document: Document, pages: str) -> dict[Lookup, LinkEvidence]:
    """Citations as pages about the sentence that cites them, or as ones that are gone; those that nobody looked at are left out."""
    found = {}
    for lookup in wants(document, RULES):
        if lookup.kind is LookupKind.PERSON:
            continue
        if pages in ("living", lookup.key):
            found[lookup] = LinkEvidence(
                Verdict.RESOLVES, "ok", 200, lookup.key, _beside(document, lookup.key)
            )
        elif pages == "dead":
            found[lookup] = LinkEvidence(Verdict.DEAD, "not_found", 404)
    return found


def _beside(document: Document, url: str) -> str | None:
    """The words of the sentence with a link: what an honest link leads to."""
    span = next((link.span for link in document.links if link.url == url), None)
    return document.text[max(0, span.start - 100) : span.end + 100] if span else None


def answered(rows: Sequence[Row], what: str) -> list[Case]:
    """Every row with its answer, on all cores."""
    with ProcessPoolExecutor(initializer=_begin, initargs=(FOLDS,)) as pool:
        results = pool.map(answer, rows, chunksize=50)
        shown = track(results, f"scoring {what}", len(rows), console=PROGRESS, transient=True)
        return list(zip(rows, shown, strict=True))


def _begin(folds: Folds) -> None:
    FOLDS.update(folds)


def sampled(rows: Sequence[Row], most: int | None) -> list[Row]:
    """Up to `most` rows of each set and label, the same ones every time; all where there is no bound."""
    if most is None:
        return list(rows)
    seen: Counter[tuple[str, str]] = Counter()
    kept = []
    for row in sorted(rows, key=lambda row: zlib.crc32(str(row["id"]).encode())):
        cell = (str(row["source_set"]), str(row["label"]))
        seen[cell] += 1
        if seen[cell] <= most:
            kept.append(row)
    return kept


def scored_sets(most: int | None = None) -> Sets:
    """All corpora but the injected faults, fresh ones among them, scored; the articles of a file know each other, as in `assay score`."""
    rows: list[Row] = []
    for path in sorted(
        [*(DATA / "corpus").glob("*.jsonl.gz"), *(DATA / "corpus" / "fresh").glob("[bgm]_*.jsonl.gz")]
    ):
        if "inject" not in path.name:
            rows += sampled(
                compared(rows_of(str(path.relative_to(DATA / "corpus")).removesuffix(".jsonl.gz"))), most
            )
    sets: Sets = defaultdict(list)
    for case in answered(rows, "the corpora"):
        sets[case[0]["source_set"]].append(case)
    return dict(sets)


def place_of(row: Row) -> str | None:
    """Where a row was published, as its corpus tells it: the site, the outlet's domain or feed, or the repository that the site is built from.

    It is what a CMS sends as `site`; rows that tell nothing are of no known outlet.
    """
    return row.get("site") or row.get("domain") or row.get("repo")


def compared(rows: Sequence[Row]) -> list[Row]:
    """The rows, each with what the others of its file tell of its lines."""
    ledger = LineIndex()
    found = [
        (fingerprint_of_article(article_of(row)), outlet_of(row.get("url"), place_of(row))) for row in rows
    ]
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
