"""Articles that claim much and let the reader check none of it."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document
from scoring.evidence import Evidence
from scoring.finding import WHOLE_ARTICLE, Family, Finding, Severity
from scoring.views.citations import verified
from scoring.views.known_sources import names_sources
from scoring.views.support import CITATIONS

# Shorter texts may be a notice or the head of an article behind a wall.
FEWEST_WORDS = 300


@check("ATT_NO_SOURCES", family=Family.ATTRIBUTION, severity=Severity.LOW, needs=CITATIONS)
def no_sources(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """Hardly anything in the article is tied to anybody who says it.

    Why it matters: an article without sources has nothing that other checks could find fault with.
    What counts: 300 words or more without a single statement by a public office, a known organisation or outlet, or
    somebody who speaks for one, with fewer than three statements by people or bodies that it names, without an
    agency's line at its head, and without a citation that a look-up has confirmed.
    Limits: letters, columns, match reports and advice are most of what it finds in genuine copy, and it costs little. Eyewitness reports and essays have no sources by their nature;
    one person alone, an expert of whom only praise is known, or a link that nobody looked up does not lift the finding.
    Maps to: W3C CredWeb baa89d32; JTI 10.
    Since: 2026.11
    """
    agency = document.dateline is not None and document.dateline.outlet is not None
    if document.words < FEWEST_WORDS or agency or names_sources(document):
        return
    if verified(document, evidence):
        return
    statements = sum(quote.speaker is not None and not quote.stance for quote in document.quotes)
    yield Finding(
        spans=WHOLE_ARTICLE,
        message=f"In {document.words:,} words the article hardly ever says by name who stated what.",
        fix="Say who stated the main claims: a public office, a known organisation or outlet, or a source with a link.",
        evidence={"words": document.words, "sources": len(document.sources), "statements": statements},
    )
