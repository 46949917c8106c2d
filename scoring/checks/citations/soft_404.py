"""Citations whose page says that there is nothing."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document
from scoring.evidence import Evidence, LookupKind, Verdict
from scoring.finding import Family, Finding, Severity
from scoring.views.citations import cited, display_name
from scoring.views.plain_words import reason_in_words


@check(
    "CIT_SOFT_404",
    family=Family.CITATIONS,
    severity=Severity.MEDIUM,
    needs={LookupKind.LINK},
    any_language=True,
)
def soft_404(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A cited page answers, but has nothing of what is cited.

    Why it matters: the address works and the source is missing all the same.
    What counts: a page that says it was not found or is for sale, an empty one, the same page for any name in its folder.
    Limits: pages that bear the cited title never count, nor log-ins, consent pages and pages made by scripts.
    Maps to: WP Signs of AI writing, broken external links.
    Since: 2026.11
    """
    for citation in cited(document):
        found = evidence.link(citation.lookup)
        if found.verdict is Verdict.SOFT_DEAD:
            yield Finding(
                spans=citation.spans,
                message=f"{display_name(citation)} leads to a page that does not have the source ({reason_in_words(found.reason)}).",
                fix="Cite a page that has the source, or an archived copy of it.",
                evidence={
                    "url": citation.lookup.key,
                    "reason": found.reason,
                    "title": found.title,
                    "archived": found.archived,
                },
                strength=0.2 if found.archived else 1.0,
            )
