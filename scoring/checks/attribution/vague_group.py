"""Groups cited as an authority with nobody named."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document, Span
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.reading.attribution.unnamed_sources import is_vague_group, with_verb
from scoring.views.support import checkable_sources, excerpt

# How near, in characters, a checkable source has to be named to stand for the group.
NEAR = 200
# So many sources after the group are looked at.
NEXT = 4


@check("ATT_VAGUE_GROUP", family=Family.ATTRIBUTION, severity=Severity.MEDIUM)
def vague_group(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A group vouches for a claim, and nobody in it is named.

    Why it matters: "many analysts believe" sounds like evidence and cannot be checked.
    What counts: experts, critics or "many" with a reporting verb, or as those among or by whom something is held;
    counts less the more checkable sources the article names.
    Limits: a summary may stand before the names; quiet where the phrase says which analysts, or a checkable source
    is named right beside it, and for critics by trade.
    Maps to: Wikipedia's signs of AI writing (vague attribution); JTI 12.
    Since: 2026.11
    """
    known = checkable_sources(document)
    backing = len(known)
    for index, source in enumerate(document.sources):
        if is_vague_group(document, source) and not _named_beside(document, index, known):
            span = Span(source.span.start, with_verb(document, source.span))
            yield Finding(
                spans=(span,),
                message=f"“{excerpt(document, span)}” cites a group in which nobody is named.",
                fix="Name one of them, with post and place, or leave the claim out.",
                evidence={"checkable_sources": backing},
                strength=1 / (1 + backing),
            )


def _named_beside(document: Document, index: int, known: frozenset[str]) -> bool:
    """Whether a checkable person or body is named next to the group, as in `critics, among them Senator ...`."""
    end = document.sources[index].span.end
    for other in document.sources[index + 1 : index + 1 + NEXT]:
        between = document.text[end : other.span.start]
        if len(between) > NEAR or "\n" in between or between.count(".") > 1:
            return False
        if other.name is not None and other.key in known:
            return True
    return False
