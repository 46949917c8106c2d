"""Answers the look-ups of an article: the only door from here to the outside."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from scoring import Evidence, Lookup


class Resolver(Protocol):
    """Finds out what can be found out. Never raises: what it cannot learn stays unknown."""

    def known(self, lookups: Sequence[Lookup], as_of: datetime) -> Evidence | None:
        """The evidence where nobody has to be asked for it, else None. Does not wait; called from any thread."""
        ...

    async def resolve(
        self, lookups: Sequence[Lookup], as_of: datetime, seconds: float, *, again: bool = False
    ) -> Evidence:
        """The evidence for `lookups` that there is within `seconds`; `as_of` is when the article was received.

        With `again`, what is known already is asked once more.
        """
        ...


class OfflineResolver:
    """Asks nobody: every look-up stays open, which lowers confidence and never the score."""

    def known(self, lookups: Sequence[Lookup], as_of: datetime) -> Evidence:
        """Evidence that holds nothing but its time."""
        return Evidence(as_of=as_of, online=False)

    async def resolve(
        self, lookups: Sequence[Lookup], as_of: datetime, seconds: float, *, again: bool = False
    ) -> Evidence:
        """The same."""
        return self.known(lookups, as_of)
