"""Citations that lead to something else."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document
from scoring.evidence import Evidence, LookupKind, Verdict
from scoring.finding import Family, Finding, Severity
from scoring.views.citations import cited, display_name


@check(
    "CIT_TITLE_MISMATCH",
    family=Family.CITATIONS,
    severity=Severity.HIGH,
    needs={LookupKind.LINK},
    any_language=True,
)
def title_mismatch(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A cited address holds another story than the reference names.

    Why it matters: the source does not say what it is cited for, because it is another source.
    What counts: a page that answers, whose titles share fewer than seven in ten of the words of the cited title and whose
    text does not hold them either.
    Limits: pages are retitled and translated; one whose text has the cited words is left alone.
    Maps to: W3C CredWeb 268b0193.
    Since: 2026.11
    """
    for citation in cited(document):
        found = evidence.link(citation.lookup)
        if (
            citation.lookup.kind is LookupKind.LINK
            and found.verdict is Verdict.MISMATCH
            and found.reason == "title"
        ):
            yield Finding(
                spans=citation.spans,
                message=f"{display_name(citation)} leads to a page with another title.",
                fix="Cite the address of the source that is named, or name the source that is cited.",
                evidence={
                    "url": citation.lookup.key,
                    "cited": citation.lookup.claim("title"),
                    "found": found.title,
                },
            )
