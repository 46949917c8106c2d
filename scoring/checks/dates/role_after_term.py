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
from scoring.views.plain_words import day_in_words

LEEWAY = timedelta(60)
# Americans give their presidents the title for life; only words of the office itself tell that the old text is meant as new.
_COURTESY = frozenset({"president", "vice president", "secretary of state", "secretary of defense"})
_IN_OFFICE = re.compile(
    r"\b(?:white house|oval office|executive order|(?:his|her|the (?:president|biden|trump|obama|bush|clinton)['’]?s?) administration|air force one|cabinet meeting|signed the bill"
    r"|vetoed|nominat\w*|commander in chief|state of the union|press secretary|rose garden)\b"
)
_ACTS = re.compile(r",? (?:said|says|told|tells|announced|announces|warned|warns|called|added|stated) ")
_BACK = re.compile(
    r"\b(?:then|former|formerly|late|once|at the time|in his|in her|when|during|ago|years?|earlier|past|previously|had|history|(?:19|20)\d\d)\b"
)


@check("DAT_ROLE_AFTER_TERM", family=Family.DATES, severity=Severity.MEDIUM)
def role_after_term(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """Somebody is told to act in an office that was left before the article was published.

    Why it matters: an old text under a new date tells of the office-holders of its own time.
    What counts: an office with its holder right before 'said', 'told', 'announced' and the like, where every term of that holder ended more than 60 days before the article, and nothing in the sentence looks back.
    Limits: knows the offices of our table, and abstains where the article is of a day after the table expired; history, anniversaries, 'former' and
    sentences with an earlier year are left out. American holders keep the title by courtesy: of them it is said only where the text speaks of the office at work.
    Maps to: JTI 10.
    Since: 2026.11
    """
    written = article_date_range(document)
    if written is None or written.last >= roles().expires or is_retrospective(document):
        return
    starts = [sentence.span.start for sentence in document.sentences]
    late = [
        role
        for role in current_roles(document)
        if _left(role, written.first) and _acts(document, role, starts) and not _is_courtesy(document, role)
    ]
    if late:
        role = late[0]
        ends = [term.end for term in role.terms if term.end]
        yield Finding(
            spans=tuple(it.span for it in late if it.person == role.person),
            message=f"{role.person} was {role.office} until {day_in_words(max(ends))}, but the article is dated {day_in_words(written.first)}.",
            fix="Say that this is past, or correct the date of the article.",
            evidence={"person": role.person, "office": role.office, "until": str(max(ends))},
        )


def _left(role: RoleMention, day: date) -> bool:
    return all(term.end is not None and day - term.end > LEEWAY for term in role.terms)


def _is_courtesy(document: Document, role: RoleMention) -> bool:
    """Whether the title may be given to a former holder out of courtesy."""
    american = any(term.country == "US" for term in role.terms)
    return american and role.office in _COURTESY and _IN_OFFICE.search(document.lower) is None


def _acts(document: Document, role: RoleMention, starts: list[int]) -> bool:
    """Whether the holder speaks right after being named, in a sentence that does not look back."""
    if not _ACTS.match(document.lower, role.span.end):
        return False
    place = bisect_right(starts, role.span.start) - 1
    if place < 0:
        return False
    span = document.sentences[place].span
    return _BACK.search(document.lower, span.start, span.end) is None
