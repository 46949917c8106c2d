"""Asks the outside from a process that has no event loop of its own."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import datetime

from scoring import Evidence, Lookup
from service.resolve.outside import open_outside
from service.settings import Settings

# What the citations of one article get together; nobody waits at a command line for the last of a thousand.
ARTICLE_SECONDS = 30.0


class Asking:
    """The outside, open for as long as the process lives."""

    def __init__(self, settings: Settings) -> None:
        self._loop = asyncio.new_event_loop()
        opening = AsyncExitStack().enter_async_context(open_outside(settings))
        self._outside = self._loop.run_until_complete(opening)

    def evidence(self, lookups: Sequence[Lookup], as_of: datetime) -> Evidence:
        """What can be learnt of these look-ups."""
        return self._loop.run_until_complete(self._outside.resolver.resolve(lookups, as_of, ARTICLE_SECONDS))
