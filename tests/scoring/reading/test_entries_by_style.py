"""Entries in the shapes of many styles: their parts, and which of these are told beyond doubt."""

from datetime import UTC, datetime

import pytest

from scoring import Article, Document, Format, read
from scoring.checks.citations.future_dated import future_dated
from scoring.checks.citations.id_timestamp import id_timestamp
from scoring.checks.citations.outlet_domain import outlet_domain
from scoring.checks.citations.shared_url import shared_url
from scoring.checks.citations.year_mismatch import year_mismatch
from scoring.document import Reference
from scoring.evidence import Evidence
from scoring.reading.references.names_of_authors import Persons, persons
from scoring.views.citations import reference_lookup

URL = "https://www.quay-press.org/p/771"
AS_OF = Evidence(as_of=datetime(2026, 11, 28, tzinfo=UTC))


def document(*lines: str, form: Format = Format.TEXT) -> Document:
    calls = " ".join(f"[{number}]" for number in range(1, len(lines) + 1))
    entries = "\n\n".join(f"[{number}] {line}" for number, line in enumerate(lines, 1))
    return read(
        Article(f"The pier is closed {calls}.\n\nReferences:\n\n{entries}\n", format=form, language="en")
    )


def entry(line: str) -> Reference:
    (reference,) = document(line).references
    return reference


T, G = "Lamps return to the old pier", "Quay Gazette"
SURE = [
    ("Wikipedia", f'Okk, Anna (5 March 2025). "{T}". {G}. {URL}. Retrieved 6 March 2025.', G, "2025-03-05"),
    ("full names", f"Okk, Anna. (2025, March 5). {T}. {G}. {URL}", G, "2025-03-05"),
    ("surname of two words", f"van der Saar, A. and O’Tamm, S. (2021). {T}. {G}. {URL}", G, "2021"),
    ("surname with an accent", f"Núñez Ilves, Ö. (2021). {T}. {G}. {URL}", G, "2021"),
    ("OSCOLA", f"Anna Okk, ‘{T}’ {G} (Hull, 5 March 2025) <{URL}> accessed 6 March 2025.", G, "2025-03-05"),
    ("Harvard", f"Okk, A. (2025) '{T}', {G}, 5 March. Available at: {URL} (Accessed: 6 March 2025).", G, "2025"),
    ("no author", f"{T}. (2025, March 5). {G}. {URL}", G, "2025-03-05"),
    ("Vancouver page", f"Tide Office. {T} [Internet]. Hull: Tide Office; 2025 [cited 2025 Mar 6]. Available from: {URL}", "Tide Office", "2025"),
    ("AMA et al", f"Okk A, Tamm B, Saar C, et al. {T}. J Harb Works. 2021;12(3):45-50. {URL}", "J Harb Works", "2021"),
    ("ACS", f"Okk, A.; Tamm, B. {T}. J. Harb. Works 2021, 12, 45–50. {URL}", "J. Harb. Works", "2021"),
    ("ACM", f"Anna Okk and Bo Tamm. 2021. {T}. Journal of Harbour Works (2021). {URL}", "Journal of Harbour Works", "2021"),
    ("Chicago book", f"Okk, Anna. 2019. {T}. Hull: Tidewater Press. {URL}", "Tidewater Press", "2019"),
    ("GB/T 7714", f"Okk A, Tamm B. {T}[J]. Journal of Harbour Works, 2021, 12(3): 45-50. {URL}", "Journal of Harbour Works", "2021"),
    ("GOST", f"Окк А. А., Тамм Б. {T} // {G}. 2021. Т. 12, № 3. С. 45–50. {URL}", G, "2021"),
    ("German marks", f"Okk, Anna: „{T}“, {G}, 5. März 2025. {URL}", G, "2025-03-05"),
    ("French marks", f"Okk, Anna, « {T} », {G}, 5 mars 2025. {URL}", G, "2025-03-05"),
    ("IEEE", f"A. Okk and B. Tamm, “{T},” J. Harb. Works, vol. 12, no. 3, pp. 45–50, Mar. 2021. {URL}", "J. Harb. Works", "2021-03"),
    ("Nature", f"Okk, A. E. & Tamm, B. {T}. Harbour Works 16, 158–1548 (2025). {URL}", "Harbour Works", "2025"),
    ("ABNT", f"OKK, A. {T}. {G}, v. 16, n. 10, p. 158-548, 2025. Disponível em: {URL}. Acesso em: 6 mar. 2026.", G, "2025"),
    ("ISO 690", f"OKK, Anna and TAMM, Bo, 2021. {T}. {G}. Online. Available from: {URL}", G, "2021"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "outlet", "published"), [row[1:] for row in SURE], ids=[row[0] for row in SURE]
)
def test_the_parts_of_an_entry_are_told_apart(line: str, outlet: str, published: str) -> None:
    found = entry(line)
    assert (found.title, found.outlet, (found.published or "")[:4]) == (T, outlet, published[:4])
    assert "title" in found.certain


@pytest.mark.parametrize(
    "title",
    ["Map", "Who pays for it? A guide to the pier", "Pier damage, 2014–2024", "Quay calls lamp 'a gift'"],
)
def test_titles_of_every_kind_are_whole(title: str) -> None:
    assert entry(f'"{title}." {G}, 5 March 2025. {URL}').title == title


GUESSED = [
    f"Anna Okk, {T}, QUAY GAZETTE (Mar. 5, 2025), {URL}.",
    f"Quay Council. Minutes of the meeting of 4 March 2025. {URL}",
    f"{T}. Tide Office. Published January 14, 2025. Accessed March 6, 2025. {URL}",
    f"Anna Okk. {T}. {G}. 5 March 2025. {URL}",
    f"{T} – {G}, 5 March 2025 – {URL}",
]


@pytest.mark.parametrize("line", GUESSED)
def test_what_is_guessed_is_claimed_of_no_page(line: str) -> None:
    lookup = reference_lookup(entry(line))
    assert lookup is not None
    assert lookup.claim("title") is None
    assert lookup.claim("outlet") is None
    assert lookup.claim("entry")


def test_an_entry_called_twice_in_markdown_keeps_its_title() -> None:
    text = f"The pier is old.[^1] It is long.[^1] It is wide.[^1]\n\n[^1]: Plan of the pier, {URL}\n"
    (found,) = read(Article(text, format=Format.MARKDOWN, language="en")).references
    assert (found.title, found.url) == ("Plan of the pier", URL)


@pytest.mark.parametrize(
    "line",
    [
        f"United Harbours, Agenda 2030, {URL}",
        f"Quay Council. Vision 2050. {URL}",
        f"Office of Statistics, Population projections to 2045, {URL}",
        f"Games Committee, Host city contract Quay 2032, {URL}",
        "Okk A. Walls and tides of the north. J Harb Works 1999;12:2031-2045.",
        "Okk, A.; Tamm, B. Walls and Tides. J. Harb. Works 1999, 12, 2031–2045.",
        f"Okk, A. Walls. Harbour Annals 12, article 2034, {URL}",
        f"Treasury, Gilt 4% 2060 - terms, {URL}",
        f"Okk, Anna: Library ferry towards 2044. In: Quay Gazette (2014). {URL}",
    ],
)
def test_years_of_titles_volumes_and_pages_are_no_dates(line: str) -> None:
    assert list(future_dated(document(line), AS_OF)) == []


@pytest.mark.parametrize(
    "line",
    [
        f"Quay Gazette. (2031). Lamps return. {URL}",
        f'Okk, A. "Lamps return." Quay Gazette, 3 May 2031. {URL}',
    ],
)
def test_a_date_to_come_is_found(line: str) -> None:
    assert len(list(future_dated(document(line), AS_OF))) == 1


DATED = "https://www.quay-press.org/2019/05/03/pier"


@pytest.mark.parametrize(
    "line",
    [
        f"Tide Office. Damage at the quay [Internet]. Hull: Tide Office; 2019 [cited 2025 Mar 6]. Available from: {DATED}",
        f"Tide Office. Damage at the quay [Internet]. Hull: Tide Office; 2019 [updated 2019 Jun 1; cited 2025 Mar 6]. Available from: {DATED}",
        f"AGENCY, T. Damage at the quay. 2019. Disponível em: {DATED}. Acesso em: 6 mar. 2025.",
        f"Tidenamt: Schaden am Kai. 2019. {DATED} (Zugriff am 6. März 2025)",
        f"Okk, Anna, « Le quai », {G}, 2019, {DATED} (consulté le 6 mars 2025).",
        f"Okk, A. «Muelle». {G}, 2019. {DATED} [Consulta: 6 de marzo de 2025].",
        f"Окк А. «Причал». 2019. {DATED} (дата обращения: 06.03.2025)",
        f"Окк А. «Причал». 2019. {DATED} (дата звернення: 06.03.2025)",
        f"Okk A. Pier damage[EB/OL]. (2019-05-03)[2025-03-06]. {DATED}",
    ],
)
def test_the_day_of_access_is_no_day_of_publication(line: str) -> None:
    found = document(line)
    assert list(year_mismatch(found, Evidence())) == []
    assert (found.references[0].published or "2019").startswith("2019")


def test_the_day_of_access_is_kept() -> None:
    found = entry(
        f"Tide Office. Damage [Internet]. Hull: Tide Office; 2019 [cited 2025 Mar 6]. Available from: {URL}"
    )
    assert (found.published, found.retrieved) == ("2019", "2025-03-06")


@pytest.mark.parametrize(
    ("outlet", "host"),
    [
        ("Associated Press", "washingtonpost.com"),
        ("AP News", "abcnews.go.com"),
        ("Reuters", "theguardian.com"),
        ("Bloomberg", "latimes.com"),
        ("Kyodo News", "japantimes.co.jp"),
        ("TASS", "themoscowtimes.com"),
        ("The Conversation", "theguardian.com"),
        ("ProPublica", "nytimes.com"),
        ("The Washington Post", "seattletimes.com"),
        ("The New York Times", "seattletimes.com"),
        ("Ars Technica", "wired.com"),
    ],
)
def test_copy_that_others_print_never_mismatches(outlet: str, host: str) -> None:
    line = f"{outlet}. (2021). Lamps return to the old pier. Retrieved from https://www.{host}/world/pier"
    assert list(outlet_domain(document(line), Evidence())) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Okk, A. (2020). Walls. In Coast Handbook. https://www.coast-press.org/handbook.pdf", "Tamm, B. (2020). Tides. In Coast Handbook. https://www.coast-press.org/handbook.pdf"),
        ("Tide Office. (2025). Damage table. https://www.tide-office.org/x/report#table4", "Tide Office. (2025). Sea level chart. https://www.tide-office.org/x/report#chart9"),
        ('"Pier," House debates, 4 March 2025, https://debates.quay-press.org/house/2025-03-04', '"Ferry," House debates, 4 March 2025, https://debates.quay-press.org/house/2025-03-04'),
        ('Tide Office, "Damage at the quay", 2025, https://www.tide-office.org/x/report', "Tide Office (n 1), 14, https://www.tide-office.org/x/report"),
    ],
)  # fmt: skip
def test_parts_of_one_work_share_its_address(first: str, second: str) -> None:
    assert list(shared_url(document(first, second), Evidence())) == []


@pytest.mark.parametrize("address", ["arxiv.org/abs/1706.03762", "arxiv.org/pdf/1706.03762v3"])
def test_a_preprint_may_be_older_than_its_journal(address: str) -> None:
    assert (
        list(
            id_timestamp(
                document(f"Okk, A. (2019). Wall nets. Journal of Walls. https://{address}"), Evidence()
            )
        )
        == []
    )
    assert (
        len(
            list(
                id_timestamp(
                    document(f"Okk, A. (2015). Wall nets. Journal of Walls. https://{address}"), Evidence()
                )
            )
        )
        == 1
    )


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Okk, A., Tamm, B. C., & van der Saar, D.", Persons.SURE),
        ("OKK A, TAMM BC, et al.", Persons.SURE),
        ("Okk, Anna and Tamm, Bo", Persons.MAYBE),
        ("Anna Okk", Persons.MAYBE),
        ("Tide Office", Persons.NONE),
        ("BBC News", Persons.NONE),
        ("Department for Walls, Tides and Rural Affairs", Persons.NONE),
        ("Lamps return to the old pier", Persons.NONE),
        ("", Persons.SURE),
    ],
)
def test_names_of_persons_are_told_from_names_of_bodies(text: str, kind: Persons) -> None:
    assert persons(text) is kind


def test_an_entry_of_a_hundred_authors_is_still_read() -> None:
    assert entry("Okk, A., " * 90 + f"(2021). {T}. {URL}").url == URL
