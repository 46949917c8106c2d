"""Addresses whose identifiers tell another time than the reference."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from scoring.check import check
from scoring.document import Document
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.reading.dates.timex import reading
from scoring.sites import site_of
from scoring.views.citations import spans_to_remove

ASIDE = timedelta(3)
# Milliseconds from 1970 to the first identifier that each service could give.
_EPOCHS = {
    "twitter.com": 1288834974657,
    "x.com": 1288834974657,
    "discord.com": 1420070400000,
    "discordapp.com": 1420070400000,
}
_SNOWFLAKE = re.compile(r"/(?:status|statuses|channels/[^/]{1,30}/[^/]{1,30}|messages?)/(\d{15,20})(?=\D|$)")
_ARXIV = re.compile(r"arxiv\.org/(?:abs|pdf|html)/(\d\d)(\d\d)\.\d{4,5}")
_CAPTURE = re.compile(r"web\.archive\.org/web/(\d{14})")
_UUID7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.IGNORECASE)
_ULID = re.compile(r"(?<![0-9A-Z])[0-7][0-9A-HJKMNP-TV-Z]{25}(?![0-9A-Z])")
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SINCE, _UNTIL = date(2006, 1, 1), date(2100, 1, 1)


@check("CIT_ID_TIMESTAMP", family=Family.CITATIONS, severity=Severity.HIGH, any_language=True)
def id_timestamp(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """The identifier in an address was made at another time than the reference is dated to.

    Why it matters: such identifiers hold the moment at which the page was made, and nobody can backdate them.
    What counts: posts on X and Discord, arXiv numbers, captures of the Internet Archive, UUIDs of version 7 and ULIDs, more than
    three days (an arXiv number: its month) away from the day or month that the entry gives.
    Limits: a capture may be later than its page and a preprint earlier than its journal, so they count one way only; a year alone is compared by year.
    Maps to: JTI 10.
    Since: 2026.11
    """
    for reference in document.references:
        printed = reading(reference.published) if reference.published else None
        if not reference.span or not reference.url or not printed or not printed.first or not printed.last:
            continue
        made = made_at(reference.url)
        if made is None:
            continue
        early = made.last < printed.first - ASIDE and not made.may_be_earlier
        late = made.first > printed.last + ASIDE and not made.may_be_later
        if early or late:
            yield Finding(
                spans=tuple(sorted(spans_to_remove(document, reference))),
                message=f"Reference [{reference.label}] is dated {reference.published}, but its identifier was made on {made.first}.",
                fix="Correct the date or the address of the reference.",
                evidence={
                    "reference": reference.label,
                    "dated": reference.published,
                    "made": str(made.first),
                },
            )


class Made(NamedTuple):
    """The days between which an identifier was made, and whether a right one may be later or earlier than its work."""

    first: date
    last: date
    may_be_later: bool = False
    may_be_earlier: bool = False


def made_at(url: str) -> Made | None:
    """When the identifier in a URL was made; None without one.

    X and Discord: 22 low bits below milliseconds from the service's epoch. UUIDv7 (RFC 9562): 48 bits of Unix
    milliseconds. ULID: its first ten signs in Crockford's base 32.
    """
    if found := _CAPTURE.search(url):
        return _captured(found[1][:8])
    if found := _ARXIV.search(url):
        return _month(2000 + int(found[1]), int(found[2]))
    if (epoch := _EPOCHS.get(site_of(url))) and (found := _SNOWFLAKE.search(url)):
        return _moment((int(found[1]) >> 22) + epoch)
    if found := _UUID7.search(url):
        return _moment(int(found[0].replace("-", "")[:12], 16))
    if found := _ULID.search(url):
        milliseconds = 0
        for sign in found[0][:10]:
            milliseconds = milliseconds * 32 + _CROCKFORD.index(sign)
        return _moment(milliseconds)
    return None


def _moment(milliseconds: int) -> Made | None:
    if not 0 < milliseconds < 4_200_000_000_000:
        return None
    day = datetime.fromtimestamp(milliseconds / 1000, UTC).date()
    return Made(day, day) if _SINCE <= day < _UNTIL else None


def _captured(digits: str) -> Made | None:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None
    return Made(day, day, may_be_later=True)


def _month(year: int, month: int) -> Made | None:
    if not 1 <= month <= 12:
        return None
    following = date(year + month // 12, month % 12 + 1, 1)
    # A paper may be revised and printed long after it was posted.
    return Made(date(year, month, 1), following - timedelta(1), may_be_earlier=True)
