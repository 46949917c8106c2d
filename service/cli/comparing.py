"""The first pass over many inputs: which lines stand in how many of them, whatever their order."""

import shutil
import sys
import tempfile
from collections.abc import Iterable
from typing import TYPE_CHECKING, BinaryIO

from scoring import Ledger, outlet_of, skim
from service.cli.inputs import Input

if TYPE_CHECKING:
    from service.cli.scoring import Task

# Standard input is held in memory up to so many bytes, then in a file without a name.
IN_MEMORY = 16 << 20


def spooled() -> BinaryIO:
    """Standard input to its end, to be read twice."""
    # Read until the command ends, and gone with it.
    kept: BinaryIO = tempfile.SpooledTemporaryFile(IN_MEMORY)  # type: ignore[assignment]  # noqa: SIM115
    shutil.copyfileobj(sys.stdin.buffer, kept)
    kept.seek(0)
    return kept


def compare(inputs: Iterable[Input], task: "Task") -> Ledger:
    """The lines of all inputs that can be read; what cannot is told of when it is scored."""
    from service.cli.scoring import InputError, submission_of

    ledger = Ledger()
    for given in inputs:
        try:
            submission = submission_of(given, task)
        except InputError:
            continue
        ledger.enter(skim(submission.article()), outlet_of(submission.url, submission.site))
    ledger.close()
    return ledger
