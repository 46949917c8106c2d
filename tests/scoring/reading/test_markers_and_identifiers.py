"""Which brackets call a reference, which numbers are identifiers, and which of them break their registry's rules."""

from datetime import UTC, datetime

import pytest

from scoring import Article, Document, read
from scoring.checks.citations.bad_identifier import bad_identifier
from scoring.checks.citations.orphan_marker import orphan_marker
from scoring.checks.citations.placeholder import why_placeholder
from scoring.evidence import Evidence

LIST = '\n\nReferences\n\n[1] Harbour office, "Register of repairs", 2025.\n[2] Storm office, "Damage on the coast", 2025.\n'
AS_OF = Evidence(as_of=datetime(2026, 11, 28, tzinfo=UTC))


def document(text: str) -> Document:
    return read(Article(text, language="en"))


def orphans(text: str) -> list[str]:
    found = document(f"The pier is closed [1]. It is old [2]. {text}{LIST}")
    return [found[span] for finding in orphan_marker(found, Evidence()) for span in finding.spans]


@pytest.mark.parametrize(
    "text",
    [
        '"It cost [5] million," he said.',
        '"We lost [7] boats that night," she said.',
        '"They paid [40] pounds for it," he said.',
        '"We met on [4] March," she said.',
        "See page [12] of the register.",
        "Some [14] houses stood in the water.",
        "They need [10] more planks.",
        "He met them [10] times.",
        "He said that it cost [5] million pounds.",
        '"We waited [6] weeks," he said.',
        "The judge said so at [45] and again in para [46].",
        "See paragraphs [12] and the rest.",
    ],
)
def test_numbers_of_an_editor_and_of_judgments_call_nothing(text: str) -> None:
    assert orphans(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The sea is rising [5].", ["[5]"]),
        ("The sea[5] is rising.", ["[5]"]),
        ("The sea is rising [5], and so is the river.", ["[5]"]),
        ("The sea is rising [5] and the river too.", ["[5]"]),
        ("The sea is rising [7, p. 12].", ["[7, p. 12]"]),
        ("The sea is rising.[6][7]", ["[6]", "[7]"]),
    ],
)
def test_calls_of_what_is_not_listed_are_still_found(text: str, found: list[str]) -> None:
    assert orphans(text) == found


@pytest.mark.parametrize("call", ["[2, p. 12]", "[2, pp. 12–14]", "[[2]]", "[2, S. 12]", "[1–2]"])
def test_calls_with_a_page_and_in_double_brackets_are_calls(call: str) -> None:
    found = document(f"The pier is closed {call}.{LIST}")
    assert [label for marker in found.markers for label in marker.labels][-1] == "2"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (
            "doi:10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O",
            "10.1002/(sici)1097-4571(199806)49:8<693::aid-asi4>3.0.co;2-o",
        ),
        ("doi:10.1577/1548-8659(1987)116<1:ABC>2.0.CO;2.", "10.1577/1548-8659(1987)116<1:abc>2.0.co;2"),
        ("doi:10.1000/a\u2011b\u20111, and", "10.1000/a-b-1"),
        ("<doi:10.1000/xyz>", "10.1000/xyz"),
    ],
)
def test_dois_are_read_whole(text: str, value: str) -> None:
    assert [it.value for it in document(f"They say so ({text}).").identifiers] == [value]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("arXiv:0704.0001", False),
        ("arXiv:0706.1234v2 [q-bio.CB]", False),
        ("arXiv:0703.0001", True),
        ("arXiv:1412.9999", False),
        ("arXiv:1501.00001", False),
        ("arXiv:2103.4567", True),
        ("arXiv:0712.00001", True),
        ("doi:10.1234/abc.5", True),
        ("doi:10.5555/12345678", True),
        ("doi:10.1038/s41586-020-2649-2", False),
    ],
)
def test_identifiers_are_held_to_the_rules_of_their_time(text: str, wrong: bool) -> None:
    assert bool(list(bad_identifier(document(f"The preprint ({text}) says so."), AS_OF))) is wrong


@pytest.mark.parametrize(
    "path",
    [
        "guidance/make-your-website-accessible", "register-your-domain-name", "wrestlemania-xxx", "super-bowl/xxx", "xxx-olympiad-results",
        "placeholder-names-in-law", "the/path/to/recovery", "docs/replace-source-lines", "add-link-tax", "why-your-link-matters", "insert-coin",
        "add-link", "your-source-of-news-for-the-week", "path/to/recovery", "url-shorteners-and-you", "source", "article/link",
    ],
)  # fmt: skip
def test_words_within_a_slug_are_no_slot(path: str) -> None:
    assert why_placeholder(f"https://www.harbour-press.org/{path}") is None


@pytest.mark.parametrize(
    "url",
    [
        "https://www.harbour-press.org/your-link-here", "https://www.harbour-press.org/a/your-url/", "https://www.harbour-press.org/xxx",
        "https://www.yourdomain.com/plan", "https://your-website.org", "https://www.harbour-press.org/insert-link-here.html",
        "https://www.harbour-press.org/?url=your-link", "https://www.harbour-press.org/[URL]", "https://www.harbour-press.org/{{slug}}",
        "https://www.harbour-press.org/path/to/article", "https://example.com/a", "https://harbour.test/a", "http://localhost:8080/plan",
        "https://www.harbour-press.org/placeholder",
    ],
)  # fmt: skip
def test_a_whole_part_that_was_never_filled_in_is_a_slot(url: str) -> None:
    assert why_placeholder(url) is not None


def test_the_host_of_an_archive_is_no_slot() -> None:
    assert why_placeholder("https://xxx.lanl.gov/abs/hep-th/9711200") is None
