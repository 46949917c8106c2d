"""The only way out: every request of the service goes through here, guarded, bounded and in its turn."""

import asyncio
import errno
import re
import ssl
import zlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from time import monotonic
from typing import Any, Protocol

import can_ada
import httpcore
import httpx

from scoring import AssayError, site_of_host
from service.resolve.addresses import is_in, literal
from service.resolve.inflating import DecompressionBombError, Inflater, UnknownCodingError
from service.resolve.network import (
    GuardedBackend,
    LookUp,
    NameServiceError,
    NoSuchNameError,
    Rules,
    SystemNames,
)
from service.resolve.pacing import HostCoolingDownError, Pacing
from service.resolve.transport import PooledTransport, tls_context
from service.resolve.urls import HostCannotExistError, Target, UrlRefusedError, vet

__all__ = [
    "Answer",
    "Budget",
    "Door",
    "FetchFailedError",
    "HostCannotExistError",
    "RedirectTrail",
    "UrlRefusedError",
    "open_door",
]

# Honest about who asks, without the words that make servers turn a visitor away unread.
USER_AGENT = f"Assay/{version('assay')} (article sourcing review)"
HEADERS = {
    "User-Agent": USER_AGENT,
    "Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "en;q=0.9,*;q=0.5",
    "Accept-Encoding": "gzip",
}

# A message wants no page in answer.
MESSAGE_HEADERS = {"Accept": "*/*", "Accept-Language": "*"}

# Deadlines in seconds, each inside the next: a connection, the head of an answer, its body, a whole check.
CONNECT_SECONDS = 3.0
HEAD_SECONDS = 3.5
BODY_SECONDS = 2.0
CHECK_SECONDS = 8.0
ATTEMPT_SECONDS = 6.0

PAGE_BYTES = 256_000
REPLY_BYTES = 64_000
# The first URL and twenty redirects, as browsers allow (Fetch standard, HTTP-redirect fetch).
MOST_HOPS = 21
LONGEST_COOKIES = 4_000
_COOKIE_DOMAIN = re.compile(
    r";\s{0,9}domain\s{0,9}=\s{0,9}\.?([a-z0-9.-]{0,253})\s{0,9}(?:;|$)", re.IGNORECASE
)
REDIRECTS = frozenset({300, 301, 302, 303, 307, 308})


class FetchFailedError(AssayError):
    """A server that gave no usable answer; `reason` is a short stable word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered, in the end: `hops` are the URLs that led here, `body` is unpacked and bounded.

    `cut` says why the body is not whole, where it is not.
    """

    url: str
    status: int
    headers: httpx.Headers
    body: bytes
    seconds: float
    hops: tuple[str, ...] = ()
    cut: str | None = None


class Budget:
    """The seconds that all requests of one check may take together, waiting for a turn left out."""

    def __init__(self, seconds: float = CHECK_SECONDS) -> None:
        self.left = seconds
        self.spent = 0.0

    def spend(self, seconds: float) -> None:
        """So much time went by."""
        self.left -= seconds
        self.spent += seconds

    @asynccontextmanager
    async def spending(self, most: float) -> AsyncIterator[None]:
        """Do something within what is left. Raises FetchFailedError when that is used up."""
        if self.left <= 0:
            raise FetchFailedError("timeout")
        started = monotonic()
        try:
            async with asyncio.timeout(min(most, self.left)):
                yield
        except TimeoutError:
            raise FetchFailedError("timeout") from None
        finally:
            self.spend(monotonic() - started)


@dataclass(slots=True)
class RedirectTrail:
    """One visitor's way through redirects: where it has been, and the cookies that it was given."""

    hops: list[str] = field(default_factory=list)
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)
    _seen: set[tuple[str, str]] = field(default_factory=set)

    def copy(self) -> "RedirectTrail":
        """The same way so far, to try the next steps of."""
        return RedirectTrail(
            list(self.hops), {host: dict(jar) for host, jar in self.cookies.items()}, set(self._seen)
        )

    def resume(self, other: "RedirectTrail") -> None:
        """Go on where a copy has got to."""
        self.hops, self.cookies, self._seen = other.hops, other.cookies, other._seen

    def step(self, target: Target) -> None:
        """Go to a URL. Raises FetchFailedError after too many, or where nothing changed since the last visit."""
        if len(self.hops) >= MOST_HOPS:
            raise FetchFailedError("too_many_redirects")
        visit = (target.url, self.cookie_header(target.host) or "")
        if visit in self._seen:
            raise FetchFailedError("redirect_loop")
        self._seen.add(visit)
        self.hops.append(target.url)

    def cookie_header(self, host: str) -> str | None:
        """The cookies that this host set, and those that others of its site set for the site (RFC 6265, 5.1.3)."""
        jars = [jar for domain, jar in self.cookies.items() if _domain_matches(host, domain)]
        cookies = {name: value for jar in jars for name, value in jar.items()}
        return "; ".join(f"{name}={value}" for name, value in cookies.items()) or None

    def keep(self, host: str, headers: httpx.Headers) -> None:
        """Take the cookies of an answer, as far as they fit."""
        for line in headers.get_list("set-cookie"):
            name, equals, value = line.partition(";")[0].strip().partition("=")
            domain = _cookie_domain(host, line)
            if domain is None:
                continue
            jar = self.cookies.setdefault(domain, {})
            size = sum(len(key) + len(held) for key, held in jar.items())
            if equals and name and size + len(name) + len(value) <= LONGEST_COOKIES and value.isascii():
                jar[name] = value


def _cookie_domain(host: str, line: str) -> str | None:
    """For whom a cookie is: a host alone, or with a dot before it a domain; None for one that is refused.

    A host may speak for the domain above it as far as the site that it belongs to, and for nobody else's.
    """
    found = _COOKIE_DOMAIN.search(line)
    if found is None or not found[1]:
        return host
    domain = found[1].lower()
    if literal(host) is not None or domain == host:
        return host if domain == host else None
    site = site_of_host(host)
    inside = host.endswith(f".{domain}") and (domain == site or domain.endswith(f".{site}"))
    return f".{domain}" if inside else None


def _domain_matches(host: str, domain: str) -> bool:
    if not domain.startswith("."):
        return host == domain
    return host == domain[1:] or host.endswith(domain)


class FetchMetrics(Protocol):
    """Counts what happens at the door; labels are bounded by construction."""

    def asked(self, outcome: str, received: int) -> None:
        """A request was answered or not, and so many bytes came in."""
        ...

    def refused(self, reason: str) -> None:
        """A URL was refused."""
        ...

    def walked(self, hops: int) -> None:
        """A visit came to its end after so many URLs."""
        ...

    def left_alone(self) -> None:
        """A server failed so often that it is not asked for a while."""
        ...

    def archived(self, origin: str) -> None:
        """The archive was asked for a page that is gone."""
        ...


class NoMetrics:
    """Counts nothing."""

    def asked(self, outcome: str, received: int) -> None:
        pass

    def refused(self, reason: str) -> None:
        pass

    def walked(self, hops: int) -> None:
        pass

    def left_alone(self) -> None:
        pass

    def archived(self, origin: str) -> None:
        pass


class Door:
    """Sends GET and POST requests to vetted URLs."""

    def __init__(
        self,
        rules: Rules,
        transport: httpx.AsyncBaseTransport,
        pacing: Pacing,
        watcher: FetchMetrics | None = None,
    ) -> None:
        self.rules = rules
        self.pacing = pacing
        self._transport = transport
        self._watcher = watcher or NoMetrics()

    async def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        limit: int = PAGE_BYTES,
        follow: bool = True,
        budget: Budget | None = None,
        walk: RedirectTrail | None = None,
    ) -> Answer:
        """Ask for a URL and, with `follow`, for where it redirects to; at most `limit` bytes of the body.

        Raises UrlRefusedError where this or a redirect leads where nobody may go, HostCannotExistError for a host that cannot
        exist, and FetchFailedError where no usable answer came.
        """
        budget, walk = budget or Budget(), walk or RedirectTrail()
        started = monotonic()
        target = self.vet(url)
        while True:
            walk.step(target)
            given = dict(headers or {})
            if cookies := walk.cookie_header(target.host):
                given["Cookie"] = cookies
            answer = await self._exchange("GET", target, given, None, limit, budget)
            walk.keep(target.host, answer.headers)
            location = answer.headers.get("location") if answer.status in REDIRECTS else None
            if not follow or location is None:
                self._watcher.walked(len(walk.hops))
                return Answer(
                    target.url,
                    answer.status,
                    answer.headers,
                    answer.body,
                    monotonic() - started,
                    tuple(walk.hops),
                    answer.cut,
                )
            target = self.next_target(target, _as_sent(answer.headers) or location)

    async def post(self, url: str, *, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Post once, following nothing. Raises UrlRefusedError or FetchFailedError."""
        told = {**MESSAGE_HEADERS, **headers}
        return await self._exchange("POST", self.vet(url), told, body, REPLY_BYTES, Budget())

    def refusal(self, url: str) -> str | None:
        """By which rule a URL is refused before anybody is asked; None for one that may be asked."""
        try:
            vet(url, self.rules.allowed, ports=self.rules.ports)
        except UrlRefusedError as refusal:
            return refusal.reason
        return None

    def vet(self, url: str) -> Target:
        """The URL, read and judged. Raises UrlRefusedError."""
        try:
            return vet(url, self.rules.allowed, ports=self.rules.ports)
        except UrlRefusedError as refusal:
            self._watcher.refused(refusal.reason)
            raise

    def next_target(self, here: Target, location: str) -> Target:
        """Where a redirect leads, judged like any other URL. Raises UrlRefusedError."""
        location = location.strip(" ")
        absolute = location.partition(":")[0].isalnum() and "://" in location[:12]
        try:
            if absolute:  # an odd spelling must not be smoothed before it is judged
                self.vet(location.replace(" ", "%20"))
            elif "\\" in location.partition("?")[0] or any(ord(sign) < 32 for sign in location):
                raise UrlRefusedError("odd_redirect")
            joined = can_ada.parse(_joined(here, location)).href
        except UrlRefusedError as refusal:
            raise type(refusal)(f"redirect_{refusal.reason}") from None
        except ValueError:
            raise UrlRefusedError("redirect_not_a_url") from None
        try:
            return self.vet(joined)
        except UrlRefusedError as refusal:
            raise type(refusal)(f"redirect_{refusal.reason}") from None

    async def aclose(self) -> None:
        """Close every connection."""
        await self._transport.aclose()

    async def _exchange(
        self,
        method: str,
        target: Target,
        headers: Mapping[str, str],
        content: bytes | None,
        limit: int,
        budget: Budget,
    ) -> Answer:
        try:
            # A network that the operator vouches for needs no pauses.
            hurried = target.address is not None and is_in(target.address, self.rules.allowed)
            async with self.pacing.turn(target.place, hurried=hurried), budget.spending(ATTEMPT_SECONDS):
                answer = await self._send(method, target, headers, content, limit)
        except FetchFailedError as failure:
            self._watcher.asked(failure.reason, 0)
            down = failure.reason in ("connect_timeout", "connection_refused", "unreachable", "timeout")
            if down and self.pacing.failed(target.place, failure.reason):
                self._watcher.left_alone()
            raise
        except HostCoolingDownError as broken:
            # Nobody listened each time it was tried: that is known, and asking again would not tell more.
            refused = broken.reason == "connection_refused"
            raise FetchFailedError(broken.reason if refused else "server_down") from None
        except UrlRefusedError as refusal:
            self._watcher.refused(refusal.reason)
            raise
        self.pacing.answered(target.place)
        self._watcher.asked(f"{answer.status // 100}xx", len(answer.body))
        return answer

    async def _send(
        self, method: str, target: Target, headers: Mapping[str, str], content: bytes | None, limit: int
    ) -> Answer:
        started = monotonic()
        request = httpx.Request(
            method,
            target.url,
            headers={**HEADERS, "Host": _host_header(target), **headers},
            content=content,
            extensions={
                "target": target.path.encode("ascii"),
                "timeout": {"connect": CONNECT_SECONDS, "pool": CONNECT_SECONDS, "read": None, "write": 3.0},
            },
        )
        response = await self._head(request)
        try:
            body, cut = await _body(response, limit)
        finally:
            await _close(response)
        return Answer(
            target.url, response.status_code, response.headers, body, monotonic() - started, (), cut
        )

    async def _head(self, request: httpx.Request) -> httpx.Response:
        loop = asyncio.get_running_loop()
        try:
            # Names and connections have deadlines of their own; the head's begins when the request is on its way.
            async with asyncio.timeout(ATTEMPT_SECONDS) as deadline:

                async def trace(event: str, _info: Any) -> None:
                    if event == "http11.send_request_headers.started":
                        deadline.reschedule(loop.time() + HEAD_SECONDS)

                request.extensions["trace"] = trace
                return await self._transport.handle_async_request(request)
        except TimeoutError:
            raise FetchFailedError("timeout") from None
        except httpcore.ConnectTimeout:
            raise FetchFailedError("connect_timeout") from None
        except NoSuchNameError:
            raise FetchFailedError("no_such_name") from None
        except NameServiceError:
            raise FetchFailedError("name_service") from None
        except httpcore.ConnectError as error:
            raise FetchFailedError(_why_unconnected(error)) from None
        except httpcore.RemoteProtocolError as error:
            closed = "disconnected" in str(error)
            raise FetchFailedError("closed" if closed else "not_http") from None
        except (httpcore.NetworkError, httpcore.TimeoutException, OSError):
            raise FetchFailedError("reset") from None
        except (httpcore.ProtocolError, httpcore.UnsupportedProtocol, ValueError):
            raise FetchFailedError("not_http") from None


async def _body(response: httpx.Response, limit: int) -> tuple[bytes, str | None]:
    """What of the body arrives in time, and why it is not all, where it is not."""
    try:
        inflater = Inflater(response.headers.get("content-encoding", "").split(","), limit)
    except DecompressionBombError:
        raise UrlRefusedError("packed_twice") from None
    except UnknownCodingError:
        return b"", "coding"
    cut = None
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in response.stream:  # type: ignore[union-attr]
                if not inflater.take(chunk):
                    cut = "limit" if len(inflater.body) >= limit else None
                    break
            else:
                cut = None if inflater.whole else "garbled"
    except DecompressionBombError:
        raise UrlRefusedError("bomb") from None
    except TimeoutError:
        cut = "slow"
    except (httpcore.ProtocolError, httpcore.NetworkError, httpcore.TimeoutException, OSError, ValueError):
        cut = "broken"
    except zlib.error:
        cut = "garbled"
    return bytes(inflater.body), cut


async def _close(response: httpx.Response) -> None:
    with suppress(TimeoutError, httpcore.NetworkError, httpcore.ProtocolError, OSError, RuntimeError):
        async with asyncio.timeout(1):
            await response.stream.aclose()  # type: ignore[union-attr]


def _joined(here: Target, location: str) -> str:
    """A relative reference on top of the URL that it stands in (RFC 3986, 5.2); dots are folded later."""
    path = here.url.partition("?")[0]
    if location.partition(":")[0].isalnum() and ":" in location.partition("/")[0]:
        return location
    if location.startswith("//"):
        return f"{here.scheme}:{location}"
    if location.startswith("/"):
        return "/".join(here.url.split("/", 3)[:3]) + location
    if location.startswith("?"):
        return path + location
    if not location or location.startswith("#"):
        return here.url
    return path.rpartition("/")[0] + "/" + location


def _as_sent(headers: httpx.Headers) -> str | None:
    """The Location header as bytes spell it: UTF-8 where it is, else one character a byte."""
    for name, value in headers.raw:
        if name.lower() == b"location":
            try:
                return value.decode("utf-8")
            except UnicodeDecodeError:
                return value.decode("latin-1")
    return None


def _host_header(target: Target) -> str:
    host = f"[{target.host}]" if ":" in target.host else target.host
    usual = {"http": 80, "https": 443}[target.scheme] == target.port
    return host if usual else f"{host}:{target.port}"


def _why_unconnected(error: BaseException) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return "tls"
        if isinstance(cause, ConnectionRefusedError):
            return "connection_refused"
        if isinstance(cause, ConnectionResetError | BrokenPipeError):
            return "reset"
        if isinstance(cause, OSError) and cause.errno == errno.ECONNREFUSED:
            return "connection_refused"
        cause = cause.__cause__ or cause.__context__
    text = str(error).lower()
    if "refused" in text or "all connection attempts failed" in text:
        return "connection_refused"
    return "unreachable"


@asynccontextmanager
async def open_door(
    rules: Rules,
    *,
    per_place: int,
    ca_file: Path | None = None,
    look_up: LookUp | None = None,
    watcher: FetchMetrics | None = None,
    gap: float | None = None,
) -> AsyncIterator[Door]:
    """A door that is open until left. Raises OSError or ssl.SSLError for a CA file that cannot be used."""
    names = SystemNames() if look_up is None else None
    backend = GuardedBackend(rules, look_up or names)  # type: ignore[arg-type]
    transport = PooledTransport(backend, tls_context(ca_file), per_place + 2)
    pacing = Pacing(per_place) if gap is None else Pacing(per_place, gap)
    door = Door(rules, transport, pacing, watcher)
    try:
        yield door
    finally:
        await door.aclose()
        if names is not None:
            names.close()
