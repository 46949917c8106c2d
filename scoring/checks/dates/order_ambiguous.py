"""Stamps whose day and month could change places."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date

from scoring.check import check
from scoring.document import PROSE, Document, Stamp
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.months import MONTH_NAMES


@check("DAT_ORDER_AMBIGUOUS", family=Family.DATES, severity=Severity.INFO)
def order_ambiguous(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """The date of publication or update reads two ways.

    Why it matters: "last month" and every claim of recency count from this date; a reader abroad takes it for another one.
    What counts: a visible stamp in figures whose day and month are both 12 or less and differ, on a site whose order is not known.
    Limits: it is common practice and costs no points; other dates of the text only lean towards one reading.
    Maps to: W3C CredWeb 656673f8; JTI 10.
    Since: 2026.11
    """
    for stamp in document.stamps:
        if len(stamp.readings) < 2 or stamp.span is None:
            continue
        values = [reading.value for reading in stamp.readings]
        leaning, because = _lean(document, stamp)
        yield Finding(
            spans=(stamp.span,),
            message=f"The date {stamp.text} can be read as {_spelled(values[0])} or as {_spelled(values[1])}.",
            fix="Write the month as a word, or state the order of the site's dates.",
            evidence={"readings": values, "leaning": leaning, "because": because},
        )


def _lean(document: Document, stamp: Stamp) -> tuple[str | None, list[str]]:
    """The reading that other dates of the page speak for, and those dates; None where they do not tell."""
    settled = {
        reading.value
        for other in document.stamps
        if other is not stamp and len(other.readings) == 1
        for reading in other.readings
    }
    same = [reading.value for reading in stamp.readings if reading.value in settled]
    if len(same) == 1:
        return same[0], same
    dated = [(last, text) for last, text in _dated(document) if last]
    readings = sorted(stamp.readings)
    earlier, later = readings[0], readings[-1]
    if not dated or earlier.first is None or later.first is None:
        return None, []
    newest, text = max(dated)
    if newest > later.first:
        return None, []
    if newest > earlier.first:
        return later.value, [text]
    return earlier.value, [text]


def _dated(document: Document) -> Iterator[tuple[date | None, str]]:
    """The first day of every month or day that the prose names for certain, with its words."""
    starts = [block.span.start for block in document.blocks]
    for mention in document.dates:
        certain = not mention.relative and len(mention.readings) == 1
        block = document.blocks[bisect_right(starts, mention.span.start) - 1]
        if certain and len(mention.value) in (7, 10) and block.kind in PROSE:
            yield mention.readings[0].first, " ".join(document[mention.span].split())


def _spelled(value: str) -> str:
    day = date.fromisoformat(value)
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"
