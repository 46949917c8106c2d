"""Experts with a name that machines like."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document, SourceKind
from scoring.evidence import Evidence, PersonEvidence, PersonVerdict
from scoring.finding import Family, Finding, Severity
from scoring.lexicons import Lexicon, once_per_lexicon
from scoring.views.support import SOURCES, excerpt, person_evidence, support_count, verified_links

ENOUGH = 2


@once_per_lexicon
def stock_names(lexicon: Lexicon) -> dict[str, str]:
    """The reason for each name of the list."""
    return {row["name"].lower(): row["reason"] for row in lexicon.table("stock_names")}


@check("ATT_STOCK_NAME", family=Family.ATTRIBUTION, severity=Severity.LOW, needs=SOURCES)
def stock_name(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """An expert bears a name that language models give again and again to the experts they make up.

    Why it matters: an editor should look this one up first.
    What counts: a full name of our list, called an expert by the article, with no link confirmed, no work, venue or outlet and fewer than two checkable sources beside it. A look-up that confirms the person clears the name, but not one that only found a registered work: invented names sign those too.
    Limits: real people bear some of these names; a name alone says nothing, so the finding only asks for a look.
    Maps to: arXiv 2606.02184 (ensembles of invented names).
    Since: 2026.11
    """
    backing = support_count(document, evidence)
    if backing >= ENOUGH:
        return
    confirmed = verified_links(document, evidence)
    seen: set[str] = set()
    for source in document.sources:
        if source.kind is not SourceKind.EXPERT or source.checkable or not source.name or source.key in seen:
            continue
        reason = stock_names(document.lexicon).get(
            " ".join(
                source.name.lower()
                .removeprefix("dr. ")
                .removeprefix("dr ")
                .removeprefix("professor ")
                .split()
            )
        )
        if (
            reason
            and not _cleared(person_evidence(source, evidence))
            and not any(source.span.touches(link) for link in confirmed)
        ):
            seen.add(source.key)
            yield Finding(
                spans=(source.span,),
                message=f"{excerpt(document, source.span)} could not be verified, and it is a name that language models often give to experts.",
                fix="Look the expert up and link a page that shows who this is.",
                evidence={"name": source.name, "reason": reason},
            )


def _cleared(known: PersonEvidence) -> bool:
    """Whether more than the register of works knows the person: the ghosts of one ensemble sign hundreds of DOIs."""
    return known.verdict is PersonVerdict.CONFIRMED and known.origin != "crossref"
