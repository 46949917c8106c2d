"""Reading pages: what they say of themselves, in bounded time whatever they are made of."""

from datetime import date
from time import process_time

import pytest

from scoring import METADATA, Article, Format, read
from service.resolve.page import decode, read_page
from service.resolve.titles import agrees


@pytest.mark.parametrize(
    "charset", ["punycode", "idna", "unicode_escape", "utf-7", "rot13", "zip", "no-such-set"]
)
def test_an_encoding_that_no_page_is_in_is_not_used(charset):
    body = b"<title>Ferry</title>" + (b"a" * 1_000 + b"-" + b"b9z" * 80_000)
    started = process_time()
    assert decode(body, f"text/html; charset={charset}").startswith("<title>Ferry</title>")
    assert process_time() - started < 0.5


@pytest.mark.parametrize(
    ("charset", "title"),
    [
        ("windows-1251", "Паром вернулся"),
        ("koi8-r", "Паром вернулся"),
        ("iso-8859-2", "Żegluga wróciła"),
        ("shift_jis", "渡し船が戻る"),
        ("euc-jp", "渡し船が戻る"),
        ("gb2312", "渡船回来了"),
        ("gb18030", "渡船回来了"),
        ("big5", "渡船回來了"),
        ("euc-kr", "나룻배가 돌아왔다"),
        ("utf-16le", "Паром вернулся"),
        ("windows-1256", "عادت العبارة"),
    ],
)
def test_a_page_is_read_in_the_encoding_that_it_declares(charset, title):
    html = f"<title>{title}</title>"
    assert read_page(decode(html.encode(charset), f"text/html; charset={charset}")).title == title


CYRILLIC = "Ворота в порту поднимут на сорок сантиметров к зиме"


@pytest.mark.parametrize(
    ("charset", "header", "meta", "title"),
    [
        ("windows-1251", "utf-8", "windows-1251", CYRILLIC),
        ("windows-1251", "", "", CYRILLIC),
        ("koi8-r", "", "", CYRILLIC),
        ("koi8-r", "utf-8", "utf-8", CYRILLIC),
        ("utf-8", "iso-8859-1", "utf-8", "Élargissement du pont des tanneurs"),
        ("utf-8", "windows-1251", "", CYRILLIC),
        ("utf-8", "shift_jis", "", "港の水門を四十センチ上げる計画が決まる"),
        ("windows-1252", "utf-8", "", "Müllabfuhr fährt künftig früher"),
        ("gbk", "", "utf-16", "port gate"),
        ("utf-8", "utf-8", "windows-1252", "Kętrzyn otwiera przystań"),
    ],
)
def test_a_declaration_that_the_bytes_belie_is_not_believed(charset, header, meta, title):
    html = f"<html><head><meta charset='{meta}'><title>{title}</title></head><body><p>{title}. {title}."
    kind = f"text/html; charset={header}" if header else "text/html"
    assert read_page(decode(html.encode(charset), kind)).title == title


def test_a_body_that_was_cut_within_a_letter_is_still_utf8():
    body = f"<title>{CYRILLIC}</title>".encode()
    for end in range(len(body) - 12, len(body)):
        assert decode(body[:end], "text/html; charset=iso-8859-1").startswith("<title>Ворота")
    broken = body.replace("о".encode(), b"\xff", 1)
    assert decode(broken, "text/html; charset=utf-8").count("\ufffd") == 1


@pytest.mark.parametrize(
    "unit",
    [
        "<div>",
        "<a href=",
        "<!--",
        "<title>",
        "<h1>",
        "<noscript>",
        "&#",
        "<a id=x ",
        "<meta content='",
        "<x a=b ",
        "<div hidden>",
        "<p hidden>",
        "<dialog>",
    ],
)
def test_a_page_made_to_be_slow_is_read_in_time(unit):
    started = process_time()
    read_page((unit * 256_000)[:256_000])
    assert process_time() - started < 1.0


def test_a_refresh_for_readers_without_scripts_is_not_followed():
    refresh = '<meta http-equiv="refresh" content="0; url=/plain">'
    assert read_page(f"<noscript>{refresh}</noscript><p>Ferry").moves_to is None
    assert read_page(refresh).moves_to == "/plain"


def test_a_title_of_nothing_but_white_space_takes_no_time():
    started = process_time()
    assert not agrees("a" + " " * 20_000 + "b", ["Ferry returns"])
    assert process_time() - started < 0.5


@pytest.mark.parametrize("name", sorted(METADATA.published | METADATA.modified))
def test_a_cited_page_is_dated_by_the_names_that_a_citing_one_is(name):
    page = f'<meta name="{name}" content="2024-03-05T08:00:00Z"><h1>Ferry late</h1><p>It came at noon.</p>'
    assert read_page(page).dates == (date(2024, 3, 5),)
    stamps = read(Article(page, Format.HTML)).stamps
    assert [stamp.text for stamp in stamps] == ["2024-03-05T08:00:00Z"]


def test_declared_data_that_is_no_json_dates_a_cited_page_too():
    script = '<script type="application/ld+json">//<![CDATA[\n{%s}\n//]]></script>'
    for broken in ("", ' "a": undefined,'):
        page = read_page(script % f'{broken} "headline": "Ferry late", "datePublished": "2024-03-05"')
        assert page.dates == (date(2024, 3, 5),)
        assert page.titles == ("Ferry late",)
