"""Pages that are not there any more, whatever the status says, or are another one."""

import itertools
import random

from tests.hostile.rival.put import Put, raw, shown
from tests.hostile.rival.tongues import BARRIERS, ENGLISH_GONE, PARKED, SERVER_PAGES
from tests.hostile.web import MAIN, Request, moved, page, reply

RESOLVES, SOFT, DEAD, MISMATCH, BLOCKED, TRANSIENT = (
    "resolves",
    "soft_dead",
    "dead",
    "mismatch",
    "blocked",
    "transient",
)


def statuses(p: Put) -> None:
    t = p.tongue(7)
    for status in ("404 Not Found", "410 Gone"):
        p.case(f"says {status}", DEAD, reply(page("?", status), status), t)
        p.case(f"{status} with the story", DEAD, reply(shown(t), status), t)
    p.case("head lies", DEAD, lambda r: reply(shown(t)) if r.method == "HEAD" else reply("", "404 No"), t)
    p.route("/gone/for/good", reply(page(*t.gone), "404 Not Found"))
    p.route("/gone/410", reply("", "410 Gone"))
    p.case("hop to 404", DEAD, moved("/gone/for/good"), t)
    p.case("two hops to 410", DEAD, moved(p.at("/hop/410", p.other)), t)
    p.route("/hop/410", moved("/gone/410"))
    p.case(
        "meta to 404", DEAD, reply("<meta http-equiv=refresh content='0; /gone/for/good'>"), t, accept=(SOFT,)
    )
    p.case(
        "script to 404", DEAD, reply("<script>location='/gone/for/good'</script>"), t, accept=(SOFT, BLOCKED)
    )
    p.case("home sent to 404", DEAD, moved("/gone/for/good"), None, path="/h/")
    p.case("circle of two", DEAD, moved("/circle/b"), t, path="/circle/a")
    p.route("/circle/b", moved("/circle/a"))
    p.case("circle across hosts", DEAD, moved(p.at("/round/2", p.other)), t, path="/round/1")
    p.route("/round/2", moved(p.at("/round/1", MAIN)))
    counter = itertools.count()
    p.web.prefixes["/spin/"] = lambda r: moved(f"/spin/{next(counter)}?t={next(counter)}")
    p.case("endless hops", DEAD, None, t, path="/spin/start")
    p.case("no location", DEAD, reply("", "302 Found"), t)
    p.case("empty location", DEAD, raw(b"HTTP/1.1 301 Moved\r\nLocation: \r\nContent-Length: 0\r\n\r\n"), t)
    p.case(
        "circle by meta",
        DEAD,
        reply("<meta http-equiv=refresh content='0;url=/meta/b'>"),
        t,
        path="/meta/a",
        accept=(BLOCKED, TRANSIENT, SOFT),
    )
    p.route("/meta/b", reply("<meta http-equiv=refresh content='0;url=/meta/a'>"))
    p.case("nobody listens", DEAD, None, t, url=f"http://{p.other}:9/{t.slug}", accept=(TRANSIENT,))
    for name in (
        "brannock-examiner.invalid",
        "brannock.test",
        "www.news.example",
        "examiner.brannockk",
        "paper.alt",
    ):
        p.case(f"impossible {name}", DEAD, None, t, url=f"https://{name}/{t.slug}", accept=("unsafe",))


def words(p: Put) -> None:
    """In the title, only in a heading, only in the text; in every language."""
    for number in range(18):
        t = p.tongue(number)
        title, text = t.gone
        shape = number % 4
        if shape == 0:
            body = page(title, text)
        elif shape == 1:
            body = f"<html><head><title>{t.outlet}</title></head><body><nav>{t.front}</nav><h1>{title}</h1><p>{text}</p></body></html>"
        elif shape == 2:
            body = (
                f"<html><head><title>{title} | {t.outlet}</title></head><body><p>{t.front}</p></body></html>"
            )
        else:
            body = (
                f"<html><head><title>{t.outlet}</title></head><body><h2>:-(</h2><p>{text}</p></body></html>"
            )
        p.case(f"gone {t.code} {shape}", SOFT, reply(body), t)
    t = p.tongue()
    for number in range(4):
        title, text = ENGLISH_GONE[(p.variant * 4 + number) % len(ENGLISH_GONE)]
        p.case(f"gone english {title}", SOFT, reply(page(title, text)), t)
    p.case("gone without a title claimed", SOFT, reply(page(*p.tongue(3).gone)), None, path="/n/77123")
    p.case(
        "gone among much else",
        SOFT,
        reply(page(t.gone[0], t.gone[1], foot=f"<ul>{'<li>' + t.front + '</li>' * 60}</ul>")),
        t,
    )
    p.case(
        "gone above a long front page", SOFT, reply(page(t.gone[0], t.gone[1], foot=f"<p>{t.front} " * 60)), t
    )
    p.case(
        "gone as json",
        SOFT,
        reply('{"error": "not found", "status": 404}', kind="application/json"),
        t,
        accept=(RESOLVES, MISMATCH, DEAD),
    )
    p.case(
        "withdrawn under its title",
        SOFT,
        reply(page(t.title, "This article has been removed.")),
        t,
        accept=(RESOLVES, DEAD),
    )


def wordless(p: Put) -> None:
    """Servers that say the same of any name."""
    for number in range(3):
        t, rng = p.tongue(number * 3), random.Random(p.variant)
        folder = ("any", "anything", "tout")[number]

        def same(r: Request, t=t, rng=rng, number=number) -> bytes:
            tail = ("", f"<!-- {rng.random()} --><p>{rng.randrange(10**9)}</p>", f"<p>{r.target}</p>")[number]
            return reply(page(t.outlet, f"{t.front} " * 8, foot=tail))

        p.web.prefixes[f"/{folder}/"] = same
        p.case(f"same for any name {number}", SOFT, None, t, path=f"/{folder}/{t.slug}")
    t = p.tongue()
    p.web.prefixes["/find/"] = lambda r: reply(
        page(f"Search - {t.outlet}", f"0 results for {r.target.rpartition('/')[2]}. {t.front}")
    )
    p.case("search instead", SOFT, None, t, path="/find/48812", accept=(MISMATCH,))
    p.case("same for any number", SOFT, None, t, path="/any/4471.html")


def sold(p: Put) -> None:
    for number in range(3):
        t = p.tongue(number * 2)
        p.case(
            f"for sale {t.code}",
            SOFT,
            reply(
                f"<html><head><title>{t.sale[0]}</title></head><body><h1>{t.sale[0]}</h1>{t.sale[1]}</body></html>"
            ),
            t,
        )
        p.case(f"suspended {t.code}", SOFT, reply(page(*p.tongue(number * 2 + 1).suspended)), t)
    t = p.tongue()
    for title, text in PARKED:
        p.case(
            f"parked: {text[:20]}",
            SOFT,
            reply(f"<html><head><title>{title}</title></head><body><p>{text}</p></body></html>"),
            t,
        )
    for number in range(3):
        title, text = SERVER_PAGES[(p.variant * 3 + number) % len(SERVER_PAGES)]
        p.case(
            f"server page: {title}",
            SOFT,
            reply(f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{text}</body></html>"),
            t,
        )
    p.route("/lander", reply(f"<title>{t.sale[0]}</title><body>{t.sale[1]}"))
    p.case("sent to a lander", SOFT, moved("/lander"), t)
    p.case(
        "script to a lander",
        SOFT,
        reply(
            "<html><head><script>window.onload=function(){window.location.href='/lander'}</script></head></html>"
        ),
        t,
        accept=(BLOCKED,),
    )
    p.case(
        "for sale, no title claimed",
        SOFT,
        reply(f"<title>{t.sale[0]}</title><body>{t.sale[1]}"),
        None,
        path="/n/991",
    )
    p.case(
        "home is for sale", SOFT, reply(f"<title>{t.sale[0]}</title><body>{t.sale[1]}"), None, path="/sold/"
    )


def empty(p: Put) -> None:
    t = p.tongue(8)
    for name, body in (
        ("nothing", ""),
        ("blanks", " \r\n\t "),
        ("comment", "<!-- ok -->"),
        ("bare", "<html><head><title></title></head><body> </body></html>"),
    ):
        p.case(f"empty {name}", SOFT, reply(body), t)
    p.case("no content", SOFT, raw(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"), t)
    p.case("empty pdf", SOFT, reply(b"", kind="application/pdf"), None, path="/f/empty.pdf")
    p.case(
        "empty gzip",
        SOFT,
        reply(
            b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x03\x00\x00\x00\x00\x00\x00\x00\x00\x00",
            Content_Encoding="gzip",
        ),
        t,
    )


def homewards(p: Put) -> None:
    """Sent to a front page or a section."""
    t = p.tongue(9)
    front = reply(page(t.outlet, f"{t.front} " * 12))
    for path in ("/index.php", "/home", "/de/", "/start.html", "/Default.aspx"):
        p.route(path, front)
        p.case(f"home at {path}", SOFT, moved(path, "301 Moved"), t)
    p.route("/", front)
    p.case("home", SOFT, moved("/"), t)
    p.case("home with a query", SOFT, moved("/?utm_source=old&from=archive"), t)
    p.case("home of another host", SOFT, moved(p.at("/", p.other)), t)
    p.case("home over tls", SOFT, moved(p.at("/", p.secure, "https")), t)
    p.route("/two/hops", moved("/"))
    p.case("home in two hops", SOFT, moved("/two/hops"), t)
    p.case("home by meta", SOFT, reply("<meta http-equiv=refresh content='2;url=/'><p>…"), t)
    p.case("home by script", SOFT, reply("<script>window.location='/'</script>"), t)
    p.case("home for a number", SOFT, moved("/"), None, path="/n/2004/331")
    p.case(
        "canonical home",
        SOFT,
        reply(page(t.outlet, f"{t.front} " * 12, f"<link rel='canonical' href='{p.at('/')}'>")),
        t,
    )
    section = p.pick(("/regional", "/politica/", "/kultur", "/category/local", "/zpravy/"))
    p.route(section, reply(page(f"{section.strip('/').title()} - {t.outlet}", f"{t.front} " * 12)))
    p.case("section", SOFT, moved(section), t)
    for path in ("/404.html", "/not-found", "/error.aspx", "/fehler"):
        p.route(path, reply(page(*p.tongue(len(path)).gone)))
    p.case("sent to 404.html", SOFT, moved("/404.html"), t)
    p.case("sent to not-found", SOFT, moved("/not-found"), None, path="/n/2004/332")
    p.case(
        "sent to an error page that names us",
        SOFT,
        lambda r: moved(f"/error.aspx?aspxerrorpath={r.target}"),
        t,
        accept=(BLOCKED,),
    )
    p.case("sent to an error page", SOFT, moved("/fehler?code=404"), t)


def others(p: Put) -> None:
    """Another story, year, publisher or part."""
    t, other = p.tongue(10), p.tongue(11)
    different = reply(page(t.other, t.other_body))
    p.case("another story", MISMATCH, different, t, path="/n/5512", needs_title=True)
    p.case(
        "another story under a slug of its own",
        MISMATCH,
        different,
        t,
        path=f"/news/{t.other_slug}",
        needs_title=True,
    )
    p.case("another language", MISMATCH, reply(shown(other)), t, path="/n/5513", needs_title=True)
    p.route("/n/5514", different)
    p.case("hop to another story", MISMATCH, moved("/n/5514"), t, needs_title=True, accept=(SOFT,))
    p.case(
        "hijacked",
        MISMATCH,
        reply(
            page(
                "Slots and spins: claim 200 free rounds",
                "Play now, win today. Roulette, blackjack and live dealers. " * 40,
            )
        ),
        t,
        accept=(SOFT,),
        needs_title=True,
    )
    p.case(
        "shares half its words",
        MISMATCH,
        reply(page("Ferry crews dance at the harbour festival", t.other_body)),
        None,
        title="Ferry crews vote to end strike at the harbour",
        path="/n/5515",
        needs_title=True,
    )
    for name, head in (
        ("og", '<meta property="article:published_time" content="2014-03-09T08:00:00Z">'), ("time", '<time datetime="2014-03-09">9.3.2014</time>'),
        ("json-ld", '<script type="application/ld+json">{"@type":"NewsArticle","headline":"x","datePublished":"2014-03-09"}</script>'),
        ("dc", '<meta name="DC.date.issued" content="2014-03-09">'), ("itemprop", '<meta itemprop="datePublished" content="2014-03-09">'),
    ):  # fmt: skip
        p.case(
            f"another year by {name}",
            MISMATCH,
            reply(page(t.title, t.body, head)),
            t,
            published=p.pick(("2023", "2021-07-01", "12 August 2022")),
            accept=(RESOLVES,) if name == "time" else (),
            needs_title=True,
        )
    for name, head in (
        ("og", '<meta property="og:site_name" content="Küstenkurier Altmoor">'),
        ("json-ld", '<script type="application/ld+json">{"@type":"NewsArticle","headline":"x","publisher":{"@type":"Organization","name":"Küstenkurier Altmoor"}}</script>'),
    ):  # fmt: skip
        p.case(
            f"another publisher by {name}",
            MISMATCH,
            reply(page(t.title, t.body, head)),
            t,
            outlet="Brannock Examiner",
            needs_title=True,
        )
    for fragment in ("dredging", "section-9"):
        p.case(
            f"part {fragment} absent",
            MISMATCH,
            reply(page(t.title, t.body, foot="<h2 id=costs>x</h2><a name=crew></a>")),
            t,
            path=f"/pt/{t.slug}-{fragment}#{fragment}",
        )
    p.case("barrier instead of the story", BLOCKED, reply(page(*p.pick(BARRIERS))), t, accept=(MISMATCH,))


GROUPS = (statuses, words, wordless, sold, empty, homewards, others)
