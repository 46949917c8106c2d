"""Asks the outside from a process that has no event loop of its own."""

import asyncio
import threading
from collections.abc import Coroutine, Sequence
from contextlib import AsyncExitStack
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from scoring import Evidence, Lookup
from service.settings import Settings

if TYPE_CHECKING:
    from service.resolve.outside import Outside

T = TypeVar("T")

# What the citations of one article get together; nobody waits at a command line for the last of a thousand.
ARTICLE_SECONDS = 30.0


class Asking:
    """The outside, opened by the first question and open until closed. It travels to another process closed.

    It has an event loop in a thread of its own: callers may be inside another loop.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._outside: Outside | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        return Asking, (self._settings,)

    def evidence(self, lookups: Sequence[Lookup], as_of: datetime) -> Evidence:
        """What can be learnt of these look-ups."""
        outside = self._open() if self._outside is None else self._outside
        return self._done(outside.resolver.resolve(lookups, as_of, ARTICLE_SECONDS))

    def _open(self) -> "Outside":
        from service.resolve.outside import open_outside  # most articles ask for nothing

        self._stack = AsyncExitStack()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="assay-outside", daemon=True)
        self._thread.start()
        try:
            self._outside = self._done(self._stack.enter_async_context(open_outside(self._settings)))
        except BaseException:
            self._let_go()
            raise
        return self._outside

    def close(self) -> None:
        """Let go of connections, look-ups that are under way and the thread."""
        if self._outside is not None:
            self._outside = None
            self._let_go()

    def _let_go(self) -> None:
        self._done(self._stack.aclose())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _done(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()
