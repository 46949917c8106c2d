"""Score the labelled development data, which is not part of the project, and write `docs/error-rates.md`.

The data lies in the folder that ASSAY_EVAL_DATA names (default: ../shared beside the checkout). Without it
this says so and does nothing. Every set is judged by wording weights that were fitted without it. With `--quick` it only prints
the tables of daily use, on a sample: no intervals, no peers, a few minutes on one core.
"""

import argparse
import sys
from importlib.util import find_spec

from tools.evaluation import alarms, page
from tools.evaluation.corpora import FOLDS, is_present, scored_sets
from tools.evaluation.samples import accept
from tools.evaluation.separation import all_sets, fresh, separation

# Articles of each set that the wording is fitted on, and what `--quick` looks at.
FIT_MOST = 150
QUICK_MOST, QUICK_EDITED, EDITED = 40, 12, 60


def main() -> int:
    """Measure; 1 when a sample misses its line of the table of acceptance, or a gate does not hold."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="print tables of a sample, write nothing")
    parser.add_argument("--most", type=int, help="articles of each set and label (default: all; quick: 40)")
    parser.add_argument(
        "--edited", type=int, help="articles that each edit is tried on (default: 60; quick: 12)"
    )
    parser.add_argument("--in-sample", action="store_true", help="use the shipped wording weights")
    given = parser.parse_args()
    if not is_present():
        return 0
    well = accept()
    most = given.most or (QUICK_MOST if given.quick else None)
    if not given.in_sample:
        _use_folds(min(most or FIT_MOST, FIT_MOST))
    sets = scored_sets(most)
    if given.quick:
        print(f"\n{all_sets(separation(sets, bootstrap=0))}\n\n{fresh(sets)}")
        alarms.printed(sets)
        page.quick(sets, given.edited or QUICK_EDITED)
    else:
        well &= page.write(sets, given.edited or EDITED, most)
    return 0 if well else 1


def _use_folds(most: int) -> None:
    """Judge every set by wording weights that were fitted without it, where numpy and scipy are installed."""
    if not (find_spec("numpy") and find_spec("scipy")):
        print(
            "numpy and scipy are missing (tools/requirements.txt): the shipped weights are used, which saw these articles"
        )
        return
    from tools.evaluation.fit_wording import out_of_fold

    FOLDS.update(out_of_fold(most))


if __name__ == "__main__":
    sys.exit(main())
