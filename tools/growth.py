"""Measure how reading and judging grow on texts made to cost as much as possible: `make growth`, two hours of CPU.

Each shape is judged in a process of its own at three lengths; a part that grows faster than n log n, or takes more
than its seconds for a megabyte, is printed, and ends the command with 1.
"""

import argparse
import multiprocessing
import random
import sys
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.growth import (
    FLOOR,
    MOST_GROWTH,
    MOST_SECONDS,
    Shape,
    placed_shapes,
    seconds,
    shapes,
    suspects,
    together,
    too_fast,
    total,
)

# A shape that takes longer, all its lengths together, is not waited for: seconds by the clock.
MOST_WALL = 600
# Placed shapes are many; what is quadratic shows at this length.
LONGEST_PLACED = 100_000
MEGABYTE = 1_000_000


def main() -> int:
    """Print what grows too fast; 1 where anything does."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="shapes whose name has this in it")
    parser.add_argument("--no-places", action="store_true", help="leave placed shapes out")
    parser.add_argument("--longest", type=int, default=MEGABYTE, help="characters of the longest text")
    given = parser.parse_args()
    chosen = [(shape, given.longest) for shape in shapes()]
    if not given.no_places:
        chosen += [(shape, min(given.longest, LONGEST_PLACED)) for shape in placed_shapes()]
    chosen = [pair for pair in chosen if given.only in pair[0].name]
    # A run that is cut short has then seen something of every kind.
    random.Random(1).shuffle(chosen)
    faults = 0
    for number, (shape, longest) in enumerate(chosen, 1):
        for line in _in_process(shape, longest):
            faults += 1
            print(line, flush=True)
        if number % 50 == 0:
            print(f"{number} of {len(chosen)} shapes, {faults} faults", flush=True)
    print(f"{len(chosen)} shapes, {faults} faults")
    return 1 if faults else 0


def _in_process(shape: Shape, longest: int) -> list[str]:
    """What is wrong with a shape, found out in a process that can be ended."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_measure, args=(shape, longest, theirs))
    process.start()
    theirs.close()
    try:
        if not ours.poll(MOST_WALL):
            return [f"{shape.name}: more than {MOST_WALL} s"]
        lines: list[str] = ours.recv()
        return lines
    except EOFError:
        return [f"{shape.name}: the process died"]
    finally:
        process.kill()
        process.join()


def _measure(shape: Shape, longest: int, to: Connection) -> None:
    try:
        to.send(list(_faults(shape, longest)))
    except Exception as error:
        to.send([f"{shape.name}: {type(error).__name__}: {error}"])


def _faults(shape: Shape, longest: int) -> Iterator[str]:
    """Measure once at each length; what looks wrong is measured again before it counts.

    At a megabyte the parts are told apart only where all of them together take more than one of them may, or grow too
    fast: that is half the work.
    """
    length = min(10_000, longest // 10)
    before = seconds(shape.article(length))
    while length < longest:
        if 10 * length >= MEGABYTE:
            spent = together(shape.article(10 * length))
            if spent <= MOST_SECONDS and spent <= MOST_GROWTH * max(total(before), FLOOR):
                return
        after = seconds(shape.article(10 * length))
        fast = too_fast(shape, length) if suspects(before, after) else {}
        for part, (small, large) in fast.items():
            yield f"{shape.name}: {part} {small:.4f} s at {length}, {large:.4f} s at {10 * length}"
        if fast:
            return
        length *= 10
        before = after
    if longest >= MEGABYTE:
        spent_by = dict(before)
        for _ in range(2):
            if max(spent_by.values()) > MOST_SECONDS:
                again = seconds(shape.article(MEGABYTE))
                spent_by = {part: min(spent, again.get(part, spent)) for part, spent in spent_by.items()}
        for part, spent in spent_by.items():
            if spent > MOST_SECONDS:
                yield f"{shape.name}: {part} {spent:.2f} s for a megabyte"


if __name__ == "__main__":
    sys.exit(main())
