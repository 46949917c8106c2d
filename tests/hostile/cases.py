"""Every page of the hostile web with its true verdict, and the other verdicts that an honest checker may give."""

import asyncio
import gzip
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import quote

from tests.hostile import wording
from tests.hostile.web import (
    CANARIES,
    EXPIRED,
    MAIN,
    MUTE,
    OTHER,
    SECURE,
    SELF_SIGNED,
    WRONG_NAME,
    Handler,
    Request,
    Web,
    moved,
    page,
    reply,
)
from tests.hostile.wording import Story

RESOLVES, SOFT, DEAD, MISMATCH, BLOCKED, TRANSIENT, UNSAFE = (
    "resolves", "soft_dead", "dead", "mismatch", "blocked", "transient", "unsafe",
)  # fmt: skip
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


@dataclass(frozen=True)
class Case:
    """One citation: what is claimed of it, and what is true. `needs_title`: nobody could tell without one."""

    name: str
    url: str
    verdict: str
    accept: tuple[str, ...] = ()
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    needs_title: bool = False


class Cases:
    """Puts pages on a web and remembers what is true of them; `variant` picks words and languages."""

    def __init__(self, web: Web, variant: int) -> None:
        self.web = web
        self.variant = variant
        self.made: list[Case] = []

    def pick(self, options: tuple, offset: int = 0):
        return options[(self.variant + offset) % len(options)]

    def story(self, offset: int = 0) -> Story:
        return self.pick(wording.STORIES, offset)

    def add(
        self, name: str, verdict: str, handler: Handler | None = None, *, accept=(), path: str | None = None,
        story: Story | None = None, host: str = MAIN, scheme: str = "http", url: str | None = None, **claims: str,
    ) -> str:  # fmt: skip
        """Add a case; its path is a folder of its own and the story's slug. Returns the path."""
        needs_title = bool(claims.pop("needs_title", False))
        path = (
            path
            or f"/{name.replace('_', '-')}/{2000 + self.variant}/{story.slug if story else len(self.made)}"
        )
        if handler is not None:
            self.web.routes[path.partition("?")[0].partition("#")[0]] = handler
        address = url or self.web.at(path, host, scheme)
        if story is not None:
            claims.setdefault("title", story.title)
        self.made.append(Case(name, address, verdict, tuple(accept), needs_title=needs_title, **claims))
        return path


def article(story: Story, head: str = "", title: str | None = None, foot: str = "") -> bytes:
    return reply(page(title or story.title, story.text, head, foot))


def make(web: Web, variant: int) -> list[Case]:
    """All cases of a variant, put on the web."""
    cases = Cases(web, variant)
    for group in (alive, statuses, soft, walls, wrong, redirects, refused, transport, bodies):
        group(cases)
    return cases.made


def alive(c: Cases) -> None:
    for number in range(7):
        story = c.story(number)
        c.add(f"plain_{number}", RESOLVES, lambda r, s=story: article(s), story=story)
    story = c.story()
    c.add(
        "decorated",
        RESOLVES,
        lambda r: article(story, title=f"{story.title} | {story.outlet} - News"),
        story=story,
    )
    c.add(
        "no_title_tag",
        RESOLVES,
        lambda r: reply(f"<html><body><h1>{story.title}</h1><p>{story.text}</body></html>"),
        story=story,
    )
    c.add(
        "og_title",
        RESOLVES,
        lambda r: reply(
            f"<html><head><meta property='og:title' content='{story.title}'></head><body><p>{story.text}</body></html>"
        ),
        story=story,
    )
    ld = (
        '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2024-05-03T08:00:00Z",'
        f'"headline":"{story.title}","publisher":{{"name":"{story.outlet}"}}}}</script>'
    )
    c.add(
        "json_ld",
        RESOLVES,
        lambda r: reply(f"<html><head>{ld}</head><body><p>{story.text}</body></html>"),
        story=story,
        outlet=story.outlet,
        published="2024-05-03",
    )
    c.add(
        "cookie_banner",
        RESOLVES,
        lambda r: article(story, foot="<div>We use cookies. Accept all. Log in</div>"),
        story=story,
    )
    c.add(
        "latin1",
        RESOLVES,
        lambda r: reply(
            page("Le café de Bâle rouvre après dix ans", "Le café a rouvert. " * 60)
            .replace("<meta charset=utf-8>", "")
            .encode("latin-1"),
            kind="text/html; charset=iso-8859-1",
        ),
        title="Le café de Bâle rouvre après dix ans",
    )
    for number, trap in enumerate(wording.TRAPS):
        c.add(f"trap_{number}", RESOLVES, lambda r, t=trap: article(t), story=trap)
    c.add(
        "fragment_there",
        RESOLVES,
        lambda r: article(story, foot="<h2 id='costs'>Costs</h2>"),
        path=f"/frag-there/{story.slug}#costs",
        story=story,
    )
    c.add(
        "text_fragment",
        RESOLVES,
        lambda r: article(story),
        path=f"/text-frag/{story.slug}#:~:text=council",
        story=story,
    )
    c.add("query_page", RESOLVES, lambda r: article(story), path="/show?p=4711", story=story)
    c.add(
        "home_cited",
        RESOLVES,
        lambda r: reply(page("Vantry Courier", story.text)),
        path="/",
        title="Vantry Courier",
    )
    c.add("pdf", RESOLVES, lambda r: reply(PDF, kind="application/pdf"), path="/files/report.pdf")
    c.add("pdf_as_html", RESOLVES, lambda r: reply(PDF), accept=(MISMATCH,), path="/files/report-2.pdf")
    c.add("image", RESOLVES, lambda r: reply(PNG, kind="image/png"), path="/files/map.png")
    c.add(
        "plain_text",
        RESOLVES,
        lambda r: reply(f"{story.title}\n\n{story.text}", kind="text/plain; charset=utf-8"),
        path="/files/notes.txt",
    )
    c.add("no_content_type", RESOLVES, lambda r: reply(page(story.title, story.text), kind=""), story=story)
    c.add("tls", RESOLVES, lambda r: article(story), story=story, host=SECURE, scheme="https")
    for status in ("404 Not Found", "403 Forbidden", "500 Oops"):
        c.add(
            f"head_{status[:3]}",
            RESOLVES,
            lambda r, s=status: reply("", s) if r.method == "HEAD" else article(story),
            story=story,
        )
    c.add(
        "needs_cookie",
        RESOLVES,
        lambda r: (
            article(story)
            if "seen=1" in r.headers.get("cookie", "")
            else moved(r.target, Set_Cookie="seen=1; Path=/")
        ),
        story=story,
    )
    c.add(
        "hostile_title",
        RESOLVES,
        lambda r: article(story, title=f"{story.title}\u202e</title>\x1b[31m<script>alert(1)</script>"),
        story=story,
    )
    attempts: dict[str, int] = {}

    def after(times: int, bad: bytes) -> Callable[[Request], bytes]:
        def handler(r: Request) -> bytes:
            attempts[r.target] = attempts.get(r.target, 0) + 1
            return bad if attempts[r.target] <= times else article(story)

        return handler

    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=1), usegmt=True)
    for name, times, bad in (
        ("503_once", 1, reply("", "503 Busy")),
        ("502_twice", 2, reply("", "502 Bad")),
        ("retry_after_seconds", 1, reply("", "429 Slow", Retry_After="1")),
        ("retry_after_date", 1, reply("", "429 Slow", Retry_After=soon)),
    ):
        c.add(name, RESOLVES, after(times, bad), accept=(TRANSIENT,), story=story)


def statuses(c: Cases) -> None:
    story = c.story(1)
    for status, verdict in (
        ("404 Not Found", DEAD), ("410 Gone", DEAD), ("401 Who", BLOCKED), ("402 Pay", BLOCKED), ("403 No", BLOCKED),
        ("407 Proxy", BLOCKED), ("451 Law", BLOCKED), ("999 Denied", BLOCKED), ("429 Slow", TRANSIENT), ("500 Oops", TRANSIENT),
        ("503 Busy", TRANSIENT), ("504 Late", TRANSIENT),
    ):  # fmt: skip
        c.add(f"status_{status[:3]}", verdict, lambda r, s=status: reply(page("Hm", s), s), story=story)
    c.add(
        "head_200_get_404",
        DEAD,
        lambda r: article(story) if r.method == "HEAD" else reply("", "404 Not Found"),
        story=story,
    )
    c.add(
        "404_with_the_title",
        DEAD,
        lambda r: reply(page(story.title, story.text), "404 Not Found"),
        story=story,
    )
    c.add("retry_after_hour", TRANSIENT, lambda r: reply("", "429 Slow", Retry_After="3600"), story=story)
    c.add("405", BLOCKED, lambda r: reply("", "405 No"), accept=(TRANSIENT,), story=story)
    c.add(
        "challenge_header",
        BLOCKED,
        lambda r: reply(page(*c.pick(wording.CHALLENGE)), "403 No", cf_mitigated="challenge"),
        story=story,
    )
    c.add(
        "challenge_503",
        BLOCKED,
        lambda r: reply(page(*c.pick(wording.CHALLENGE)), "503 Busy", cf_mitigated="challenge"),
        accept=(TRANSIENT,),
        story=story,
    )


def soft(c: Cases) -> None:
    for number in range(4):
        story, gone = c.story(number), c.pick(wording.GONE, number * 2)
        c.add(f"says_gone_{number}", SOFT, lambda r, g=gone: reply(page(*g)), story=story)
    story = c.story(2)
    title, text = c.pick(wording.GONE)
    c.add(
        "gone_in_h1",
        SOFT,
        lambda r: reply(f"<html><head><title>{story.outlet}</title></head><body><h1>{title}</h1><p>{text}"),
        story=story,
    )
    wordless = c.pick(wording.WORDLESS)
    c.web.prefixes["/wordless/"] = lambda r: reply(page(story.outlet, wordless * 6))
    c.add("wordless", SOFT, path=f"/wordless/{story.slug}.html", story=story)
    c.add("wordless_without_slug", SOFT, path="/wordless/a-11872.html", title=story.title)
    sale = c.pick(wording.SALE)
    c.web.prefixes["/parked/"] = lambda r: reply(
        f"<html><head><title>{sale[0]}</title></head><body>{sale[1]}</body></html>"
    )
    c.add("parked", SOFT, path=f"/parked/{story.slug}", story=story)
    suspended = c.pick(wording.SUSPENDED)
    c.add("suspended", SOFT, lambda r: reply(page(*suspended)), story=story)
    c.add(
        "nginx",
        SOFT,
        lambda r: reply(
            "<html><head><title>Welcome to nginx!</title></head><body><h1>Welcome to nginx!</h1>If you see this page, the web server works."
        ),
        story=story,
    )
    c.add("empty", SOFT, lambda r: reply(""), story=story)
    c.add("empty_html", SOFT, lambda r: reply("<html><head></head><body></body></html>"), story=story)
    c.add("no_content", SOFT, lambda r: b"HTTP/1.1 204 No Content\r\n\r\n", story=story)
    home = page(story.outlet, wordless * 8)
    c.web.routes["/front"] = lambda r: reply(home)
    c.add("to_home", SOFT, lambda r: moved("/index.html"), story=story)
    c.web.routes["/index.html"] = lambda r: reply(home)
    c.add("to_section", SOFT, lambda r: moved("/local"), story=story)
    c.web.routes["/local"] = lambda r: reply(page(f"Local - {story.outlet}", wordless * 9))
    c.add("to_other_home", SOFT, lambda r: moved(c.web.at("/index.html", OTHER)), story=story)
    c.add(
        "canonical_home",
        SOFT,
        lambda r: reply(page(story.outlet, wordless * 8, f"<link rel=canonical href='{c.web.at('/')}'>")),
        story=story,
    )
    c.add(
        "meta_to_home",
        SOFT,
        lambda r: reply("<html><head><meta http-equiv=refresh content='0; url=/index.html'></head></html>"),
        story=story,
    )
    c.add("redirect_to_gone", SOFT, lambda r: moved(f"/error?from={len(r.target)}"), story=story)
    c.web.routes["/error"] = lambda r: reply(page(*c.pick(wording.GONE, 1)))


def walls(c: Cases) -> None:
    story = c.story(3)
    c.add("challenge_200", BLOCKED, lambda r: reply(page(*c.pick(wording.CHALLENGE))), story=story)
    title, text = c.pick(wording.LOGIN)
    form = "<form><input name=user><input type=password name=pw></form>"
    c.add("login_form", BLOCKED, lambda r: reply(page(title, text, foot=form)), story=story)
    c.add("login_redirect", BLOCKED, lambda r: moved(f"/account/login?next={quote(r.target)}"), story=story)
    c.web.routes["/account/login"] = lambda r: reply(page(title, text, foot=form))
    c.add("login_words", BLOCKED, lambda r: reply(page(title, text)), story=story)
    c.add(
        "consent_redirect",
        BLOCKED,
        lambda r: moved(f"{c.web.at('/collect', OTHER)}?continue={quote(quote(r.target))}"),
        story=story,
    )
    c.web.routes["/collect"] = lambda r: reply(page(*c.pick(wording.CONSENT)))
    c.add("consent_page", BLOCKED, lambda r: reply(page(*c.pick(wording.CONSENT))), story=story)
    c.add(
        "script_shell",
        BLOCKED,
        lambda r: reply(
            "<html><head><title>App</title><script src=/app.js></script></head><body><div id=root></div></body></html>"
        ),
        story=story,
    )
    c.add(
        "script_shell_noscript",
        BLOCKED,
        lambda r: reply(
            "<html><head><script src=/a.js></script></head><body><noscript>Enable JavaScript</noscript><div id=app></div></body>"
        ),
        story=story,
    )
    c.add("tls_expired", BLOCKED, lambda r: article(story), story=story, host=EXPIRED, scheme="https")
    c.add("tls_wrong_name", BLOCKED, lambda r: article(story), story=story, host=WRONG_NAME, scheme="https")
    c.add("tls_self_signed", BLOCKED, lambda r: article(story), story=story, host=SELF_SIGNED, scheme="https")
    c.add("tls_mute", TRANSIENT, story=story, host=MUTE, scheme="https", accept=(BLOCKED,))


def wrong(c: Cases) -> None:
    story, other, foreign = c.story(4), c.story(5), c.pick(wording.OTHERS)
    c.add(
        "other_story",
        MISMATCH,
        lambda r: article(other),
        path="/read/88123",
        title=story.title,
        needs_title="1",
    )
    c.add(
        "other_story_in_folder",
        MISMATCH,
        lambda r: article(other),
        path=f"/news/2024/{other.slug}",
        title=story.title,
        needs_title="1",
    )
    c.add("hijacked", MISMATCH, lambda r: article(foreign), story=story, accept=(SOFT,), needs_title="1")
    date = "<meta property='article:published_time' content='2016-04-02T10:00:00Z'>"
    c.add("other_year", MISMATCH, lambda r: article(story, date), story=story, published="2022")
    c.add("other_year_dated", MISMATCH, lambda r: article(story, date), story=story, published="2019-11-20")
    site = f"<meta property='og:site_name' content='{foreign.outlet}'>"
    c.add("other_publisher", MISMATCH, lambda r: article(story, site), story=story, outlet="Northmark Ledger")
    c.add(
        "same_publisher",
        RESOLVES,
        lambda r: article(story, f"<meta property='og:site_name' content='{story.outlet} online'>"),
        story=story,
        outlet=story.outlet,
    )
    c.add(
        "year_end",
        RESOLVES,
        lambda r: article(story, "<meta name=date content='2022-01-04'>"),
        story=story,
        published="2021",
    )
    c.add(
        "fragment_absent",
        MISMATCH,
        lambda r: article(story, foot="<h2 id='costs'>Costs</h2>"),
        path=f"/frag/{story.slug}#dredging",
        story=story,
    )


def redirects(c: Cases) -> None:
    story = c.story(5)
    c.web.routes["/moved/here"] = lambda r: article(story)
    for status in ("301 Moved", "302 Found", "303 See", "307 Temp", "308 Perm"):
        c.add(f"redirect_{status[:3]}", RESOLVES, lambda r, s=status: moved("/moved/here", s), story=story)
    c.add(
        "redirect_relative",
        RESOLVES,
        lambda r: moved("../../moved/here"),
        path=f"/deep/er/{story.slug}",
        story=story,
    )
    c.add("redirect_utf8", RESOLVES, lambda r: moved("/überall/ж"), story=story)
    c.web.routes[quote("/überall/ж")] = lambda r: article(story)
    c.add(
        "redirect_meta",
        RESOLVES,
        lambda r: reply("<meta http-equiv='refresh' content='1;URL=\"/moved/here\"'><p>Moved.</p>"),
        story=story,
    )
    c.add(
        "redirect_header",
        RESOLVES,
        lambda r: reply("<p>Moved.</p>", Refresh="0; url=/moved/here"),
        story=story,
    )
    c.add(
        "redirect_script",
        RESOLVES,
        lambda r: reply("<script>window.location.href = '/moved/here';</script>"),
        story=story,
    )
    c.add("redirect_scheme", RESOLVES, lambda r: moved(c.web.at("/moved/here", SECURE, "https")), story=story)
    c.add("loop", DEAD, lambda r: moved(r.target), story=story)
    c.web.prefixes["/endless/"] = lambda r: moved(f"/endless/{int(r.target.rpartition('/')[2] or 0) + 1}")
    c.add("endless", DEAD, path="/endless/1", title=story.title)
    c.add("no_location", DEAD, lambda r: reply("", "301 Moved"), story=story)
    internal = CANARIES[0]
    port = c.web.port
    number = int.from_bytes(bytes(map(int, internal.split("."))), "big")
    for name, location in (
        ("literal", f"http://{internal}:{port}/"), ("decimal", f"http://{number}:{port}/"), ("octal", f"http://0177.0.0.1:{port}/"),
        ("hex", f"http://0x7f000001:{port}/"), ("short", f"http://127.1:{port}/"), ("userinfo", f"http://{MAIN}@{internal}:{port}/"),
        ("backslash", f"http://{MAIN}:{port}\\@{internal}:{port}/"), ("mapped", f"http://[::ffff:{internal}]:{port}/"), ("localhost", f"http://localhost:{port}/"),
        ("file", "file:///etc/passwd"), ("data", "data:text/html,hello"), ("javascript", "javascript:alert(1)"), ("private", "http://10.1.2.3/"),
        ("metadata", "http://169.254.169.254/latest/meta-data/"), ("relative_host", f"//{internal}:{port}/"), ("full_width", f"http://１２７.0.0.1:{port}/"),
    ):  # fmt: skip
        c.add(f"to_inside_{name}", UNSAFE, lambda r, where=location: moved(where), story=story)
    inside = f"http://{CANARIES[1]}:{port}/"
    c.add(
        "to_inside_by_meta",
        UNSAFE,
        lambda r: reply(f"<meta http-equiv=refresh content='0;url={inside}'>"),
        story=story,
    )
    c.add("to_inside_by_header", UNSAFE, lambda r: reply("hm", Refresh=f"0;url={inside}"), story=story)
    c.add(
        "to_inside_by_script",
        UNSAFE,
        lambda r: reply(f"<script>location.replace('{inside}')</script>"),
        story=story,
    )


def refused(c: Cases) -> None:
    port, number = c.web.port, int.from_bytes(bytes(map(int, CANARIES[0].split("."))), "big")
    for name, url in (
        ("loopback", f"http://{CANARIES[0]}:{port}/"), ("loopback_other", f"http://{CANARIES[1]}:{port}/"), ("decimal", f"http://{number}:{port}/"),
        ("hex", f"http://0x7f.1:{port}/"), ("private", "http://192.168.1.1/"), ("metadata", "http://169.254.169.254/"), ("v6", f"http://[::1]:{port}/"),
        ("localhost", f"http://localhost:{port}/"), ("local", "http://printer.local/"), ("internal", "http://wiki.internal/"), ("single", "http://intranet/"),
        ("file", "file:///etc/passwd"), ("ftp", "ftp://files.vantry.org/a"), ("gopher", "gopher://a.org/"), ("userinfo", f"http://a:b@{MAIN}:{port}/"),
        ("onion", "http://abcdefghij.onion/"), ("ssh_port", "http://www.ietf.org:22/"), ("crlf", f"http://{MAIN}:{port}/a%0d%0aHost:%20b"), ("slashes", "http:///etc/passwd"),
        ("circled", f"http://①②⑦.0.0.1:{port}/"), ("zone", "http://[fe80::1%25eth0]/"), ("nat64", "http://[64:ff9b::7f00:1]/"), ("sixtofour", "http://[2002:7f00:1::]/"),
        ("too_long", f"http://{MAIN}:{port}/{'a' * 3000}"),
    ):  # fmt: skip
        c.add(f"refused_{name}", UNSAFE, url=url)
    c.add("reserved", DEAD, url="https://vantry-courier.invalid/sea-wall", accept=(UNSAFE,))
    c.add("no_such_domain", DEAD, url="https://vantry.notatld/sea-wall", accept=(UNSAFE,))


def transport(c: Cases) -> None:
    story = c.story(6)
    c.add("connection_refused", DEAD, url=f"http://{MAIN}:1/{story.slug}", accept=(TRANSIENT,))

    def raw(data: bytes, then: float = 0.0) -> Handler:
        async def handler(r: Request) -> None:
            await r.send(data)
            await asyncio.sleep(then)

        return handler

    async def drip_head(r: Request) -> None:
        for sign in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 60:
            await r.send(bytes([sign]))
            await asyncio.sleep(0.3)

    async def early_hints(r: Request) -> None:
        for _ in range(2000):
            await r.send(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n")
            await asyncio.sleep(0.01)

    async def reset(r: Request) -> None:
        r.writer.transport.abort()

    c.add("silent", TRANSIENT, raw(b"", 12), story=story)
    c.add("closes", TRANSIENT, raw(b""), story=story)
    c.add("resets", TRANSIENT, reset, story=story)
    c.add("drip_head", TRANSIENT, drip_head, story=story)
    c.add("endless_hints", TRANSIENT, early_hints, story=story)
    c.add("garbage", TRANSIENT, raw(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"), story=story, accept=(DEAD, BLOCKED))
    c.add(
        "huge_header",
        TRANSIENT,
        raw(b"HTTP/1.1 200 OK\r\nX-Big: " + b"a" * 400_000 + b"\r\n\r\n"),
        story=story,
        accept=(BLOCKED,),
    )
    c.add(
        "many_headers",
        TRANSIENT,
        raw(b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 40_000 + b"\r\n"),
        story=story,
        accept=(BLOCKED,),
    )
    c.add(
        "two_lengths",
        TRANSIENT,
        raw(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 9\r\n\r\nhello"),
        story=story,
        accept=(BLOCKED,),
    )
    c.add(
        "bad_chunks",
        TRANSIENT,
        raw(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n"
        ),
        story=story,
        accept=(BLOCKED,),
    )


def bodies(c: Cases) -> None:
    story = c.story()
    whole = page(story.title, story.text).encode()

    def endless(chunk: bytes, pause: float) -> Handler:
        async def handler(r: Request) -> None:
            await r.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + whole)
            for _ in range(400):
                await r.send(chunk)
                await asyncio.sleep(pause)

        return handler

    c.add("endless_body", RESOLVES, endless(b"x" * 65536, 0), story=story)
    c.add("drip_body", RESOLVES, endless(b"x", 0.05), story=story)
    c.add("length_too_long", RESOLVES, lambda r: _cut(r, whole), story=story, accept=(TRANSIENT,))
    c.add("gzip", RESOLVES, lambda r: reply(gzip.compress(whole), Content_Encoding="gzip"), story=story)
    c.add("deflate", RESOLVES, lambda r: reply(zlib.compress(whole), Content_Encoding="deflate"), story=story)
    bomb = gzip.compress(b"<p>" + bytes(64_000_000), 6)
    c.add(
        "gzip_bomb",
        UNSAFE,
        lambda r: reply(bomb, Content_Encoding="gzip"),
        story=story,
        accept=(TRANSIENT, BLOCKED),
    )
    c.add(
        "nested_bomb",
        UNSAFE,
        lambda r: reply(gzip.compress(bomb), Content_Encoding="gzip, gzip"),
        story=story,
        accept=(TRANSIENT, BLOCKED),
    )
    c.add(
        "brotli_unasked",
        BLOCKED,
        lambda r: reply(b"\x0b\x02\x80hello\x03", Content_Encoding="br"),
        story=story,
        accept=(TRANSIENT,),
    )
    c.add(
        "gzip_garbled",
        TRANSIENT,
        lambda r: reply(b"\x1f\x8b\x08\x00garbled", Content_Encoding="gzip"),
        story=story,
        accept=(BLOCKED,),
    )
    c.add(
        "nested_tags",
        RESOLVES,
        lambda r: reply(page(story.title, story.text, foot="<div>" * 60_000)),
        story=story,
    )


async def _cut(r: Request, whole: bytes) -> None:
    await r.send(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 999999\r\n\r\n" + whole
    )


def rows(cases: list[Case], titles: bool) -> Iterator[dict[str, str]]:
    """The cases as input lines of `assay links`."""
    for number, case in enumerate(cases):
        row = {"id": str(number), "url": case.url}
        if titles:
            claims = {"title": case.title, "outlet": case.outlet, "published": case.published}
            row |= {name: value for name, value in claims.items() if value}
        yield row
