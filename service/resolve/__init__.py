"""Answers the look-ups of an article: the only door from here to the outside."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from scoring import Evidence, Lookup


class Resolver(Protocol):
    """Finds out what can be found out. Never raises: what it cannot learn stays unknown."""

    async def resolve(self, lookups: Sequence[Lookup], as_of: datetime) -> Evidence:
        """The evidence for `lookups`; `as_of` is when the article was received."""
        ...


class OfflineResolver:
    """Asks nobody: every look-up stays open, which lowers confidence and never the score."""

    async def resolve(self, lookups: Sequence[Lookup], as_of: datetime) -> Evidence:
        """Evidence that holds nothing but its time."""
        return Evidence(as_of=as_of, online=False)
