"""The HTTP/1.1 protocol of `assay serve`: uvicorn's, with bounds on heads, bodies, readers and connections."""

import asyncio
from time import monotonic
from typing import Any, cast

import orjson
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from scoring import AssayError
from service.api.middleware import CONNECTION
from service.api.problems import HEAD_TOO_LARGE, MALFORMED, OVERLOADED, TIMED_OUT, Kind, Problem
from service.connections import (
    BODY_SECONDS,
    HEAD_BYTES,
    HEAD_SECONDS,
    LEAST_RATE,
    LINGER_SECONDS,
    READER_SECONDS,
    SILENT_SECONDS,
    STREAM_SECONDS,
    Connections,
)

# Where the register is in the lifespan's state.
REGISTER = "connections"

REFUSALS = {"slow_head": TIMED_OUT, "slow_body": TIMED_OUT, "bodies_full": OVERLOADED}


class HeadTooLargeError(AssayError):
    """A request's head, or its trailers, passed HEAD_BYTES."""


class BoundedProtocol(HttpToolsProtocol):
    """One connection. The parser tells what is being read; `Connections` asks twice a second how long that takes.

    uvicorn itself bounds the idle time between two requests and nothing else. A head and what follows a last
    chunk are counted as they are parsed, and as they are fed: the parser joins an unfinished line again and again.
    """

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the connection, or refuse it where every other one is at work."""
        super().connection_made(cast(asyncio.Transport, transport))
        self._register: Connections = self.app_state[REGISTER]
        self._in_body = False  # what the parser reads now: a head, or a body with its trailers
        self._parsed = 0  # bytes of this head, or of these trailers
        self._fed = 0  # bytes that the parser took since anything came of them
        self._moved = False  # whether anything came of the bytes that are being fed
        self._waits_since: float | None = (
            monotonic()
        )  # since when a head, or the rest of a refused body, is due
        self._body_bytes = 0
        self._body_seconds = self._silent_seconds = 0.0
        self._swept = monotonic()
        self._unsent: tuple[int, float] | None = None  # what the peer has not read, and since when
        self._ends_at: float | None = None  # when a connection that is given up is cut
        if not self._register.opened(self):
            self.transport.write(_problem(OVERLOADED, "All connections are in use.", {"Retry-After": "1"}))
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._register.closed(self)
        super().connection_lost(exc)
        # The scope of a request leads back here: without this, only the collector frees a connection.
        self.cycle = self.scope = None  # type: ignore[assignment]

    def eof_received(self) -> bool:  # type: ignore[override]
        """Answer what was asked before a peer closed its side; without a whole request there is nothing to answer."""
        cycle = self.cycle
        if cycle is None or cycle.response_complete or cycle.more_body or self._ends_at is not None:
            return False
        cycle.keep_alive = False
        return True

    def data_received(self, data: bytes) -> None:
        """Parse what came."""
        if self._ends_at is not None:
            return
        if self._waits_since is None and not self._at_work:
            self._waits_since = monotonic()
        self._moved = False
        super().data_received(data)
        self._fed = 0 if self._moved else self._fed + len(data)
        if self._fed > HEAD_BYTES and self._ends_at is None and not self.transport.is_closing():
            self._too_large()

    def on_url(self, url: bytes) -> None:
        """Count a part of the request line."""
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Count a header; a trailer is counted and dropped."""
        self._count(len(name) + len(value) + 4)
        if not self._in_body:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """A request begins."""
        self._in_body = self._moved = True
        self._parsed = self._body_bytes = 0
        self._body_seconds = self._silent_seconds = 0.0
        self._waits_since = None
        self._register.works(self)
        self.scope[CONNECTION] = self  # type: ignore[literal-required]
        super().on_headers_complete()

    def on_chunk_header(self) -> None:
        """A chunk begins."""
        self._moved = True

    def on_body(self, body: bytes) -> None:
        """A part of a body came."""
        self._moved = True
        self._body_bytes += len(body)
        self._silent_seconds = 0.0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """A request came to its end."""
        self._in_body = False
        self._moved = True
        self._parsed = 0
        super().on_message_complete()
        if not self._at_work:
            # It was answered before its end; uvicorn's own clock for the next one stopped at its first byte.
            self._waits_since = monotonic()

    def on_response_complete(self) -> None:
        """An answer was sent: the next request, or the rest of a body that nobody reads, is due."""
        super().on_response_complete()
        if not self._at_work:
            self._waits_since = monotonic() if self._in_body or self._parsed or self._fed else None
            self._register.waits(self)

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP, or too much of it."""
        if self._ends_at is None:
            if self._parsed > HEAD_BYTES:
                self._too_large()
            else:
                self._register.count("malformed")
                self._refuse(MALFORMED, "This is not a valid HTTP/1.1 request.")

    def overdue(self, now: float) -> str | None:
        """Why the connection has to go: what is due on it, a head, a body, a reader, takes too long."""
        since_sweep, self._swept = now - self._swept, now
        if self._ends_at is not None:
            if now >= self._ends_at:
                self.cut()
            return None
        if self.transport.is_closing() or self.flow.write_paused:
            left = self.transport.get_write_buffer_size()
            if self._unsent is None or self._unsent[0] != left:
                self._unsent = (left, now)
            return "slow_reader" if now - self._unsent[1] > READER_SECONDS else None
        self._unsent = None
        if not self._at_work:
            late = self._waits_since is not None and now - self._waits_since > HEAD_SECONDS
            return "slow_head" if late else None
        if not self.cycle.more_body or self.flow.read_paused:
            return None
        self._body_seconds += since_sweep
        self._silent_seconds += since_sweep
        if self.cycle.response_started:
            late = self._silent_seconds > STREAM_SECONDS
        else:
            slow = self._body_seconds > BODY_SECONDS and self._body_bytes < self._body_seconds * LEAST_RATE
            late = slow or self._silent_seconds > SILENT_SECONDS
        return "slow_body" if late else None

    def drop(self, reason: str) -> None:
        """Refuse what is under way; a peer that sent nothing, or reads nothing, is not told."""
        self._register.count(reason)
        kind = REFUSALS.get(reason)
        begun = self._at_work or self._parsed or self._fed
        if kind is None or not begun:
            self.cut()
        else:
            self._refuse(kind, None, {"Retry-After": "1"} if kind is OVERLOADED else {})

    def cut(self) -> None:
        """Close without a word."""
        self._give_up()
        self.transport.abort()

    @property
    def _at_work(self) -> bool:
        """Whether a request is being received or answered."""
        return self.cycle is not None and (not self.cycle.response_complete or bool(self.pipeline))

    def _count(self, size: int) -> None:
        self._parsed += size
        if self._parsed > HEAD_BYTES:
            raise HeadTooLargeError

    def _too_large(self) -> None:
        self._register.count("long_head")
        self._refuse(HEAD_TOO_LARGE, f"The limit is {HEAD_BYTES} bytes.")

    def _refuse(self, kind: Kind, detail: str | None = None, headers: dict[str, str] | None = None) -> None:
        """Answer with a problem unless an answer is under way, and close; nothing more is read."""
        under_way = (
            self.cycle is not None and self.cycle.response_started and not self.cycle.response_complete
        )
        self._give_up()
        if under_way or self.transport.is_closing():
            self.transport.close()
            return
        self._ends_at = monotonic() + LINGER_SECONDS
        self.transport.write(_problem(kind, detail, headers or {}))
        self.flow.pause_reading()
        if self.transport.can_write_eof():
            self.transport.write_eof()

    def _give_up(self) -> None:
        """Tell the app that the peer is gone."""
        self._unset_keepalive_if_required()
        self.pipeline.clear()
        if self._at_work:
            self.cycle.disconnected = True
            self.cycle.waiting_for_100_continue = False
            self.cycle.message_event.set()
        self.flow.resume_writing()


def _problem(kind: Kind, detail: str | None, headers: dict[str, str]) -> bytes:
    body = orjson.dumps(Problem(kind, detail).body())
    fields: dict[str, Any] = {
        "content-type": "application/problem+json",
        "content-length": len(body),
        "x-content-type-options": "nosniff",
        "connection": "close",
        **headers,
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return STATUS_LINE[kind.status] + lines.encode() + b"\r\n" + body
