"""References about another person than the sentence that cites them."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document, Reference
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.views.citations import spans_to_remove
from scoring.views.citing_claims import citing_span, reference_days
from scoring.views.office_holders import Named, incumbents, named_persons


@check("CIT_ACTOR_SWAP", family=Family.CITATIONS, severity=Severity.HIGH)
def actor_swap(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A reference's title names one office-holder, the sentences that cite it name another.

    Why it matters: the source tells of somebody else, so it cannot bear the sentence out.
    What counts: a title with a holder of an office, cited by a sentence that names another holder of the same office,
    where the article itself never mentions the title's person.
    Limits: knows the persons of our table of offices, a bare surname only where its owner was in office at the
    reference's date; quiet where title and sentences share two persons or more.
    Maps to: W3C CredWeb 268b0193, 334e1ec7.
    Since: 2026.11
    """
    spoken: dict[str, bool] = {}
    for reference in document.references:
        swap = (
            _swap(document, reference, spoken)
            if reference.title and reference.span and reference.anchors
            else None
        )
        if swap:
            yield _finding(document, reference, *swap)


def _swap(document: Document, reference: Reference, spoken: dict[str, bool]) -> tuple[Named, Named] | None:
    titled = named_persons(reference.title or "")
    if days := reference_days(reference):
        known = {named.person for named in titled}
        titled += tuple(it for it in incumbents(reference.title or "", *days) if it.person not in known)
    for named in titled:
        if named.person not in spoken:
            spoken[named.person] = _mentioned(document, named)
    absent = [named for named in titled if not spoken[named.person]]
    if not absent:
        return None
    spans = dict.fromkeys(citing_span(document, document.markers[index]) for index in reference.anchors)
    sentences = [{named.person: named for named in named_persons(document[span])} for span in spans]
    if sum(any(named.person in said for said in sentences) for named in titled) > 1:
        return None
    known = {named.person for named in titled}
    for named in absent:
        offices = {(term.office, term.country) for term in named.terms}
        if rival := next(filter(None, (_rival(said, offices, known) for said in sentences)), None):
            return named, rival
    return None


def _rival(said: dict[str, Named], offices: set[tuple[str, str]], known: set[str]) -> Named | None:
    """A person of a sentence who held one of the offices and whom the title does not name."""
    for person, named in said.items():
        if person not in known and any((term.office, term.country) in offices for term in named.terms):
            return named
    return None


def _mentioned(document: Document, named: Named) -> bool:
    """Whether the article speaks of a person outside its reference list."""
    surname = named.person.split()[-1].lower()
    listed = [reference.span for reference in document.references if reference.span]
    at = document.lower.find(surname)
    entry = 0
    while at >= 0:
        while entry < len(listed) and listed[entry].end <= at:
            entry += 1
        if entry == len(listed) or at < listed[entry].start:
            return True
        at = document.lower.find(surname, listed[entry].end)
    return False


def _finding(document: Document, reference: Reference, titled: Named, said: Named) -> Finding:
    return Finding(
        spans=tuple(sorted(spans_to_remove(document, reference))),
        message=f"Reference [{reference.label}] is about {titled.person}, but is cited for what {said.person} does.",
        fix="Cite a source about the person that the sentence names, or correct the sentence.",
        evidence={"reference": reference.label, "title_names": titled.person, "sentence_names": said.person},
    )
