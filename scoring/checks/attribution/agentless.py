"""Claims that are reported without anybody who made them."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document, SourceKind
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.views.neighbours import origin_nearby
from scoring.views.support import excerpt


@check("ATT_AGENTLESS", family=Family.ATTRIBUTION, severity=Severity.LOW)
def agentless(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A claim is passed on and nobody is said to have made it.

    Why it matters: the reader cannot ask who noted, believed or reported it.
    What counts: set wordings such as "it is believed", "reportedly" or "rumour has it" in the article's own words.
    Limits: legal caution asks for some of them; quiet inside quotations, where "by" and an agent follow, and where the same or
    the next sentence names or links who reported it.
    Maps to: Wikipedia's list of weasel words; PASTEL 2.
    Since: 2026.11
    """
    for source in document.sources:
        if source.kind is SourceKind.AGENTLESS and not origin_nearby(document, source.span, before=0):
            yield Finding(
                spans=(source.span,),
                message=f"“{excerpt(document, source.span)}” does not say who claims this.",
                fix="Name the person or body that says so. If you found it out yourself, say so and say how.",
            )
