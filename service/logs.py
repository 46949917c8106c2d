"""The service's log: one line an event, as text or as JSON, never with an article or a key in it."""

import asyncio
import re
import sys
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager, suppress
from typing import Any, Protocol, TextIO

import orjson
import structlog

from service.settings import Settings

PLAIN = re.compile(r"[!#-<>-\[\]-~]+")
LEVELS = {"debug": 10, "info": 20, "warning": 30, "error": 40}
# Lines that can wait are written together this often, in seconds: a write each costs more than the line.
TOGETHER = 0.05


class Log(Protocol):
    """Where events are written, each under a name, with fields that are safe to be read."""

    def debug(self, event: str, /, **fields: Any) -> None:
        """For whoever looks for a fault."""
        ...

    def info(self, event: str, /, **fields: Any) -> None:
        """An everyday event."""
        ...

    def warning(self, event: str, /, **fields: Any) -> None:
        """Something that an operator should know of."""
        ...

    def error(self, event: str, /, **fields: Any) -> None:
        """A fault."""
        ...

    def exception(self, event: str, /, **fields: Any) -> None:
        """A fault with the trace of the exception that is being handled."""
        ...


@contextmanager
def open_log(settings: Settings, stream: TextIO | None = None) -> Iterator[Log]:
    """A logger that writes to `stream`, standard error by default; nothing global is touched."""
    lines = _Lines(stream or sys.stderr)
    log = structlog.wrap_logger(
        lines,
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _as_json if settings.log_format == "json" else _as_text,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(LEVELS[settings.log_level]),
    )
    try:
        yield log.bind()
    finally:
        lines.flush()


class NoLog:
    """Writes nothing: for those who have no log of their own, such as a command that says what went wrong."""

    def debug(self, event: str, /, **fields: Any) -> None:
        """Nothing."""

    info = warning = error = exception = debug


class _Lines:
    """Writes lines; those of everyday events wait a moment for others."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._held: list[str] = []

    def info(self, line: str) -> None:
        self._held.append(line)
        if len(self._held) > 1:
            return
        try:
            asyncio.get_running_loop().call_later(TOGETHER, self.flush)
        except RuntimeError:
            self.flush()

    debug = info

    def error(self, line: str) -> None:
        self._held.append(line)
        self.flush()

    warning = critical = exception = error

    def flush(self) -> None:
        held, self._held = self._held, []
        # A log whose disk is full must not fail the request that it tells of.
        with suppress(OSError):
            if held:
                self._stream.write("\n".join(held) + "\n")
                self._stream.flush()


def _as_json(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> str:
    return orjson.dumps(event, default=repr).decode()


def _as_text(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> str:
    head = f"{event.pop('timestamp')} {event.pop('level')} {event.pop('event')}"
    return head + "".join(f" {name}={_value(value)}" for name, value in event.items())


def _value(value: Any) -> str:
    # What came from outside must not end the line, nor pass for another field.
    text = str(value)
    return text if PLAIN.fullmatch(text) else orjson.dumps(text, default=repr).decode()
