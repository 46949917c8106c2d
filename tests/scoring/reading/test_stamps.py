"""Stamps of publication and update, from wherever a page states them."""

import pytest

from scoring import Article, read
from scoring.document import StampKind, StampOrigin

BODY = "\n\nThe council met in the old customs house and put off its vote on the pier until the spring of next year."
PUBLISHED, MODIFIED = StampKind.PUBLISHED, StampKind.MODIFIED


def stamps(line: str, **fields: object) -> list[tuple[StampKind, StampOrigin, list[str]]]:
    article = Article(f"Pier vote put off\n\n{line}{BODY}", language="en", **fields)  # type: ignore[arg-type]
    return [(s.kind, s.origin, [reading.value for reading in s.readings]) for s in read(article).stamps]


@pytest.mark.parametrize(
    ("line", "kind", "values"),
    [
        ("4 min read Post on May 18, 2025", PUBLISHED, ["2025-05-18"]),
        ("Published: Sunday, 18 May 2025, 10:30 a.m.", PUBLISHED, ["2025-05-18"]),
        ("Posted on 18.05.2025 by Jane Roe", PUBLISHED, ["2025-05-18"]),
        ("May 18, 2025", PUBLISHED, ["2025-05-18"]),
        ("By Jane Roe | May 18, 2025 at 10:30 ET", PUBLISHED, ["2025-05-18"]),
        ("Last Updated on 11/07/2024 by the Desk", MODIFIED, ["2024-07-11", "2024-11-07"]),
        ("Updated 25/07/2024", MODIFIED, ["2024-07-25"]),
        ("Updated: 2024-07-11T10:00", MODIFIED, ["2024-07-11"]),
    ],
)
def test_a_line_at_the_top_states_a_stamp(line: str, kind: StampKind, values: list[str]) -> None:
    assert stamps(line) == [(kind, StampOrigin.LABEL, values)]


def test_one_line_may_hold_both_stamps() -> None:
    assert stamps("Published 20 July 2024 | Updated 25 July 2024") == [
        (PUBLISHED, StampOrigin.LABEL, ["2024-07-20"]),
        (MODIFIED, StampOrigin.LABEL, ["2024-07-25"]),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "A report published on 3 May 2021 says that the pier will not last.",
        "Published on 3 May 2021, the report says that nobody knows how long the old pier will still last.",
        "Updated 3 hours ago",
        "LONDON, Nov. 6 (UPI) — The council met.",
        "On 3 May 2021 the pier fell",
    ],
)
def test_prose_and_dates_without_a_year_are_no_stamps(line: str) -> None:
    assert stamps(line) == []


def test_the_order_of_the_site_settles_an_ambiguous_stamp() -> None:
    assert stamps("Updated 11/07/2024", day_first=True)[0][2] == ["2024-07-11"]
    assert stamps("Updated 11/07/2024", day_first=False)[0][2] == ["2024-11-07"]


def test_the_strongest_origin_comes_first() -> None:
    found = stamps(
        "Published July 21, 2024",
        published_at="2024-07-20T23:30:00+02:00",
        modified_at="2024-07-22",
        url="https://news.example/2024/jul/20/pier",
    )
    assert found == [
        (PUBLISHED, StampOrigin.CMS, ["2024-07-20"]),
        (MODIFIED, StampOrigin.CMS, ["2024-07-22"]),
        (PUBLISHED, StampOrigin.URL, ["2024-07-20"]),
        (PUBLISHED, StampOrigin.LABEL, ["2024-07-21"]),
    ]


def test_a_stamp_points_at_its_label_and_date() -> None:
    document = read(Article(f"Pier\n\nLast  updated on\u00a011/07/2024 by the Desk{BODY}", language="en"))
    assert [document[stamp.span] for stamp in document.stamps if stamp.span] == [
        "Last  updated on\u00a011/07/2024"
    ]
