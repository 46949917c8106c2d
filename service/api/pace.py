"""How fast one caller may go: a sliding window for each key, counted by all processes of a service together."""

import asyncio
import math
import mmap
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from struct import Struct
from time import time

from service.settings import RATE

try:
    import fcntl
except ImportError:  # Windows: each process counts for itself
    fcntl = None  # type: ignore[assignment]

# Where the processes of one service find the file that they count in.
SHARED_FILE = "ASSAY_PACE_FILE"

UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400}

# A caller's digest, the number of its newest window, and its requests in that window and in the one before.
SLOT = Struct("=QQII")
SLOTS = 32_768
# A caller's slot is one of so many beside each other; where all are taken, the one unused longest is given away.
PROBES = 8
# Callers that were let in and addresses that were refused have a table each: strangers push no key's count out.
TABLES = 2
SIZE = TABLES * SLOTS * SLOT.size


@dataclass(frozen=True, slots=True)
class RateLimitState:
    """Where a caller stands: `left` requests now, more in `seconds`."""

    allowed: bool
    left: int
    seconds: int


class Pace:
    """Counts each caller's requests against one limit, such as `600/minute`.

    Processes that are given the same `file` count together; without one, a process counts for itself. Raises
    ValueError for a limit that cannot be read.
    """

    def __init__(self, limit: str, file: Path | None = None) -> None:
        self._amount, self._seconds = parse_rate(limit)
        self._file = os.open(file, os.O_RDWR) if file else None
        self._slots = mmap.mmap(-1 if self._file is None else self._file, SIZE)
        self.policy = f'"default";q={self._amount};w={self._seconds}'

    def step(self, caller: str, *, refused: bool = False) -> RateLimitState:
        """Count one request of a caller, or of an address that was `refused`; one over the limit is not counted."""
        now = time()
        window, into = int(now // self._seconds), now % self._seconds
        digest = int.from_bytes(blake2b(caller.encode(), digest_size=8).digest(), "big") | 1
        with self._locked():
            place, current, before = self._find(digest, window, refused)
            # The requests of the window before are taken to have been spread evenly.
            used = current + before * (1 - into / self._seconds)
            allowed = used + 1 <= self._amount
            if allowed:
                current += 1
                SLOT.pack_into(self._slots, place, digest, window, current, before)
        left = max(0, math.floor(self._amount - used) - allowed)
        return RateLimitState(allowed, left, max(1, math.ceil(self._free_in(current, before, into, allowed))))

    async def wait(self, caller: str) -> None:
        """Count one article of a batch, waiting until the limit allows it."""
        standing = self.step(caller)
        while not standing.allowed:
            await asyncio.sleep(min(standing.seconds, 1))
            standing = self.step(caller)

    def headers(self, standing: RateLimitState) -> list[tuple[bytes, bytes]]:
        """The headers that tell a caller where it stands."""
        now = f'"default";r={standing.left};t={standing.seconds}'
        return [(b"ratelimit-policy", self.policy.encode()), (b"ratelimit", now.encode())]

    def close(self) -> None:
        """Let go of the file."""
        self._slots.close()
        if self._file is not None:
            os.close(self._file)

    def _find(self, digest: int, window: int, refused: bool) -> tuple[int, int, int]:
        """The place of a caller's slot, and its requests in this window and in the one before."""
        oldest: tuple[int, int] | None = None
        for probe in range(PROBES):
            place = (refused * SLOTS + (digest + probe) % SLOTS) * SLOT.size
            holder, seen, current, before = SLOT.unpack_from(self._slots, place)
            if holder == digest:
                return (place, *_moved(window - seen, current, before))
            if oldest is None or seen < oldest[0]:
                oldest = seen, place
        assert oldest is not None
        return oldest[1], 0, 0

    def _free_in(self, current: int, before: int, into: float, allowed: bool) -> float:
        """Seconds until the whole limit is free again, or for one over it, until the next request may come."""
        rest = self._seconds - into
        if allowed:
            return rest
        if current >= self._amount:
            return rest + self._seconds * (1 - (self._amount - 1) / current)
        return max(0.0, self._seconds * (1 - (self._amount - 1 - current) / before) - into)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        # Held for microseconds, by a process that does nothing else meanwhile.
        if self._file is None or fcntl is None:
            yield
            return
        fcntl.lockf(self._file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.lockf(self._file, fcntl.LOCK_UN)


def parse_rate(limit: str) -> tuple[int, int]:
    """How many requests in how many seconds, from `600/minute` or `10 per 2 hours`. Raises ValueError."""
    found = RATE.fullmatch(limit.strip().lower())
    if found is None:
        raise ValueError(f"{limit!r} is no rate such as 600/minute")
    return int(found["amount"]), int(found["many"] or 1) * UNITS[found["unit"]]


def share_pace(folder: Path) -> None:
    """Make the file that worker processes count in; call it before they start."""
    file = folder / "pace"
    with open(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "wb") as made:
        made.truncate(SIZE)
    os.environ[SHARED_FILE] = str(file)


def shared_file() -> Path | None:
    """The file that `share_pace` made, in a worker process."""
    given = os.environ.get(SHARED_FILE)
    return Path(given) if given else None


def _moved(windows: int, current: int, before: int) -> tuple[int, int]:
    """Counts as they are so many windows later."""
    if windows == 0:
        return current, before
    # A clock that was set back begins anew: nobody is kept out until a time that may be years away.
    return (0, current) if windows == 1 else (0, 0)
