"""A date means the same wherever it stands: in metadata, in a visible stamp, in a reference, in an address."""

import pytest

from scoring import Article, Format, read, read_date
from scoring.document import StampOrigin
from scoring.reading.dates.short_dates import ShortDate, short_dates

SAME_DAY = [
    "03.09.2025",
    "2025/9/3",
    "2025-9-3",
    "2025-09-03T23:30:00+02:00",
    "3rd of September 2025",
    "3 Sept. 2025",
    "Sept 3rd, 2025",
    "Wed, 03 Sep 2025 10:00:00 GMT",
    "Wednesday, September 3, 2025 at 10:00 AM",
    "2025, September 3",
    "2025 Sep 3",
]


@pytest.mark.parametrize("text", [*SAME_DAY, "20250903"])
def test_metadata_states_the_day(text: str) -> None:
    page = f'<html><head><meta property="article:published_time" content="{text}"></head><body><p>The pier reopened.</p></body></html>'
    document = read(Article(page, format=Format.HTML, language="en"))
    (stamp,) = [stamp for stamp in document.stamps if stamp.origin is StampOrigin.META]
    assert [reading.value for reading in stamp.readings] == ["2025-09-03"]
    assert str(read_date(text)) == "2025-09-03"


@pytest.mark.parametrize("text", SAME_DAY)
def test_a_reference_states_the_day(text: str) -> None:
    assert [date.value for date in short_dates(text)] == ["2025-09-03"]
    (reference,) = read(
        Article(
            f"The pier reopened [1].\n\nReferences:\n\n[1] Gazette. ({text}). Ferries return to the pier.",
            language="en",
        )
    ).references
    assert reference.published == "2025-09-03"


@pytest.mark.parametrize("text", [text for text in SAME_DAY if not text.startswith(("2025, ", "2025 "))])
def test_a_visible_stamp_states_the_day(text: str) -> None:
    document = read(Article(f"The pier\n\nPublished: {text}\n\nThe pier reopened.", language="en"))
    (stamp,) = [stamp for stamp in document.stamps if stamp.origin is StampOrigin.LABEL]
    assert [reading.value for reading in stamp.readings] == ["2025-09-03"]


@pytest.mark.parametrize("text", ["03/09/2025", "3/9/2025"])
def test_figures_that_read_two_ways_state_no_day(text: str) -> None:
    assert read_date(text) is None
    assert [date.value for date in short_dates(text)] == ["2025"]


@pytest.mark.parametrize("text", ["31 June 2021", "2021-13-40", "32021 boats", "", "n.d.", "12:30"])
def test_no_day_that_no_calendar_has(text: str) -> None:
    assert read_date(text) is None
    assert short_dates(text) == []


def test_a_date_is_found_where_it_stands_whatever_the_white_space() -> None:
    text = "Ferries of 2020.  Gazette,\n 3  May\u00a02021."
    assert [(it.value, text[it.start : it.end]) for it in short_dates(text)] == [
        ("2020", "2020"),
        ("2021-05-03", "3  May\u00a02021"),
    ]


def test_a_number_of_eight_figures_in_a_text_is_no_date() -> None:
    assert short_dates("Report 20250903 of the board") == []
    assert short_dates("2021") == [ShortDate("2021", 0, 4)]
