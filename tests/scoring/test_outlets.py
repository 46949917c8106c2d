"""The table of outlets: who publishes where, and what is in order for a page to be cited as whose."""

import pytest

from scoring import ENGLISH
from scoring.outlets import may_print, outlet_names, owners_of, published_elsewhere, same_owner
from tools.outlets.build import COLUMNS, kept, sources

PLAN = "/2025/03/05/harbour-plan"


@pytest.mark.parametrize(
    "outlet",
    [
        "Associated Press", "The Associated Press", "AP", "A.P.", "AP News", "Associated Press (AP)", "AP/Reuters", "Reuters", "Reuters, London", "AFP", "AFP via Getty Images",
        "dpa", "Deutsche Presse-Agentur", "PA Media", "Press Association", "ANI", "Asian News International", "Xinhua", "TASS", "ТАСС", "Agencia EFE", "EFE", "ANSA", "Kyodo", "Kyodo News",
        "Yonhap", "The Conversation", "ProPublica", "KFF Health News", "Kaiser Health News", "States Newsroom", "CalMatters", "Yahoo News", "MSN", "AOL News", "Google News", "PTI", "Укрінформ", "共同通信",
    ],
)  # fmt: skip
@pytest.mark.parametrize("host", ["washingtonpost.com", "welt.de", "thehindu.com", "japantimes.co.jp"])
def test_outlets_that_syndicate_never_mismatch(outlet: str, host: str) -> None:
    assert published_elsewhere(outlet, f"https://www.{host}{PLAN}") is None
    assert may_print(outlet, [f"www.{host}"], ["Some Other Gazette"])


@pytest.mark.parametrize(
    "host",
    ["news.yahoo.com", "www.msn.com", "www.aol.com", "news.google.com", "web.archive.org", "archive.ph", "cdn.ampproject.org", "apple.news", "www.pressreader.com", "flipboard.com", "t.co"],
)  # fmt: skip
def test_portals_and_archives_carry_everybodys_pages(host: str) -> None:
    assert published_elsewhere("Haaretz", f"https://{host}{PLAN}") is None
    assert may_print("Haaretz", [host], ["Yahoo"])


@pytest.mark.parametrize(
    ("outlet", "url"),
    [
        ("USA Today", "https://www.azcentral.com"), ("Die Welt", "https://www.politico.eu"), ("Le Monde", "https://www.nouvelobs.com"), ("Aftenposten", "https://www.svd.se"),
        ("The Independent", "https://www.standard.co.uk"), ("Sunday Times", "https://www.thetimes.com"), ("Der Spiegel", "https://www.manager-magazin.de"),
    ],
)  # fmt: skip
def test_sites_of_one_owner_never_mismatch(outlet: str, url: str) -> None:
    assert published_elsewhere(outlet, url + PLAN) is None
    assert may_print(outlet, [url.partition("//")[2]])


@pytest.mark.parametrize(
    ("outlet", "url", "other"),
    [
        ("Daily Mail", "https://www.nytimes.com", "New York Times"),
        ("Haaretz", "https://www.reuters.com", "Reuters"),
        ("Le Monde", "https://www.spiegel.de", "Der Spiegel"),
        ("The Hindu", "https://edition.cnn.com", "CNN"),
    ],
)
def test_one_outlets_name_on_anothers_site_is_elsewhere(outlet: str, url: str, other: str) -> None:
    assert published_elsewhere(outlet, url + PLAN) == other
    assert not may_print(outlet, [url.partition("//")[2]], [other])


def test_what_the_table_does_not_know_is_never_elsewhere() -> None:
    assert published_elsewhere("Norwick Mail", f"https://www.nytimes.com{PLAN}") is None
    assert published_elsewhere("Haaretz", f"https://norwickmail.example.org{PLAN}") is None
    assert published_elsewhere("", "") is None
    assert published_elsewhere("," * 5000, "https://www.nytimes.com/a") is None


def test_a_newsrooms_own_row_needs_no_more_than_name_and_sites() -> None:
    own = ENGLISH.extended({"outlets.csv": "outlet,sites\nNorwick Mail,norwickmail.org\n"})
    assert published_elsewhere("Norwick Mail", f"https://www.nytimes.com{PLAN}", own) == "New York Times"
    assert published_elsewhere("Haaretz", f"https://norwickmail.org{PLAN}", own) == "Norwick Mail"
    house = ENGLISH.extended(
        {"outlets.csv": "outlet,sites,aliases,owner,role\nNorwick Mail,norwickmail.org,,,agency\n"}
    )
    assert published_elsewhere("Norwick Mail", f"https://www.nytimes.com{PLAN}", house) is None


def test_a_host_has_the_owners_of_the_site_above_it() -> None:
    assert "Gannett" in owners_of("eu.usatoday.com")
    assert same_owner("www.mlive.com", "arstechnica.com")
    assert not same_owner("norwick.example.org", "norwick.example.org")


def test_carriers_and_owners_are_no_outlets_that_an_article_may_name() -> None:
    names = set(outlet_names())
    assert {"BBC News", "Reuters", "Der Spiegel"} <= names
    assert not names & {"Yahoo", "Gannett", "Internet Archive", "", "Reveal", "Trend", "The Observer"}


def test_every_row_has_its_source_and_day_and_is_shipped() -> None:
    shipped = {
        tuple(row[column] for column in ("outlet", "owner", "role")) for row in ENGLISH.table("outlets")
    }
    for row in kept():
        assert row["source"].startswith("https://"), row
        assert row["seen"] >= "2026-11-28", row
        assert row["outlet"] or row["owner"], row
        assert (row["outlet"], row["owner"], row["role"]) in shipped
        assert all(
            site == site.lower().strip() and "." in site and "/" not in site
            for site in row["sites"].split(";")
            if site
        ), row
    assert list(ENGLISH.table("outlets")[0]) == list(COLUMNS)
    assert all(part["licence"] and part["of"] for part in sources().values() if isinstance(part, dict))


def test_no_name_stands_for_two_outlets() -> None:
    seen: dict[str, str] = {}
    for row in kept():
        for name in (row["outlet"], *row["aliases"].split(";")):
            if name:
                assert seen.setdefault(name.casefold(), row["outlet"]) == row["outlet"], name
