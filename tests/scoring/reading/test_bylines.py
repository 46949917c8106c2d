"""Signatures and datelines."""

import pytest

from scoring import Article, read

BODY = "\n\nThe council met in the old customs house and put off its vote on the pier until the spring of next year."


def signed(text: str, *authors: str) -> list[tuple[str, bool]]:
    document = read(Article(text + BODY, authors=authors, language="en"))
    return [(byline.name, byline.desk) for byline in document.bylines]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("By Jane Roe", [("Jane Roe", False)]),
        (
            "By Jane Roe and John Doe, Staff Writer",
            [("Jane Roe", False), ("John Doe", False), ("Staff Writer", True)],
        ),
        ("BY JANE ROE", [("JANE ROE", False)]),
        ("Written by Jane van der Roe | May 18, 2025", [("Jane van der Roe", False)]),
        ("Last Updated on 11/07/2024 by harbour Desk", [("harbour Desk", True)]),
        ("Posted by admin", [("admin", True)]),
        ("By Reuters", [("Reuters", True)]),
        ("By the time the vote came, all had left", []),
        ("By 2030 the pier will be gone", []),
    ],
)
def test_a_signature_names_a_person_or_a_desk(line: str, expected: list[tuple[str, bool]]) -> None:
    assert signed(f"Pier vote put off\n\n{line}") == expected


def test_who_the_cms_names_comes_first_and_once() -> None:
    assert signed("Pier vote put off\n\nBy Jane Roe", "Ann Moe", "Jane Roe") == [
        ("Ann Moe", False),
        ("Jane Roe", False),
    ]


def test_a_byline_points_at_its_name() -> None:
    document = read(Article("Pier vote put off\n\nBy Jane Roe" + BODY, language="en"))
    assert [document[byline.span] for byline in document.bylines if byline.span] == ["Jane Roe"]


@pytest.mark.parametrize(
    ("start", "place", "outlet"),
    [
        ("LONDON (Reuters) - The council met.", "LONDON", "Reuters"),
        ("WASHINGTON, Nov. 6 (UPI) — The council met.", "WASHINGTON", "UPI"),
        ("KYIV, Ukraine — The council met.", "KYIV", None),
        ("Kyiv • UNN\n\nThe council met.", "Kyiv", "UNN"),
        ("(CNN) — The council met.", None, "CNN"),
        ("NEW YORK -- The council met.", "NEW YORK", None),
    ],
)
def test_datelines(start: str, place: str | None, outlet: str | None) -> None:
    dateline = read(Article(f"{start} {BODY}", language="en")).dateline
    assert dateline is not None
    assert (dateline.place, dateline.outlet) == (place, outlet)


@pytest.mark.parametrize(
    "start", ["The council - as ever - met.", "BREAKING - The council met.", "NATO-led forces met."]
)
def test_no_datelines(start: str) -> None:
    assert read(Article(f"{start} {BODY}", language="en")).dateline is None
