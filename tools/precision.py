"""Join the ledger of verdicts with what fires today: `make precision` writes the table into `docs/error-rates.md`.

With --unjudged FILE it writes what nobody has read into a file, with the words around each finding, instead. That file
has other people's sentences in it and stays outside the project; a verdict becomes a line of
tools/evaluation/verdicts.tsv with ids and facts only.
"""

import argparse
import re
import sys
from pathlib import Path

from tools.evaluation import precision
from tools.evaluation.corpora import is_present
from tools.evaluation.page import PAGE

HEADING = "## Precision, as readers found it"


def main() -> int:
    """Write the section of the page, or the list of what is still to read."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--unjudged", type=Path, help="write what nobody has read to this file, outside the project"
    )
    parser.add_argument(
        "--codes", default="", help="only these codes, apart by commas; default: all that weigh"
    )
    given = parser.parse_args()
    if not is_present():
        return 0
    if given.unjudged:
        codes = frozenset(given.codes.split(",")) if given.codes else precision.weighing()
        found, _ = precision.fired()
        given.unjudged.write_text("".join(f"{line}\n" for line in precision.unjudged(found, codes)))
        return 0
    found, articles = precision.fired()
    every = precision.levels(found)
    told = precision.told(every, articles)
    text = PAGE.read_text(encoding="utf-8")
    pattern = re.compile(rf"({re.escape(HEADING)}\n(?:(?!\n## |\n\| ).*\n)*)(?:\|.*\n)*", re.MULTILINE)
    if not pattern.search(text):
        print(f"{PAGE.name} has no section {HEADING!r}", file=sys.stderr)
        return 1
    print(told)
    page = pattern.sub(lambda match: f"{match[1].rstrip()}\n\n{told}\n", text, count=1)
    PAGE.write_text(page, encoding="utf-8")
    for level in every:
        if not level.holds:
            print(f"{level.code} is {level.severity}; its readings bear {level.allowed}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
