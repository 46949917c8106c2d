"""Date mentions and their values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import Article, read
from scoring.document import DateMention, Document, Grain
from scoring.reading.dates.mentions import MOST


def mentions(text: str, **fields: object) -> list[tuple[str, str]]:
    document = reading(text, **fields)
    return [(" ".join(document[mention.span].split()), mention.value) for mention in document.dates]


def reading(text: str, **fields: object) -> Document:
    return read(Article(text, language="en", **fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "found", "value"),
    [
        ("It fell on 11 July 2024 at noon.", "11 July 2024", "2024-07-11"),
        ("It fell on July 11, 2024, at noon.", "July 11, 2024", "2024-07-11"),
        ("It fell on Thursday, 11 July 2024.", "Thursday, 11 July 2024", "2024-07-11"),
        ("It fell on the 11th of July 2024.", "the 11th of July 2024", "2024-07-11"),
        ("It fell on Nov. 7, 2024, at noon.", "Nov. 7, 2024", "2024-11-07"),
        ("It fell on 7-Nov-2024.", "7-Nov-2024", "2024-11-07"),
        ("It fell on 2024-07-11 at noon.", "2024-07-11", "2024-07-11"),
        ("It fell on 25/07/2024.", "25/07/2024", "2024-07-25"),
        ("It fell on 11.07.2024.", "11.07.2024", "2024-07-11"),
        ("It fell in June 2024.", "June 2024", "2024-06"),
        ("It fell in early June 2024.", "early June 2024", "2024-06"),
        ("It fell in 2024.", "2024", "2024"),
        ("It fell in the 1990s.", "the 1990s", "199"),
        ("It fell in the late '90s.", "the late '90s", "199"),
        ("It fell in the 19th century.", "19th century", "18"),
        ("It fell in the summer of 2010.", "summer of 2010", "2010-SU"),
        ("It fell in the third quarter of 2010.", "the third quarter of 2010", "2010-Q3"),
    ],
)
def test_explicit_dates(text: str, found: str, value: str) -> None:
    assert mentions(text) == [(found, value)]


@pytest.mark.parametrize(
    ("text", "found", "value", "bare"),
    [
        ("It fell yesterday.", "yesterday", "2024-07-10", "XXXX-XX-XX"),
        ("It fell last month.", "last month", "2024-06", "XXXX-XX"),
        ("It fell two weeks ago.", "two weeks ago", "2024-W26", "XXXX-WXX"),
        ("It fell on Monday.", "Monday", "2024-07-08", "XXXX-WXX-1"),
        ("It will fall on Monday.", "Monday", "2024-07-15", "XXXX-WXX-1"),
        ("It fell on November 7.", "November 7", "2023-11-07", "XXXX-11-07"),
        ("It opens on November 7.", "November 7", "2024-11-07", "XXXX-11-07"),
        ("It fell in August.", "August", "2023-08", "XXXX-08"),
        ("It fell earlier this year.", "earlier this year", "2024", "XXXX"),
        ("It fell last weekend.", "last weekend", "2024-W27-WE", "XXXX-WXX-WE"),
        ("It fell in the third quarter.", "the third quarter", "2024-Q3", "XXXX-Q3"),
        ("It fell last summer.", "last summer", "2023-SU", "XXXX-SU"),
        ("It fell six years ago.", "six years ago", "2018", "XXXX"),
    ],
)
def test_relative_dates_count_from_the_publication(text: str, found: str, value: str, bare: str) -> None:
    assert mentions(text, published_at="2024-07-11") == [(found, value)]
    assert mentions(text) == [(found, bare)]
    assert all(mention.relative and not mention.readings for mention in reading(text).dates)


def test_references_point_without_a_day() -> None:
    assert mentions("It is now closed, as recently seen; in the future it may open.") == [
        ("now", "PRESENT_REF"),
        ("recently", "PAST_REF"),
        ("the future", "FUTURE_REF"),
    ]
    assert all(m.grain is Grain.REF and m.relative for m in reading("It is now closed.").dates)


def test_an_ambiguous_date_keeps_both_readings() -> None:
    (mention,) = reading("The permit is dated 11/07/2024, they say.").dates
    assert mention.ambiguous
    assert [r.value for r in mention.readings] == ["2024-07-11", "2024-11-07"]
    assert mentions("The permit is dated 11/07/2024.", day_first=False) == [("11/07/2024", "2024-11-07")]


def test_a_relative_date_reads_as_many_ways_as_its_stamp() -> None:
    document = reading(
        "Pier news\n\nLast updated on 11/07/2024\n\nIt fell last month, and the council met to talk about it."
    )
    assert [r.value for r in document.dates[-1].readings] == ["2024-06", "2024-10"]


@pytest.mark.parametrize(
    "text",
    [
        "31 June 2023",
        "February 29, 2023",
        "13/13/2024",
        "2023-02-30",
        "the 30th of February",
        "32 March 2024",
    ],
)
def test_a_date_that_no_calendar_has_is_a_mention_without_readings(text: str) -> None:
    (mention,) = reading(f"It fell on {text}, they say.").dates
    assert mention.readings == ()
    assert not mention.relative


@pytest.mark.parametrize(
    "text",
    [
        "You may go, they may not, and the march went on.",
        "It has 2000 people, 1,990 votes and $2024.",
        "Version 2.3.2024 of the tool runs on 192.168.1.2024.",
        "See https://a.example/2021/10/16/pier for more.",
        "Call 555-12-2024 now-ish or room 2024-b.",
        "It lasted for two days, over the next year and every Monday.",
        "After the fall of the city in a decade of war.",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert mentions(text) == []


def test_ranges_name_both_ends() -> None:
    assert mentions("The fair ran 12-14 July 2024.") == [("12", "2024-07-12"), ("14 July 2024", "2024-07-14")]
    assert mentions("The war of 1999-2003 ended.") == [("1999", "1999"), ("2003", "2003")]


def test_a_narrative_counts_from_the_dates_that_it_names() -> None:
    years = "In 1910, 1911, 1912, 1913, 1914, 1915, 1916 and 1917 it stood. "
    text = f"{years}On 3 March 1918 the pier burned. On 3 May it was rebuilt, and two days later it burned again."
    assert mentions(text, published_at="2024-07-11")[-2:] == [
        ("3 May", "1918-05-03"),
        ("two days later", "1918-05-05"),
    ]


@pytest.mark.parametrize("space", ["  ", "\u00a0", "\t"])
def test_white_space_and_marks_do_not_change_dates(space: str) -> None:
    text = "On Monday, 8 July 2024, and in the late '90s, two weeks ago, early last year, 12-14 July 2024."
    other = text.replace(" ", space).replace("'", "’").replace("-", "–")
    assert [value for _, value in mentions(other)] == [value for _, value in mentions(text)]


def test_at_most_so_many_mentions_are_read() -> None:
    assert len(reading("It fell on 11 July 2024. " * (MOST + 100)).dates) == MOST


def _inside(document: Document, mention: DateMention) -> bool:
    return 0 <= mention.span.start < mention.span.end <= len(document.text)


_PARTS = (
    *(
        "May",
        "11",
        "2024",
        "31",
        "1999-",
        "July,",
        "last",
        "week",
        "ago",
        "the",
        "of",
        "19th",
        "century",
        "12/13/2024",
    ),
    *(
        "fall",
        "'90s",
        "Monday",
        "and",
        "-",
        "/",
        "İ",
        "http://",
        "0",
        "quarter",
        "first",
        "two",
        "days",
        "2024-02-30",
    ),
    *("Feb.", "29", "in", "mid-", "\n", "“", "”", "99999", "1/1/1"),
)
_WORDS = st.sampled_from(_PARTS)


@given(st.lists(_WORDS, max_size=40).map(" ".join))
def test_no_text_breaks_the_reader(text: str) -> None:
    document = reading(text, published_at="2024-07-11")
    assert all(_inside(document, mention) for mention in document.dates)
    assert [m.span for m in document.dates] == sorted(m.span for m in document.dates)


@given(st.dates())
def test_a_written_day_is_read_back(day) -> None:  # type: ignore[no-untyped-def]
    if 1500 <= day.year < 2100:
        for written in (
            f"{day:%d %B} {day.year}",
            f"{day:%B} {day.day}, {day.year}",
            f"{day:%b}. {day.day}, {day.year}",
        ):
            assert mentions(f"It fell on {written}.")[0][1] == day.isoformat()


@pytest.mark.parametrize(
    ("text", "found", "value"),
    [
        ("It burnt in nineteen ninety-six.", "nineteen ninety-six", "1996"),
        ("It burnt in January nineteen ninety-seven.", "January nineteen ninety-seven", "1997-01"),
        ("The wall fell in 480 BC.", "480 BC", "BC0480"),
        ("They met on Christmas 2007.", "Christmas 2007", "2007-12-25"),
        ("It grew in the second half of 2008.", "the second half of 2008", "2008-H2"),
        ("It closes in February next year.", "February next year", "2025-02"),
        ("The permit runs until 9 a.m. Tuesday.", "Tuesday", "2024-07-16"),
        ("The fiscal year ended Dec. 31.", "Dec. 31", "2023-12-31"),
        ("Shops shut over the summer.", "the summer", "2024-SU"),
    ],
)
def test_dates_of_news_are_read(text: str, found: str, value: str) -> None:
    document = read(Article(f"The council met. {text}", published_at="2024-07-11", language="en"))
    assert (found, value) in [(document[it.span], it.value) for it in document.dates]


def test_a_report_of_earnings_counts_in_its_quarter() -> None:
    text = (
        "Velm Corp. earned $4 million, or 12 cents a share, in the third quarter, against net income of $3 million a year ago. "
        "Revenue rose 9% from the year-ago quarter. The latest period has a net loss at its yard. In the 2022 quarter it earned nothing."
    )
    document = read(Article(text, published_at="2024-10-28", language="en"))
    told = {document[it.span]: it.value for it in document.dates}
    assert told == {
        "the third quarter": "2024-Q3",
        "a year ago": "2023-Q3",
        "the year-ago quarter": "2023-Q3",
        "The latest period": "2024-Q3",
        "the 2022 quarter": "2022-Q3",
    }
