"""Publication dates that disagree."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from scoring.check import check
from scoring.document import Document, Stamp, StampKind, StampOrigin
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.views.article_dates import stamps_in_text
from scoring.views.plain_words import day_in_words

LEEWAY = timedelta(2)
FAR = timedelta(30)
_LABEL = re.compile(r"publish|post|updat|release|dated?\b")
# A page that prints again what another one printed first says so.
_FIRST = re.compile(r"\b(?:first|originally|previously)\b")
_STATED = frozenset({StampOrigin.CMS, StampOrigin.JSON_LD, StampOrigin.META, StampOrigin.LABEL})


@check("DAT_META_DISAGREE", family=Family.DATES, severity=Severity.MEDIUM)
def meta_disagree(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """The page gives two dates of publication, far apart.

    Why it matters: a reader sees one date and search engines another; old text is made to look new this way.
    What counts: publication stamps of the markup, the CMS and labelled text more than two days apart, with no update between them; in full from a month on.
    Limits: a day is a matter of time zones; dates of related stories, of books and films and what says that it was "first published" elsewhere are not taken for stamps.
    Maps to: W3C CredWeb 656673f8.
    Since: 2026.11
    """
    days: dict[StampOrigin, tuple[date, Stamp]] = {}
    for stamp in document.stamps:
        if stamp.origin is StampOrigin.LABEL and not (
            stamp.span and _LABEL.search(document.lower, *stamp.span)
        ):
            continue  # a date that has a line to itself may date anything
        if stamp.origin is StampOrigin.LABEL and stamp.span and _FIRST.search(document.lower, *stamp.span):
            continue
        if (
            stamp.kind is StampKind.PUBLISHED
            and stamp.origin in _STATED
            and len(stamp.readings) == 1
            and stamp.readings[0].first
        ):
            days.setdefault(stamp.origin, (stamp.readings[0].first, stamp))
    if len(days) < 2 or any(stamp.kind is StampKind.MODIFIED for stamp in document.stamps):
        return
    first, last = (pick(days.values(), key=lambda pair: pair[0]) for pick in (min, max))
    if last[0] - first[0] > LEEWAY:
        yield Finding(
            spans=stamps_in_text(first[1].span, last[1].span),
            message=f"The page gives two days of publication: {day_in_words(first[0])} and {day_in_words(last[0])}.",
            fix="Give one date of publication, and name updates as such.",
            evidence={origin.value: str(day) for origin, (day, _) in days.items()},
            strength=1.0 if last[0] - first[0] > FAR else 0.3,
        )
