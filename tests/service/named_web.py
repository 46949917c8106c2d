"""A small web whose hosts have names: a name service and a port of its own stand in for the real ones."""

import contextlib
import json
import socket
import threading
from collections.abc import Callable, Collection, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

import httpcore
import pytest

ADDRESS = "127.33.0.1"
NETWORKS = "127.33.0.0/16"
STORY = "http://www.vantry-courier.org/sea-wall-to-be-raised"
GONE = "http://www.vantry-courier.org/ferry-fares-frozen"
NOWHERE = "http://www.norrvik-tidende.org/story"
DOI = "10.1000/vantry.2021.7"
UNKNOWN_DOI = "10.1000/invented.2021.1"
SETTINGS = {
    "fetch_allow_networks": NETWORKS,
    "archive_url": "",
    "doi_url": "http://doi.registry-vantry.org",
    "crossref_url": "http://works.registry-vantry.org",
}

_PAGE = (
    "<title>Sea wall to be raised</title><h1>Sea wall to be raised</h1>"
    + "<p>The wall is old and low.</p>" * 90
)
_HOSTS = {"www.vantry-courier.org", "doi.registry-vantry.org", "works.registry-vantry.org"}


def answer_of(host: str, path: str, _cookies: str) -> tuple[int, str, str]:
    """Status, kind and body."""
    if host == "www.vantry-courier.org" and path == "/sea-wall-to-be-raised":
        return 200, "text/html", _PAGE
    if host == "doi.registry-vantry.org" and path == f"/api/handles/{DOI}":
        return 200, "application/json", json.dumps({"responseCode": 1})
    if host == "works.registry-vantry.org" and path == f"/works/{DOI}":
        return 200, "application/json", json.dumps({"message": {"title": ["Scour beneath the wall"]}})
    return 404, "application/json", json.dumps({"responseCode": 100})


class Reply(NamedTuple):
    """What a host answers; a `location` makes it a redirect."""

    status: int
    kind: str
    text: str | bytes
    cookie: str | None = None
    location: str | None = None


# What a host answers to a path, and to the cookies that came with it.
Answer = Callable[[str, str, str], tuple[Any, ...]]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    answer: Answer

    def do_GET(self) -> None:
        reply = Reply(*type(self).answer(self.headers["Host"], self.path, self.headers.get("Cookie", "")))
        body = reply.text if isinstance(reply.text, bytes) else reply.text.encode()
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in (("Set-Cookie", reply.cookie), ("Location", reply.location)):
            if value:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Nothing."""


@contextlib.contextmanager
def named_web(
    monkeypatch: pytest.MonkeyPatch, answer: Answer = answer_of, hosts: Collection[str] = _HOSTS
) -> Iterator[None]:
    """The web above, or another, for everything in this process that looks a name up as the service does."""
    handler = type("Handler", (_Handler,), {"answer": staticmethod(answer)})
    server = ThreadingHTTPServer((ADDRESS, 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()

    def addresses(host: str) -> list[str]:
        if host.rstrip(".") in hosts or host.startswith("www.iana.org"):
            return [ADDRESS]
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    class Detour(httpcore.AnyIOBackend):
        """Dials the address that was vetted, on the port that the server has."""

        async def connect_tcp(self, host: str, port: int, *rest: Any, **named: Any) -> Any:
            return await super().connect_tcp(host, server.server_port, *rest, **named)

    monkeypatch.setattr("service.resolve.network._addresses", addresses)
    monkeypatch.setattr("service.resolve.network.httpcore.AnyIOBackend", Detour)
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
