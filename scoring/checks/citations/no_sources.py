"""Long texts in which nothing can be followed up."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document
from scoring.evidence import Evidence
from scoring.finding import WHOLE_ARTICLE, Family, Finding, Severity
from scoring.views.citations import has_citations, source_obligation


@check("CIT_NO_SOURCES", family=Family.CITATIONS, severity=Severity.LOW)
def no_sources(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A long text cites nothing and names nobody who could be asked.

    Why it matters: a reader can follow up no statement of it, whether right or wrong.
    What counts: 300 words or more without a link (page furniture aside), marker, identifier or reference, and without
    a source whom the text names well enough to be found.
    Limits: links may be lost where a page is turned into plain text; eyewitness pieces have
    no sources to give; opinion, interview and analysis count less, satire and fiction not at all.
    Maps to: W3C CredWeb baa89d32, bf2e6507; PASTEL 12.
    Since: 2026.11
    """
    strength = source_obligation(document)
    if strength and not has_citations(document):
        yield Finding(
            spans=WHOLE_ARTICLE,
            message="Nothing in this text can be followed up: it has no link, no reference and no source that could be found.",
            fix="Name or link the sources that the statements rest on.",
            evidence={"words": document.words},
            strength=strength,
        )
