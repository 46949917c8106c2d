"""`assay audit`: who erased, published, rolled back, attached, or made and revoked keys, and when."""

from typing import TYPE_CHECKING, Annotated

import typer

from service.cli.database import ask_store
from service.cli.terminal import say

if TYPE_CHECKING:
    from service.storage import Act


def audit(
    limit: Annotated[int, typer.Option(metavar="N", min=1, max=100_000, help="How many.")] = 50,
) -> None:
    """List what administrators did, newest first.

    Each line tells the time, who did it (a key's id, an address, or a user of
    the command line), what was done, to what, and the X-Request-Id.
    """
    acts = ask_store(lambda store: store.acts(limit))
    for act in acts:
        print(_row(act))
    if not acts:
        say("No act of an administrator is recorded.")


def by_command_line() -> str:
    """Who acts through commands, as the audit trail names them."""
    import getpass

    try:
        return f"command line ({getpass.getuser()})"
    except (KeyError, OSError):  # a user id without a name, as in a container
        return "command line"


def _row(act: "Act") -> str:
    from service.formats.excerpt import plain

    words = (f"{act.at:%Y-%m-%dT%H:%M:%SZ}", act.actor, act.action, act.subject, act.request_id or "-")
    return "  ".join(plain(word) for word in words)
