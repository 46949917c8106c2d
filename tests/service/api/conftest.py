"""A service in this process, on a database of its own, and a client that talks to it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from service.api.services import Services
from service.app import create_app
from service.keys import issue
from service.resolve.caching import CachingResolver
from service.resolve.outside import Outside
from service.settings import Settings

TEXT = (
    """The water board of Norrvik has put off the repair of the old lock by a year.[3] Its members voted on Monday evening, eight to four, after the costs had risen for the third time.

"We would rather wait than pay for two cranes," said Ilse Tamm, who chairs the board. The work was to begin in April and to close the canal for six weeks.

Boat owners had asked for a date after the summer. Their union, which speaks for about ninety crews, called the decision a relief in a letter to the board, and asked that the wooden gates be examined before winter all the same.

The board will hear an engineer in October. It has set aside 400,000 kroner for the gates, and says the rest of the money stays in the account until the next budget is drawn up in spring."""
    + "\n\nNothing else was decided that evening."
)


class Client(httpx.AsyncClient):
    """An HTTP client that also knows what is behind the service."""

    services: Services


Story = Callable[[Client], Awaitable[Any]]


@pytest.fixture
def article() -> dict[str, Any]:
    """A submission with one fault in it: a marker that calls no reference."""
    return {"text": TEXT, "language": "en", "title": "Lock repair put off", "published_at": "2026-10-05"}


class Letterbox:
    """Takes webhooks; answers with the statuses or errors that it was given, then with 204."""

    def __init__(self, *answers: int | Exception) -> None:
        self.answers = list(answers)
        self.taken: list[tuple[str, bytes, Mapping[str, str]]] = []

    def refusal(self, url: str) -> str | None:
        return None

    async def post(self, url: str, *, body: bytes, headers: Mapping[str, str]) -> Any:
        self.taken.append((url, body, headers))
        answer = self.answers.pop(0) if self.answers else 204
        if isinstance(answer, Exception):
            raise answer
        return SimpleNamespace(status=answer)


@pytest.fixture
def letterbox() -> type[Letterbox]:
    """Makes a letterbox from the answers that it gives."""
    return Letterbox


@pytest.fixture
def outside() -> Callable[..., Any]:
    """What an app opens to the outside: a resolver, or an asker behind the usual cache, and a letterbox."""

    def opening(resolver: Any, poster: Any = None) -> Any:
        @asynccontextmanager
        async def opened(settings: Settings, kept: Any, watcher: Any, log: Any) -> AsyncIterator[Outside]:
            cached = CachingResolver(resolver, kept, log=log) if hasattr(resolver, "find") else resolver
            yield Outside(cached, poster or Letterbox())
            if cached is not resolver:
                await cached.close()

        return opened

    return opening


@pytest.fixture
def in_service(sqlite_url: str) -> Callable[..., Any]:
    """Run a story, an async function of a client, against a service; keywords are settings.

    `parts` stand in for parts of the app; without any, the service is offline.
    """
    return _runner(sqlite_url)


@pytest.fixture
def in_either_service(database_url: str) -> Callable[..., Any]:
    """The same, on each database in turn."""
    return _runner(database_url)


def _runner(url: str) -> Callable[..., Any]:
    def run(story: Story, *, parts: dict[str, Any] | None = None, **given: Any) -> Any:
        defaults = {"database_url": url, "log_level": "error", "offline": not parts}
        settings = Settings(_env_file=None, **{**defaults, **given})

        async def told() -> Any:
            app = create_app(settings, **(parts or {}))
            async with app.router.lifespan_context(app):
                transport = httpx.ASGITransport(app, raise_app_exceptions=False)
                async with Client(transport=transport, base_url="http://127.0.0.1:8000") as client:
                    client.services = app.state.services
                    return await story(client)

        return asyncio.run(told())

    return run


@pytest.fixture
def add_key() -> Callable[..., Awaitable[dict[str, str]]]:
    """Make a key with some scopes, for some sites or all; gives the header that shows it."""

    async def add(client: Client, *scopes: str, sites: Iterable[str] = ()) -> dict[str, str]:
        record, token = issue("a test", scopes, sites)
        await client.services.store.add_key(record)
        return {"Authorization": f"Bearer {token}"}

    return add


@pytest.fixture
def revoke() -> Callable[..., Awaitable[None]]:
    """Revoke the key in a header."""

    async def take(client: Client, header: dict[str, str]) -> None:
        assert await client.services.store.revoke_key(
            header["Authorization"].split("_")[1], datetime.now(UTC)
        )

    return take


def check_problem(answer: httpx.Response, status: int, slug: str) -> dict[str, Any]:
    """The problem in an answer, which is one in every respect."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = answer.json()
    assert problem["type"] == f"/problems/{slug}"
    assert problem["status"] == status
    assert problem["title"]
    assert problem["request_id"] == answer.headers["x-request-id"]
    return problem


@pytest.fixture
def problem() -> Callable[[httpx.Response, int, str], dict[str, Any]]:
    """Checks that an answer is a certain problem, and gives it."""
    return check_problem
