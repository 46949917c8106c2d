"""The open connections of one process: how many there may be, and which of them keeps the others waiting."""

import asyncio
from collections import Counter
from time import monotonic
from typing import Protocol

from service.logs import Log
from service.metrics import Metrics

# What a request line and its headers may take together, in bytes; trailers count once more.
HEAD_BYTES = 65_536
# What a whole head may take from the moment that we wait for it, in seconds; RFC 9110 gives 408 for this.
HEAD_SECONDS = 10.0
# A body may be silent for this many seconds, and take so many, or longer where it comes at least this fast, in
# bytes a second.
SILENT_SECONDS = 10.0
BODY_SECONDS = 30.0
LEAST_RATE = 10_000
# A body that is answered while it comes in, a batch, may be silent for this long.
STREAM_SECONDS = 60.0
# A reader that takes nothing of its answer is let go after this long.
READER_SECONDS = 60.0
# What a peer gets to read a refusal before the connection is cut: closing at once would reset it.
LINGER_SECONDS = 1.0
SWEEP_SECONDS = 0.5
# Drops are summed up in the log once in so many seconds.
LOG_SECONDS = 10.0
# Descriptors that connections never get: the database, look-ups and files need them.
RESERVED_FILES = 200
FEWEST = 16


class Peer(Protocol):
    """One connection, as the register sees it."""

    def overdue(self, now: float) -> str | None:
        """Why the connection has to go (one of `metrics.DROPPED`), or None while it may stay."""
        ...

    def drop(self, reason: str) -> None:
        """Tell the peer where that is possible, then close."""
        ...

    def cut(self) -> None:
        """Close at once: its descriptor is needed."""
        ...


class Connections:
    """Registers connections. Over `most`, the one that we have waited for longest makes room for a new one."""

    def __init__(self, most: int, metrics: Metrics, log: Log) -> None:
        self.most = most
        self._metrics = metrics
        self._log = log
        self._open: set[Peer] = set()
        # Those without a request under way, in the order in which that began.
        self._waiting: dict[Peer, None] = {}
        self._dropped: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._open)

    def opened(self, peer: Peer) -> bool:
        """Take a new connection; False where all others are at work on a request."""
        if len(self._open) >= self.most:
            oldest = next(iter(self._waiting), None)
            if oldest is None:
                self.count("full")
                return False
            self.closed(oldest)
            self.count("crowded")
            oldest.cut()
        self._open.add(peer)
        self._waiting[peer] = None
        return True

    def closed(self, peer: Peer) -> None:
        """Forget a connection."""
        self._open.discard(peer)
        self._waiting.pop(peer, None)

    def waits(self, peer: Peer) -> None:
        """Nothing is under way on a connection: it may have to make room."""
        if peer in self._open:
            self._waiting[peer] = None

    def works(self, peer: Peer) -> None:
        """A request came in on a connection."""
        self._waiting.pop(peer, None)

    def count(self, reason: str) -> None:
        """A connection was closed or refused for a reason of `metrics.DROPPED`."""
        self._dropped[reason] += 1
        self._metrics.connection_dropped(reason)

    def sweep(self) -> None:
        """Drop what is overdue."""
        now = monotonic()
        for peer in list(self._open):
            if reason := peer.overdue(now):
                peer.drop(reason)
        self._metrics.connections(len(self._open))

    async def run(self) -> None:
        """Sweep until cancelled."""
        said = -LOG_SECONDS
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            self.sweep()
            if self._dropped and monotonic() - said >= LOG_SECONDS:
                said = monotonic()
                self._log.warning(
                    "connections_dropped", open=len(self._open), most=self.most, **self._dropped
                )
                self._dropped.clear()


def most_connections(wanted: int) -> int:
    """How many connections this process can hold beside its own files; raises the soft limit where it may."""
    try:
        import resource
    except ImportError:  # Windows counts no descriptors
        return wanted
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = wanted + RESERVED_FILES
    if soft != resource.RLIM_INFINITY and soft < needed:
        raised = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
        if raised > soft:
            resource.setrlimit(resource.RLIMIT_NOFILE, (raised, hard))
            soft = raised
        return max(FEWEST, min(wanted, soft - RESERVED_FILES))
    return wanted
