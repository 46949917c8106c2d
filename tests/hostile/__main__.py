"""`python -m tests.hostile [--variant N] [--no-titles]`: the table of one run."""

import argparse
import asyncio

from tests.hostile.run import run

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--variant", type=int, default=0)
parser.add_argument("--no-titles", action="store_true")
given = parser.parse_args()
found = asyncio.run(run(given.variant, not given.no_titles))
print(f"variant {given.variant}: strict {found.strict}, lenient {found.lenient} of {found.total}; "
      f"false alarms {len(found.false_alarms)}, overclaims {len(found.overclaims)}, canaries touched {len(found.touched)}; "
      f"{found.seconds:.1f} s, slowest {found.slowest_ms} ms, {found.megabytes:.0f} MB")  # fmt: skip
print("\n".join(f"  {line}" for line in found.wrong))
