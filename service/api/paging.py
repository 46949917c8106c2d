"""Lists that come in pages: where one goes on, and what leads on to the next."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, Protocol, TypeVar
from urllib.parse import urlencode

from starlette.requests import Request

from service.api.cursors import BadCursorError, Cursors
from service.api.problems import NOT_FOUND, Problem

T = TypeVar("T")
Place = tuple[datetime, str]

# Reports change when an article is judged again: keep them, but ask first.
REVALIDATE = "private, no-cache"


class Paged(Protocol):
    """A query that says how many entries it wants, and where they begin."""

    limit: int
    cursor: str | None


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Entries of a list; `next` is the cursor of those after them, None at the end."""

    rows: Sequence[T]
    next: str | None
    headers: dict[str, str] = field(default_factory=dict)


class Listing:
    """One request for a page of the list that `name` and `filters` choose.

    Making one raises Problem (404) for a cursor of another list. `after` is the place that the page follows.
    """

    def __init__(
        self,
        request: Request,
        cursors: Cursors,
        query: Paged,
        name: bytes,
        filters: Mapping[str, str] | None = None,
    ) -> None:
        self._path = request.url.path
        self._cursors = cursors
        self._limit = query.limit
        self._filters = filters or {}
        self._sealed = name + urlencode(self._filters).encode()
        try:
            self.after = cursors.read(query.cursor, self._sealed) if query.cursor else None
        except BadCursorError:
            raise Problem(
                NOT_FOUND,
                "There is no such page.",
                errors=[{"parameter": "cursor", "message": "is not ours, or belongs to another list"}],
            ) from None

    @property
    def wanted(self) -> int:
        """How many entries to look for: one more than are shown says whether the list goes on."""
        return self._limit + 1

    def page(self, found: Sequence[T], place: Callable[[T], Place]) -> Page[T]:
        """The page of up to `wanted` entries that were found; `place` is where an entry stands in the list."""
        rows = found[: self._limit]
        headers = {"Cache-Control": REVALIDATE}
        if len(found) <= self._limit:
            return Page(rows, None, headers)
        cursor = self._cursors.make(place(rows[-1]), self._sealed)
        following = urlencode({**self._filters, "limit": self._limit, "cursor": cursor})
        headers["Link"] = f'<{self._path}?{following}>; rel="next"'
        return Page(rows, cursor, headers)
