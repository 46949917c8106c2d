"""The service's log: one line an event, as text or as JSON, never with an article or a key in it."""

import sys
from typing import Any, TextIO

import orjson
import structlog

from service.settings import Settings

LEVELS = {"debug": 10, "info": 20, "warning": 30, "error": 40}


def open_log(settings: Settings, stream: TextIO | None = None) -> Any:
    """A logger that writes to `stream`, standard error by default; nothing global is touched."""
    as_json = settings.log_format == "json"
    renderer: Any
    if as_json:
        renderer = structlog.processors.JSONRenderer(serializer=_dumps)
    else:
        renderer = structlog.processors.LogfmtRenderer(
            key_order=["timestamp", "level", "event"], bool_as_flag=False
        )
    return structlog.wrap_logger(
        structlog.WriteLogger(stream or sys.stderr),
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(LEVELS[settings.log_level]),
        cache_logger_on_first_use=True,
    ).bind()


def _dumps(event: dict[str, Any], **_: Any) -> str:
    return orjson.dumps(event, default=repr).decode()
