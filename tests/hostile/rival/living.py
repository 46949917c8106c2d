"""Pages that are there, and are what the citation says, however odd they look or answer."""

import asyncio
import gzip
import json
import zlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import quote

from tests.hostile.rival.put import Put, raw, shown
from tests.hostile.rival.tongues import TRAPS
from tests.hostile.web import Request, moved, not_found, page, reply

MISMATCH, SOFT, TRANSIENT, BLOCKED = "mismatch", "soft_dead", "transient", "blocked"


def plainly(p: Put) -> None:
    """Every language, every usual way to print a title."""
    for number in range(18):
        t = p.tongue(number)
        p.alive(f"plain {t.code}", reply(shown(t)), t)
    t = p.tongue()
    for name, title in (
        ("outlet first", f"{t.outlet}: {t.title}"), ("section and outlet", f"{t.title} – Regional – {t.outlet}"), ("upper case", t.title.upper()),
        ("guillemet", f"{t.title} » {t.outlet}"), ("many parts", f"{t.title} | News | Islands | {t.outlet}"), ("breaking", f"LIVE: {t.title} - updates"),
    ):  # fmt: skip
        p.alive(name, reply(page(title, t.body)), t)
    p.alive("claim decorated", reply(shown(t)), t, title=f"{t.title} | {t.outlet}")
    p.alive(
        "claim cut off",
        reply(shown(t)),
        t,
        title=t.title[: len(t.title) * 3 // 4].rpartition(" ")[0] + "…" if " " in t.title else t.title,
    )
    quoted = 'Keeper: "We’ll light the lamp & keep it lit"'
    p.alive(
        "quotes differ",
        reply(page("Keeper: ‘We&#39;ll light&nbsp;the lamp &amp; keep it lit’", t.body)),
        t,
        title=quoted,
        path="/n/48113",
    )
    p.alive("only h1", reply(f"<body><h1>{t.title}</h1><p>{t.body}"), t)
    p.alive("empty title tag", reply(f"<title></title><body><h1>{t.title}</h1><p>{t.body}"), t)
    p.alive("outlet as title", reply(f"<title>{t.outlet}</title><body><h1>{t.title}</h1><p>{t.body}"), t)
    p.alive(
        "only twitter title", reply(f'<meta name="twitter:title" content="{t.title}"><body><p>{t.body}'), t
    )
    graph = {
        "@context": "https://schema.org",
        "@graph": [{"@type": "WebSite", "name": t.outlet}, {"@type": ["NewsArticle"], "headline": t.title}],
    }
    p.alive(
        "headline in a graph",
        reply(
            f'<title>{t.outlet}</title><script type="application/ld+json">{json.dumps(graph)}</script><p>{t.body}'
        ),
        t,
    )
    p.alive(
        "broken json-ld",
        reply(page(t.title, t.body, '<script type="application/ld+json">{"@type": [,,}</script>')),
        t,
    )
    p.alive(
        "retitled with og",
        reply(page("What the crossing costs", t.body, f'<meta property="og:title" content="{t.title}">')),
        t,
    )
    p.alive(
        "retitled, slug kept",
        reply(page(f"{t.outlet} 17", f"{t.title.lower()}. {t.body}")),
        t,
        accept=(MISMATCH,),
    )
    p.alive("short notice", reply(page(t.title, t.text[:90])), t)
    p.alive(
        "metered",
        reply(page(t.title, f"{t.text} Subscribe to continue reading. Already a subscriber? Log in.")),
        t,
        accept=(BLOCKED,),
    )
    form = "<dialog><form><input type=password name=p></form></dialog>"
    p.alive("login dialog", reply(page(t.title, t.body, foot=form)), t, accept=(BLOCKED,))
    p.alive(
        "banner first",
        reply(f"<title>{t.title}</title><div>{t.consent[1]}</div><h1>{t.title}</h1><p>{t.body}"),
        t,
    )
    p.alive(
        "app with og title",
        reply(
            f'<head><meta property="og:title" content="{t.title}"><script src=/a.js></script></head><div id=root></div>'
        ),
        t,
        accept=(BLOCKED,),
    )
    p.alive(
        "style before title",
        reply(
            f"<head><style>{'.a{color:red}' * 18_000}</style><title>{t.title}</title></head><body><p>{t.body}"
        ),
        t,
    )
    p.alive("five megabytes", reply(page(t.title, t.body + "<p>x</p>" * 600_000)), t)
    p.alive("no title claimed, id path", reply(shown(t)), None, path="/n/1182733")
    p.alive("root", reply(page(t.outlet, t.front * 5)), None, path="/en/", title=None)
    p.alive(
        "section cited", reply(page(f"Sport - {t.outlet}", t.front * 9)), None, path="/sport/", title="Sport"
    )


def traps(p: Put) -> None:
    """Articles about missing pages, domain sales, log-ins, captchas: with a title, with a slug, with neither."""
    for number, (title, text) in enumerate(TRAPS):
        slug = "-".join(word for word in "".join(c if c.isalnum() else " " for c in title.lower()).split())
        body = page(title, "</p><p>".join(f"{text} ({line})" for line in range(25)))
        p.alive(f"trap {number}", reply(body), None, title=title, path=f"/culture/2023/{slug}")
        p.alive(
            f"trap by number {number}", reply(body), None, title=title, path=f"/culture/{88_100 + number}"
        )
    house = page(
        "House for sale: a street empties in Brannock",
        "The house is for sale, and so are the next four. Make an offer, says the board. " * 40,
    )
    p.alive("house for sale", reply(house), None, path="/p/20231")
    p.alive(
        "gallery 404",
        reply(
            page(
                "Room 404 - Brannock Gallery",
                "Room 404 shows the painter's last boats, harbours and gulls. " * 50,
            )
        ),
        None,
        path="/rooms/r404",
        title="Room 404",
    )


def kinds(p: Put) -> None:
    """Documents, pictures and pages with a wrong or odd declaration."""
    t = p.tongue(1)
    for name, path, kind, data in (
        ("pdf", "/f/a.pdf", "application/pdf", b"%PDF-1.7\n%\xe2\xe3\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF"),
        ("pdf as download", "/f/get", "application/octet-stream", b"%PDF-1.5\n1 0 obj\n<<>>\nendobj\n%%EOF"),
        ("jpeg", "/f/a.jpg", "image/jpeg", b"\xff\xd8\xff\xe0" + bytes(300)), ("json", "/f/a.json", "application/json", b'{"harbour": [1, 2, 3]}'),
        ("csv", "/f/a.csv", "text/csv", b"year;boats\n2021;4\n2022;6\n"), ("xlsx", "/f/a.xlsx", "application/vnd.ms-excel", b"PK\x03\x04" + bytes(90)),
        ("mp3", "/f/a.mp3", "audio/mpeg", b"ID3\x03" + bytes(90)), ("rss", "/f/feed.xml", "application/rss+xml", b"<?xml version='1.0'?><rss><channel><title>Tides</title></channel></rss>"),
    ):  # fmt: skip
        p.alive(name, reply(data, kind=kind), None, path=path)
    p.alive(
        "pdf with a title claimed",
        reply(b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF", kind="application/pdf"),
        None,
        path="/f/b.pdf",
        title=t.title,
    )
    p.alive(
        "picture declared html",
        reply(b"\x89PNG\r\n\x1a\n" + bytes(200)),
        None,
        path="/f/c.png",
        accept=(MISMATCH,),
    )
    p.alive("page declared text", reply(shown(t), kind="text/plain; charset=utf-8"), t)
    p.alive("page declared as bytes", reply(shown(t), kind="application/octet-stream"), t, accept=(MISMATCH,))
    p.alive(
        "xhtml",
        reply(
            f'<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>{t.title}</title></head><body><p>{t.body}</p></body></html>',
            kind="application/xhtml+xml",
        ),
        t,
    )
    ru = "Паромщики Верхней Губы вышли на зимний маршрут"
    p.alive(
        "windows-1251",
        reply(
            page(ru, "Маршрут открыт до весны. " * 40).replace("utf-8", "windows-1251").encode("cp1251"),
            kind="text/html",
        ),
        None,
        title=ru,
        path="/x/1251",
    )
    ja = "北の港に新しい灯台が完成した"
    p.alive(
        "shift_jis",
        reply(
            page(ja, "灯台は夜ごとに海を照らす。" * 40)
            .replace("<meta charset=utf-8>", "")
            .encode("shift_jis"),
            kind="text/html; charset=Shift_JIS",
        ),
        None,
        title=ja,
        path="/x/sjis",
    )
    p.alive("utf-16", reply(page(t.title, t.body).encode("utf-16"), kind="text/html"), t)


def answers(p: Put) -> None:
    """Odd but workable HTTP."""
    t = p.tongue(2)
    body = shown(t).encode()
    html = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
    p.alive("http/1.0 without length", raw(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + body), t)
    p.alive(
        "no reason phrase",
        raw(b"HTTP/1.1 200 \r\nContent-Type: text/html\r\nConnection: close\r\n\r\n" + body),
        t,
    )
    p.alive(
        "one early hint",
        raw(
            b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + html + b"Connection: close\r\n\r\n" + body
        ),
        t,
    )
    p.alive(
        "chunks and trailer",
        raw(
            html
            + b"Transfer-Encoding: chunked\r\n\r\n%x;a=b\r\n%s\r\n0\r\nX-T: 1\r\n\r\n" % (len(body), body)
        ),
        t,
    )
    two = gzip.compress(body[:800]) + gzip.compress(body[800:])
    p.alive("two gzip members", reply(two, Content_Encoding="gzip"), t)
    packer = zlib.compressobj(wbits=-15)
    p.alive(
        "raw deflate",
        reply(packer.compress(body) + packer.flush(), Content_Encoding="deflate"),
        t,
        accept=(TRANSIENT, BLOCKED),
    )
    p.alive("x-gzip", reply(gzip.compress(body), Content_Encoding="x-gzip"), t)
    p.alive("identity", reply(body, Content_Encoding="identity"), t)
    p.alive("length too short", raw(html + b"Content-Length: 700\r\nConnection: close\r\n\r\n" + body), t)
    p.alive("length too long", raw(html + b"Content-Length: 9999999\r\n\r\n" + body), t, accept=(TRANSIENT,))
    p.alive(
        "bad chunk after the story",
        raw(html + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\nnonsense\r\n" % (len(body), body)),
        t,
        accept=(TRANSIENT,),
    )
    p.alive("203", reply(body, "203 Non-Authoritative"), t)

    def only(wanted) -> object:
        return lambda r: reply(body) if wanted(r) else reply("no", "403 Forbidden")

    shy = ("bot", "crawl", "spider", "link", "python", "httpx", "curl")
    p.alive(
        "shy of robots",
        only(lambda r: not any(w in r.headers.get("user-agent", "bot").lower() for w in shy)),
        t,
    )
    p.alive(
        "wants accept",
        only(lambda r: "text/html" in r.headers.get("accept", "") or "*/*" in r.headers.get("accept", "")),
        t,
    )
    p.alive(
        "signed query",
        only(lambda r: r.target.endswith("?z=1&a=%2Fb&sig=c%3D&utm_source=x")),
        t,
        path=f"/sig/{t.slug}?z=1&a=%2Fb&sig=c%3D&utm_source=x",
    )
    for status in ("404 Not Found", "405 No", "500 Oops"):
        p.alive(
            f"head says {status[:3]}",
            lambda r, s=status: reply("", s) if r.method == "HEAD" else reply(body),
            t,
        )

    async def head_hangs(r: Request) -> bytes:
        if r.method == "HEAD":
            await asyncio.sleep(20)
        return reply(body)

    async def slowly(r: Request) -> bytes:
        await asyncio.sleep(2.2)
        return reply(body)

    p.alive("head hangs", head_hangs, t)
    p.alive("slow", slowly, t, accept=(TRANSIENT,))

    async def endless(r: Request) -> None:
        await r.send(html + b"\r\n" + body)
        for _ in range(300):
            await r.send(b"<p>more</p>" * 4_000)

    async def drip(r: Request) -> None:
        await r.send(html + b"\r\n" + body)
        for _ in range(120):
            await r.send(b".")
            await asyncio.sleep(0.1)

    p.alive("endless body", endless, t)
    p.alive("dripping body", drip, t)
    p.alive("deeply nested", reply(page(t.title, t.body, foot="<b><i>" * 40_000)), t)
    p.alive(
        "hostile title",
        reply(
            page(
                f"{t.title} &lt;img src=x onerror=alert(1)&gt;\r\nHTTP/1.1 200 OK\x1b[2J\u202e\u0000", t.body
            )
        ),
        t,
    )


def again(p: Put) -> None:
    """Servers that fail first and work then."""
    t = p.tongue(3)
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)
    for name, times, bad in (
        ("503 once", 1, reply("busy", "503 Busy")), ("500 once", 1, reply("", "500 Oops")), ("502 twice", 2, reply("", "502 Bad")), ("closed once", 1, None),
        ("wait 2 s", 1, reply("", "429 Slow", Retry_After="2")), ("wait until", 1, reply("", "503 Busy", Retry_After=soon)), ("wait nonsense", 1, reply("", "429 Slow", Retry_After="soon, -1")),
    ):  # fmt: skip
        seen: list[str] = []

        def flaky(r: Request, seen=seen, times=times, bad=bad) -> bytes | None:
            seen.append(r.method)
            return bad if len(seen) <= times else reply(shown(t))

        p.alive(name, flaky, t, accept=(TRANSIENT,))


def claims(p: Put) -> None:
    """Year, publisher and part agree, in ways that trip a careless comparison."""
    t = p.tongue(4)
    meta = '<meta property="article:published_time" content="2021-05-03T23:50:00+09:00"><meta property="article:modified_time" content="2025-01-02">'
    for said in ("2021", "2021-05-03", "2021-05-04", "3 May 2021", "May 2021"):
        p.alive(f"published {said}", reply(page(t.title, t.body, meta)), t, published=said)
    p.alive(
        "only a copyright year",
        reply(page(t.title, t.body, foot="<footer>© 2026</footer>")),
        t,
        published="2018",
    )
    p.alive(
        "year in the text",
        reply(page(t.title, t.body + "<p>It was built in 1911.</p>")),
        t,
        published="2020-02-02",
    )
    site = f'<meta property="og:site_name" content="{t.outlet}">'
    p.alive("outlet upper case", reply(page(t.title, t.body, site)), t, outlet=t.outlet.upper())
    for number, (claimed, named) in enumerate((
        ("The Brannock Examiner", "BrannockExaminer.com"), ("Brannock Examiner", "Examiner"), ("NBC Norrland", "Norrland Broadcasting Corporation"),
        ("Norrvik University Press", "NUP"), ("Examiner (Brannock)", "The Brannock Examiner"),
    )):  # fmt: skip
        head = f'<meta property="og:site_name" content="{named}">'
        p.alive(
            f"outlet spelt otherwise {number}",
            reply(page(t.title, t.body, head)),
            t,
            outlet=claimed,
            accept=(MISMATCH,) if number in (2, 3) else (),
        )
    for fragment, foot in (
        ("costs", "<a name='costs'></a>"), ("%C3%BCber-uns", "<h2 id='über-uns'>x</h2>"), (":~:text=flour%20for", "<i id=a></i>"), ("xtor=RSS-4", "<i id=a></i>"),
        ("ref=rss", "<i id=a></i>"), ("!/story/4", "<i id=a></i>"), ("", "<i id=a></i>"), ("top", "<i id=a></i>"), ("Echobox=1699887", "<i id=a></i>"), ("part-2", ""),
    ):  # fmt: skip
        p.alive(
            f"fragment {fragment}",
            reply(page(t.title, t.body, foot=foot)),
            t,
            path=f"/fr{len(p.made)}/{t.slug}#{fragment}",
            accept=(MISMATCH,) if fragment == "part-2" else (),
        )


def hops(p: Put) -> None:
    """Redirects that lead to the story."""
    t = p.tongue(5)
    p.route("/real/story", reply(shown(t)))
    p.route(f"/{t.slug}", reply(shown(t)))
    for status in ("301 a", "302 b", "303 c", "307 d", "308 e", "300 f"):
        p.alive(
            f"hop {status[:3]}",
            moved("/real/story", status),
            t,
            accept=(BLOCKED, SOFT) if status[:3] == "300" else (),
        )
    p.alive("hop up to a shallow slug", moved(f"/{t.slug}"), t, path=f"/2020/05/07/{t.slug}")
    p.alive("hop to other host", moved(p.at("/real/story", p.other)), t)
    p.alive("hop to tls", moved(p.at("/real/story", p.secure, "https")), t)
    p.alive("hop from tls", moved(p.at("/real/story")), t, host=p.secure, scheme="https")
    p.alive("hop without scheme", moved(f"//{p.other}:{p.web.port}/real/story"), t)
    p.alive("hop by dots", moved("../../../real/./story"), t, path=f"/a/b/c/{t.slug}")
    p.route("/q", lambda r: reply(shown(t)) if r.target == "/q?id=5" else reply("", "404 No"))
    p.alive("hop with blanks", moved("  /real/story  "), t, accept=(BLOCKED, "dead", "unsafe", TRANSIENT))
    p.route(quote("/é/ж-街"), reply(shown(t)))
    p.alive("hop raw utf-8", moved("/é/ж-街"), t)
    p.alive("hop encoded utf-8", moved(quote("/é/ж-街")), t)
    p.alive("hop with fragment", moved("/real/story#comments"), t)
    for number in range(8):
        p.route(f"/chain/{number}", moved(f"/chain/{number + 1}"))
    p.route("/chain/8", reply(shown(t)))
    p.alive("eight hops", moved("/chain/1"), t)
    p.alive(
        "meta", reply("<html><head><META HTTP-EQUIV='Refresh' CONTENT='0;URL=/real/story'></head></html>"), t
    )
    p.alive("refresh header", reply("<p>Moved", Refresh="1; URL='/real/story'"), t)
    for name, script in (
        ("assign", "location.assign('/real/story')"),
        ("top", 'top.location="/real/story"'),
        ("document", "document.location = '/real/story'"),
        ("replace", "window.location.replace('/real/story');"),
    ):
        p.alive(
            f"script {name}", reply(f"<html><head><script>{script}</script></head><body></body></html>"), t
        )
    p.alive(
        "cookie wall of one hop",
        lambda r: (
            reply(shown(t))
            if "sid=q7" in r.headers.get("cookie", "")
            else moved(r.target, Set_Cookie="sid=q7; Path=/; HttpOnly")
        ),
        t,
    )
    p.route("/sso/bounce", lambda r: moved(r.target.partition("=")[2], Set_Cookie="sso=ok; Path=/"))
    p.alive(
        "bounce through a session host",
        lambda r: (
            reply(shown(t))
            if "sso=ok" in r.headers.get("cookie", "")
            else moved(f"/sso/bounce?to={r.target}")
        ),
        t,
    )
    p.alive(
        "cookie of another host", moved(p.at("/real/no-cookie", p.other), Set_Cookie="secret=1; Path=/"), t
    )
    p.route(
        "/real/no-cookie",
        lambda r: reply("leak", "410 Gone") if "secret" in r.headers.get("cookie", "") else reply(shown(t)),
    )


def crowd(p: Put) -> None:
    """Forty citations of one host that turns away whoever asks for more than four at a time."""
    t = p.tongue(6)
    flying = [0]

    async def counted(r: Request) -> bytes:
        if not r.target.endswith(t.slug):
            return not_found(r)
        flying[0] += 1
        p.most = max(p.most, flying[0])
        try:
            if flying[0] > 4:
                return reply("", "429 Slow")
            await asyncio.sleep(0.03)
            return reply(shown(t))
        finally:
            flying[0] -= 1

    p.web.prefixes["/crowd/"] = counted
    for number in range(40):
        p.alive(f"crowd {number}", None, t, host=p.hot, path=f"/crowd/{number}/{t.slug}")


GROUPS = (plainly, traps, kinds, answers, again, claims, hops, crowd)
