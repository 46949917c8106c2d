"""Datelines far from the day of publication."""

import re
from collections.abc import Iterator
from datetime import timedelta

from scoring.check import check
from scoring.document import Document, StampOrigin
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.views.article_dates import is_retrospective
from scoring.views.plain_words import day_in_words

LEEWAY = timedelta(3)
# Older than this is no agency's copy any more: a scene is set.
_SCENE = timedelta(3650)
_YEARS_ON = re.compile(
    r"\b(?:years?|decades?|century|generations?) (?:on|ago|later|since|after)\b|\b(?:half a|a) century\b"
)
# Where in the text it is said that it looks back.
_HEAD = 1200


@check("DAT_DATELINE_GAP", family=Family.DATES, severity=Severity.MEDIUM)
def dateline_gap(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """The dateline gives another day than the date of publication.

    Why it matters: the agency's copy is of one day and the page of another; old copy is sold as new this way.
    What counts: a day in the dateline more than three days before or after every stamp.
    Limits: copy is printed some days late at times; a dateline without a day says nothing; history told under its own day is left out.
    Maps to: JTI 10.
    Since: 2026.11
    """
    stamped = [
        it.first
        for stamp in document.stamps
        if stamp.origin is not StampOrigin.DATELINE
        for it in stamp.readings
        if it.first
    ]
    for stamp in document.stamps:
        days = [it.first for it in stamp.readings if it.first]
        if stamp.origin is not StampOrigin.DATELINE or not stamp.span or not days or not stamped:
            continue
        apart = min(abs(day - other) for day in days for other in stamped)
        if apart > LEEWAY and not _is_history(document, apart):
            yield Finding(
                spans=(stamp.span,),
                message=f"The dateline says {day_in_words(days[0])}, the page {day_in_words(stamped[0])}.",
                fix="Say when the copy was written, or correct the date of the page.",
                evidence={"dateline": str(days[0]), "published": str(stamped[0])},
            )


def _is_history(document: Document, apart: timedelta) -> bool:
    """Whether the dateline sets the scene of a story of long ago."""
    if apart < timedelta(300):
        return False
    return (
        apart > _SCENE or is_retrospective(document) or _YEARS_ON.search(document.lower[:_HEAD]) is not None
    )
