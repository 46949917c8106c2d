"""Pages of sites with names, as browsers see them: cookies of a site, redirects, front pages, charsets, twins."""

import asyncio
import random

import pytest

from scoring import LookupKind, lookup_for
from service.networks import networks
from service.resolve.door import RedirectTrail, open_door
from service.resolve.links import LinkAsker
from service.resolve.network import Rules
from tests.service.named_web import NETWORKS, named_web

WWW, LOGIN, SHORT, PAPER = "www.vantrymail.co.uk", "id.vantrymail.co.uk", "vtry.org", "www.norrvikpost.org"
HOSTS = {WWW, LOGIN, SHORT, PAPER}
HTML = "text/html"
STORY = "".join(
    f"<p>On day {day} the crews counted {day * 7} stones at gate {day % 5} and wrote them down.</p>"
    for day in range(60)
)
MENU = (
    "<ul>"
    + "".join(f"<li>Section {letter} of the paper and its desk</li>" for letter in "abcdefghijklmnop" * 6)
    + "</ul>"
)
NEWS = {
    "/news/3": ("Statue of old admiral taken down", STORY),
    "/news/4": (
        "Flight 404 lands safely in Norrvik",
        "<p>The flight that was no longer available came back.</p>" * 9,
    ),
    "/news/5": (
        "Ferry tickets that nobody wanted",
        "<p>The page not found by the clerk has been removed, he said.</p>" * 9,
    ),
    "/news/6": ("Page not found", STORY),
    "/news/7": ("This article has been removed – Norrvik Post", "<p>Try the search.</p>"),
    "/news/8": (
        "Norrvik Post",
        "<p>Sorry, this page is no longer available.</p>" + "<p>Sport News Culture</p>" * 20,
    ),
}
NOISE = random.Random(5).randbytes(4000)


def page(title, body=STORY, head=""):
    return (
        200,
        HTML,
        f"<html><head><title>{title}</title>{head}</head><body><h1>{title}</h1>{body}</body></html>",
    )


def web(host, path, cookies):
    """The whole web of this file."""
    if host == WWW and path == "/member-story":
        return page("Gate opens") if "sid=1" in cookies else (302, HTML, "", None, f"http://{LOGIN}/back")
    if host == LOGIN:
        return 302, HTML, "", "sid=1; Path=/; Domain=.vantrymail.co.uk", f"http://{WWW}/member-story"
    if path.startswith("/hop"):
        number = int(path.removeprefix("/hop"))
        return page("Arrived at last") if number == 0 else (302, HTML, "", None, f"/hop{number - 1}")
    if (host, path) == (SHORT, "/aB3x") or path == "/2019/05/03/harbour-wall-to-be-raised-again":
        return 301, HTML, "", None, f"http://{PAPER}/"
    if host == PAPER and path == "/p5":
        return 301, HTML, "", None, "/"
    if path == "/article/777":
        return page("Ferry sails again", head='<link rel="canonical" href="/">')
    if path == "/article/778":
        return page("Norrvik Post", MENU, head='<link rel="canonical" href="/">')
    if path == "/brief/123":
        return page("Quay lamps switched off early", f"<p>The lamps went out at nine.</p>{MENU}")
    if path.startswith("/brief/"):
        return page("Norrvik Post", MENU)
    if path in NEWS:
        return page(*NEWS[path])
    if path == "/fr":
        title = "Élèves privés d’école à Lévézac"
        return 200, HTML, f"<title>{title}</title><h1>{title}</h1>{STORY}".encode("cp1252")
    if path == "/wiki":
        return page("Costs of the wall", f'<h2 id="user-content-costs">Costs</h2>{STORY}')
    if path == "/noise":
        return 200, HTML, NOISE
    if path == "/":
        return page("Norrvik Post", MENU)
    return 404, HTML, "gone"


@pytest.mark.parametrize(
    ("url", "title", "verdict", "reason"),
    [
        (f"http://{WWW}/member-story", "Gate opens", "resolves", "title"),
        (f"http://{WWW}/hop20", "Arrived at last", "resolves", "title"),
        (f"http://{WWW}/hop21", "Arrived at last", "dead", "too_many_redirects"),
        (f"http://{SHORT}/aB3x", None, "resolves", "answered"),
        (f"http://{PAPER}/p5", None, "soft_dead", "redirected_home"),
        (f"http://{WWW}/2019/05/03/harbour-wall-to-be-raised-again", None, "soft_dead", "redirected_home"),
        (f"http://{PAPER}/article/777", None, "resolves", "answered"),
        (f"http://{PAPER}/article/778", None, "soft_dead", "canonical_home"),
        (f"http://{PAPER}/brief/123", None, "resolves", "answered"),
        (f"http://{PAPER}/brief/124", None, "soft_dead", "same_as_any"),
        (f"http://{PAPER}/news/3", None, "resolves", "answered"),
        (f"http://{PAPER}/news/4", None, "resolves", "answered"),
        (f"http://{PAPER}/news/5", None, "resolves", "answered"),
        (f"http://{PAPER}/news/6", None, "soft_dead", "says_not_found"),
        (f"http://{PAPER}/news/7", None, "soft_dead", "says_not_found"),
        (f"http://{PAPER}/news/8", None, "soft_dead", "says_not_found"),
        (f"http://{WWW}/fr", "Élèves privés d’école à Lévézac", "resolves", "title"),
        (f"http://{WWW}/wiki#costs", "Costs of the wall", "resolves", "title"),
        (f"http://{WWW}/wiki#prices", "Costs of the wall", "mismatch", "fragment"),
        (f"http://{WWW}/noise", None, "mismatch", "not_a_page"),
    ],
)  # fmt: skip
def test_a_page_is_ruled_on_as_a_browser_sees_it(monkeypatch, url, title, verdict, reason):
    async def story():
        async with open_door(Rules(networks(NETWORKS)), per_place=4, gap=0.0) as door:
            return await LinkAsker(door).find(lookup_for(LookupKind.LINK, url, title=title))

    with named_web(monkeypatch, web, HOSTS):
        found = asyncio.run(story())
    assert (found.verdict, found.reason) == (verdict, reason)


@pytest.mark.parametrize(
    ("host", "cookie", "asked", "sent"),
    [
        ("id.vantry.co.uk", "a=1; Domain=.vantry.co.uk", "www.vantry.co.uk", "a=1"),
        ("id.vantry.co.uk", "a=1; domain=vantry.co.uk; Secure", "vantry.co.uk", "a=1"),
        ("id.vantry.co.uk", "a=1", "www.vantry.co.uk", None),
        ("id.vantry.co.uk", "a=1; Domain=co.uk", "www.other.co.uk", None),
        ("id.vantry.co.uk", "a=1; Domain=other.co.uk", "other.co.uk", None),
        ("id.vantry.co.uk", "a=1; Domain=antry.co.uk", "antry.co.uk", None),
        ("a.id.vantry.co.uk", "a=1; Domain=id.vantry.co.uk", "www.vantry.co.uk", None),
        ("127.0.0.1", "a=1; Domain=0.0.1", "127.0.0.1", None),
    ],
)  # fmt: skip
def test_a_cookie_goes_to_its_site_and_to_nobody_else(host, cookie, asked, sent):
    import httpx

    walk = RedirectTrail()
    walk.keep(host, httpx.Headers([("set-cookie", cookie)]))
    assert walk.cookie_header(asked) == sent


@pytest.mark.parametrize(
    ("scheme", "verdict"),
    [("assumed", "resolves"), (None, "blocked")],
)
def test_an_address_without_a_scheme_is_tried_with_both(monkeypatch, scheme, verdict):
    # The web of this test answers without TLS on every port, as an old paper's server does.
    async def ask():
        async with open_door(Rules(networks(NETWORKS)), per_place=4, gap=0.0) as door:
            return await LinkAsker(door).find(
                lookup_for(LookupKind.LINK, f"https://{WWW}/news/3", scheme=scheme)
            )

    with named_web(monkeypatch, web, HOSTS):
        assert asyncio.run(ask()).verdict == verdict
