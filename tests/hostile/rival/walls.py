"""Nobody can know: walls in front of a page, and servers that break."""

import asyncio
import base64
import gzip
from urllib.parse import quote

from tests.hostile.rival.put import Put, raw, shown
from tests.hostile.rival.tongues import BARRIERS, CHALLENGES
from tests.hostile.web import EXPIRED, MUTE, SELF_SIGNED, WRONG_NAME, Request, moved, page, reply

BLOCKED, TRANSIENT, UNSAFE, RESOLVES = "blocked", "transient", "unsafe", "resolves"


def statuses(p: Put) -> None:
    t = p.tongue(4)
    for status in ("401 Who", "402 Pay", "403 No", "407 Proxy", "451 Law", "999 Denied"):
        p.case(f"status {status}", BLOCKED, reply(page("Hm", status), status), t)
    for status in ("400 Bad", "405 No", "406 No", "418 Tea", "421 Wrong", "430 Bot"):
        p.case(f"status {status}", BLOCKED, reply(page("Hm", status), status), t, accept=(TRANSIENT,))
    p.case("403 with the story", BLOCKED, reply(shown(t), "403 No"), t)
    p.case("403 that says not found", BLOCKED, reply(page(*t.gone), "403 No"), t)
    p.case("hop to 403", BLOCKED, moved("/four/three"), t)
    p.route("/four/three", reply("", "403 Forbidden"))
    for status in (
        "408 Late",
        "425 Early",
        "429 Slow",
        "500 Oops",
        "502 Bad",
        "503 Busy",
        "504 Late",
        "509 Full",
        "520 Odd",
        "522 Late",
        "530 Off",
    ):
        p.case(f"status {status}", TRANSIENT, reply(page("Hm", status), status), t)
    p.case("500 that says not found", TRANSIENT, reply(page(*t.gone), "500 Oops"), t)
    p.case("hop to 502", TRANSIENT, moved("/five/two"), t)
    p.route("/five/two", reply("", "502 Bad"))
    for number, wait in enumerate(
        ("3600", "86400", "Wed, 01 Jan 2098 00:00:00 GMT", "99999999999999999999", "-5")
    ):
        p.case(
            f"come back in {wait}",
            TRANSIENT,
            reply("", ("429 Slow", "503 Busy")[number % 2], Retry_After=wait),
            t,
        )
    for header in ("403 No", "503 Busy", "200 OK", "404 Not Found"):
        p.case(
            f"challenge header {header}",
            BLOCKED,
            reply(page(*p.pick(CHALLENGES)), header, cf_mitigated="challenge"),
            t,
        )
    p.case(
        "304 unasked",
        TRANSIENT,
        raw(b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n"),
        t,
        accept=(BLOCKED, RESOLVES, "dead"),
    )


def pages(p: Put) -> None:
    t = p.tongue(1)
    for number in range(18):
        p.case(f"challenge {p.tongue(number).code}", BLOCKED, reply(page(*p.tongue(number).challenge)), t)
    for title, text in CHALLENGES:
        p.case(
            f"challenge {title}",
            BLOCKED,
            reply(
                f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{text}</p><script src=/c.js></script></body></html>"
            ),
            t,
        )
    p.case(
        "cookie by script",
        BLOCKED,
        reply("<html><body><script>document.cookie='k=1';location.reload();</script></body></html>"),
        t,
    )
    p.case("challenge, no title claimed", BLOCKED, reply(page(*p.pick(CHALLENGES))), None, path="/n/6612")
    form = "<form method=post><input name=user><input type=password name=pass><button>OK</button></form>"
    for number in range(6):
        own = p.tongue(number * 2)
        p.route(own.login_path + "/p", reply(page(own.login[0], own.login[1], foot=form)))
        p.case(
            f"log-in in place {own.code}", BLOCKED, reply(page(own.login[0], own.login[1], foot=form)), own
        )
        p.case(
            f"log-in hop {own.code}",
            BLOCKED,
            lambda r, o=own: moved(f"{o.login_path}/p?back={quote(r.target, safe='')}"),
            own,
        )
        p.case(f"log-in words only {own.code}", BLOCKED, reply(page(*own.login)), own)
    p.case(
        "form without words",
        BLOCKED,
        reply(f"<html><head><title>{t.outlet}</title></head><body>{form}</body></html>"),
        t,
    )
    for path in (
        "/oauth2/authorize",
        "/cas/login",
        "/Account/LogOn",
        "/wp-login.php",
        "/users/sign_in",
        "/saml/sso",
    ):
        p.route(path, reply(page(t.outlet, "Member access", foot=form)))
        p.case(f"log-in at {path}", BLOCKED, moved(f"{path}?state=8f3a"), t)
    p.case(
        "log-in, return in base64",
        BLOCKED,
        lambda r: moved(f"/cas/login?r={base64.b64encode(r.target.encode()).decode()}"),
        None,
        path="/n/6613",
    )
    for number in range(6):
        own = p.tongue(number * 2 + 1)
        p.case(f"consent {own.code}", BLOCKED, reply(page(*own.consent)), own)
    p.route("/cmp/v2", reply(page(*t.consent)))
    p.case(
        "consent on another host",
        BLOCKED,
        lambda r: moved(p.at(f"/cmp/v2?return={quote(p.at(r.target), safe='')}", p.other)),
        t,
    )
    for title, text in BARRIERS:
        p.case(
            f"barrier {title}",
            BLOCKED,
            reply(page(title, text)),
            None,
            path=f"/n/67{len(title)}",
            accept=(RESOLVES,),
        )
    for name, body in (
        ("root", "<div id=root></div><script src=/main.9f3.js></script>"), ("app-root", "<app-root></app-root><script type=module src=/m.js></script>"),
        ("noscript", "<noscript>You need to enable JavaScript to run this app.</noscript><div id=app></div><script src=/m.js></script>"),
        ("loading", "<div id=__next>Loading…</div><script src=/m.js></script>"), ("state", "<div id=app></div><script>window.__STATE__={};</script><script src=/m.js></script>"),
    ):  # fmt: skip
        p.case(
            f"shell {name}",
            BLOCKED,
            reply(f"<!doctype html><html><head><title>{t.outlet}</title></head><body>{body}</body></html>"),
            t,
        )


def certificates(p: Put) -> None:
    t = p.tongue(2)
    for name, host in (("expired", EXPIRED), ("wrong name", WRONG_NAME), ("unknown issuer", SELF_SIGNED)):
        p.case(f"certificate {name}", BLOCKED, reply(shown(t)), t, host=host, scheme="https")
        p.case(f"hop to certificate {name}", BLOCKED, moved(p.at("/cert/x", host, "https")), t)
    p.case("handshake hangs", TRANSIENT, None, t, host=MUTE, scheme="https", accept=(BLOCKED,))
    p.case(
        "no tls there",
        TRANSIENT,
        reply(shown(t)),
        t,
        url=f"https://{p.main}:{p.web.port}/{t.slug}",
        accept=(BLOCKED,),
    )
    p.case(
        "tls spoken to plainly",
        TRANSIENT,
        None,
        t,
        url=f"http://{p.secure}:{p.web.tls_port}/{t.slug}",
        accept=(BLOCKED,),
    )


def broken(p: Put) -> None:
    t = p.tongue(3)
    html = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"

    async def reset(r: Request) -> None:
        r.writer.transport.abort()

    async def reset_in_body(r: Request) -> None:
        await r.send(html + b"Content-Length: 90000\r\n\r\n<html><head>")
        await asyncio.sleep(0.1)
        r.writer.transport.abort()

    async def silent(r: Request) -> None:
        await asyncio.sleep(12)

    async def silent_body(r: Request) -> None:
        await r.send(html + b"Content-Length: 4000\r\n\r\n")
        await asyncio.sleep(12)

    def dripping(data: bytes, pause: float):
        async def drip(r: Request) -> None:
            for sign in data:
                await r.send(bytes([sign]))
                await asyncio.sleep(pause)

        return drip

    async def hints(r: Request) -> None:
        for _ in range(1500):
            await r.send(b"HTTP/1.1 100 Continue\r\n\r\n")
            await asyncio.sleep(0.01)

    for name, answer, accept in (
        ("reset", reset, ()), ("reset in the body", reset_in_body, ()), ("closed", raw(b""), ()), ("silent", silent, ()), ("silent body", silent_body, ()),
        ("half a head", raw(b"HTTP/1.1 200 OK\r\nContent-Ty"), ()), ("drip head", dripping(html + b"\r\n", 0.4), ()), ("drip status", dripping(b"HTTP/1.1 200 OK", 0.9), ()), ("endless 100", hints, ()),
        ("not http", raw(b"220 mail.brannock.org ESMTP ready\r\n\r\n"), (BLOCKED,)), ("status in letters", raw(b"HTTP/1.1 OK 200\r\n\r\n"), (BLOCKED,)),
        ("huge header", raw(html + b"X-A: " + b"b" * 3_000_000 + b"\r\n\r\n"), (BLOCKED,)), ("40,000 headers", raw(html + b"".join(b"X-%d: y\r\n" % n for n in range(40_000)) + b"\r\n"), (BLOCKED,)),
        ("two lengths", raw(html + b"Content-Length: 10\r\nContent-Length: 400\r\n\r\n0123456789"), (BLOCKED,)),
        ("bad first chunk", raw(html + b"Transfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n"), (BLOCKED,)), ("chunk size of terabytes", raw(html + b"Transfer-Encoding: chunked\r\n\r\nfffffffffff\r\nhello"), (BLOCKED,)),
        ("negative length", raw(html + b"Content-Length: -4\r\n\r\nabcd"), (BLOCKED,)), ("gzip that is none", reply("plain words here", Content_Encoding="gzip"), (BLOCKED, "mismatch")),
        ("gzip cut", reply(gzip.compress(shown(t).encode())[:60], Content_Encoding="gzip"), (BLOCKED, RESOLVES)),
    ):  # fmt: skip
        p.case(f"broken: {name}", TRANSIENT, answer, t, accept=accept)
    for coding in ("br", "zstd", "compress", "exotic"):
        p.case(
            f"unasked {coding}",
            BLOCKED,
            reply(b"\x28\xb5\x2f\xfd\x04\x00" + bytes(range(80)), Content_Encoding=coding),
            t,
            accept=(TRANSIENT,),
        )
    bomb = gzip.compress(bytes(80_000_000), 9)
    p.case("bomb", UNSAFE, reply(bomb, Content_Encoding="gzip"), t, accept=(TRANSIENT, BLOCKED))
    p.case(
        "bomb in a bomb",
        UNSAFE,
        reply(gzip.compress(bomb, 9), Content_Encoding="gzip, gzip"),
        t,
        accept=(TRANSIENT, BLOCKED),
    )
    p.case(
        "bomb in two headers",
        UNSAFE,
        raw(
            html
            + b"Content-Encoding: gzip\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n"
            + gzip.compress(bomb, 9)
        ),
        t,
        accept=(TRANSIENT, BLOCKED),
    )
    p.case("bomb behind a hop", UNSAFE, moved("/bomb/b"), t, accept=(TRANSIENT, BLOCKED))
    p.route("/bomb/b", reply(bomb, Content_Encoding="gzip"))


GROUPS = (statuses, pages, certificates, broken)
