"""Links, markers, identifiers and reference lists as they are read."""

import pytest

from scoring import Article, Document, Format, read
from scoring.article import GivenReference
from scoring.document import IdentifierKind, Reference
from scoring.reading.dates.short_dates import short_dates, url_date
from scoring.sites import host_of, is_under, site_of, site_of_host
from scoring.views.citing_claims import reference_days


def document(text: str, **fields: object) -> Document:
    return read(Article(text, language="en", **fields))  # type: ignore[arg-type]


def entry(line: str) -> Reference:
    (reference,) = document(f"The pier is closed [1].\n\nReferences:\n\n[1] {line}\n").references
    return reference


def markers(text: str) -> list[str]:
    found = document(text)
    return [found[marker.span] for marker in found.markers]


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("It is told at https://gazette.example-press.org/pier.", "https://gazette.example-press.org/pier"),
        (
            "(see https://gazette.example-press.org/pier_(bridge))",
            "https://gazette.example-press.org/pier_(bridge)",
        ),
        (
            "“https://gazette.example-press.org/pier?a=1&b=2”,",
            "https://gazette.example-press.org/pier?a=1&b=2",
        ),
        ("<https://gazette.example-press.org/pier>", "https://gazette.example-press.org/pier"),
        ("Look at www.example-press.org/pier!", "https://www.example-press.org/pier"),
        ("HTTPS://Gazette.Example-Press.org/Pier;", "HTTPS://Gazette.Example-Press.org/Pier"),
    ],
)
def test_a_bare_url_ends_before_the_punctuation_around_it(text: str, url: str) -> None:
    assert [link.url for link in document(text).links] == [url]


@pytest.mark.parametrize(
    "text", ["https:// is a scheme", "write to a@www.example.org", "http://localhost", "s3://bucket.x/y"]
)
def test_what_has_no_host_is_no_link(text: str) -> None:
    assert document(text).links == ()


def test_a_markdown_link_in_plain_text_is_one_link() -> None:
    found = document("They [came back](https://gazette.example-press.org/pier_(new) 'Pier') in May.")
    (link,) = found.links
    assert link.url == "https://gazette.example-press.org/pier_(new)"
    assert found[link.span] == "[came back](https://gazette.example-press.org/pier_(new) 'Pier')"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ferries call here [3].", ["[3]"]),
        ("Ferries call here [1][2].", ["[1]", "[2]"]),
        ("Ferries call here [1-3] and there [1, 4].", ["[1-3]", "[1, 4]"]),
        ("Ferries call here [^2].", ["[^2]"]),
        ("Ferries call here.¹² Boats do not.³", ["¹²", "³"]),
        ("The bay has 12 km² and 4 m³.", []),
        ("The bridge was widened [2014].", []),
        ("It was [12] boats, and [0] ships.", []),
        ("See [the map](https://gazette.example-press.org/map[1]) first.", []),
        ("The result x[1] = 3 was [2-1] or [1, 1, 2].", []),
        ("`rows[3]` holds the ferries.", []),
    ],
)
def test_markers_are_told_from_other_brackets(text: str, expected: list[str]) -> None:
    assert markers(text) == expected


def test_a_range_calls_every_entry_in_it() -> None:
    assert [marker.labels for marker in document("Ferries call here [1-3, 7].").markers] == [
        ("1", "2", "3", "7")
    ]


def test_identifiers_are_read_by_their_shape_outside_urls() -> None:
    found = document(
        "Piers (doi:10.5555/Piers.2025.001), arXiv:2401.01234v2, PMID: 1234567, ISBN 978-3-16-148410-0, "
        "ISSN 2049-3630 and https://doi.org/10.5555/lamps."
    )
    assert [(it.kind, it.value) for it in found.identifiers] == [
        (IdentifierKind.DOI, "10.5555/piers.2025.001"),
        (IdentifierKind.ARXIV, "2401.01234"),
        (IdentifierKind.PMID, "1234567"),
        (IdentifierKind.ISBN, "9783161484100"),
        (IdentifierKind.ISSN, "2049-3630"),
    ]
    assert found[found.identifiers[0].span] == "doi:10.5555/Piers.2025.001"


@pytest.mark.parametrize(
    ("line", "title", "outlet", "published"),
    [
        (
            "Harbour Gazette. (2021). Ferries return to the U.S. pier. Retrieved from https://gazette.example-press.org/p",
            "Ferries return to the U.S. pier",
            "Harbour Gazette",
            "2021",
        ),
        (
            "Linden, A. (2021, May 3). Ferries return to the pier. Harbour Gazette. https://gazette.example-press.org/p",
            "Ferries return to the pier",
            "Harbour Gazette",
            "2021-05-03",
        ),
        (
            "Ada Linden, “Ferries return to the pier,” Harbour Gazette, 3 May 2021, https://gazette.example-press.org/p",
            "Ferries return to the pier",
            "Harbour Gazette",
            "2021-05-03",
        ),
        (
            'Linden, Ada. "Ferries return to the pier." Harbour Gazette, May 3, 2021. https://gazette.example-press.org/p.',
            "Ferries return to the pier",
            "Harbour Gazette",
            "2021-05-03",
        ),
        (
            "Ferries return to the pier - Harbour Gazette (3 May 2021) https://gazette.example-press.org/p",
            "Ferries return to the pier",
            "Harbour Gazette",
            "2021-05-03",
        ),
        (
            "Gazette: Ferries return to the pier (2021-05-03) https://gazette.example-press.org/p",
            "Ferries return to the pier",
            "Gazette",
            "2021-05-03",
        ),
        (
            "Ferries return to the pier https://gazette.example-press.org/p",
            "Ferries return to the pier",
            None,
            None,
        ),
    ],
)
def test_an_entry_is_taken_apart_in_every_common_style(
    line: str, title: str, outlet: str | None, published: str | None
) -> None:
    found = entry(line)
    assert (found.title, found.outlet, found.published) == (title, outlet, published)
    assert found.url == "https://gazette.example-press.org/p"


def test_the_day_of_retrieval_is_kept_apart() -> None:
    found = entry(
        '"Ferries return," Harbour Gazette, 3 May 2021. Accessed 9 June 2021. https://gazette.example-press.org/p'
    )
    assert (found.published, found.retrieved) == ("2021-05-03", "2021-06-09")


def test_markers_and_entries_find_each_other() -> None:
    found = document(
        "A pier [1]. A lamp [2]. Both [1-2].\n\nReferences:\n\n"
        "[1] Harbour Gazette. (2021). A pier opens. Retrieved from https://gazette.example-press.org/pier\n\n"
        "[2] Coast Review. (2021). A lamp is lit. Retrieved from https://coast.example-press.org/lamp\n\n"
        "  1. The council met on other matters, and the meeting was long.\n"
    )
    assert [reference.anchors for reference in found.references] == [(0, 2), (1, 2)]
    assert [reference.label for reference in found.references] == ["1", "2"]


def test_a_list_that_lost_its_numbers_is_numbered_by_its_order() -> None:
    found = document(
        "A pier [1]. A lamp [2].\n\nSources\n\n"
        "Harbour Gazette. (2021). A pier opens. https://gazette.example-press.org/pier\n\n"
        "Coast Review. (2021). A lamp is lit. https://coast.example-press.org/lamp\n"
    )
    assert [(it.label, it.anchors) for it in found.references] == [("1", (0,)), ("2", (1,))]


def test_references_that_the_cms_keeps_apart_follow_without_a_span() -> None:
    given = GivenReference(
        marker="[1]", url="https://a.example-press.org/2021/10/16/x", title="A pier", published="2021-10-17"
    )
    (found,) = document("A pier opens [1].", references=(given,)).references
    assert (found.label, found.span, found.anchors) == ("1", None, (0,))
    assert (found.published, found.url_date) == ("2021-10-17", "2021-10-16")


@pytest.mark.parametrize(
    ("url", "value"),
    [
        ("https://a.example.org/2021/10/16/x", "2021-10-16"),
        ("https://a.example.org/world/2021/oct/16/x", "2021-10-16"),
        ("https://a.example.org/20211016/x", "2021-10-16"),
        ("https://a.example.org/2021-10-16/x", "2021-10-16"),
        ("https://a.example.org/2021/10/x", "2021-10"),
        ("https://a.example.org/pier-2021-10-16.html", "2021-10-16"),
        ("https://a.example.org/2021/10/pier-2021-10-16", "2021-10-16"),
        ("https://web.archive.org/web/20240101120000/https://a.example.org/2021/10/16/x", "2021-10-16"),
        ("https://a.example.org/2021/02/31/x", None),
        ("https://a.example.org/2021/13/16/x", None),
        ("https://a.example.org/news/world-59010746", None),
        ("https://a.example.org/news/20191023", None),
        ("https://a.example.org/x?d=/2021/10/16/", None),
    ],
)
def test_the_path_of_a_url_may_state_a_day(url: str, value: str | None) -> None:
    assert url_date(url) == value


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("3 May 2021", ["2021-05-03"]),
        ("May 3rd, 2021", ["2021-05-03"]),
        ("(2021, Oct. 16)", ["2021-10-16"]),
        ("16.10.2021 and 2021-10-17", ["2021-10-16", "2021-10-17"]),
        ("03/04/2021", ["2021"]),
        ("October 2021", ["2021-10"]),
        ("31 June 2021", []),
        ("32021 boats", []),
    ],
)
def test_printed_dates_are_read_and_impossible_ones_left_out(text: str, values: list[str]) -> None:
    assert [date.value for date in short_dates(text)] == values


def test_a_day_in_the_url_makes_the_printed_year_finer_and_never_overrules_it() -> None:
    same = entry("Gazette. (2021). A pier. Retrieved from https://a.example-press.org/2021/10/16/x")
    other = entry("Gazette. (2024). A pier. Retrieved from https://a.example-press.org/2021/10/16/x")
    assert [str(day) for day in reference_days(same) or ()] == ["2021-10-16", "2021-10-16"]
    assert [str(day) for day in reference_days(other) or ()] == ["2024-01-01", "2024-12-31"]


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.news.example.co.uk/x", "example.co.uk"),
        ("https://user@www.example.org:8080?x", "example.org"),
        ("https://harbour.blogspot.com/2021/10/pier.html", "harbour.blogspot.com"),
        ("https://tides.github.io/pier", "tides.github.io"),
        ("https://paper.asso.fr/", "paper.asso.fr"),
        ("https://www.town.kyoto.jp/pier", "town.kyoto.jp"),
        ("https://harbour.wordpress.com/", "harbour.wordpress.com"),
        ("https://en.harbour.wordpress.com/", "harbour.wordpress.com"),
        ("https://www.wordpress.com/", "wordpress.com"),
        ("https://wordpress.com/support", "wordpress.com"),
        ("https://harbour.substack.com/p/pier", "harbour.substack.com"),
        ("https://co.uk/", "co.uk"),
        ("http://192.0.2.1/x", "192.0.2.1"),
        ("http://[2001:db8::1]:8080/x", "[2001:db8::1]"),
        ("mailto:desk@example.org", ""),
        ("", ""),
    ],
)
def test_a_site_is_what_somebody_registered_or_was_given(url: str, site: str) -> None:
    assert site_of(url) == site
    assert site_of_host(host_of(url)) == site


def test_a_host_lies_under_its_own_name_and_its_parents() -> None:
    assert is_under("web.archive.org", {"archive.org"})
    assert is_under("archive.org", {"archive.org"})
    assert not is_under("notarchive.org", {"archive.org"})


@pytest.mark.parametrize(
    "text",
    [
        "[" * 3000,
        "[1]" * 3000,
        "https://" * 3000,
        "https://a.b/" + ")" * 5000,
        "[a](" * 3000 + "https://a.b",
        "References:\n" + "[1] \n" * 2000,
        "(2021" * 2000,
        "References:\n[1] " + "(2021) " * 2000,
        "10." * 4000,
        "isbn " * 3000,
        "President " * 3000,
    ],
)
def test_no_text_is_too_odd_to_be_read(text: str) -> None:
    found = document(text)
    assert all(0 <= it.span.start < it.span.end <= len(text) for it in (*found.links, *found.markers))
    assert read(Article(text, Format.TEXT, language="en")) == found


@pytest.mark.parametrize(
    ("line", "title", "outlet", "published"),
    [
        ("Tamm I, Ruus P. Ferries return to the pier. J Harb Works. 2021;12(3):45-51.", "Ferries return to the pier", "J Harb Works", "2021"),
        ("Ruus, Ivo. Timber and Tide. Norvale Press, 2019.", "Timber and Tide", "Norvale Press", "2019"),
        ("Ivo Ruus, Timber and Tide (Norvale: Norvale Press, 2019), 45.", "Timber and Tide", "Norvale Press", "2019"),
        ("I. Tamm and P. Ruus, “Ferries return to the pier,” J. Harb. Works, vol. 12, no. 3, pp. 45-51, May 2021.", "Ferries return to the pier", "J. Harb. Works", "2021-05"),
        ("Ilves, P., & Ruus, I. (2020). Lamps for the pier. Coast Review, 12(3), 45-51.", "Lamps for the pier", "Coast Review", "2020"),
        ("Tamm, Ilse. “Ferries Return.” Harbour Gazette, 3 May 2021. Accessed 10 May 2021.", "Ferries Return", "Harbour Gazette", "2021-05-03"),
    ],
)  # fmt: skip
def test_entries_of_many_styles_are_taken_apart(line: str, title: str, outlet: str, published: str) -> None:
    found = entry(line)
    assert (found.title, found.outlet, found.published) == (title, outlet, published)


AUTHORS = """The pier reopened in May (Tamm, 2021). Ferries returned a week later (Ruus & Ilves, 2020; Okk et al., 2019), as Tamm (2021) had said. The mayor (1961) was there, and so was the band (Harbour, 2018).

References

Okk, A., Tamm, B., & Saar, C. (2019). Timber and tide. Norvale Press.

Ruus, I., & Ilves, P. (2020). Lamps for the pier. Coast Review, 12(3), 45-51.

Tamm, I. (2021, May 3). Ferries return to the old pier. Harbour Gazette.
"""


def test_calls_by_author_and_year_lead_to_their_entries() -> None:
    found = document(AUTHORS)
    assert [(found[marker.span], marker.labels) for marker in found.markers] == [
        ("(Tamm, 2021)", ("3",)),
        ("(Ruus & Ilves, 2020; Okk et al., 2019)", ("2", "1")),
        ("(2021)", ("3",)),
    ]
    assert [len(reference.anchors) for reference in found.references] == [1, 1, 2]


def test_a_linked_title_is_the_title_and_its_outlet_follows() -> None:
    html = "<p>The pier reopened [1].</p><h2>References</h2><ol><li><a href='https://gazette.example-press.org/f'>Ferries return to the pier</a>, Harbour Gazette, 3 May 2021</li></ol>"
    (found,) = read(Article(html, Format.HTML, language="en")).references
    assert (found.title, found.outlet, found.published) == (
        "Ferries return to the pier",
        "Harbour Gazette",
        "2021-05-03",
    )


@pytest.mark.parametrize(
    "url",
    [
        "https://www.acts.example.org/asp/2021/10",
        "https://www.courts.example.org/cases/HC/2019/5.html",
        "https://www.courts.example.org/cases/HC/2019/12",
    ],
)
def test_the_number_of_an_act_or_a_judgment_is_no_month(url: str) -> None:
    assert url_date(url) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "The duty was stated in Harrow v Tide Board [2018] EWHC 211, [33].",
        "The judge followed Lady Orme at [7], [9] and [14], and so does the board.",
        "It is set out in paragraphs [30] to [34] of the ruling.",
        "The court in Moss v Velm [2020] UKSC 4 did not decide it; see also [61]–[63].",
    ],
)
def test_the_paragraphs_of_a_judgment_call_no_reference(sentence: str) -> None:
    assert read(Article(f"{sentence} The harbour board met on Monday and heard eleven people.")).markers == ()
