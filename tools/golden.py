"""Rewrite the golden reports and say which scores moved."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.golden import ARTICLES, CLEAN, FAULTY, rendered


def main() -> None:
    """Write every report.json; one line for each article whose report changed."""
    for name in FAULTY + CLEAN:
        path = ARTICLES / name / "report.json"
        old = json.loads(path.read_text()) if path.exists() else {"score": None, "findings": []}
        new = rendered(name)
        path.write_bytes(new)
        report = json.loads(new)
        before = {finding["code"] for finding in old["findings"]}
        after = {finding["code"] for finding in report["findings"]}
        if report != old:
            gained, lost = sorted(after - before), sorted(before - after)
            print(f"{name}: {old['score']} -> {report['score']}  +{gained} -{lost}")


if __name__ == "__main__":
    main()
