"""Articles that claim much and let the reader check none of it."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.views.citations import verified
from scoring.views.support import CITATIONS, checkable_sources

# Shorter texts may be a notice or the head of an article behind a wall.
FEWEST_WORDS = 300


@check("ATT_NO_SOURCES", family=Family.ATTRIBUTION, severity=Severity.MEDIUM, needs=CITATIONS)
def no_sources(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """Nothing in the article is tied to a source that a reader could check.

    Why it matters: an article without sources has nothing that other checks could find fault with.
    What counts: 300 words or more without a single statement by a public office, a known organisation or outlet, or
    somebody who speaks for one, without an
    agency's line at its head, and without a citation that a look-up has confirmed.
    Limits: eyewitness reports and essays have no sources by their nature; local bodies that our list does not know are missed;
    an unverified expert, an institute that only the text knows, a private person
    or a link that nobody looked up does not lift the finding, so that adding one gains nothing.
    Maps to: W3C CredWeb baa89d32; JTI 10.
    Since: 2026.11
    """
    agency = document.dateline is not None and document.dateline.outlet is not None
    if document.words < FEWEST_WORDS or agency or checkable_sources(document):
        return
    if verified(document, evidence):
        return
    where = next(iter(document.title_spans), None) or next((s.span for s in document.sentences), None)
    if where:
        yield Finding(
            spans=(where,),
            message=f"{document.words} words, and no statement is tied to a source that a reader is sure to find.",
            fix="Say who stated the main claims: a public office, a known organisation or outlet, or a source with a link.",
            evidence={"words": document.words, "sources": len(document.sources)},
        )
