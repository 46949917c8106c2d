"""The door: what is vetted is what is dialled, and nothing takes more time or room than it may."""

import asyncio
import contextlib
import gzip
import threading
import zlib
from datetime import UTC, datetime

import pytest

from scoring import LookupKind, Verdict, lookup_for
from service.networks import networks
from service.resolve.caching import CachingResolver
from service.resolve.door import FetchFailedError, UrlRefusedError, open_door
from service.resolve.inflating import DecompressionBombError, Inflater, UnknownCodingError
from service.resolve.links import LinkAsker
from service.resolve.network import NameServiceError, NoSuchNameError, Rules, SystemNames
from service.resolve.outside import fetch_rules
from service.resolve.pacing import BREAKS_AFTER, HostCoolingDownError, Pacing
from service.settings import Settings
from service.sharing import Owner, working_for

HOST = "127.30.0.1"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
RULES = Rules(networks("127.30.0.0/16"), ports=frozenset({80, 443}))


class Names:
    """A name service that says what it is told to, a different thing each time."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = 0

    async def __call__(self, host):
        self.asked += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


@contextlib.asynccontextmanager
async def server(answer=b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", host=HOST):
    """A server that gives one answer, and the requests that it got."""
    heads = []

    async def serve(reader, writer):
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                heads.append((await reader.readuntil(b"\r\n\r\n")).decode("latin-1"))
                writer.write(answer)
                await writer.drain()
        writer.close()

    listening = await asyncio.start_server(serve, host, 0)
    try:
        yield listening.sockets[0].getsockname()[1], heads
    finally:
        listening.close()


def run(story):
    asyncio.run(story())


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (["10.0.0.1"], "name_address_private"),
        (["8.8.8.8", "10.0.0.1"], "name_address_private"),
        (["::ffff:8.8.8.8"], "name_address_not_global"),
        (["64:ff9b::808:808"], "name_address_not_global"),
        (["127.0.0.1"], "name_address_loopback"),
        (["169.254.169.254"], "name_address_link_local"),
    ],
)
def test_a_name_with_a_forbidden_address_is_refused_whatever_else_it_has(answer, reason):
    async def story():
        async with open_door(RULES, per_place=2, look_up=Names(answer)) as door:
            with pytest.raises(UrlRefusedError) as refusal:
                await door.get("http://vantry-courier.org/")
            assert refusal.value.reason == reason
            assert "10.0.0.1" not in str(refusal.value)

    run(story)


def test_a_name_that_changes_after_it_was_vetted_is_vetted_again():
    async def story():
        names = Names(["10.9.9.9"])
        async with server() as (_, heads), open_door(RULES, per_place=2, look_up=names) as door:
            for _ in range(2):
                with pytest.raises(UrlRefusedError):
                    await door.get("http://vantry-courier.org/")
            assert names.asked == 2
            assert not heads

    run(story)


@pytest.mark.parametrize(
    ("failure", "reason"), [(NoSuchNameError("x"), "no_such_name"), (NameServiceError("x"), "name_service")]
)
def test_a_name_service_that_knows_not_is_told_from_one_that_fails(failure, reason):
    async def story():
        async with open_door(RULES, per_place=2, look_up=Names(failure)) as door:
            with pytest.raises(FetchFailedError) as unreached:
                await door.get("http://vantry-courier.org/")
            assert unreached.value.reason == reason

    run(story)


def test_the_request_names_the_host_of_the_url_and_no_one_else():
    async def story():
        async with server() as (port, heads), open_door(RULES, per_place=2) as door:
            answer = await door.get(f"http://{HOST}:{port}/a%20b?x=[1]|2")
            assert (answer.status, answer.body) == (200, b"hi")
            assert heads[0].startswith("GET /a%20b?x=[1]|2 HTTP/1.1\r\n")
            assert f"Host: {HOST}:{port}\r\n" in heads[0]
            assert "bot" not in heads[0].lower()
            assert "link" not in heads[0].lower()

    run(story)


def test_the_service_itself_is_never_asked():
    async def story():
        async with server() as (port, heads):
            from ipaddress import ip_address

            rules = Rules(RULES.allowed, denied=frozenset({(ip_address(HOST), port)}))
            async with open_door(rules, per_place=2) as door:
                with pytest.raises(UrlRefusedError, match="own_service"):
                    await door.get(f"http://{HOST}:{port}/")
            assert not heads

    run(story)


def test_a_post_follows_no_redirect():
    async def story():
        redirect = b"HTTP/1.1 307 Go\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"
        async with server(redirect) as (port, heads), open_door(RULES, per_place=2) as door:
            answer = await door.post(f"http://{HOST}:{port}/hook", body=b"{}", headers={"webhook-id": "m"})
            assert answer.status == 307
            assert len(heads) == 1
            assert "webhook-id: m" in heads[0]

    run(story)


def test_a_page_that_has_not_changed_keeps_its_verdict():
    async def story():
        page = b"<html><title>Sea wall at Vantry wins vote</title>" + b"word " * 100
        full = b'HTTP/1.1 200 OK\r\nETag: "v1"\r\nContent-Length: %d\r\n\r\n%s' % (len(page), page)
        link = None
        async with server(full) as (port, heads), open_door(RULES, per_place=2) as door:
            link = lookup_for(
                LookupKind.LINK, f"http://{HOST}:{port}/a", title="Sea wall at Vantry wins vote"
            )
            first = await LinkAsker(door).find(link)
            assert first.verdict is Verdict.RESOLVES
            assert first.etag == '"v1"'
        async with (
            server(b"HTTP/1.1 304 Not Modified\r\n\r\n") as (port, heads),
            open_door(RULES, per_place=2) as door,
        ):
            link = link._replace(key=f"http://{HOST}:{port}/a")
            later = datetime(2030, 1, 1, tzinfo=UTC)
            second = await LinkAsker(door, now=lambda: later).find(link, first)
            assert 'If-None-Match: "v1"' in heads[0]
            assert (second.verdict, second.title) == (first.verdict, first.title)
            assert second.checked_at == later.isoformat()

    run(story)


def test_a_packed_body_is_unpacked_no_further_than_its_limit():
    packed = gzip.compress(b"harbour " * 10_000)
    inflater = Inflater(["gzip"], 1_000)
    assert inflater.take(packed) is False
    assert bytes(inflater.body) == (b"harbour " * 125)


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress, lambda data: zlib.compress(data)[2:-4]])
def test_every_form_of_packing_that_servers_use_is_unpacked(pack):
    body = bytes(range(256)) * 40
    coding = "gzip" if pack is gzip.compress else "deflate"
    packed, inflater = pack(body), Inflater([coding], 1_000_000)
    for place in range(0, len(packed), 100):
        inflater.take(packed[place : place + 100])
    assert bytes(inflater.body) == body


def test_what_was_made_to_burst_is_a_bomb():
    with pytest.raises(DecompressionBombError):
        Inflater(["gzip"], 10_000_000).take(gzip.compress(bytes(50_000_000)))
    with pytest.raises(DecompressionBombError):
        Inflater(["gzip", "gzip"], 1_000)
    with pytest.raises(UnknownCodingError):
        Inflater(["br"], 1_000)


def test_a_server_that_is_down_is_left_alone_for_a_while():
    async def story():
        time = [0.0]
        pacing = Pacing(2, 0.0, clock=lambda: time[0])
        trips = []
        for _ in range(BREAKS_AFTER):
            async with pacing.turn("a:80"):
                trips.append(pacing.failed("a:80", "connect_timeout"))
        assert trips == [False] * (BREAKS_AFTER - 1) + [True]
        with pytest.raises(HostCoolingDownError, match="connect_timeout"):
            async with pacing.turn("a:80"):
                pass
        async with pacing.turn("b:80"):
            pass
        time[0] = 31.0
        async with pacing.turn("a:80"):
            pacing.answered("a:80")

    run(story)


def test_no_host_gets_more_than_its_share_at_a_time():
    async def story():
        pacing, now, most = Pacing(3, 0.0), [0], [0]

        async def visit():
            async with pacing.turn("a:80"):
                now[0] += 1
                most[0] = max(most[0], now[0])
                await asyncio.sleep(0.001)
                now[0] -= 1

        await asyncio.gather(*(visit() for _ in range(20)))
        assert most[0] == 3

    run(story)


def test_requests_to_one_public_host_are_a_pause_apart():
    async def story():
        pacing, starts = Pacing(4, 0.02), []
        loop = asyncio.get_running_loop()

        async def visit():
            async with pacing.turn("a:80"):
                starts.append(loop.time())

        await asyncio.gather(*(visit() for _ in range(4)))
        assert starts[-1] - starts[0] >= 0.055

    run(story)


def test_nobody_who_listens_is_known_of_every_page_of_a_host():
    async def story():
        async with open_door(RULES, per_place=4) as door:
            asker = LinkAsker(door, jitter=lambda: 0.0)
            pages = [lookup_for(LookupKind.LINK, f"http://{HOST}:1/{name}") for name in "abcd"]
            found = await asyncio.gather(*map(asker.find, pages))
            assert {(one.verdict, one.reason) for one in found} == {(Verdict.DEAD, "connection_refused")}

    run(story)


def test_a_look_up_that_goes_wrong_takes_no_other_with_it(monkeypatch):
    async def story():
        async with server() as (port, _), open_door(RULES, per_place=1, gap=0.0) as door:

            def fail(*_):
                raise RuntimeError("a page that nobody thought of")

            monkeypatch.setattr("service.resolve.links._page_of", fail)
            found = await LinkAsker(door).find(lookup_for(LookupKind.LINK, f"http://{HOST}:{port}/"))
            assert (found.verdict, found.reason) == (Verdict.TRANSIENT, "check_failed")

    run(story)


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("0.0.0.0", "http://127.0.0.1:8000/"),
        ("::", "http://[::1]:8000/"),
        ("localhost", "http://127.0.0.1:8000/"),
    ],
)
def test_a_service_that_listens_everywhere_is_not_asked_by_another_of_its_addresses(host, url):
    settings = Settings(host=host, port=8000, fetch_allow_networks="127.0.0.0/8,::1/128")

    async def story():
        async with open_door(fetch_rules(settings), per_place=1) as door:
            with pytest.raises(UrlRefusedError, match="own_service"):
                await door.get(url)

    run(story)


def test_a_server_that_takes_connections_and_never_answers_is_left_alone_in_the_end():
    pacing = Pacing(1)
    assert [pacing.failed("a:80", "timeout") for _ in range(2 * BREAKS_AFTER)][-2:] == [False, True]


def test_two_parts_of_one_page_are_one_visit_and_each_is_looked_for():
    html = (
        b"<title>Ferry times from Vantry</title><h2 id=winter>Winter</h2>"
        + b"<p>The boat leaves at ten. " * 90
    )
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s" % (len(html), html)

    async def story():
        async with server(answer) as (port, heads), open_door(RULES, per_place=4, gap=0.0) as door:
            page = f"http://{HOST}:{port}/ferry-times-from-vantry"
            parts = [lookup_for(LookupKind.LINK, f"{page}#{part}") for part in ("winter", "summer")]
            found = await asyncio.gather(*map(LinkAsker(door).find, parts))
            assert [one.verdict for one in found] == [Verdict.RESOLVES, Verdict.MISMATCH]
            assert len(heads) == 1

    run(story)


def citing(hosts, port):
    return [lookup_for(LookupKind.LINK, f"http://{host}:{port}/a-page") for host in hosts]


@pytest.mark.parametrize("same_caller", [False, True])
def test_an_article_of_slow_hosts_does_not_keep_another_one_waiting(same_caller):
    slow = [f"127.30.1.{number}" for number in range(1, 201)]

    async def silent(reader, writer):
        with contextlib.suppress(ConnectionError):
            await reader.read()

    async def story():
        async with contextlib.AsyncExitStack() as stack:
            port, _ = await stack.enter_async_context(server())
            for host in slow:
                listening = await asyncio.start_server(silent, host, port)
                stack.callback(listening.close)
            door = await stack.enter_async_context(open_door(RULES, per_place=4, gap=0.0))
            resolver = CachingResolver(LinkAsker(door))
            stack.push_async_callback(resolver.close)
            with working_for(Owner("a")):
                hog = asyncio.create_task(resolver.resolve(citing(slow, port), NOON, 30))
            await asyncio.sleep(0.5)
            with working_for(Owner("a" if same_caller else "b")):
                found = await resolver.resolve(citing([HOST], port), NOON, 1.0)
            assert [it.reason for it in found.links.values()] != ["not_yet"]
            hog.cancel()

    run(story)


def test_names_that_are_slow_on_purpose_do_not_stop_other_names(monkeypatch):
    block = threading.Event()

    def addresses(host):
        if host.startswith("slow"):
            block.wait(10)
        return [HOST]

    monkeypatch.setattr("service.resolve.network._addresses", addresses)

    async def story():
        names = SystemNames()
        try:
            with working_for(Owner("a")):
                slow = [asyncio.create_task(names(f"slow{number}.org")) for number in range(100)]
            await asyncio.sleep(0.05)
            with working_for(Owner("b")):
                assert await asyncio.wait_for(names("vantry.org"), 1) == [HOST]
        finally:
            block.set()
            await asyncio.gather(*slow, return_exceptions=True)
            names.close()

    run(story)
