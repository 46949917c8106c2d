"""Score texts with one peer, in the peers' environment: JSON lines in, JSON lines out. Standard library and the peer only."""

import json
import sys
import time
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version

Scorer = Callable[[str], float]


def slop_guard() -> Scorer:
    """Its own score, 100 for clean."""
    analyze = import_module("slop_guard").analyze_text
    return lambda text: float(analyze(text)["score"])


def aifingerprint() -> Scorer:
    """Its own score turned round, so that 100 is clean."""
    analyze = import_module("aifingerprint").analyze
    return lambda text: 100.0 - analyze(text)[0]


def proselint() -> Scorer:
    """Errors in 1,000 words, turned round and bounded so that 100 is clean."""
    lint_file = import_module("proselint.tools").LintFile
    registry = import_module("proselint.registry").CheckRegistry
    registry().register_many(import_module("proselint.checks").__register__)

    def score(text: str) -> float:
        errors = len(lint_file(source="text", content=text).lint())
        return max(0.0, 100 - errors * 1000 / max(1, len(text.split())))

    return score


PEERS = {"aifingerprint": aifingerprint, "proselint": proselint, "slop-guard": slop_guard}


def main() -> None:
    """Answer every line with the peer's score (null where it raises) and the CPU seconds that it took."""
    name = sys.argv[1]
    score = PEERS[name]()
    print(json.dumps({"version": version(name)}), flush=True)
    for line in sys.stdin:
        started = time.process_time()
        try:
            value: float | None = score(json.loads(line))
        except Exception:  # whatever a stranger's package raises is no score
            value = None
        print(json.dumps({"score": value, "seconds": time.process_time() - started}), flush=True)


if __name__ == "__main__":
    main()
