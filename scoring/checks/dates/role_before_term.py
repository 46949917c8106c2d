"""Offices held before their time."""

import re
from collections.abc import Iterator
from datetime import timedelta

from scoring.check import check
from scoring.document import Document
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.reading.offices import RoleMention
from scoring.views.article_dates import ArticleDateRange, article_date_range
from scoring.views.office_holders import current_roles
from scoring.views.plain_words import day_in_words

LEEWAY = timedelta(2)
# In the months before a vote people speak of a candidate as of the holder that he may be.
CAMPAIGN = timedelta(700)
_ACTS = re.compile(r",? (?:said|says|told|tells|announced|warned|signed|met|visited|opened|chaired) ")
_IMAGINED = re.compile(r"\b(?:an?|another|potential|possible|would-be|hypothetical)\s{1,3}$")
_FURTHER_NAME = re.compile(r" [A-Z][a-z]")


@check(
    "DAT_ROLE_BEFORE_TERM",
    family=Family.DATES,
    severity=Severity.HIGH,
    # They doubt the same stamp.
    yields_to={"DAT_FUTURE_AS_PAST", "DAT_TERM_TOO_EARLY"},
)
def role_before_term(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """Somebody is called by an office that was taken up after the article was published.

    Why it matters: the stamp is wrong, or the text was written later than it says.
    What counts: an office with its holder in the article's own prose, where the first term of that holder began more than two days after every stamp.
    Limits: knows the offices of our table; former, future and elected holders, quotations and references are left out.
    Maps to: JTI 10; NewsGuard 1.
    Since: 2026.11
    """
    written = article_date_range(document)
    if written is None:
        return
    roles = (role for role in current_roles(document) if role.since - written.last > LEEWAY)
    early = [role for role in roles if _held(document, role, written)]
    if early:
        role = early[0]
        yield Finding(
            spans=tuple(it.span for it in early if it.person == role.person),
            message=f"{role.person} has been {role.office} since {day_in_words(role.since)}, but the article is dated {day_in_words(written.last)}.",
            fix="Correct the date of the article, or the office.",
            evidence={"person": role.person, "office": role.office, "since": str(role.since)},
        )


def _held(document: Document, role: RoleMention, written: ArticleDateRange) -> bool:
    """Whether the words give the office to this holder, and not to a namesake or to a candidate in somebody's mind."""
    start, end = role.span
    if _IMAGINED.search(document.lower, max(0, start - 16), start) or _FURTHER_NAME.match(document.text, end):
        return False
    if "," in document[role.span]:
        return False
    return role.since - written.last > CAMPAIGN or _ACTS.match(document.lower, end) is not None
