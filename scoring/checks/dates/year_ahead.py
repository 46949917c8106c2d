"""Years told as past that had not begun."""

import re
from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document, Grain
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.views.article_dates import article_date_range, is_retrospective, own_dates
from scoring.views.dated_after_article import is_told_as_done
from scoring.views.plain_words import counted

# One such year is a slip of the pen, or a novel's.
_FEWEST = 2
_IN = re.compile(r"\b(?:in|during|throughout|since|early|late|mid-?)\s{1,9}$")


@check("DAT_YEAR_AHEAD", family=Family.DATES, severity=Severity.LOW)
def year_ahead(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """Something is told as done in a year after the one in which the article was published.

    Why it matters: nobody can report what has not happened yet; either the text or its stamp is wrong.
    What counts: two or more mentions of a later year after a preposition, in clauses whose verb tells of what was done.
    Limits: fiscal years, models and elections are named by years to come, so this weighs little.
    Maps to: JTI 10.
    Since: 2026.11
    """
    written = article_date_range(document)
    if written is None or is_retrospective(document):
        return
    spans = []
    for dated in own_dates(document):
        mention = dated.mention
        if mention.grain is not Grain.YEAR or mention.relative or not mention.readings:
            continue
        first = mention.readings[0].first
        before = document.lower[max(0, mention.span.start - 16) : mention.span.start]
        if (
            first
            and first.year > written.last.year
            and _IN.search(before)
            and is_told_as_done(document, dated)
        ):
            spans.append(mention.span)
    if len(spans) >= _FEWEST:
        yield Finding(
            spans=tuple(spans),
            message=f"{counted(len(spans), 'sentence')} {'tells' if len(spans) == 1 else 'tell'} of a year after {written.last.year} as if it were over.",
            fix="Correct the year, or the date of the article.",
            evidence={"article": str(written.last), "mentions": len(spans)},
        )
