"""Something that cannot be done for a while: told once when that begins and once when it ends, however often it is tried."""

from collections.abc import Callable
from time import monotonic

from service.logs import Log

# On a disk that is nearly full small things go on while large ones fail: an outage is over after a while without one.
CALM_SECONDS = 5.0


class Outage:
    """`tell` is called with the reason when an outage begins, and with None when it is over."""

    def __init__(self, tell: Callable[[str | None], None]) -> None:
        self._tell = tell
        self._met = 0.0
        self.reason: str | None = None

    def begins(self, reason: str) -> None:
        """It cannot be done now."""
        if self.reason is None:
            self._tell(reason)
        self.reason = reason
        self._met = monotonic()

    def ends(self) -> None:
        """It could be done: the outage is over, unless it was met only a moment ago."""
        if self.reason is not None and monotonic() - self._met >= CALM_SECONDS:
            self.reason = None
            self._tell(None)


def tells_nobody(reason: str | None) -> None:
    """A `tell` for those who see for themselves that writes are refused."""


def in_log(log: Log, begun: str, over: str) -> Callable[[str | None], None]:
    """A `tell` that writes one line for each: a warning under the name `begun`, with the reason, then `over`."""

    def tell(reason: str | None) -> None:
        if reason is None:
            log.info(over)
        else:
            log.warning(begun, reason=reason)

    return tell
