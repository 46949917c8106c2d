"""Pages that are gone and of which no archive has a record."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document
from scoring.evidence import Evidence, LookupKind, Verdict
from scoring.finding import Family, Finding, Severity
from scoring.views.citations import cited, display_name


@check(
    "CIT_NO_ARCHIVE",
    family=Family.CITATIONS,
    severity=Severity.MEDIUM,
    needs={LookupKind.LINK},
    any_language=True,
)
def no_archive(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A cited page is gone, and a web archive that keeps its site has no record of it.

    Why it matters: pages that were there usually left a trace; nobody can tell what this one said.
    What counts: a dead or empty page; the archive answered, has no capture under any spelling, and has others of the site.
    Limits: archives miss pages, new ones above all, and sites can have themselves left out.
    Maps to: WP Signs of AI writing, broken external links.
    Since: 2026.11
    """
    for citation in cited(document):
        found = evidence.link(citation.lookup)
        if found.verdict in (Verdict.DEAD, Verdict.SOFT_DEAD) and found.origin == "never_seen":
            yield Finding(
                spans=citation.spans,
                message=f"{display_name(citation)}: the page is gone, and no record found of it in the web archive.",
                fix="Cite a source that can be opened, or say where the page can be seen.",
                evidence={"url": citation.lookup.key, "reason": found.reason},
            )
