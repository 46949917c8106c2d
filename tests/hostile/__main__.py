"""`python -m tests.hostile [--variant N] [--no-titles]`: the table of one run."""

import argparse
import asyncio

from tests.hostile.run import SUITES, run

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--variant", type=int, default=0)
parser.add_argument("--no-titles", action="store_true")
parser.add_argument("--suite", choices=SUITES, default="first", help="one of the webs")
given = parser.parse_args()
found = asyncio.run(run(given.variant, not given.no_titles, given.suite))
print(
    f"{given.suite} {given.variant}{' without titles' if given.no_titles else ''}: strict {found.strict}, lenient {found.lenient} of {found.total}; "
    f"false alarms {len(found.false_alarms)}, overclaims {len(found.overclaims)}, soft-dead {found.soft_found} of {found.soft}, "
    f"canaries touched {len(found.touched)}, unshowable titles {len(found.unclean)}; "
    f"{found.seconds:.1f} s, slowest {found.slowest_ms} ms, {found.megabytes:.0f} MB"
)
for line in found.wrong:
    name = line.partition(":")[0]
    mark = "FALSE ALARM " if name in found.false_alarms else "OVERCLAIM " if name in found.overclaims else ""
    print(f"  {mark}{line}")
