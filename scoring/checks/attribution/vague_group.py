"""Groups cited as an authority with nobody named."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document, SourceKind, Span
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.reading.attribution.unnamed_sources import is_vague_group, with_verb
from scoring.views.neighbours import member_nearby
from scoring.views.support import checkable_sources, discount, excerpt


@check("ATT_VAGUE_GROUP", family=Family.ATTRIBUTION, severity=Severity.LOW)
def vague_group(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A group vouches for a claim, and nobody in it is named.

    Why it matters: "many analysts believe" sounds like evidence and cannot be checked.
    What counts: experts, critics, crowds on social media or "many" with a reporting verb, or as those among or by whom something is held;
    counts less the more checkable sources the article names.
    Limits: a summary may stand before the names; quiet where the phrase says which analysts, where somebody
    is named in its sentence or in the statements after it, also in the next paragraph (for experts, somebody with a post or a body), and
    for critics by trade. It costs nothing by itself.
    Maps to: Wikipedia's signs of AI writing (vague attribution); JTI 12.
    Since: 2026.11
    """
    backing = len(checkable_sources(document))
    for source in document.sources:
        learned = source.kind is SourceKind.GENERIC_EXPERT
        if is_vague_group(document, source) and not member_nearby(document, source.span, learned=learned):
            span = Span(source.span.start, with_verb(document, source.span))
            yield Finding(
                spans=(span,),
                message=f"“{excerpt(document, span)}” speaks for a group, but names nobody in it.",
                fix="Name at least one of them and say what they do and where, or leave the claim out.",
                evidence={"checkable_sources": backing},
                strength=discount(backing),
            )
