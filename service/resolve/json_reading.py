"""Reads JSON that somebody else wrote: whatever it holds, each reader gives its own type."""

from typing import Any

from service.resolve.names import cleaned


def rows(value: object) -> list[dict[str, Any]]:
    """The objects of a list, as many as anybody reads; nothing for anything else."""
    return [row for row in value[:1000] if isinstance(row, dict)] if isinstance(value, list) else []


def inner(value: dict[str, Any], *names: str) -> dict[str, Any]:
    """The object under these names; empty where there is none."""
    for name in names:
        found = value.get(name)
        value = found if isinstance(found, dict) else {}
    return value


def text(value: object) -> str:
    """A text, cleaned; empty for anything else."""
    return cleaned(value) if isinstance(value, str) else ""


def number(value: object) -> int:
    """A whole number; 0 for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
