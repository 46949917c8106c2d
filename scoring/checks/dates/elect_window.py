"""Persons elect before any vote."""

from collections.abc import Iterator
from datetime import timedelta

from scoring.check import check
from scoring.document import Document
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.reading.offices import find_roles
from scoring.views.article_dates import article_date_range, is_retrospective
from scoring.views.plain_words import day_in_words

# No vote lies further before its oath.
LONGEST = timedelta(120)


@check("DAT_ELECT_WINDOW", family=Family.DATES, severity=Severity.MEDIUM)
def elect_window(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """Somebody is called '-elect' before there was a vote.

    Why it matters: the text was written later than it says.
    What counts: a president elect of our table, in an article more than 120 days before the first term of that person began.
    Limits: knows the presidents of our table only; later articles may look back, so what comes after the oath is left alone.
    Maps to: JTI 10.
    Since: 2026.11
    """
    written = article_date_range(document)
    if written is None or is_retrospective(document):
        return
    for role in find_roles(document):
        if not role.elect or role.past or document.inside_quotation(role.span):
            continue
        if all(written.last < term.start - LONGEST for term in role.terms):
            yield Finding(
                spans=(role.span,),
                message=f"{role.person} was not {role.office} elect on {day_in_words(written.last)}, the date of the article.",
                fix="Correct the date of the article, or the title.",
                evidence={"person": role.person, "terms": [str(term.start) for term in role.terms]},
            )
            return
