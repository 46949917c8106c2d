"""Words that did not exist yet."""

from collections.abc import Iterator
from datetime import timedelta

from scoring.check import check
from scoring.document import Document
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.views.article_dates import article_date_range
from scoring.views.dated_terms import terms_after
from scoring.views.plain_words import day_in_words

LEEWAY = timedelta(2)


@check(
    "DAT_TERM_TOO_EARLY",
    family=Family.DATES,
    severity=Severity.HIGH,
    # A day told before it came doubts the same stamp.
    yields_to={"DAT_FUTURE_AS_PAST"},
)
def term_too_early(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """The text uses a name that was not yet public when the page says it was published.

    Why it matters: the stamp is wrong, or the text was written later than it says.
    What counts: a name of our table (a law, a disease, a product, a place renamed) in the article's own prose, more than two days after every stamp of the page.
    Limits: pages are updated without a stamp of it; names written otherwise than in the table are not seen.
    Maps to: JTI 10.
    Since: 2026.11
    """
    written = article_date_range(document)
    if written is None:
        return
    found = list(terms_after(document, written.last + LEEWAY))
    if found:
        first = min(found, key=lambda mention: mention.span)
        yield Finding(
            spans=tuple(sorted(mention.span for mention in found)),
            message=f'"{first.term.term}" was not in use before {day_in_words(first.term.first)}, but the article is dated {day_in_words(written.last)}.',
            fix="Correct the date of the article, or say that it was updated.",
            evidence={mention.term.term: f"{mention.term.first}: {mention.term.source}" for mention in found},
        )
