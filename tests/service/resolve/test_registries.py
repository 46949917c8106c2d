"""DOI, ISBN, arXiv and PubMed look-ups, and the web archive, against a server that speaks their shapes."""

import asyncio
import contextlib
import json
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from scoring import LookupKind, Verdict, lookup_for
from service.networks import networks
from service.resolve.archive import Archive
from service.resolve.door import open_door
from service.resolve.links import LinkAsker
from service.resolve.network import Rules
from service.resolve.registries import Bases, RegistryAsker

HOST = "127.31.0.1"
RULES = Rules(networks("127.31.0.0/16"))
IDENTIFIERS = (LookupKind.DOI, LookupKind.ARXIV, LookupKind.PMID, LookupKind.ISBN)
KNOWN = "10.5555/vantry.2021.7"
WORK = {
    "title": ["Scour beneath the sea wall at Vantry"],
    "container-title": ["Annals of Harbour Works"],
    "issued": {"date-parts": [[2021, 4]]},
    "URL": "https://doi.org/10.5555/vantry.2021.7",
}
BOOK = {
    "ISBN:9780306406157": {"title": "Tides and Walls", "publish_date": "May 1998", "url": "https://b.org/1"}
}


def registry(target):
    """What the services answer, as (status, body); None closes the connection."""
    path = unquote(urlsplit(target).path)
    query = parse_qs(urlsplit(target).query)
    if path.startswith("/api/handles/"):
        known = path.endswith((KNOWN, "10.1/elsewhere"))
        return (200, {"responseCode": 1}) if known else (404, {"responseCode": 100})
    if path.startswith("/works/"):
        return (
            (200, {"status": "ok", "message": WORK}) if path.endswith(KNOWN) else (404, "Resource not found.")
        )
    if path == "/api/books":
        return 200, {key: value for key, value in BOOK.items() if key == query["bibkeys"][0]}
    if path == "/abs/2104.01234":
        return 200, "<html><title>[2104.01234] Scour under old walls</title>" + "text " * 200
    if path == "/cdx/search/cdx":
        url = query["url"][0]
        rows = [["timestamp", "original"]]
        if "kept" in url:
            rows.append(["20190504120000", "http://www.vantry-courier.org/kept"])
        elif url.endswith("/*") and "courier" in url and query.get("from", ["2019"]) == ["2019"]:
            rows.append(["20190101000000", "http://www.vantry-courier.org/"])
        elif "renamed" in url:
            rows.append(["20190504120000", "http://www.vantry-courier.org/renamed"])
            rows.append(["20200504120000", "http://www.vantry-courier.org/renamed"])
        elif "error" in url:
            rows.append(["20200101000000", "http://www.vantry-courier.org/error"])
        return (429, "slow down") if "busy" in url else (200, rows if len(rows) > 1 else [])
    if path.startswith("/web/2019"):
        return 200, "<html><title>Sea wall wins a narrow vote</title>"
    if path.startswith("/web/2020"):
        return 200, "<html><title>Server error</title>"
    return 404, "not here"


@contextlib.asynccontextmanager
async def services():
    async def serve(reader, writer):
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                status, body = registry(head.split()[1].decode())
                text = (body if isinstance(body, str) else json.dumps(body)).encode()
                writer.write(b"HTTP/1.1 %d X\r\nContent-Length: %d\r\n\r\n%s" % (status, len(text), text))
                await writer.drain()
        writer.close()

    listening = await asyncio.start_server(serve, HOST, 0)
    async with listening, open_door(RULES, per_place=4, gap=0.0) as door:
        yield door, f"http://{HOST}:{listening.sockets[0].getsockname()[1]}"


def find(lookup):
    async def story():
        async with services() as (door, base):
            return await RegistryAsker(door, LinkAsker(door), Bases(*[base] * 5)).find(lookup)

    return asyncio.run(story())


@pytest.mark.parametrize(
    ("kind", "key", "claims", "verdict", "reason"),
    [
        (LookupKind.DOI, KNOWN, {"title": "Scour beneath the sea wall at Vantry"}, Verdict.RESOLVES, "title"),
        (LookupKind.DOI, KNOWN, {"published": "2022"}, Verdict.RESOLVES, "registered"),
        (LookupKind.DOI, KNOWN, {"title": "Effects of caffeine on sleep in mice"}, Verdict.MISMATCH, "title"),
        (LookupKind.DOI, KNOWN, {"published": "2015"}, Verdict.MISMATCH, "published"),
        (LookupKind.DOI, "10.5555/made.up", {}, Verdict.DEAD, "no_such_doi"),
        (LookupKind.DOI, "10.1/elsewhere", {"title": "Whatever"}, Verdict.RESOLVES, "registered"),
        (LookupKind.ISBN, "9780306406157", {"title": "Tides and Walls"}, Verdict.RESOLVES, "title"),
        (LookupKind.ISBN, "9780306406157", {"title": "Cooking for cats at home"}, Verdict.MISMATCH, "title"),
        (LookupKind.ISBN, "9781861972712", {}, Verdict.BLOCKED, "not_in_registry"),
        (LookupKind.ARXIV, "2104.01234", {"title": "Scour under old walls"}, Verdict.RESOLVES, "title"),
        (LookupKind.ARXIV, "2104.99999", {}, Verdict.DEAD, "status_404"),
    ],
)
def test_what_a_registry_says_of_an_identifier(kind, key, claims, verdict, reason):
    found = find(lookup_for(kind, key, **claims))
    assert (found.verdict, found.reason) == (verdict, reason)


@pytest.mark.parametrize("base", [f"http://{HOST}:1", "http://registry.internal", "https://registry.invalid"])
@pytest.mark.parametrize("kind", IDENTIFIERS)
def test_a_registry_that_cannot_be_reached_says_nothing_of_the_work(kind, base):
    async def story():
        async with open_door(RULES, per_place=1) as door:
            asker = RegistryAsker(door, LinkAsker(door), Bases(*[base] * 5))
            return await asker.find(lookup_for(kind, KNOWN))

    found = asyncio.run(story())
    assert found.verdict is Verdict.TRANSIENT
    assert found.reason.startswith("registry_")


@pytest.mark.parametrize(
    ("path", "title", "origin"),
    [
        ("kept", "Sea wall wins a narrow vote", "archived"),
        ("kept", None, "archived"),
        ("kept", "Quite another headline altogether", "unknown"),
        ("renamed", "Sea wall wins a narrow vote", "archived"),
        ("error", "Sea wall wins a narrow vote", "unknown"),
        ("never-there", None, "never_seen"),
        ("busy", None, "unknown"),
    ],
)
def test_what_an_archive_knows_of_a_page_that_is_gone(path, title, origin):
    async def story():
        async with services() as (door, base):
            page = lookup_for(LookupKind.LINK, f"http://www.vantry-courier.org/{path}", title=title)
            return await Archive(door, base).origin(page)

    told, capture = asyncio.run(story())
    assert told == origin
    assert (capture is not None) == (origin == "archived")


@pytest.mark.parametrize(
    ("url", "published", "origin"),
    [
        ("http://unknown-paper.org/a", None, "unknown"),
        ("http://vantry-courier.org/a", "May 2019", "never_seen"),
        ("http://vantry-courier.org/a", "May 2012", "unknown"),
    ],
)
def test_no_record_is_said_only_of_sites_that_were_kept_then(url, published, origin):
    async def story():
        async with services() as (door, base):
            return await Archive(door, base).origin(lookup_for(LookupKind.LINK, url, published=published))

    assert asyncio.run(story()) == (origin, None)
