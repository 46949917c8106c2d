"""Score the labelled development data, which is not part of the project, and write `docs/error-rates.md`.

The data lies in the folder that ASSAY_EVAL_DATA names (default: ../shared beside the checkout). Without it
this says so and does nothing. With `--quick` it only prints the tables of daily use: no intervals, no peers.
"""

import argparse
import sys

from tools.evaluation import alarms, page
from tools.evaluation.corpora import is_present, scored_sets
from tools.evaluation.injected import by_code, injected
from tools.evaluation.samples import accept
from tools.evaluation.separation import all_sets, separation


def main() -> int:
    """Measure; 1 when a sample misses its line of the table of acceptance."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="print tables, write nothing")
    quick = parser.parse_args().quick
    if not is_present():
        return 0
    well = accept()
    sets = scored_sets()
    if quick:
        print(f"\n{all_sets(separation(sets, bootstrap=0))}")
        alarms.printed(sets)
        print(f"\n{by_code(injected())}")
    else:
        page.write(sets)
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
