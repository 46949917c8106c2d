"""The one place where a name becomes a connection: every address is vetted, and only a vetted one is dialled."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from ipaddress import ip_address
from time import monotonic
from typing import Any

import httpcore

from scoring import AssayError
from service.networks import Network
from service.resolve.addresses import Address, is_in, literal, why_forbidden
from service.resolve.urls import WEB_PORTS, UrlRefusedError
from service.sharing import FairSlots

LOOKUP_SECONDS = 3.0
LOOKUP_THREADS = 16
# Threads that the names of one caller, and of one article, may hold: a name service that is slow on purpose must
# not stop all others.
THREADS_EACH = 12
THREADS_WORK = 6
# A name with more addresses than these is tried no further.
MOST_ADDRESSES = 3

# Names that have been there for thirty years: whoever knows none of them knows nothing.
CONTROL_NAMES = ("www.iana.org", "www.w3.org", "www.ietf.org")
CONTROL_SECONDS = 60.0

LookUp = Callable[[str], Awaitable[Sequence[str]]]


class NoSuchNameError(AssayError):
    """The name service knows no such name."""


class NameServiceError(AssayError):
    """The name service did not answer."""


class SystemNames:
    """Looks names up as the system does, in threads of its own."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(LOOKUP_THREADS, thread_name_prefix="assay-names")
        self._slots = FairSlots(LOOKUP_THREADS, THREADS_EACH, THREADS_WORK)
        self._works: tuple[float, bool] = (0.0, False)

    async def __call__(self, host: str) -> Sequence[str]:
        """The addresses of a name. Raises NoSuchNameError or NameServiceError."""
        try:
            return await self._ask(host)
        except NoSuchNameError:
            # Some machines without a network say so of every name: is there any that they know?
            if await self._knows_any():
                raise
            raise NameServiceError("knows no name at all") from None

    async def _knows_any(self) -> bool:
        until, works = self._works
        if until < monotonic():
            works = False
            for name in CONTROL_NAMES:
                with suppress(NoSuchNameError, NameServiceError):
                    works = bool(await self._ask(name))
                    break
            self._works = (monotonic() + CONTROL_SECONDS, works)
        return works

    async def _ask(self, host: str) -> Sequence[str]:
        release = await self._slots.take()
        # The dot at the end keeps the system from trying the name inside its own domain.
        asking = asyncio.get_running_loop().run_in_executor(self._threads, _addresses, f"{host}.")
        asking.add_done_callback(partial(_let_go, release))
        try:
            async with asyncio.timeout(LOOKUP_SECONDS):
                return await asyncio.shield(asking)
        except TimeoutError:
            raise NameServiceError("too slow") from None
        except socket.gaierror as error:
            if error.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)):
                raise NoSuchNameError(host) from None
            raise NameServiceError(str(error)) from None
        except (OSError, UnicodeError) as error:
            raise NameServiceError(str(error)) from None

    def close(self) -> None:
        """Let go of the threads; a look-up that still hangs is left behind."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _let_go(release: Callable[[], None], asking: asyncio.Future[list[str]]) -> None:
    """A thread is free only when the system has answered, however long ago the caller left."""
    release()
    if not asking.cancelled():
        asking.exception()  # seen, also where nobody waits for it any more


def _addresses(host: str) -> list[str]:
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True)
class Rules:
    """Which addresses may be reached: `allowed` networks count as public, on any port; `denied` never."""

    allowed: tuple[Network, ...] = ()
    ports: frozenset[int] = WEB_PORTS
    denied: frozenset[tuple[Address, int]] = frozenset()
    nat64: bool = False

    def judge(self, address: Address, port: int) -> str | None:
        """The rule that refuses an address, or None."""
        if (address, port) in self.denied:
            return "own_service"
        if port not in self.ports and not is_in(address, self.allowed):
            return "port"
        rule = why_forbidden(address, self.allowed, nat64=self.nat64)
        return rule and f"address_{rule}"


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Connects to public addresses only. One forbidden answer among several refuses the name."""

    def __init__(
        self, rules: Rules, look_up: LookUp, dial: httpcore.AsyncNetworkBackend | None = None
    ) -> None:
        self._rules = rules
        self._look_up = look_up
        self._dial = dial or httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore names it so
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to a vetted address. Raises UrlRefusedError, NoSuchNameError, NameServiceError or httpcore's errors."""
        addresses = await self._vetted(host, port)
        failure: Exception = httpcore.ConnectError("no address")
        for address in addresses[:MOST_ADDRESSES]:
            try:
                stream = await self._dial.connect_tcp(
                    str(address), port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout, OSError) as error:
                failure = error
                continue
            peer = stream.get_extra_info("server_addr")
            if not peer or ip_address(peer[0].partition("%")[0]) != address:
                await stream.aclose()
                raise UrlRefusedError("peer_differs")
            return stream
        raise failure

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore names it so
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Raises UrlRefusedError, always."""
        raise UrlRefusedError("unix_socket")

    async def sleep(self, seconds: float) -> None:
        """As the event loop does it."""
        await self._dial.sleep(seconds)

    async def _vetted(self, host: str, port: int) -> Sequence[Address]:
        own = literal(host)
        found = [own] if own is not None else [ip_address(answer) for answer in await self._look_up(host)]
        if not found:
            raise NoSuchNameError(host)
        for address in found:
            if rule := self._rules.judge(address, port):
                raise UrlRefusedError(rule if own is not None else f"name_{rule}")
        return found
