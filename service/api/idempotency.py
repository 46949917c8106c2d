"""Makes retries safe: the first answer to an Idempotency-Key is the answer to all of them."""

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from service.api.access import Caller
from service.api.problems import KEY_REUSED, STILL_RUNNING, Problem, wrong_parameter
from service.api.services import services_of
from service.storage import ClaimedKey, Store, StoreBusyError, StoredResponse

HEADER = "Idempotency-Key"
DESCRIPTION = {
    "name": HEADER,
    "in": "header",
    "description": "Makes the request safe to repeat: the first answer to a key is the answer to every request with it, marked `Idempotency-Replayed`, for a day unless the installation says otherwise. 409 while the first request is being answered: try again after `Retry-After`. 422 with another body. Visible ASCII, such as a UUID.",
    "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
}
USABLE = re.compile(r"[\x21-\x7e]{1,255}")
# How often a request says that it is still being answered; its claim lasts nearly three times as long.
BEAT_SECONDS = 0.7


class KeptAnswer(Response):
    """An answer of which something else is kept than is sent: `kept` in place of its body."""

    def __init__(self, content: bytes, *arguments: Any, kept: bytes | None, **options: Any) -> None:
        super().__init__(content, *arguments, **options)
        self.kept = kept


async def idempotent(
    request: Request, caller: Caller, body: bytes, work: Callable[[], Awaitable[tuple[Response, str | None]]]
) -> Response:
    """Answer with `work`, which returns an answer and the article it speaks of, if any, once for each key.

    The key belongs to the caller and the path. An answer below 500 is kept; after anything else the key is
    free again, and seconds after the process died that was answering. Raises Problem: 409 while the first request
    is being answered, 422 for another body.
    """
    given = request.headers.get(HEADER)
    if given is None:
        response, _ = await work()
        return response
    key = given[1:-1] if len(given) > 2 and given[0] == given[-1] == '"' else given
    if not USABLE.fullmatch(key):
        raise wrong_parameter(HEADER, "must be 1 to 255 visible ASCII characters")
    services = services_of(request)
    scope = f"{caller.name} {request.url.path}"
    now = datetime.now(UTC)
    expires = now + timedelta(hours=services.settings.idempotency_hours)
    claim = await services.store.claim(scope, key, hashlib.sha256(body).hexdigest(), now, expires)
    if claim.reply is not None:
        headers = {**claim.reply.headers, "Idempotency-Replayed": "true"}
        return Response(claim.reply.body, claim.reply.status, headers=headers)
    if claim.different:
        raise Problem(
            KEY_REUSED,
            "Use a new key for another request.",
            errors=[{"parameter": HEADER, "message": "was used with another body"}],
        )
    if claim.held is None:
        raise Problem(STILL_RUNNING, headers={"Retry-After": "1"})
    try:
        async with _held(services.store, claim.held):
            response, article_id = await work()
    except BaseException:
        # Where the database does not even take this, the claim lapses by itself.
        with suppress(StoreBusyError):
            await services.store.release(claim.held)
        raise
    kept = {name: value for name, value in response.headers.items() if name != "content-length"}
    # The work is done and stored: an answer that cannot be kept is true all the same, and a retry finds the article.
    with suppress(StoreBusyError):
        instead = response.kept if isinstance(response, KeptAnswer) else None
        reply = StoredResponse(response.status_code, kept, instead or bytes(response.body))
        await services.store.settle(claim.held, reply, article_id)
    return response


@asynccontextmanager
async def _held(store: Store, key: ClaimedKey) -> AsyncIterator[None]:
    """Keep a claim from lapsing while this is open."""
    beating = asyncio.create_task(_prolong(store, key))
    try:
        yield
    finally:
        beating.cancel()
        await asyncio.gather(beating, return_exceptions=True)


async def _prolong(store: Store, key: ClaimedKey) -> None:
    prolonged = True
    while prolonged:
        await asyncio.sleep(BEAT_SECONDS)
        with suppress(StoreBusyError):
            prolonged = await store.prolong(key, datetime.now(UTC))
