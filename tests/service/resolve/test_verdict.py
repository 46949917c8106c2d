"""Verdicts: what each sign is worth, and which of two decides."""

import pytest

from scoring import Verdict
from service.resolve.page import plain_page, read_page
from service.resolve.urls import vet
from service.resolve.verdict import (
    Claim,
    Sibling,
    Visit,
    claims_to_be_home,
    last_word,
    of_failure,
    of_file,
    of_front_page,
    of_page,
    of_status,
)

ASKED = "https://vantry-courier.org/2021/04/harbour-pilots-vote-to-strike"
TITLE = "Harbour pilots vote to strike"
STORY = "<p>" + "The pilots of Vantry met in the old customs house and voted. " * 40


def ruled(html, *, asked=ASKED, final=None, cut=None, **claims):
    visit = Visit(vet(asked), vet(final or asked), read_page(html), cut)
    return of_page(visit, Claim(**claims))


@pytest.mark.parametrize(
    ("status", "headers", "verdict"),
    [
        *((status, {}, Verdict.DEAD) for status in (404, 410)),
        *(
            (status, {}, Verdict.BLOCKED)
            for status in (400, 401, 402, 403, 405, 406, 407, 418, 451, 600, 999)
        ),
        *((status, {}, Verdict.TRANSIENT) for status in (408, 425, 429, 500, 502, 503, 504, 520, 599)),
        (204, {}, Verdict.SOFT_DEAD),
        (301, {}, Verdict.DEAD),
        (404, {"cf-mitigated": "challenge"}, Verdict.BLOCKED),
        (503, {"x-datadome": "protected"}, Verdict.BLOCKED),
    ],
)
def test_what_a_status_says_by_itself(status, headers, verdict):
    assert of_status(status, headers, located=False).verdict is verdict


def test_a_status_of_success_says_nothing_by_itself():
    assert of_status(200, {}, located=False) is None
    assert of_status(206, {}, located=False) is None


@pytest.mark.parametrize(
    ("reason", "verdict"),
    [
        ("no_such_name", Verdict.DEAD),
        ("redirect_loop", Verdict.DEAD),
        ("too_many_redirects", Verdict.DEAD),
        ("connection_refused", Verdict.DEAD),
        ("tls", Verdict.BLOCKED),
        *(
            (reason, Verdict.TRANSIENT)
            for reason in ("timeout", "reset", "closed", "name_service", "not_http", "server_down")
        ),
    ],
)
def test_only_what_is_certain_counts_as_dead(reason, verdict):
    assert of_failure(reason).verdict is verdict


@pytest.mark.parametrize(
    "title",
    [
        "Why a page not found says more than it seems",
        "This domain is for sale: a decade of parked names",
        "Sign in to continue: the end of the open web",
    ],
)
def test_an_article_about_missing_pages_sales_or_log_ins_is_living(title):
    assert ruled(f"<title>{title}</title><h1>{title}</h1>{STORY}", title=title).verdict is Verdict.RESOLVES


@pytest.mark.parametrize(
    ("html", "final", "verdict", "reason"),
    [
        ("<title>Page not found</title><p>Sorry.", None, Verdict.SOFT_DEAD, "says_not_found"),
        ("<h1>Страница не найдена</h1>", None, Verdict.SOFT_DEAD, "says_not_found"),
        ("<h1>404</h1><p>Hmm.", None, Verdict.SOFT_DEAD, "says_not_found"),
        ("<p>This domain is for sale. Make an offer.", None, Verdict.SOFT_DEAD, "for_sale"),
        ("<title>Welcome to nginx!</title>", None, Verdict.SOFT_DEAD, "default_page"),
        ("", None, Verdict.SOFT_DEAD, "empty"),
        (f"<title>The Courier</title>{STORY}", "https://vantry-courier.org/", Verdict.SOFT_DEAD, "redirected_home"),
        (f"<title>News</title>{STORY}", "https://vantry-courier.org/news", Verdict.SOFT_DEAD, "redirected_section"),
        ('<form><input type="password"></form>', None, Verdict.BLOCKED, "login"),
        ('<frameset><frame src="/story"></frameset>', None, Verdict.BLOCKED, "framed"),
        ("<title>Welcome</title>", "https://vantry-courier.org/login?next=x", Verdict.BLOCKED, "sent_to_wall"),
        ("<title>Just a moment...</title>", None, Verdict.BLOCKED, "challenge"),
        ("<title>The Courier</title><div id=app></div><script src=/a.js></script>", None, Verdict.BLOCKED, "script_shell"),
    ],
)  # fmt: skip
def test_a_page_without_its_title_is_judged_by_what_stands_there_instead(html, final, verdict, reason):
    found = ruled(html, final=final, title=TITLE)
    assert (found.verdict, found.reason) == (verdict, reason)


@pytest.mark.parametrize(
    ("claims", "asked", "reason"),
    [
        ({"published": "2016"}, ASKED, "published"),
        ({"outlet": "Marrow Gazette"}, ASKED, "outlet"),
        ({}, f"{ASKED}#tides", "fragment"),
    ],
)
def test_the_right_page_may_still_speak_against_its_citation(claims, asked, reason):
    html = (
        f'<title>{TITLE}</title><meta property="og:site_name" content="Vantry Courier">'
        f'<meta property="article:published_time" content="2021-04-09"><h2 id=vote>The vote</h2>{STORY}'
    )
    assert ruled(html, title=TITLE, asked=asked, **claims)[:2] == (Verdict.MISMATCH, reason)
    same = {"published": "April 2021", "outlet": "The Vantry Courier"}
    assert ruled(html, title=TITLE, asked=f"{ASKED}#vote", **same).verdict is Verdict.RESOLVES


@pytest.mark.parametrize(
    ("outlet", "asked", "final", "site"),
    [
        ("Associated Press", ASKED, ASKED, "Vantry Courier"),
        ("KFF Health News", ASKED, ASKED, "Vantry Courier"),
        ("AFP/Reuters", ASKED, ASKED, "Vantry Courier"),
        ("Marrow Gazette", "https://news.yahoo.com/harbour-pilots-vote-to-strike", None, "Yahoo News"),
        ("USA Today", "https://www.azcentral.com/harbour-pilots-vote-to-strike", None, "The Arizona Republic"),
        ("Marrow Gazette", "https://marrowgazette.org/harbour-pilots-vote-to-strike", ASKED, "Vantry Courier"),
        ("Huffington Post", "https://www.huffingtonpost.com/harbour-pilots", "https://www.huffpost.com/harbour-pilots", "HP"),
        ("The Stage", "https://www.mlive.com/harbour-pilots-vote", "https://www.cleveland.com/harbour-pilots-vote", "cleveland"),
    ],
)  # fmt: skip
def test_shared_copy_portals_and_redirects_of_one_publisher_are_no_mismatch(outlet, asked, final, site):
    html = f'<title>{TITLE}</title><meta property="og:site_name" content="{site}">{STORY}'
    found = ruled(html, asked=asked, final=final, title=TITLE, outlet=outlet)
    assert found.verdict is Verdict.RESOLVES
    elsewhere = ruled(html, title=TITLE, outlet="Marrow Gazette", final="https://luckyreels.org/a")
    assert elsewhere[:2] == (Verdict.MISMATCH, "outlet")


UNTITLED = "https://vantry-courier.org/n/5512"


@pytest.mark.parametrize(
    "hidden",
    [
        "<div hidden><h1>Page not found</h1><p>This page is no longer available.</p></div>",
        "<section style='display: none'><div><h2>Domain for sale</h2></div><p>Buy this domain</p></section>",
        "<dialog><h2>Sign in</h2><input type=password></dialog>",
        "<div popover><p>We value your privacy. Accept all cookies.</p></div>",
        "<p hidden>Access denied. Are you a robot?<p>",
        "<ul hidden><li>Account suspended<li>Log in</ul>",
    ],
)
def test_what_a_page_hides_does_not_speak_for_it(hidden):
    brief = "<p>" + "The lamps on Mill Lane were painted green by two apprentices on a ladder. " * 4
    html = f"<title>Lamps on Mill Lane are green again</title>{hidden}<h1>Lamps on Mill Lane are green again</h1>{brief}"
    assert ruled(html, asked=UNTITLED) is None
    assert (
        last_word(Visit(vet(UNTITLED), vet(UNTITLED), read_page(html)), Claim(), None).verdict
        is Verdict.RESOLVES
    )


def test_a_page_that_its_scripts_put_on_screen_is_read_as_it_will_be():
    html = f"<title>Vantry Courier</title><div style='display:none'><h1>{TITLE}</h1>{STORY}</div><script src=a.js></script>"
    assert ruled(html, title=TITLE).reason == "title"
    assert read_page(html).text.startswith(TITLE)
    gone = "<title>Vantry Courier</title><div hidden><h1>Page not found</h1></div>"
    assert ruled(gone, title=TITLE).reason == "says_not_found"
    assert read_page(f"<body style='visibility:hidden'><main hidden>{STORY}").text


@pytest.mark.parametrize(
    ("title", "verdict"),
    [
        ("Account suspended: the treasurer who said too much", None),
        ("Twelve years under construction, the opera opens", None),
        ("Ferry service unavailable to anglers, islanders complain", None),
        ("Account suspended", (Verdict.SOFT_DEAD, "default_page")),
        ("Vantry Courier - Under construction", (Verdict.SOFT_DEAD, "default_page")),
        ("Vantry Courier | Scheduled maintenance", (Verdict.TRANSIENT, "maintenance")),
        ("Wartungsarbeiten", (Verdict.TRANSIENT, "maintenance")),
    ],
)
def test_words_of_a_server_count_where_they_are_all_that_a_heading_says(title, verdict):
    found = ruled(f"<title>{title}</title><h1>{title}</h1>{STORY[:500]}", asked=UNTITLED)
    assert (found and found[:2]) == verdict


@pytest.mark.parametrize(
    "line",
    [
        "We could not locate the article. It may have been removed by its author.",
        "Deze pagina kunnen we niet vinden.",
        "Sidan har tagits bort av redaktionen.",
        "Acest articol nu mai există.",
        "क्षमा करें, यह पेज उपलब्ध नहीं है।",
        "お求めの記事は削除されました。",
        "Этот домен продаётся.",
        "This domain has expired and is pending renewal.",
    ],
)
def test_a_page_of_a_few_lines_says_in_one_sentence_that_nothing_is_there(line):
    assert ruled(f"<title>Vantry</title><p>{line}</p>", title=TITLE).verdict is Verdict.SOFT_DEAD


def test_a_brief_with_a_title_of_its_own_may_tell_of_what_is_gone():
    brief = "Page torn from parish register turns up in a shop"
    html = f"<title>{brief}</title><h1>{brief}</h1><p>The page was missing for years. It was removed in 1931.</p>"
    assert ruled(html, asked=UNTITLED) is None


def test_a_text_without_markup_bears_no_title_to_compare():
    visit = Visit(vet(ASKED), vet(ASKED), plain_page("gate;height;day\n1;40;2024-03-01\n" * 40))
    assert last_word(visit, Claim(TITLE), None).verdict is Verdict.RESOLVES
    assert (
        of_page(Visit(vet(ASKED), vet(ASKED), plain_page("Not Found")), Claim(TITLE)).verdict
        is Verdict.SOFT_DEAD
    )


def test_a_bare_link_is_held_to_the_words_of_its_url():
    assert ruled(f"<title>{TITLE} | Courier</title>{STORY}").verdict is Verdict.RESOLVES


def test_a_server_that_answers_any_name_alike_has_not_got_the_page():
    notice = read_page("<p>Die Redaktion dankt und bittet, von vorn zu beginnen, dort steht alles Weitere.")
    visit = Visit(vet(ASKED), vet(ASKED), notice)
    assert last_word(visit, Claim(TITLE), Sibling("q8", notice)).reason == "same_as_any"
    other = Sibling("q8", read_page(STORY))
    assert last_word(visit, Claim(TITLE), other).verdict is Verdict.MISMATCH
    assert last_word(visit, Claim(), other).verdict is Verdict.RESOLVES


def test_a_few_lines_in_place_of_a_document_are_read():
    assert of_file(None, 30, '{"error": "not_found"}').verdict is Verdict.SOFT_DEAD
    assert of_file(None, 30, '{"tides": [1, 2, 3]}').verdict is Verdict.RESOLVES
    assert of_file(None, 90_000, "").verdict is Verdict.RESOLVES
    assert of_file("broken", 0, "").verdict is Verdict.TRANSIENT


@pytest.mark.parametrize(
    ("canonical", "home"),
    [
        ("https://vantry-courier.org/", True),
        ("/", True),
        (ASKED, False),
        ("/2021/04/", False),
        ("index.html", False),
    ],
)
def test_a_page_that_names_the_front_page_is_one_only_where_it_reads_like_it(canonical, home):
    page = read_page(
        f'<title>Pilots walk out at dawn</title><link rel="canonical" href="{canonical}">{STORY}'
    )
    visit = Visit(vet(ASKED), vet(ASKED), page)
    assert claims_to_be_home(visit) is home
    assert of_front_page(visit, page).reason == "canonical_home"
    assert (
        of_front_page(visit, read_page("<p>" + "Ferries, harbour, council and weather of today. " * 40))
        is None
    )


ENTRY = "Ines Orr. Harbour pilots vote to strike. Vantry Courier. 3 May 2021."
OTHER = "<title>Ferry fares frozen</title><h1>Ferry fares frozen</h1>"


@pytest.mark.parametrize(
    ("entry", "title"),
    [
        (ENTRY, TITLE),
        (ENTRY, f"{TITLE} - Vantry Courier"),
        (ENTRY.upper(), TITLE),
        ("Orr I, Vale R. Harbour pilots vote to strike[N]. Vantry Courier, 2021.", TITLE),
    ],
)
def test_a_page_whose_title_stands_in_the_entry_is_the_cited_one(entry, title):
    found = ruled(f"<title>{title}</title>{STORY}", asked="https://vantry-courier.org/a/771", entry=entry)
    assert (found.verdict, found.reason) == (Verdict.RESOLVES, "title")


@pytest.mark.parametrize("claims", [{"entry": ENTRY}, {"entry": ENTRY, "published": "2021-05-03"}])
def test_what_the_entry_does_not_tell_beyond_doubt_is_held_against_no_page(claims):
    visit = Visit(
        vet("https://vantry-courier.org/a/771"),
        vet("https://vantry-courier.org/a/771"),
        read_page(OTHER + STORY),
        None,
    )
    assert of_page(visit, Claim(**claims)) is None
    assert last_word(visit, Claim(**claims), None).verdict is Verdict.RESOLVES


def test_a_title_that_is_told_beyond_doubt_and_stands_on_no_page_is_a_mismatch():
    visit = Visit(
        vet("https://vantry-courier.org/a/771"),
        vet("https://vantry-courier.org/a/771"),
        read_page(OTHER + STORY),
        None,
    )
    assert last_word(visit, Claim(title=TITLE, entry=ENTRY), None).verdict is Verdict.MISMATCH


def test_names_and_years_that_the_entry_has_somewhere_contradict_nothing():
    head = '<meta property="og:site_name" content="Vantry Courier"><meta property="article:published_time" content="2021-05-03">'
    found = ruled(f"<title>{TITLE}</title>{head}{STORY}", entry=ENTRY, outlet="Ines Orr", published="2019")
    assert found.verdict is Verdict.RESOLVES
    other = ruled(
        f"<title>{TITLE}</title>{head}{STORY}", entry="Harbour pilots vote to strike, 2019", published="2019"
    )
    assert (other.verdict, other.reason) == (Verdict.MISMATCH, "published")


@pytest.mark.parametrize("title", ["Vantry Courier", "Home", "News", "Vantry Courier | Home"])
def test_the_name_of_a_site_is_no_title(title):
    head = '<meta property="og:site_name" content="Vantry Courier">'
    visit = Visit(
        vet("https://vantry-courier.org/a/771"),
        vet("https://vantry-courier.org/a/771"),
        read_page(f"<title>{title}</title>{head}{STORY}"),
        None,
    )
    assert of_page(visit, Claim(entry=ENTRY)) is None
