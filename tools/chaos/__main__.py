"""Does a running service lose what it acknowledged? `python -m tools.chaos [kills|late|races|outages] ...`.

kills: -9 while articles come in, with one process and with two workers. late: -9 while look-ups run and webhooks are
owed. races: erasures and revisions while look-ups run, in two processes. outages: a full disk (needs root), a removed
file, PostgreSQL stopped and frozen. Each on SQLite and on a PostgreSQL server of its own, from installed binaries.

Ends with status 1 where anything was lost, and with 2 where a trial could not be run here.
"""

import argparse
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from tools.chaos.kills import kills
from tools.chaos.late import late
from tools.chaos.outages import NotRun, froze, full_disk, removed_file, restarted
from tools.chaos.places import Place
from tools.chaos.races import races
from tools.rescore_faults import server

Trial = Callable[[Place, Path], None]


def trials(given: argparse.Namespace) -> Iterator[tuple[str, Trial, bool, bool]]:
    """Each trial with its name, and whether it is for SQLite and for PostgreSQL."""
    for workers in given.workers:
        yield "kills", partial(kills, posts=given.posts, kills=given.kills, workers=workers), True, True
    yield "late", partial(late, posts=given.late, kills=given.late_kills), True, True
    yield "races", partial(races, articles=given.races), True, True
    yield "outages", partial(full_disk, seconds=given.seconds), True, False
    yield "outages", removed_file, True, False
    yield "outages", partial(restarted, seconds=given.seconds), False, True
    yield "outages", partial(froze, seconds=2 * given.seconds + 8), False, True


def main(arguments: list[str]) -> int:
    """Run the named trials, or all, on both databases or one; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.chaos")
    parser.add_argument("names", nargs="*", help="kills, late, races, outages; all without a name")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), help="one of the two databases alone")
    parser.add_argument("--posts", type=int, default=5000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument(
        "--workers", type=int, nargs="+", default=[1, 2], help="processes that kills are tried with"
    )
    parser.add_argument("--late", type=int, default=400, help="articles whose look-ups come late")
    parser.add_argument("--late-kills", type=int, default=8)
    parser.add_argument("--races", type=int, default=40, help="articles erased, and as many revised")
    parser.add_argument("--seconds", type=float, default=6.0, help="how long an outage lasts")
    given = parser.parse_args(arguments)
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    # Whoever ends this ends what it started: services in sessions of their own would live on.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    failed = missed = 0
    with server() as postgresql:
        places = {"sqlite": Place(None), "postgresql": Place(postgresql)}
        for name, trial, on_sqlite, on_postgresql in trials(given):
            for kind, wanted in (("sqlite", on_sqlite), ("postgresql", on_postgresql)):
                if (
                    not wanted
                    or given.database not in (None, kind)
                    or (given.names and name not in given.names)
                ):
                    continue
                try:
                    with tempfile.TemporaryDirectory(prefix="assay-chaos-") as folder:
                        trial(places[kind], Path(folder))
                except NotRun as reason:
                    print(f"  NOT RUN: {reason}")
                    missed += 1
                except Exception:
                    print(f"  FAILED: {name} on {kind}")
                    traceback.print_exc()
                    failed += 1
    print(f"{failed} trial(s) failed, {missed} could not be run")
    return 1 if failed else 2 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
