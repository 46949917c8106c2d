"""The calendar repeats after 400 years, and so do its contradictions."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import Article, Evidence, judge, read, shipped
from scoring.document import Document
from tests.golden import CLEAN, submission

RULES = shipped()
CALENDAR = frozenset(
    ["DAT_IMPOSSIBLE_DATE", "DAT_WEEKDAY_MISMATCH", "DAT_RANGE_REVERSED", "DAT_ORDER_MIXED", "DAT_HOLIDAY_MISMATCH", "DAT_SEQUENCE_CONFLICT"]
)  # fmt: skip
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def calendar_findings(text: str) -> list[tuple[str, int]]:
    report = judge(read(Article(text, language="en")), Evidence(), RULES)
    return sorted(
        (judged.check.code, judged.finding.spans[0].start)
        for judged in report.findings
        if judged.check.code in CALENDAR
    )


days = st.tuples(st.sampled_from(DAYS), st.integers(1, 31), st.sampled_from(MONTHS), st.integers(1924, 1990))


@settings(max_examples=60, deadline=None)
@given(st.lists(days, min_size=1, max_size=4))
def test_a_shift_by_400_years_changes_no_calendar_finding(dates: list[tuple[str, int, str, int]]) -> None:
    def told(shift: int) -> str:
        return " ".join(
            f"The board met on {weekday}, {day} {month} {year + shift}, in Vantry."
            for weekday, day, month, year in dates
        )

    # Both texts have the same length, so even the places are the same.
    assert calendar_findings(told(0)) == calendar_findings(told(400))


@pytest.mark.parametrize("name", CLEAN)
def test_genuine_articles_of_ours_have_no_contradiction_of_dates(name: str) -> None:
    report = judge(read(submission(name).article()), Evidence(), RULES)
    strong = [judged for judged in report.findings if judged.check.code.startswith("DAT_") and judged.points]
    assert not strong


def test_a_text_of_dates_alone_is_bounded() -> None:
    document: Document = read(
        Article("It was 12 May 2021, 31 June 2022 and last week. " * 3000, language="en")
    )
    assert 0 < len(document.dates) <= 2000
