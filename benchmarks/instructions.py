"""Instructions an article, counted by valgrind: exact to a thousandth however busy the machine is.

`python -m benchmarks.instructions` counts this tree; with paths of other checkouts, these on the same articles beside it.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

from tools.texts import articles

ARTICLES, WARM_UP = 20, 30
_ROOT = Path(__file__).parent.parent
# Run in a process of its own: what is loaded on first use is loaded by the first articles, which are not counted.
_WORK = """
import json, sys
from scoring import Article, Evidence, judge, read, shipped
texts, count = json.load(open(sys.argv[1])), int(sys.argv[2])
rules, evidence = shipped(), Evidence()
for text in texts[: int(sys.argv[3]) + count]:
    judge(read(Article(text)), evidence, rules)
"""


def main(roots: list[str] | None = None) -> None:
    """Print millions of instructions an article, to read and judge, for this tree and for other checkouts."""
    if shutil.which("valgrind") is None:
        print("valgrind is not installed: instructions are not counted")
        return
    print(f"\nread + judge, millions of instructions an article, {ARTICLES} articles of 6,000 characters")
    print(
        f"  Python {sys.version.split()[0]}, built with {sysconfig.get_config_var('CONFIG_ARGS') or 'no options'}"
    )
    with tempfile.TemporaryDirectory() as folder:
        texts = Path(folder) / "texts.json"
        texts.write_text(json.dumps(articles(WARM_UP + ARTICLES)), encoding="utf-8")
        own = _millions(_ROOT, texts)
        print(f"  {'this tree':40}{own:8.1f}")
        for root in roots or []:
            other = _millions(Path(root), texts)
            print(f"  {root:40}{other:8.1f}   this tree is {own / other:.2f} of it")


def _millions(root: Path, texts: Path) -> float:
    whole, before = (_instructions(root, texts, count) for count in (ARTICLES, 0))
    return (whole - before) / ARTICLES / 1e6


def _instructions(root: Path, texts: Path, count: int) -> int:
    """All instructions of a process that reads and judges the articles to warm up and `count` more."""
    done = subprocess.run(
        [
            *("valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"),
            *(sys.executable, "-c", _WORK, str(texts), str(count), str(WARM_UP)),
        ],
        # The same order of sets and dictionaries in every run.
        env={**os.environ, "PYTHONPATH": str(root), "PYTHONHASHSEED": "0"},
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    counted = re.search(r"I\s+refs:\s+([\d,]+)", done.stderr)
    if counted is None:
        raise RuntimeError(f"valgrind told no number of instructions: {done.stderr[-300:]}")
    return int(counted[1].replace(",", ""))


if __name__ == "__main__":
    main(sys.argv[1:])
