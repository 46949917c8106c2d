"""Citations whose page is gone."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document
from scoring.evidence import Evidence, LinkEvidence, LookupKind, Verdict
from scoring.finding import Family, Finding, Severity
from scoring.views.citations import cited, display_name

# A page that an archive has was there once: links rot. A first failure may pass.
ARCHIVED, FIRST, AGAIN = 0.2, 0.5, 1.0


@check(
    "CIT_DEAD", family=Family.CITATIONS, severity=Severity.HIGH, needs={LookupKind.LINK}, any_language=True
)
def dead(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A cited page no longer answers.

    Why it matters: a reader who follows the citation finds nothing.
    What counts: 404 or 410, a name that does not exist, a server that refuses connections, redirects that lead nowhere.
    A first failure weighs half, one with an archived copy a fifth.
    Limits: pages go; a quarter of those of 2013 are gone by 2023. Nothing that merely kept us out counts.
    Maps to: W3C CredWeb baa89d32; WP Signs of AI writing, broken external links.
    Since: 2026.11
    """
    for citation in cited(document):
        found = evidence.link(citation.lookup)
        if citation.lookup.kind is LookupKind.LINK and found.verdict is Verdict.DEAD:
            copy = f" An archive has it: {found.archived}" if found.archived else ""
            yield Finding(
                spans=citation.spans,
                message=f"{display_name(citation)} leads to a page that is gone ({found.reason.replace('_', ' ')}).{copy}",
                fix="Cite the archived copy." if found.archived else "Cite a source that can be opened.",
                evidence={
                    "url": citation.lookup.key,
                    "reason": found.reason,
                    "status": found.status,
                    "archived": found.archived,
                },
                strength=_strength(found),
            )


def _strength(found: LinkEvidence) -> float:
    if found.archived:
        return ARCHIVED
    return AGAIN if found.strikes > 1 or found.status is None else FIRST
