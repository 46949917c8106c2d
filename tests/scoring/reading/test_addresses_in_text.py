"""Where an address in running text ends, and how the addresses of links are read."""

import pytest

from scoring import Article, Format, read
from scoring.views.citations import citation_lookups

PLAN = "https://www.harbour-press.org/plan"


def urls(text: str, form: Format = Format.TEXT) -> list[str]:
    return [link.url for link in read(Article(text, format=form, language="en")).links]


@pytest.mark.parametrize(
    "text",
    [
        f"The page {PLAN}—it is long—tells more.",
        f"It is {PLAN}’s own figure.",
        f"It is {PLAN}'s own figure.",
        f"See {PLAN}\u200b for more.",
        f"See {PLAN}\u200e for more.",
        f"See {PLAN}\ufeff.",
        "See https://www.harbour-press.org/pl\u00adan for more.",
        "See https://www.harbour-press.org/pl\u2060an for more.",
        f"See ‹{PLAN}› for more.",
        f"[embed]{PLAN}[/embed]",
        f"[url]{PLAN}[/url]",
        f"見る{PLAN}。",
        f"（{PLAN}）",
        f"「{PLAN}」",
        f"詳しくは{PLAN}を見る",
        f"{PLAN}، نعم",
    ],
)
def test_an_address_ends_where_the_text_goes_on(text: str) -> None:
    assert urls(text) == [PLAN]


@pytest.mark.parametrize("between", [",", ";", ", ", " and "])
def test_two_addresses_are_two_links(between: str) -> None:
    assert urls(f"See {PLAN}{between}https://www.harbour-press.org/map.") == [
        PLAN,
        "https://www.harbour-press.org/map",
    ]


@pytest.mark.parametrize("end", ["…", "...", "…, they say", "... and so on"])
def test_what_a_cms_cut_short_is_no_address(end: str) -> None:
    assert urls(f"See https://www.harbour-press.org/files/annual-re{end}") == []


@pytest.mark.parametrize(
    "url",
    [
        "https://www.harbour-press.org/2014–2024/report",
        "https://www.harbour-press.org/o'neill/wall",
        "https://www.harbour-press.org/wiki/Стіна_(порт)",
        "https://www.harbour-press.org/wiki/新闻",
        "https://www.harbour-press.org/a,b;c=1",
        "https://www.harbour-press.org/{{slug}}",
    ],
)
def test_what_belongs_to_an_address_stays(url: str) -> None:
    assert urls(f"See {url} for more.") == [url]


def test_a_source_pasted_into_text_has_its_marks_read() -> None:
    assert urls("See https://www.harbour-press.org/list?a=1&amp;b=2 for more.") == [
        "https://www.harbour-press.org/list?a=1&b=2"
    ]


@pytest.mark.parametrize("form", [Format.TEXT, Format.MARKDOWN])
def test_an_address_without_its_scheme_is_the_same_in_every_format(form: Format) -> None:
    assert urls("See www.harbour-press.org/plan for more.", form) == [PLAN]


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("?id=5&region=uk&section=news&copy=1", "?id=5&region=uk&section=news&copy=1"),
        ("?id=5&amp;region=uk", "?id=5&region=uk"),
        ("?a=1&notify=2&timestamp=3&lt=4&para=5&times=6", "?a=1&notify=2&timestamp=3&lt=4&para=5&times=6"),
        ("?a=1&copy;", "?a=1©"),
        ("?a=1&#38;b=2", "?a=1&b=2"),
        ("/files/Annual Report 2024.pdf", "/files/Annual%20Report%202024.pdf"),
        (" /plan\n ", "/plan"),
        ("/pl\n\tan", "/plan"),
    ],
)
def test_the_address_of_a_link_is_read_as_browsers_read_it(written: str, url: str) -> None:
    host = "" if written.startswith(" ") else "https://www.harbour-press.org"
    text = f'<p>They have <a href="{host}{written}">a list</a> of it.</p>'
    found = read(
        Article(text, format=Format.HTML, language="en", url="https://www.harbour-press.org/x")
    ).links
    base = "https://www.harbour-press.org" + ("/x" if url.startswith("?") and not host else "")
    assert [link.url for link in found] == [base + url]


LISTED = [
    ("plan", "https://plans.harbour-press.org/plan"),
    ("damage", "https://storms.coast-press.org/x"),
    ("level", "https://levels.sea-press.org/y"),
]
PROSE = "".join(
    f"<p>The wall on the quay has stood there for {years} years, and nobody knows who built it or what it cost the town at the time.</p>"
    for years in range(80, 86)
)


@pytest.mark.parametrize("shape", ["<ul>{}</ul>", "<ol>{}</ol>", "{}"])
@pytest.mark.parametrize("lead", ["<p>The papers behind this story:</p>", "<h3>Papers</h3>", ""])
def test_links_to_elsewhere_in_the_article_are_its_own(shape: str, lead: str) -> None:
    tag = "p" if shape == "{}" else "li"
    items = "".join(
        f'<{tag}><a href="{url}">The {name} as the council passed it in March</a></{tag}>'
        for name, url in LISTED
    )
    html = f"<html><head><title>The wall</title></head><body><article><h1>The wall of the harbour</h1>{PROSE}{lead}{shape.format(items)}</article></body></html>"
    assert urls(html, Format.HTML) == [url for _, url in LISTED]


def test_links_to_pages_of_the_same_site_are_furniture() -> None:
    items = "".join(
        f'<li><a href="/story/{number}">Another story of the harbour and its ferries</a></li>'
        for number in range(4)
    )
    html = f"<html><head><title>The wall</title></head><body><article><h1>The wall of the harbour</h1>{PROSE}<ul>{items}</ul></article></body></html>"
    found = read(Article(html, format=Format.HTML, language="en", url="https://www.harbour-press.org/x"))
    assert all(link.furniture for link in found.links)


@pytest.mark.parametrize("form", [Format.TEXT, Format.MARKDOWN])
def test_an_address_that_was_written_without_a_scheme_says_so(form: Format) -> None:
    found = read(
        Article(
            "See www.harbour-press.org/plan and https://www.harbour-press.org/map too.",
            format=form,
            language="en",
        )
    )
    assert [link.assumed for link in found.links] == [True, False]
    assert [lookup.claim("scheme") for lookup in citation_lookups(found)] == ["assumed", None]
