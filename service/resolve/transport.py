"""An httpx transport with one small pool of connections for each origin, all behind the guarded backend."""

import ssl
from collections import OrderedDict
from collections.abc import AsyncIterator
from pathlib import Path

import httpcore
import httpx

# Origins whose connections are kept; httpcore looks through a whole pool for each request, so pools are small.
MOST_POOLS = 256
IDLE_SECONDS = 5.0


def tls_context(ca_file: Path | None) -> ssl.SSLContext:
    """Certificates are checked against the system's authorities, and those of a PEM file where one is given.

    Raises OSError or ssl.SSLError for a file that cannot be used.
    """
    context = ssl.create_default_context()
    if ca_file is not None:
        context.load_verify_locations(ca_file)
    return context


class PooledTransport(httpx.AsyncBaseTransport):
    """Sends a request as it is: no redirect, no cookie, no proxy from the environment, no rewritten URL."""

    def __init__(
        self, backend: httpcore.AsyncNetworkBackend, context: ssl.SSLContext, connections: int
    ) -> None:
        self._backend = backend
        self._context = context
        self._connections = connections
        self._pools: OrderedDict[tuple[str, str, int | None], httpcore.AsyncConnectionPool] = OrderedDict()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request. Raises what the backend and httpcore raise, unchanged."""
        url = request.url
        pool = await self._pool((url.scheme, url.host, url.port))
        answer = await pool.handle_async_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=url.raw_scheme,
                    host=url.raw_host,
                    port=url.port,
                    target=request.extensions["target"],
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions={
                    name: value for name, value in request.extensions.items() if name in ("timeout", "trace")
                },
            )
        )
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Stream(answer), extensions=answer.extensions
        )

    async def aclose(self) -> None:
        """Close every connection."""
        while self._pools:
            _, pool = self._pools.popitem()
            await pool.aclose()

    async def _pool(self, origin: tuple[str, str, int | None]) -> httpcore.AsyncConnectionPool:
        pool = self._pools.get(origin)
        if pool is None:
            pool = self._pools[origin] = httpcore.AsyncConnectionPool(
                ssl_context=self._context,
                max_connections=self._connections,
                keepalive_expiry=IDLE_SECONDS,
                network_backend=self._backend,
            )
        self._pools.move_to_end(origin)
        if len(self._pools) > MOST_POOLS:
            for old, idle in list(self._pools.items()):
                if all(connection.is_idle() for connection in idle.connections):
                    del self._pools[old]
                    await idle.aclose()
                    break
        return pool


class _Stream(httpx.AsyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._answer.aiter_stream():
            yield chunk

    async def aclose(self) -> None:
        await self._answer.aclose()
