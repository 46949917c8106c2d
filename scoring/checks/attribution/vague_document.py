"""Studies and reports that are not named."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document, SourceKind
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.views.neighbours import origin_nearby
from scoring.views.support import checkable_sources, discount, excerpt

# Words for works that must have a name before they can be looked up; "the letter" and "the bill" are known from the story.
_STUDIES = frozenset(
    [
        "study",
        "studies",
        "research",
        "survey",
        "surveys",
        "data",
        "statistics",
        "evidence",
        "findings",
        "reports",
        "figures",
        "polls",
        "papers",
    ]
)


@check("ATT_VAGUE_DOCUMENT", family=Family.ATTRIBUTION, severity=Severity.LOW)
def vague_document(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A study, report or survey vouches for a claim, and nothing says which one.

    Why it matters: 'studies show' sounds like evidence and cannot be looked up.
    What counts: a document as a source that has no title, year, author, publisher or link; less the more checkable sources the article names.
    Limits: quiet where the sentences around it name a body, an expert or another document, or hold a link; laws and letters that the article
    is about are left out.
    Maps to: Wikipedia's signs of AI writing (vague attribution); JTI 12.
    Since: 2026.11
    """
    backing = len(checkable_sources(document))
    seen: set[str] = set()
    for source in document.sources:
        words = source.text.lower().split()
        if source.kind is not SourceKind.DOCUMENT or source.checkable or source.key in seen or not words:
            continue
        if words[-1] not in _STUDIES or words[0] in (
            "the",
            "that",
            "this",
            "his",
            "her",
            "its",
            "their",
            "our",
        ):
            continue
        if any(word[:1].isupper() for word in source.text.split()[1:]) or words[0][:1].isdigit():
            continue
        if (
            source.text[:1].isupper()
            and document.text[max(0, source.span.start - 3) : source.span.start].rstrip()[-1:].isalnum()
        ):
            continue  # "according to Dealogic data": a capital within a sentence is a name
        if origin_nearby(document, source.span):
            continue
        seen.add(source.key)
        yield Finding(
            spans=(source.span,),
            message=f"“{excerpt(document, source.span)}” is cited and not named.",
            fix="Say which one: title, year, and who made it.",
            evidence={"checkable_sources": backing},
            strength=discount(backing),
        )
