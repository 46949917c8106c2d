"""How public registries are asked: one after another, with a name and a contact, and not at all when they are busy."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from time import monotonic
from typing import Any

import httpx
import orjson

from scoring import AssayError
from service.resolve.door import USER_AGENT, Budget, Door, FetchFailedError, UrlRefusedError
from service.resolve.retry_after import retry_after

REQUEST_SECONDS = 2.0
REPLY_BYTES = 2_000_000
# Seconds before the second and last attempt; a longer Retry-After is kept by asking nobody until then.
PAUSE = 0.3
LONGEST_PAUSE = 1.0
QUIET_SECONDS = 60.0
LONGEST_QUIET = 3_600.0
# A server that says so with other statuses says it is busy all the same.
BUSY = frozenset({429, 503})
BUSY_CODES = frozenset({"maxlag", "ratelimited", "readonly"})
AGAIN = BUSY | {500, 502, 504}


class RegistryUnavailableError(AssayError):
    """A registry that gave no usable answer; `reason` is a short stable word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class RegistryClient:
    """Asks registries for JSON through the door. `contact` is where their operators reach ours."""

    def __init__(
        self,
        door: Door,
        contact: str | None = None,
        *,
        clock: Callable[[], float] = monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        agent = USER_AGENT if not contact else USER_AGENT.replace(")", f"; {contact})")
        self._headers = {"Accept": "application/json", "User-Agent": f"{agent} httpx/{httpx.__version__}"}
        self._door = door
        self._clock = clock
        self._sleep = sleep
        self._jitter = jitter
        self._quiet_until: dict[str, tuple[float, str]] = {}

    async def json(self, registry: str, url: str) -> dict[str, Any]:
        """The object that a registry answers; empty where it knows nothing (404). Raises RegistryUnavailableError."""
        until, reason = self._quiet_until.get(registry, (0.0, ""))
        if until > self._clock():
            raise RegistryUnavailableError(reason)
        try:
            return await self._attempt(registry, url)
        except _Again as first:
            if first.seconds > LONGEST_PAUSE:
                raise self._left_alone(registry, first) from None
            await self._sleep(max(PAUSE, first.seconds) * (1 + 0.5 * self._jitter()))
        try:
            return await self._attempt(registry, url)
        except _Again as second:
            raise self._left_alone(registry, second) from None

    def _left_alone(self, registry: str, failure: "_Again") -> RegistryUnavailableError:
        """Nobody asks again before the registry wants it; one that is only slow is the door's to leave alone."""
        if failure.reason == "busy":
            seconds = min(max(failure.seconds, QUIET_SECONDS), LONGEST_QUIET)
            self._quiet_until[registry] = self._clock() + seconds, failure.reason
        return RegistryUnavailableError(failure.reason)

    async def _attempt(self, registry: str, url: str) -> dict[str, Any]:
        try:
            answer = await self._door.get(
                url, headers=self._headers, limit=REPLY_BYTES, budget=Budget(REQUEST_SECONDS)
            )
        except UrlRefusedError as refusal:
            raise RegistryUnavailableError(refusal.reason) from None
        except FetchFailedError as failure:
            raise _Again(failure.reason) from None
        wait = retry_after(answer.headers, datetime.now(UTC))
        if answer.status in AGAIN:
            raise _Again("busy" if answer.status in BUSY else "server_error", wait)
        if answer.status == 404:
            return {}
        if answer.status >= 300:
            raise RegistryUnavailableError("refused")
        if answer.cut is not None:
            raise RegistryUnavailableError("too_long" if answer.cut == "limit" else "unreadable")
        value = _object(answer.body)
        fault = value.get("error")
        if isinstance(fault, dict) and fault.get("code") in BUSY_CODES:
            raise _Again("busy", wait)
        return value


class _Again(Exception):
    """An attempt that may succeed later, after so many seconds."""

    def __init__(self, reason: str, seconds: float = 0.0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.seconds = seconds


def _object(body: bytes) -> dict[str, Any]:
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise RegistryUnavailableError("unreadable") from None
    if not isinstance(value, dict):
        raise RegistryUnavailableError("unreadable")
    return value
