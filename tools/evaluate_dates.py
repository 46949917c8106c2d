"""Score the date mentions on the labelled development data, which is not part of the project, beside its peers.

The data lies in the folder that ASSAY_EVAL_DATA names (default: ../shared beside the checkout). Without it this says so.
"""

import gzip
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from scoring import Article, read
from tools import date_faults

DATA = Path(os.environ.get("ASSAY_EVAL_DATA", Path(__file__).parent.parent.parent / "shared"))
SETS = ("news", "platinum", "wikiwars", "tweets")
# Figures of the peers on the same kinds of text, as the design research measured them: relaxed span and value F1.
PEERS = {
    "HeidelTime with TreeTagger": {"platinum": (0.899, 0.876), "wikiwars": (0.952, 0.895)},
    "HeidelTime, no tagger": {"platinum": (0.893, 0.821), "wikiwars": (0.952, 0.895), "tweets": (0.818, 0.781)},
    "Recognizers-Text": {"platinum": (0.771, 0.659), "tweets": (0.788, 0.625)},
    "Duckling": {"platinum": (0.723, 0.633), "wikiwars": (0.758, 0.303), "tweets": (0.750, 0.516)},
    "dateparser.search": {"platinum": (0.607, 0.450), "wikiwars": (0.801, 0.357), "tweets": (0.681, 0.488)},
    "datefinder": {"platinum": (0.467, 0.393), "wikiwars": (0.389, 0.220), "tweets": (0.538, 0.527)},
}  # fmt: skip


def predicted(row: dict[str, Any]) -> dict[str, Any]:
    """The date mentions of one document, in the shape that the scorer takes."""
    document = read(Article(row["text"], published_at=row["dct"] or None, language="en"))
    dates = [
        {"start": it.span.start, "end": it.span.end, "value": it.value, "grain": it.grain.value}
        for it in document.dates
    ]
    return {"doc_id": row["doc_id"], "dates": dates}


def main() -> int:
    """Print a table; 0 also where there is no data."""
    if not (DATA / "gold").is_dir():
        print(f"no labelled data in {DATA}: nothing evaluated (set ASSAY_EVAL_DATA to its folder)")
        return 0
    ours = {name: _scored(name) for name in SETS}
    print(f"{'relaxed span / value F1':28}" + "".join(f"{name:>16}" for name in SETS))
    print(f"{'assay':28}" + "".join(f"{_cell(ours[name]):>16}" for name in SETS))
    for peer, figures in PEERS.items():
        cells = (_cell(figures[name]) if name in figures else "-" for name in SETS)
        print(f"{peer:28}" + "".join(f"{cell:>16}" for cell in cells))
    date_faults.main(DATA)
    return 0


def _cell(figures: tuple[float, float]) -> str:
    return f"{figures[0]:.3f} / {figures[1]:.3f}"


def _scored(name: str) -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as folder:
        gold, made = Path(folder) / "gold.jsonl", Path(folder) / "made.jsonl"
        with gzip.open(DATA / "gold" / f"dates.{name}.dev.jsonl.gz", "rt", encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        gold.write_text("".join(json.dumps(row) + "\n" for row in rows))
        made.write_text("".join(json.dumps(predicted(row)) + "\n" for row in rows))
        script = DATA / "eval" / "eval_dates.py"
        command = [sys.executable, str(script), "score", "--gold", str(gold), "--pred", str(made), "--json"]
        told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return told["scores"]["span_relaxed"]["f1"], told["scores"]["value_strict"]["f1"]


if __name__ == "__main__":
    sys.exit(main())
