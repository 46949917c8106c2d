"""Identifiers of another work, or of none."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document
from scoring.evidence import Evidence, LookupKind, Verdict
from scoring.finding import Family, Finding, Severity
from scoring.views.citations import cited, display_name

_NEEDS = {LookupKind.DOI, LookupKind.ARXIV, LookupKind.PMID, LookupKind.ISBN}


@check("CIT_ID_HIJACK", family=Family.CITATIONS, severity=Severity.HIGH, needs=_NEEDS, any_language=True)
def id_hijack(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A DOI, arXiv number, PMID or ISBN is registered for another work than the one cited, or not at all.

    Why it matters: an identifier makes a reference look checked; one of another work shows that nobody did.
    What counts: the registry knows no such identifier, or its title or year is not the cited one.
    Limits: registries have errors and translations; an ISBN that Open Library does not know is left alone.
    Maps to: WP Signs of AI writing, invalid or unrelated DOI and ISBN.
    Since: 2026.11
    """
    for citation in cited(document):
        found = evidence.link(citation.lookup)
        if citation.lookup.kind not in _NEEDS or found.verdict not in (Verdict.DEAD, Verdict.MISMATCH):
            continue
        name = citation.lookup.kind.value.upper()
        missing = found.verdict is Verdict.DEAD
        yield Finding(
            spans=citation.spans,
            message=f"{name} {citation.lookup.key} is not registered."
            if missing
            else f"{name} {citation.lookup.key} is registered for another work.",
            fix="Look the work up and give the identifier that it has.",
            evidence={
                "identifier": citation.lookup.key,
                "cited": citation.lookup.claim("title"),
                "registered": found.title,
                "reference": display_name(citation),
            },
        )
