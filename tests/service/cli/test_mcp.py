"""`assay mcp`, asked by the protocol's own client over standard input and over HTTP."""

import asyncio
import json
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

mcp = pytest.importorskip("mcp")
from mcp import Client, StdioServerParameters  # noqa: E402

from service.cli.agent_tools import AgentTools, ToolFaultError  # noqa: E402
from service.cli.configuration import ruleset_in_use  # noqa: E402
from service.cli.mcp import make_server, open_tools  # noqa: E402
from service.settings import Settings  # noqa: E402
from tests.service.named_web import GONE, SETTINGS, STORY, named_web  # noqa: E402

PATIENCE = 60
Command = Callable[..., list[str]]
Run = Callable[..., subprocess.CompletedProcess[bytes]]


def value(result: Any) -> Any:
    """What a tool answered."""
    assert not result.is_error, result.content[0].text
    found = result.structured_content
    return found.get("result", found)


def fault(result: Any) -> str:
    """What a tool says that cannot answer."""
    assert result.is_error
    text: str = result.content[0].text
    return text


async def three_calls(client: Client, article: str) -> tuple[float, list[Any]]:
    """The answers of three tools, and the seconds that they took together."""
    begun = time.monotonic()
    scored = value(await client.call_tool("score", {"text": article}))
    explained = value(await client.call_tool("explain", {"code": "cit_orphan_marker"}))
    compared = value(
        await client.call_tool("compare", {"before": article, "after": article.replace(" [3]", "")})
    )
    return time.monotonic() - begun, [scored, explained, compared]


def check_answers(scored: Any, explained: Any, compared: Any) -> None:
    assert 0 <= scored["score"] <= 100
    orphan = next(found for found in scored["findings"] if found["code"] == "CIT_ORPHAN_MARKER")
    assert orphan["passages"] == ["[3]"]
    assert "spans" not in json.dumps(scored)
    assert explained["code"] == "CIT_ORPHAN_MARKER"
    assert "# CIT_ORPHAN_MARKER" in explained["page"]
    assert compared["change"] > 0
    assert {"code": "CIT_ORPHAN_MARKER", "passage": "[3]"} in compared["mended"]
    assert compared["new"] == []


@pytest.fixture
def faulty(clean: str) -> str:
    return clean.replace("of three hours.", "of three hours. [3]")


def over_stdio(command: list[str], folder: Path, environment: dict[str, str]) -> StdioServerParameters:
    return StdioServerParameters(command=command[0], args=command[1:], cwd=folder, env=environment)


def test_over_standard_input(
    assay_command: Command, environment: dict[str, str], tmp_path: Path, faulty: str
) -> None:
    async def talk() -> None:
        server = over_stdio(assay_command("mcp", "--offline"), tmp_path, environment)
        async with Client(server) as client:
            tools = (await client.list_tools()).tools
            assert [tool.name for tool in tools] == ["score", "explain", "links", "compare"]
            assert sum(len(tool.description or "") for tool in tools) <= 2_000
            assert all(tool.annotations and tool.annotations.read_only_hint for tool in tools)
            await three_calls(client, faulty)
            seconds, answers = await three_calls(client, faulty)
            check_answers(*answers)
            assert seconds <= 1.0
            assert "--offline" in fault(await client.call_tool("links", {"urls": [STORY]}))

    asyncio.run(asyncio.wait_for(talk(), PATIENCE))
    assert list(tmp_path.glob("*.sqlite3")) == []


class TestFaults:
    @pytest.fixture
    def ask(self) -> Callable[[str, dict[str, Any]], str]:
        async def talk(name: str, arguments: dict[str, Any]) -> str:
            settings = Settings(_env_file=None, offline=True)
            async with (
                open_tools(settings, ruleset_in_use(None)) as tools,
                Client(make_server(tools)) as client,
            ):
                return fault(await client.call_tool(name, arguments))

        return lambda name, arguments: asyncio.run(asyncio.wait_for(talk(name, arguments), PATIENCE))

    @pytest.mark.parametrize(
        ("name", "arguments", "words"),
        [
            ("score", {}, "give its body as one of text, markdown, html"),
            ("score", {"text": " "}, "give its body as one of text, markdown, html"),
            ("score", {"text": "a", "html": "b"}, "give exactly one of text, html and markdown"),
            ("score", {"text": "a", "published_at": "soon"}, "published_at: must be an RFC 3339 time"),
            ("score", {"text": "a" * 1_000_001}, "longer than 1,000,000 characters"),
            ("score", {"text": "a", "look_up": True}, "leave look_up out"),
            ("explain", {"code": "CIT_ORPHAN"}, "Did you mean CIT_ORPHAN_MARKER"),
            ("explain", {"code": "x"}, "There is no rule 'x'. Codes look like "),
            ("compare", {"before": "a", "after": "b", "form": "pdf"}, "There is no form 'pdf'"),
            ("compare", {"before": "a", "after": ""}, "There is no article"),
        ],
    )
    def test_they_say_what_is_wrong_and_what_to_do(
        self, ask: Callable[[str, dict[str, Any]], str], name: str, arguments: dict[str, Any], words: str
    ) -> None:
        assert words in ask(name, arguments)


def test_links_are_looked_up_through_the_door(monkeypatch: pytest.MonkeyPatch) -> None:
    async def talk() -> list[dict[str, Any]]:
        async with open_tools(Settings(_env_file=None, **SETTINGS), ruleset_in_use(None)) as tools:
            with pytest.raises(ToolFaultError, match="1 to 50 URLs"):
                await tools.links([])
            return await tools.links([STORY, GONE, "http://127.0.0.1/", "no url"])

    with named_web(monkeypatch):
        rows = asyncio.run(asyncio.wait_for(talk(), PATIENCE))
    assert [row["verdict"] for row in rows] == ["resolves", "dead", "unsafe", "unsafe"]


def test_a_long_report_is_cut_and_says_so() -> None:
    text = " ".join(f"The council of Saltby met on day {n} [{n}]." for n in range(2, 200))
    answer = asyncio.run(AgentTools(Settings(_env_file=None), ruleset_in_use(None)).score({"text": text}))
    assert len(answer["findings"]) <= 40
    assert len(json.dumps(answer)) < 60_000


class TestHttp:
    @contextmanager
    def serving(self, command: Command, folder: Path, environment: dict[str, str]) -> Iterator[str]:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        running = subprocess.Popen(
            command("mcp", "--http", "--offline", "--port", str(port)),
            cwd=folder,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        try:
            address = f"http://127.0.0.1:{port}/mcp"
            assert running.stderr
            assert address in running.stderr.readline().decode()
            for _ in range(200):
                try:
                    socket.create_connection(("127.0.0.1", port), 1).close()
                    break
                except OSError:
                    time.sleep(0.05)
            yield address
        finally:
            running.terminate()
            running.wait(PATIENCE)

    def test_over_http(
        self, assay_command: Command, environment: dict[str, str], tmp_path: Path, faulty: str
    ) -> None:
        async def talk(address: str) -> None:
            async with Client(address) as client:
                await three_calls(client, faulty)
                seconds, answers = await three_calls(client, faulty)
                check_answers(*answers)
                assert seconds <= 1.0
                assert "Did you mean" in fault(await client.call_tool("explain", {"code": "CIT_DEAF"}))

        with self.serving(assay_command, tmp_path, environment) as address:
            asyncio.run(asyncio.wait_for(talk(address), PATIENCE))
            foreign = httpx.post(address, headers={"Host": "evil.example"}, json={})
            assert foreign.status_code == 421

    def test_where_keys_exist_callers_need_one(
        self, assay: Run, assay_command: Command, environment: dict[str, str], tmp_path: Path, faulty: str
    ) -> None:
        made = {
            scope: assay("keys", "create", "--name", scope, "--scope", scope).stdout.decode().strip()
            for scope in ("score", "metrics")
        }

        @asynccontextmanager
        async def client(address: str) -> AsyncIterator[Client]:
            import httpx2
            from mcp.client.streamable_http import streamable_http_client

            headers = {"Authorization": f"Bearer {made['score']}"}
            async with (
                httpx2.AsyncClient(headers=headers) as carrier,
                Client(streamable_http_client(address, http_client=carrier)) as found,
            ):
                yield found

        async def talk(address: str) -> None:
            async with client(address) as found:
                check_answers(*(await three_calls(found, faulty))[1])

        with self.serving(assay_command, tmp_path, environment) as address:
            for headers, status in (
                ({}, 401),
                ({"Authorization": "Bearer assay_x_y"}, 401),
                ({"Authorization": f"Bearer {made['metrics']}"}, 403),
            ):
                refused = httpx.post(address, headers=headers, json={})
                assert refused.status_code == status
                assert "key" in refused.json()["detail"]
            asyncio.run(asyncio.wait_for(talk(address), PATIENCE))

    def test_another_address_without_a_key_is_refused(self, assay: Run) -> None:
        done = assay("mcp", "--http", "--host", "0.0.0.0", "--port", "1")
        assert done.returncode == 2
        assert b"cannot listen" in done.stderr or b"assay keys create" in done.stderr
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        done = assay("mcp", "--http", "--host", "0.0.0.0", "--port", str(port))
        assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
        assert b"assay keys create" in done.stderr
