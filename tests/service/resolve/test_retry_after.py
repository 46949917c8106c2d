"""How long a server asks to be left alone, whatever it writes."""

from datetime import UTC, datetime

import pytest

from service.resolve.retry_after import LONGEST, retry_after

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        ("120", 120.0),
        (" 7 ", 7.0),
        ("Sat, 28 Nov 2026 12:01:00 GMT", 60.0),
        ("Sat, 28 Nov 2026 11:00:00 GMT", 0.0),
        ("9" * 4_000, float(LONGEST)),
        ("\xb2", 0.0),
        ("-5", 0.0),
        ("1e9", 0.0),
        ("soon", 0.0),
        ("Sat, 99 Nov 99999 12:01:00 GMT", 0.0),
        ("", 0.0),
    ],
)
def test_seconds_or_a_date_are_read_and_nothing_else(asked, seconds):
    assert retry_after({"retry-after": asked}, NOW) == seconds


def test_a_server_that_asks_for_nothing_is_asked_at_once():
    assert retry_after({}, NOW) == 0.0
