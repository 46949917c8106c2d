"""Conditional requests: whether the caller already has what it asks for."""

import hashlib


def strong(content: bytes) -> str:
    """A validator for content that has no id of its own."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def matches(header: str | None, tag: str) -> bool:
    """Whether an If-None-Match header names the validator; weak ones count (RFC 9110, 13.1.2)."""
    if header is None:
        return False
    given = [part.strip().removeprefix("W/") for part in header.split(",")]
    return tag in given or given == ["*"]
