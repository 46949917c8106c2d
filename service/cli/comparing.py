"""The first pass over many inputs: which lines stand in how many of them, whatever their order."""

import shutil
import sys
import tempfile
from collections.abc import Iterable
from contextlib import closing
from typing import BinaryIO

from scoring import Fingerprint, LineIndex, fingerprint_of_article
from service.cli.inputs import Input
from service.cli.progress import Bar
from service.cli.scoring import InputError, Task, spread, submission_of

# Standard input is held in memory up to so many bytes, then in a file without a name.
IN_MEMORY = 16 << 20


def spooled() -> BinaryIO:
    """Standard input to its end, to be read twice."""
    # Read until the command ends, and gone with it.
    kept: BinaryIO = tempfile.SpooledTemporaryFile(IN_MEMORY)  # type: ignore[assignment]  # noqa: SIM115
    shutil.copyfileobj(sys.stdin.buffer, kept)
    kept.seek(0)
    return kept


def compare(inputs: Iterable[Input], task: Task, jobs: int, bar: Bar) -> LineIndex:
    """The lines of all inputs that can be read; what cannot is told of when it is scored."""
    ledger = LineIndex()
    with closing(spread(marks_of_one, inputs, task, jobs)) as found, bar:
        for one in found:
            bar.advance()
            if one is not None:
                ledger.enter(*one)
    ledger.close()
    return ledger


def marks_of_one(given: Input, task: Task) -> tuple[Fingerprint, int | None] | None:
    """The marks of an input and its outlet; None for one that cannot be read."""
    try:
        submission = submission_of(given, task)
    except InputError:
        return None
    return fingerprint_of_article(submission.article()), submission.outlet
