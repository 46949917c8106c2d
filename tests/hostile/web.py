"""The server of the hostile web: raw HTTP/1.1 on several loopback addresses, with and without TLS."""

import asyncio
import contextlib
import datetime
import socket
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import trustme

Handler = Callable[["Request"], bytes | Awaitable[bytes | None]]

MAIN, OTHER, SECURE, EXPIRED, WRONG_NAME, SELF_SIGNED, MUTE, HOT = (f"127.10.0.{n}" for n in range(1, 9))
ALLOWED = "127.10.0.0/16"
CANARIES = ("127.0.0.1", "127.66.0.1", "::1")


@dataclass
class Request:
    """One request, and the connection for those that answer in pieces."""

    method: str
    target: str
    headers: dict[str, str]
    writer: asyncio.StreamWriter

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()


@dataclass
class Web:
    """All servers with what they saw. `routes` maps paths; `calls` counts requests to each."""

    folder: Path
    port: int = 0
    tls_port: int = 0
    routes: dict[str, Handler] = field(default_factory=dict)
    prefixes: dict[str, Handler] = field(default_factory=dict)
    calls: dict[str, int] = field(default_factory=dict)
    touched: list[str] = field(default_factory=list)
    in_flight: int = 0
    most_in_flight: int = 0
    _servers: list[asyncio.Server] = field(default_factory=list)

    @property
    def ca_file(self) -> Path:
        return self.folder / "ca.pem"

    async def start(self) -> None:
        authority = trustme.CA()
        authority.cert_pem.write_to_path(str(self.ca_file))
        first = await asyncio.start_server(self._serve, MAIN, 0)
        self.port = first.sockets[0].getsockname()[1]
        self._servers.append(first)
        for host in (OTHER, HOT):
            self._servers.append(await asyncio.start_server(self._serve, host, self.port))
        past = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
        certificates = {
            SECURE: authority.issue_cert(SECURE),
            EXPIRED: authority.issue_cert(EXPIRED, not_after=past),
            WRONG_NAME: authority.issue_cert("127.10.0.200"),
            SELF_SIGNED: trustme.CA().issue_cert(SELF_SIGNED),
        }
        for host, certificate in certificates.items():
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            certificate.configure_cert(context)
            server = await asyncio.start_server(self._serve, host, self.tls_port, ssl=context)
            self.tls_port = server.sockets[0].getsockname()[1]
            self._servers.append(server)
        self._servers.append(await asyncio.start_server(self._mute, MUTE, self.tls_port))
        for host in CANARIES if socket.has_dualstack_ipv6() else CANARIES[:2]:
            self._servers.append(await asyncio.start_server(self._canary, host, self.port))

    async def stop(self) -> None:
        for server in self._servers:
            server.close()

    def at(self, path: str, host: str = MAIN, scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.tls_port if scheme == 'https' else self.port}{path}"

    async def _canary(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.touched.append(str(writer.get_extra_info("sockname")))
        writer.close()

    async def _mute(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(Exception):
            await reader.read()
        writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                lines = head.decode("latin-1").split("\r\n")
                method, target, _ = lines[0].split(" ", 2)
                headers = dict(line.split(": ", 1) for line in lines[1:] if ": " in line)
                request = Request(
                    method, target, {name.lower(): value for name, value in headers.items()}, writer
                )
                if not await self._answer(request):
                    break
        except (
            asyncio.IncompleteReadError,
            ConnectionError,
            ValueError,
            asyncio.LimitOverrunError,
            ssl.SSLError,
            asyncio.CancelledError,
        ):
            pass
        finally:
            with contextlib.suppress(Exception):
                writer.close()

    async def _answer(self, request: Request) -> bool:
        path = request.target.partition("?")[0]
        self.calls[path] = self.calls.get(path, 0) + 1
        handler = self.routes.get(request.target) or self.routes.get(path)
        if handler is None:
            handler = next(
                (found for start, found in self.prefixes.items() if path.startswith(start)), not_found
            )
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        try:
            answer = handler(request)
            if isinstance(answer, Awaitable):
                answer = await answer
        finally:
            self.in_flight -= 1
        if answer is None:
            return False
        await request.send(answer)
        return True


def reply(
    body: bytes | str = b"", status: str = "200 OK", kind: str = "text/html; charset=utf-8", **headers: str
) -> bytes:
    """A well-formed answer."""
    body = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}"]
    if kind:
        lines.append(f"Content-Type: {kind}")
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def moved(location: str, status: str = "302 Found", **headers: str) -> bytes:
    """A redirect; the location goes out as UTF-8."""
    return reply(b"", status, "", Location=location, **headers)


def page(title: str, text: str, head: str = "", foot: str = "") -> str:
    """A page with a menu, as sites have."""
    menu = "<nav><a href='/'>Home</a> <a href='/news'>News</a> <a href='/sport'>Sport</a></nav>"
    return f"<!doctype html><html><head><meta charset=utf-8><title>{title}</title>{head}</head><body>{menu}<main><h1>{title}</h1><p>{text}</p>{foot}</main></body></html>"


def not_found(_request: Request) -> bytes:
    """What this web says of a path that it does not have."""
    return reply(page("Nothing at this address", "No such place."), "404 Not Found")
