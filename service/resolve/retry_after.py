"""How long a server asks to be left alone."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

# Nobody waits as long; what is longer is as good as never.
LONGEST = 10**9


def retry_after(headers: Mapping[str, str], now: datetime) -> float:
    """The seconds that a server asks to wait, in either form of Retry-After (RFC 9110, 10.2.3); 0 where it says none.

    The names of `headers` are looked up in lower case.
    """
    asked = headers.get("retry-after", "").strip()
    if asked.isascii() and asked.isdecimal():
        return float(min(int(asked[:10]), LONGEST))
    try:
        until = parsedate_to_datetime(asked)
        until = until if until.tzinfo else until.replace(tzinfo=UTC)
        return max(0.0, (until - now).total_seconds())
    except (TypeError, ValueError, OverflowError):
        return 0.0
