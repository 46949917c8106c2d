"""What every request passes on its way in and out: an id, a log line, its counters, a bounded body."""

import asyncio
import re
import zlib
from collections.abc import Callable
from time import perf_counter

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bind_contextvars, clear_contextvars
from uuid_utils import uuid7

from service.api.access import PACE_HEADERS, REQUEST_ID
from service.api.problems import CODING_UNKNOWN, INTERNAL, MALFORMED, OVERLOADED, TOO_LARGE, Problem
from service.api.services import Services
from service.unpacking import GZIP, MOST_RATIO, Unpacker

SAFE_ID = re.compile(r"[A-Za-z0-9._~:+/=@-]{1,128}")

# A body that unpacks out of proportion, once past the first megabyte, is a bomb.
RATIO_FREE = 1_000_000
# How much is unpacked in one go.
PIECE = 262_144
# A gzip body may be so many files in a row; more of them must hold this much each, as those of block compressors do.
MOST_MEMBERS = 64
MEMBER_BYTES = 1_000

# Bodies that are held at the same time may take this many times the limit of one, not counting the first so many
# bytes of each: an everyday article never has to wait for large ones.
HELD_BODIES = 16
HELD_FREE = 65_536
# Where the server names the connection of a request.
CONNECTION = "assay.connection"


class Edge:
    """The outermost layer: names the request, answers what nobody caught, counts and logs. Serves HEAD as GET."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        services: Services = scope["app"].state.services
        begun = perf_counter()
        request_id = scope[REQUEST_ID] = _request_id(scope)
        method = scope["method"]
        if method == "HEAD":
            scope["method"] = "GET"
        status = 0

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = message["headers"] = list(message.get("headers", ()))
                headers.append((b"x-request-id", request_id.encode()))
                headers.append((b"x-content-type-options", b"nosniff"))
                headers += scope.get(PACE_HEADERS, ())
            elif method == "HEAD":
                message = {**message, "body": b""}
            await send(message)

        bind_contextvars(request_id=request_id)
        try:
            await self.app(scope, receive, answer)
        except ClientDisconnect:
            status = status or 499
        except Exception:
            services.log.exception("request_failed", method=method, path=scope["path"])
            if status:
                raise  # the answer is under way; only closing the connection can tell the caller
            await Problem(INTERNAL).response(request_id)(scope, receive, answer)
        finally:
            seconds = perf_counter() - begun
            route = getattr(scope.get("route"), "path", None) or "unmatched"
            services.metrics.answered(route, method if method in METHODS else "other", status or 500, seconds)
            client = scope.get("client")
            services.log.info(
                "request",
                method=method,
                path=scope["path"],
                status=status,
                ms=round(seconds * 1000, 1),
                client=client[0] if client else None,
            )
            clear_contextvars()


METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def _request_id(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"x-request-id" and SAFE_ID.fullmatch(given := value.decode("latin-1")):
            return str(given)
    return str(uuid7())


class BoundedBody:
    """Refuses bodies over the limit, however they are sent, and unpacks gzip within bounds.

    Bodies sent to the paths in `streamed` are streams: each line of them is bounded where it is read, not their sum.
    """

    def __init__(self, app: ASGIApp, limit: int, streamed: frozenset[str] = frozenset()) -> None:
        self.streamed = streamed
        self.app = app
        self.limit = limit
        self._held = _Held(HELD_BODIES * limit)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http" or scope["method"] == "GET":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        limit = None if scope["path"] in self.streamed else self.limit
        try:
            length = headers.get("content-length", "0")
            if limit is not None and length.isdecimal() and int(length) > limit:
                raise too_large(limit)
            codings = [
                part for part in re.split(r"[\s,]+", headers.get("content-encoding", "").lower()) if part
            ]
            unpacker = _unpacker(codings)
        except Problem as problem:
            await problem.response(scope.get(REQUEST_ID))(scope, receive, send)
            return
        if limit is None:
            await self.app(scope, _Body(receive, None, unpacker, None), send)
            return
        share = _Share(self._held, getattr(scope.get(CONNECTION), "drop", None))
        try:
            await self.app(scope, _Body(receive, limit, unpacker, share), send)
        finally:
            share.release()


def too_large(limit: int) -> Problem:
    """A body, or a line of one, is over the limit."""
    return Problem(TOO_LARGE, f"The limit is {limit} bytes.")


def _unpacker(codings: list[str]) -> "_Gunzip | None":
    wanted = [coding for coding in codings if coding != "identity"]
    if not wanted:
        return None
    if wanted in (["gzip"], ["x-gzip"]):
        return _Gunzip()
    raise Problem(CODING_UNKNOWN, "Send the body plain or as gzip.", headers={"Accept-Encoding": "gzip"})


class _Held:
    """What the bodies of all requests take of this process's memory until they are answered."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.bytes = 0
        # Bodies that still come in and whose connection can be dropped; the one that is silent longest is first.
        self.unfinished: dict[_Share, None] = {}

    def make_room(self, besides: "_Share") -> None:
        """Drop unfinished bodies, the one that is silent longest first. Raises Problem where that is not enough."""
        while self.bytes > self.most:
            silent = next((share for share in self.unfinished if share is not besides), None)
            if silent is None:
                raise Problem(
                    OVERLOADED, "Too many large requests are under way.", headers={"Retry-After": "1"}
                )
            silent.drop()


class _Share:
    """What one request's body takes."""

    def __init__(self, held: _Held, drop: Callable[[str], None] | None) -> None:
        self._held = held
        self._drop = drop
        self._taken = 0

    def take(self, taken: int, *, ended: bool) -> None:
        """The body has so many bytes by now. Raises Problem where there is no room for them."""
        more = max(0, taken - HELD_FREE) - self._taken
        self._taken += more
        self._held.bytes += more
        self._held.unfinished.pop(self, None)
        if not ended and self._drop is not None:
            self._held.unfinished[self] = None
        if more:
            self._held.make_room(self)

    def drop(self) -> None:
        """Give up the body."""
        self.release()
        if self._drop is not None:
            self._drop("bodies_full")

    def release(self) -> None:
        """The body is not held any more."""
        self._held.unfinished.pop(self, None)
        self._held.bytes -= self._taken
        self._taken = 0


class _Body:
    """A `receive` that counts what goes through, packed and unpacked."""

    def __init__(
        self, receive: Receive, limit: int | None, unpacker: "_Gunzip | None", share: _Share | None
    ) -> None:
        self._receive = receive
        self._limit = limit
        self._share = share
        self._unpacker = unpacker
        self._taken = 0
        self._ended = False
        self._finished = False

    async def __call__(self) -> Message:
        """The next part of the body. Raises Problem once it is too large or cannot be unpacked."""
        if self._unpacker is None:
            return self._counted(await self._receive())
        return await self._unpacked(self._unpacker)

    async def _unpacked(self, unpacker: "_Gunzip") -> Message:
        while True:
            while unpacker.pending:
                if piece := unpacker.piece():
                    return self._counted({"type": "http.request", "body": piece, "more_body": True})
                # A file without content gives nothing to wait for: others get their turn.
                await asyncio.sleep(0)
            if self._ended:
                break
            message = await self._receive()
            if message["type"] != "http.request":
                return message
            self._ended = not message.get("more_body", False)
            unpacker.feed(message.get("body", b""))
        # After the end, what is asked for is the connection itself.
        if self._finished:
            return await self._receive()
        unpacker.finish()
        self._finished = True
        return self._counted({"type": "http.request", "body": b"", "more_body": False})

    def _counted(self, message: Message) -> Message:
        self._taken += len(message.get("body", b""))
        if self._limit is not None and self._taken > self._limit:
            raise too_large(self._limit)
        if self._share is not None and message["type"] == "http.request":
            self._share.take(self._taken, ended=not message.get("more_body", False))
        return message


class _Gunzip:
    """The gzip of a request's body, or several that follow one another, within bounds."""

    def __init__(self) -> None:
        self._stream = Unpacker(GZIP)

    @property
    def pending(self) -> bool:
        """Whether `piece` may have something to give."""
        return self._stream.pending

    def feed(self, packed: bytes) -> None:
        """Take the next bytes as they came."""
        self._stream.feed(packed)

    def piece(self) -> bytes:
        """Unpack at most `PIECE` bytes. Raises Problem for what is no gzip, or a bomb."""
        stream = self._stream
        try:
            plain = stream.piece(PIECE)
        except zlib.error:
            raise Problem(MALFORMED, "The body is not valid gzip.") from None
        if stream.streams > MOST_MEMBERS and stream.given < stream.streams * MEMBER_BYTES:
            raise Problem(TOO_LARGE, "The body is too many small gzip files.")
        if stream.given > RATIO_FREE and stream.given > MOST_RATIO * stream.fed:
            raise Problem(TOO_LARGE, f"The body unpacks to more than {MOST_RATIO} times its size.")
        return plain

    def finish(self) -> None:
        """Say that no more comes. Raises Problem where the stream was cut short."""
        if not self._stream.whole:
            raise Problem(MALFORMED, "The gzip body ends too early.")
