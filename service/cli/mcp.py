"""`assay mcp`: the tools of `agent_tools` over the Model Context Protocol; needs the extra `mcp`."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated, Any

import typer

from service.cli.terminal import fail, say

if TYPE_CHECKING:
    from mcp.server import MCPServer
    from starlette.types import ASGIApp, Receive, Scope, Send

    from scoring import Ruleset
    from service.cli.agent_tools import AgentTools
    from service.settings import Settings

PATH = "/mcp"
INSTRUCTIONS = (
    "Assay scores how far the sourcing of an article can be checked: 0 to 100, higher is easier to check. It never says "
    "that a text is true or false. Score a draft, mend what its findings name, compare the versions."
)


def mcp(
    http: Annotated[
        bool, typer.Option("--http", help="Serve streamable HTTP, not standard input and output.")
    ] = False,
    host: Annotated[str, typer.Option(help="Address to listen on, with --http.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", "-p", min=1, max=65535, help="Port to listen on, with --http.")
    ] = 8001,
    offline: Annotated[bool, typer.Option("--offline", help="Look nothing up on the network.")] = False,
) -> None:
    """Give agents the tools score, explain, links and compare (MCP).

    Speaks the Model Context Protocol.

    Without --http it talks over standard input and output, as desktop clients
    start it. With --http, the address is http://HOST:PORT/mcp; where the
    database has keys, callers need one with the scope score, and on an address
    other than this machine's own it does not start without one.

    Nothing is stored. Needs the extra mcp: pip install 'assay\\[mcp]'.
    """
    import asyncio

    from service.cli.configuration import load_settings, ruleset_in_use

    if find_spec("mcp") is None:
        fail("assay mcp needs one more package: pip install 'assay[mcp]'")
    settings = load_settings(offline=offline or None)
    ruleset = ruleset_in_use(settings.ruleset)
    try:
        if http:
            asyncio.run(_serve_http(settings, ruleset, host, port))
        else:
            asyncio.run(_serve_stdio(settings, ruleset))
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


async def _serve_stdio(settings: "Settings", ruleset: "Ruleset") -> None:
    async with open_tools(settings, ruleset) as tools:
        await make_server(tools).run_stdio_async()


async def _serve_http(settings: "Settings", ruleset: "Ruleset", host: str, port: int) -> None:
    import uvicorn

    from service.cli.serve import why_not_listening
    from service.networks import is_loopback

    if why := await why_not_listening(host, port):
        fail(f"cannot listen on {host}:{port}: {why}; stop what does, or choose another --port")
    async with AsyncExitStack() as stack:
        keyring = await _keyring(settings, stack)
        if not is_loopback(host) and (keyring is None or not await keyring.defined()):
            fail(
                f"{host} is not this machine's own address, and no key exists: "
                "make one by `assay keys create --name agents --scope score`, or leave --host out"
            )
        tools = await stack.enter_async_context(open_tools(settings, ruleset))
        app = _Guarded(make_server(tools).streamable_http_app(streamable_http_path=PATH, host=host), keyring)
        say(f"Assay's tools for agents are at http://{host}:{port}{PATH} (Ctrl-C stops it)")
        config = uvicorn.Config(app, host=host, port=port, log_level="warning", access_log=False)
        await uvicorn.Server(config).serve()


@asynccontextmanager
async def open_tools(settings: "Settings", ruleset: "Ruleset") -> AsyncIterator["AgentTools"]:
    """The tools under these settings, with a way out unless these are offline."""
    from service.cli.agent_tools import AgentTools
    from service.resolve.outside import open_citations, open_outside, open_settled_door

    async with AsyncExitStack() as stack:
        outside = citations = None
        if not settings.offline:
            outside = await stack.enter_async_context(open_outside(settings))
            door = await stack.enter_async_context(open_settled_door(settings))
            citations = await stack.enter_async_context(open_citations(settings, door))
        yield AgentTools(settings, ruleset, outside, citations)


def make_server(tools: "AgentTools") -> "MCPServer":
    """A server with the four tools. Faults of a call are told in words, defects of ours by their kind alone."""
    from importlib.metadata import version

    from mcp.server import MCPServer
    from mcp.server.mcpserver.exceptions import ToolError
    from mcp.types import ToolAnnotations

    from service.cli.agent_tools import FORMS, ToolFaultError

    server = MCPServer("assay", title="Assay", instructions=INSTRUCTIONS, version=version("assay"))
    reads = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
    asks = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=True)

    @contextmanager
    def in_words() -> Iterator[None]:
        try:
            yield
        except ToolFaultError as error:
            raise ToolError(str(error)) from None

    @server.tool(annotations=asks)
    async def score(
        text: str | None = None,
        markdown: str | None = None,
        html: str | None = None,
        title: str | None = None,
        url: str | None = None,
        language: str | None = None,
        published_at: str | None = None,
        authors: list[str] | None = None,
        look_up: bool = False,
    ) -> dict[str, Any]:
        """Score how far an article's sourcing can be checked, with findings, their passages and what would mend them.

        Give the whole article as exactly one of text, markdown and html; published_at as 2026-11-22. look_up also
        asks the network whether its citations exist (slower). Articles under 120 words get findings, but no score.
        """
        article = {
            "text": text, "markdown": markdown, "html": html, "title": title, "url": url, "language": language,
            "published_at": published_at, "authors": authors,
        }  # fmt: skip
        with in_words():
            return await tools.score(article, look_up=look_up)

    @server.tool(annotations=reads)
    async def explain(code: str) -> dict[str, Any]:
        """Explain the code of a finding, such as CIT_ORPHAN_MARKER: what counts, why it matters, examples."""
        with in_words():
            return tools.explain(code)

    @server.tool(annotations=asks)
    async def links(urls: list[str]) -> list[dict[str, Any]]:
        """Check whether cited URLs lead to a page: resolves, soft_dead, dead, or blocked and transient (not known)."""
        with in_words():
            return await tools.links(urls)

    @server.tool(annotations=reads)
    async def compare(before: str, after: str, form: str = "text") -> dict[str, Any]:
        """Compare two versions of an article: the change of the score, findings mended, findings that are new.

        form says how both are written: text, markdown or html.
        """
        with in_words():
            if form not in FORMS:
                raise ToolFaultError(f"There is no form {form[:40]!r}: text, markdown or html.")
            return await tools.compare({form: before}, {form: after})

    return server


async def _keyring(settings: "Settings", stack: AsyncExitStack) -> Any:
    """The keys of the database; None where there is no database yet, which is not made for this."""
    from service.keys import Keyring
    from service.storage import open_store, schema_state

    state = schema_state(settings.database_url)
    if state.current is None:
        return None
    if state.current != state.head:
        fail(f"the database is at {state.current}, not at {state.head}: run assay db upgrade")
    return Keyring(await stack.enter_async_context(open_store(settings.database_url)))


class _Guarded:
    """Lets callers with a key pass; everybody where there are no keys."""

    def __init__(self, app: "ASGIApp", keyring: Any) -> None:
        self._app = app
        self._keyring = keyring

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        if scope["type"] == "http" and self._keyring is not None and await self._keyring.defined():
            from service.keys import allows

            held = await self._keyring.holder(_token(scope))
            if held is None or not allows(held, "score"):
                await _refuse(send, 401 if held is None else 403)
                return
        await self._app(scope, receive, send)


def _token(scope: "Scope") -> str:
    for name, value in scope["headers"]:
        if name == b"authorization":
            kind, _, token = value.decode("latin-1").partition(" ")
            return token.strip() if kind.lower() == "bearer" else ""
    return ""


async def _refuse(send: "Send", status: int) -> None:
    import orjson

    detail = {
        401: "Send a key of this installation as `Authorization: Bearer …` (`assay keys create` makes one).",
        403: "This key lacks the scope `score`.",
    }[status]
    body = orjson.dumps({"type": "about:blank", "status": status, "detail": detail})
    headers = [(b"content-type", b"application/problem+json"), (b"www-authenticate", b'Bearer realm="assay"')]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
