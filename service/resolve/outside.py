"""The way out, as long as the service runs: who answers look-ups, and who takes messages there."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Protocol

from service.resolve import OfflineResolver, Resolver
from service.resolve.caching import Kept
from service.resolve.door import Answer
from service.settings import Settings


class Poster(Protocol):
    """The door to the outside, as far as messages need it."""

    async def post(self, url: str, *, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Post once. Raises Refused or Unreached."""
        ...


@dataclass(frozen=True, slots=True)
class Outside:
    """What an app needs of the outside."""

    resolver: Resolver
    poster: Poster


@asynccontextmanager
async def open_outside(settings: Settings, kept: Kept) -> AsyncIterator[Outside]:
    """The outside under these settings; `kept` holds the verdicts that outlive the process."""
    yield Outside(OfflineResolver(), None)
