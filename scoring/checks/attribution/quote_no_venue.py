"""Quotations without where and when."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document, QuoteKind
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.views.support import checkable_sources, excerpt

PLACED = 4
MOST_SHOWN = 5


@check("ATT_QUOTE_NO_VENUE", family=Family.ATTRIBUTION, severity=Severity.INFO)
def quote_no_venue(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """Somebody is quoted, and nothing says where, when or to whom the words were said.

    Why it matters: words without an occasion cannot be looked up.
    What counts: direct quotations of named persons who hold no public office, none of which is tied to a date, a place, an outlet or a link.
    Limits: interviews and wire copy leave the occasion out, so the check costs nothing.
    Maps to: W3C CredWeb 4b5d600a.
    Since: 2026.11
    """
    known = checkable_sources(document)
    named = [
        it
        for it in document.quotes
        if it.kind is QuoteKind.DIRECT and it.speaker and it.speaker.name and it.speaker.key not in known
    ]
    if named and document.dateline is None and all(it.provenance < PLACED for it in named):
        spans = sorted({it.span for it in named})[:MOST_SHOWN]
        yield Finding(
            spans=tuple(spans),
            message=_message(len(named), excerpt(document, spans[0])),
            fix="Add the occasion: a press conference, an interview with you, a statement, a post.",
            evidence={"quotations": len(named)},
        )


def _message(quotations: int, first: str) -> str:
    if quotations == 1:
        return f"The article does not say where, when or to whom “{first}” was said."
    return f"The article does not say where, when or to whom {quotations} quotations were said, such as “{first}”."
