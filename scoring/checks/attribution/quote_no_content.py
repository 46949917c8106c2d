"""Quotations that add nothing."""

import re
from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document, QuoteKind, SourceKind
from scoring.evidence import Evidence, PersonVerdict
from scoring.finding import Family, Finding, Severity
from scoring.views.support import SOURCES, checkable_sources, excerpt, person_evidence

FEWEST_WORDS = 10
_FACT = re.compile(r"\d|(?<=[a-z,;] )[A-Z][a-z]{2,}")


@check("ATT_QUOTE_NO_CONTENT", family=Family.ATTRIBUTION, severity=Severity.INFO, needs=SOURCES)
def quote_no_content(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """An unverifiable expert is quoted with words that add no fact.

    Why it matters: a quotation without a number, date, name or place could be anybody's on anything.
    What counts: a direct quotation of ten words or more by an expert who cannot be verified, without figures and without capitals inside it, in an article with no other checkable source.
    Limits: costs nothing: who explains or judges needs no figure. Only said beside an expert who cannot be verified.
    Maps to: CredCo's quotation indicators.
    Since: 2026.11
    """
    if checkable_sources(document):
        return
    for quote in document.quotes:
        speaker = quote.speaker
        if (
            quote.kind is not QuoteKind.DIRECT
            or speaker is None
            or speaker.kind is not SourceKind.EXPERT
            or speaker.checkable
            or person_evidence(speaker, evidence).verdict is PersonVerdict.CONFIRMED
        ):
            continue
        words = document[quote.span]
        if words.count(" ") + 1 >= FEWEST_WORDS and not _FACT.search(words):
            yield Finding(
                spans=(quote.span,),
                message=f"“{excerpt(document, quote.span)}” says nothing that could be checked: no number, date, name or place.",
                fix="Quote what only this source could say, or leave the quotation out.",
            )
