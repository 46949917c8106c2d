"""Offices held after their time."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, timedelta

from scoring.check import check
from scoring.document import Document
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.reading.offices import RoleMention, roles
from scoring.views.article_dates import article_date_range, is_retrospective
from scoring.views.office_holders import current_roles

LEEWAY = timedelta(60)
_ACTS = re.compile(r",? (?:said|says|told|tells|announced|announces|warned|warns|called|added|stated) ")
_BACK = re.compile(
    r"\b(?:then|former|formerly|late|once|at the time|in his|in her|when|during|ago|years?|earlier|past|previously|had|history|(?:19|20)\d\d)\b"
)


@check("DAT_ROLE_AFTER_TERM", family=Family.DATES, severity=Severity.MEDIUM)
def role_after_term(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """Somebody is told to act in an office that was left before the article was published.

    Why it matters: an old text under a new date tells of the office-holders of its own time.
    What counts: an office with its holder right before 'said', 'told', 'announced' and the like, where every term of that holder ended more than 60 days before the article, and nothing in the sentence looks back.
    Limits: knows the offices of our table up to its date; history, anniversaries, 'former' and sentences with an earlier year are left out.
    Maps to: JTI 10.
    Since: 2026.11
    """
    written = article_date_range(document)
    if written is None or written.last > roles().as_of or is_retrospective(document):
        return
    starts = [sentence.span.start for sentence in document.sentences]
    late = [
        role
        for role in current_roles(document)
        if _left(role, written.first) and _acts(document, role, starts)
    ]
    if late:
        role = late[0]
        ends = [term.end for term in role.terms if term.end]
        yield Finding(
            spans=tuple(it.span for it in late if it.person == role.person),
            message=f"{role.person} was not {role.office} after {max(ends)}; the article is of {written.first}.",
            fix="Say that this is past, or correct the date of the article.",
            evidence={"person": role.person, "office": role.office, "until": str(max(ends))},
        )


def _left(role: RoleMention, day: date) -> bool:
    return all(term.end is not None and day - term.end > LEEWAY for term in role.terms)


def _acts(document: Document, role: RoleMention, starts: list[int]) -> bool:
    """Whether the holder speaks right after being named, in a sentence that does not look back."""
    if not _ACTS.match(document.lower, role.span.end):
        return False
    place = bisect_right(starts, role.span.start) - 1
    if place < 0:
        return False
    span = document.sentences[place].span
    return _BACK.search(document.lower, span.start, span.end) is None
