"""Citations that nobody could look at."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document
from scoring.evidence import Evidence, LookupKind, Verdict
from scoring.finding import Family, Finding, Severity
from scoring.views.citations import cited, display_name

_OPEN = frozenset({Verdict.BLOCKED, Verdict.TRANSIENT, Verdict.UNSAFE})


@check(
    "CIT_INCONCLUSIVE",
    family=Family.CITATIONS,
    severity=Severity.INFO,
    needs={LookupKind.LINK},
    any_language=True,
)
def inconclusive(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A citation could not be looked up: a wall, an error of the server, or an address that is not asked for.

    Why it matters: the editor may want to open it by hand; nothing is said against it.
    What counts: 401, 403, 429, 5xx, time-outs, certificates, log-ins, challenges, and addresses that the service refuses.
    Limits: costs nothing, whatever the cause; a later look may settle it.
    Maps to: IABot and IARI, inconclusive states.
    Since: 2026.11
    """
    for citation in cited(document):
        found = evidence.link(citation.lookup)
        if found.verdict in _OPEN:
            yield Finding(
                spans=citation.spans,
                message=f"{display_name(citation)} could not be verified ({found.reason.replace('_', ' ')}).",
                fix="Open it by hand; nothing speaks against it.",
                evidence={
                    "url": citation.lookup.key,
                    "verdict": found.verdict.value,
                    "reason": found.reason,
                    "status": found.status,
                },
            )
