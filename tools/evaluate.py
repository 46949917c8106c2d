"""Score the labelled development data, which is not part of the project: samples, corpora, injected faults.

The data lies in the folder that ASSAY_EVAL_DATA names (default: ../shared beside the checkout). Without it
this says so and does nothing.
"""

import gzip
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track

from scoring import Article, Evidence, Ledger, TemplateEvidence, judge, outlet_of, read, shipped, skim

DATA = Path(os.environ.get("ASSAY_EVAL_DATA", Path(__file__).parent.parent.parent / "shared"))
POOL = "farm=farm_llm,abp_mbfc:reliable,opinions_20_24"
RULES = shipped()

# What the five samples must and must not say: the table of design/signals.md.
SAMPLES: dict[str, tuple[float, float, set[str]]] = {
    "000": (0, 20, {
        "CIT_PREDATES_EVENT", "CIT_UNIFORM_DAY", "CIT_ACTOR_SWAP", "FIL_GARBLED", "FIL_SLUG", "ATT_VAGUE_GROUP",
    }),
    "001": (0, 40, {
        "ATT_UNVERIFIABLE_EXPERT", "ATT_QUOTE_ECHO", "ATT_VAGUE_GROUP", "FIL_SCAFFOLD", "FIL_DUP_TITLE",
        "FIL_KEYWORD", "FIL_LABELLIST", "CIT_NO_SOURCES",
    }),
    "002": (30, 59.95, {"CIT_ORPHAN_MARKER", "DAT_ORDER_AMBIGUOUS", "DAT_UPDATED_ONLY"}),
    "003": (0, 40, {"FIL_DUP_ROW", "FIL_LABELLIST", "CIT_NO_SOURCES", "ATT_NO_SOURCES"}),
    "004": (65, 100.1, set()),
}  # fmt: skip

Row = dict[str, Any]


def main() -> int:
    """Print every table; 1 when a sample misses its line of the acceptance table."""
    if not (DATA / "corpus").is_dir():
        print(f"no labelled data in {DATA}: nothing evaluated (set ASSAY_EVAL_DATA to its folder)")
        return 0
    failed = samples()
    corpora()
    inject()
    return failed


def scored(row: Row) -> Row:
    """Score one corpus row, offline."""
    templates = TemplateEvidence.from_dict(row.get("templates", {}))
    report = judge(read(_article(row)), Evidence(templates=templates), RULES)
    return {
        "id": row["id"],
        "score": report.score,
        "band": report.band.value,
        "findings": [
            (judged.check.code, judged.severity.value, [tuple(span) for span in judged.finding.spans])
            for judged in report.findings
        ],
        "failed": report.failed,
    }


def _article(row: Row) -> Article:
    return Article(row["text"], title=row.get("title") or None, published_at=row.get("published_at"))


def _compare(rows: list[Row]) -> None:
    """Note in each row what the others of its set tell of its lines, as `assay score` does with a file."""
    ledger = Ledger()
    found = [(skim(_article(row)), outlet_of(row.get("url"), None)) for row in rows]
    for one in found:
        ledger.enter(*one)
    for row, one in zip(rows, found, strict=True):
        row["templates"] = ledger.evidence(*one).as_dict()


def samples() -> int:
    """The acceptance table."""
    print("samples")
    scores, failed = {}, 0
    for path in sorted((DATA / "samples").glob("*.txt")):
        name = path.name[:3]
        got = scored({"id": name, "text": path.read_text(encoding="utf-8")})
        low, high, wanted = SAMPLES[name]
        codes = Counter(code for code, _, _ in got["findings"])
        scores[name] = got["score"]
        faults = [f"missing {sorted(missing)}"] if (missing := wanted - set(codes)) else []
        if got["score"] is None or not low <= got["score"] < high:
            faults.append(f"score outside [{low}, {high})")
        if name == "000" and codes["CIT_PREDATES_EVENT"] != 5:
            faults.append("not every reference predates")
        if name == "004" and any(severity == "high" for _, severity, _ in got["findings"]):
            faults.append("a high finding")
        failed |= bool(faults)
        print(f"  {name} {got['score']!s:>5} {'; '.join(faults) or 'as it should be'}")
        print(f"       {dict(codes)}")
    rest = [score for name, score in scores.items() if name != "004"]
    if scores["000"] > min(scores.values()) or scores["004"] < max(rest) + 15:
        failed = 1
        print("  order: 000 must be lowest and 004 highest by 15")
    return int(failed)


def corpora() -> None:
    """Separation per set, then what fires on genuine articles."""
    with tempfile.TemporaryDirectory() as folder:
        answers = Path(folder) / "scores.jsonl"
        labels = Path(folder) / "labels.jsonl"
        sets: dict[str, list[tuple[Row, Row]]] = defaultdict(list)
        with answers.open("w") as out, labels.open("w") as truth:
            for row, got in _all(path for path in _files() if "inject" not in path.name):
                out.write(json.dumps({"id": got["id"], "score": got["score"], "band": got["band"]}) + "\n")
                truth.write(json.dumps(row) + "\n")
                sets[f"{row['source_set']} {row['label']}"].append((row, got))
        script = DATA / "eval" / "eval_score.py"
        subprocess.run(
            [
                sys.executable,
                script,
                "--scores",
                answers,
                "--labels",
                labels,
                "--pool",
                POOL,
                "--bootstrap",
                "0",
            ],
            check=True,
        )
    for name in (
        "abp_mbfc reliable",
        "wikinews human",
        "opinions_20_24 human",
        "farm_llm llm",
        "farm_rss unreliable",
    ):
        rows = [got for _, got in sets[name]]
        low = sum(got["band"] == "low" for got in rows)
        print(f"\n{name}: {len(rows)} articles, {low / len(rows):.1%} low, "
              f"{sum(got['score'] is None for got in rows) / len(rows):.1%} not scored")  # fmt: skip
        fired: Counter[tuple[str, str]] = Counter()
        for got in rows:
            fired.update({(code, severity) for code, severity, _ in got["findings"]})
        for (code, severity), count in sorted(fired.items(), key=lambda item: -item[1]):
            print(f"  {code:26}{severity:8}{count / len(rows):7.2%}")
        broken = Counter(code for got in rows for code in got["failed"])
        if broken:
            print(f"  RAISED: {dict(broken)}")


def inject() -> None:
    """Known answers: faults found with their spans, and look-alikes that must stay quiet."""
    print("\ninjected faults           found  overlap   false fires on look-alikes")
    fire: dict[str, list[float]] = defaultdict(list)
    quiet: dict[str, list[bool]] = defaultdict(list)
    for row, got in _all([DATA / "corpus" / "inject.dev.jsonl.gz"]):
        code = row["code"].replace("FILL-", "FIL_").replace("-", "_")
        spans = [span for found, _, found_spans in got["findings"] for span in found_spans if found == code]
        if row["expect"] == "fire":
            # Faults of the whole text, such as a title that stands four times, have no span of their own.
            place = (row["start"], row["end"]) if row["start"] is not None else None
            overlaps = (_overlap(span, place) if place else 1.0 for span in spans)
            fire[code].append(max(overlaps, default=-1))
        else:
            quiet[code].append(bool(spans))
    for code in sorted(fire):
        found = sum(overlap >= 0 for overlap in fire[code]) / len(fire[code])
        close = sum(overlap >= 0.8 for overlap in fire[code]) / len(fire[code])
        false = f"{sum(quiet[code]) / len(quiet[code]):.1%}" if quiet[code] else "-"
        print(f"  {code:24}{found:7.1%}{close:9.1%}   {false}")


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> float:
    both = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, both) / (max(one[1], other[1]) - min(one[0], other[0]))


def _files() -> Iterator[Path]:
    yield from sorted((DATA / "corpus").glob("*.jsonl.gz"))


def _all(paths: Iterator[Path] | list[Path]) -> Iterator[tuple[Row, Row]]:
    rows = []
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            rows += (found := [json.loads(line) for line in lines])
        _compare(found)
    with ProcessPoolExecutor() as pool:
        results = pool.map(scored, rows, chunksize=50)
        console = Console(stderr=True)
        yield from zip(
            rows, track(results, "scoring", len(rows), console=console, transient=True), strict=True
        )


if __name__ == "__main__":
    sys.exit(main())
