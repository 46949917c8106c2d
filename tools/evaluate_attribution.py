"""Score quotes and sources on the labelled development data, which is not part of the project, beside their peers.

Then, on the corpora beside it: does an invented source ever raise a score, and does any text raise an exception?

The data lies in the folder that ASSAY_EVAL_DATA names (default: ../shared beside the checkout). Without it this says so.
"""

import csv
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from scoring import Article, read
from scoring.reading.attribution.source_register import fold
from tools import attribution_property

DATA = Path(os.environ.get("ASSAY_EVAL_DATA", Path(__file__).parent.parent.parent / "shared"))
# The named sources of ten local stories that lie beside the data: story, name, and words of their role and body.
STORIES = Path(__file__).parent / "evaluation" / "local_sources.tsv"
COLUMNS = {
    "direct": ("quotes", "direct", "overlap"),
    "exact": ("quotes", "direct", "exact"),
    "speaker": ("speakers", "direct", "end_to_end_overlap"),
    "mixed": ("quotes", "mixed", "overlap"),
    "indirect": ("quotes", "indirect", "overlap"),
    "all": ("quotes", "all", "overlap"),
    "speakers": ("speakers", "all", "end_to_end_overlap"),
    "sources": ("sources", "overlap"),
}
# Figures of the peers on the other half of the same corpus, as the design research measured them.
PEERS = {
    "GenderGapTracker, spaCy": (0.883, 0.777, 0.750, 0.704, 0.331, 0.550, 0.500, 0.763),
    "Citron, retrained": (0.850, None, 0.820, 0.751, 0.435, 0.581, 0.546, 0.762),
    "textacy, spaCy": (0.650, 0.631, 0.609, 0.404, 0.012, 0.264, 0.253, 0.382),
}


def predicted(row: dict[str, Any]) -> dict[str, Any]:
    """The quotes of one document, in the shape that the scorer takes."""
    document = read(Article(row["text"], language="en"))
    quotes = []
    for quote in document.quotes:
        speaker, cue = quote.speaker, quote.cue
        quotes.append(
            {
                "start": quote.span.start,
                "end": quote.span.end,
                "speaker": {"text": speaker.text, "start": speaker.span.start, "end": speaker.span.end}
                if speaker
                else None,
                "cue": {"text": document[cue], "start": cue.start, "end": cue.end} if cue else None,
            }
        )
    return {"doc_id": row["doc_id"], "quotes": quotes}


def main() -> int:
    """Print everything; 1 where the property fails or something raises, 0 also where there is no data."""
    gold()
    lost = stories()
    return attribution_property.run(DATA / "corpus") or int(lost > 0)


def gold() -> None:
    """Print the table of figures, where there is data."""
    path = DATA / "gold" / "attribution.polnear.dev.jsonl.gz"
    if not path.is_file():
        print(f"no labelled data in {DATA}: nothing evaluated (set ASSAY_EVAL_DATA to its folder)")
        return
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    started = time.process_time()
    made = [predicted(row) for row in rows]
    spent = (time.process_time() - started) / len(rows)
    told = _scored(rows, made)
    print(f"{'F1':26}" + "".join(f"{name:>10}" for name in COLUMNS))
    print(f"{'assay':26}" + "".join(f"{_figure(told, place):10.3f}" for place in COLUMNS.values()))
    for peer, figures in PEERS.items():
        print(f"{peer:26}" + "".join(f"{'-' if f1 is None else f'{f1:.3f}':>10}" for f1 in figures))
    print(f"{len(rows)} documents, {spent * 1e3:.1f} ms CPU each for the whole reading")


def stories() -> int:
    """Print which named sources of the local stories beside the data are not found with their role and body, and return how many."""
    folder = DATA / "sketches" / "score2" / "local"
    if not folder.is_dir():
        return 0
    with STORIES.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    found = {
        story: {
            fold(source.name): source
            for source in read(
                Article((folder / f"{story}.txt").read_text(encoding="utf-8"), language="en")
            ).sources
            if source.name
        }
        for story in sorted({row["story"] for row in rows})
    }
    lost = 0
    for row in rows:
        source = found[row["story"]].get(fold(row["name"]))
        known = f"{source.role} {source.affiliation}".lower() if source else ""
        if source is None or row["role"] not in known or row["body"].lower() not in known:
            lost += 1
            print(f"{row['story']}: {row['name']} is not found as {row['role'] or 'a source'} {row['body']}")
    print(
        f"{len(rows) - lost} of {len(rows)} named sources of {len(found)} local stories found with role and body"
    )
    return lost


def _figure(told: dict[str, Any], place: tuple[str, ...]) -> float:
    for name in place:
        told = told[name]
    f1 = told["f1"]
    return float(f1["value"] if isinstance(f1, dict) else f1)


def _scored(rows: list[dict[str, Any]], made: list[dict[str, Any]]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        gold, predictions = Path(folder) / "gold.jsonl", Path(folder) / "made.jsonl"
        for path, content in ((gold, rows), (predictions, made)):
            path.write_text("".join(json.dumps(row) + "\n" for row in content))
        script = str(DATA / "eval" / "eval_attribution.py")
        command = [sys.executable, script, "score", "--gold", str(gold), "--pred", str(predictions)]
        done = subprocess.run(
            [*command, "--bootstrap", "0", "--json"], capture_output=True, text=True, check=True
        )
        told: dict[str, Any] = json.loads(done.stdout)
    return told


if __name__ == "__main__":
    sys.exit(main())
