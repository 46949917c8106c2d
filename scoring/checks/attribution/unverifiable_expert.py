"""Experts by name of whom nothing can be verified."""

from bisect import bisect_right
from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document, Source, SourceKind, Span
from scoring.evidence import Evidence, PersonEvidence, PersonVerdict
from scoring.finding import Family, Finding, Severity
from scoring.memo import once_per_document
from scoring.reading.attribution.noun_phrases import inflated
from scoring.reading.attribution.source_register import is_public_figure
from scoring.reading.units import block_at
from scoring.views.experts import Standing, is_placed, standing, works_beside
from scoring.views.support import SOURCES, discount, excerpt, person_evidence, support_count, verified_links

# With this many checkable sources an article is reporting, and a credential without a link is normal there; a
# credential that only praises stays doubtful for longer.
ENOUGH, ENOUGH_FOR_PRAISE = 1, 3
# How a look-up that contradicts the post weighs, against one that nobody made or that found nobody.
CONTRADICTED = 1.5
# How strongly a finding speaks by what is said of the expert. All weigh the same until somebody has looked.
_SEVERITY = {
    Standing.PRAISED: Severity.HIGH,
    Standing.BARE: Severity.LOW,
    Standing.TITLED: Severity.INFO,
    Standing.POSTED: Severity.INFO,
    Standing.FINDABLE: Severity.INFO,
    Standing.STAFF: Severity.INFO,
}
_MESSAGES = {
    Standing.PRAISED: "is called an expert, but the article gives no post, link, work, venue or outlet by which to find this person.",
    Standing.BARE: "cannot be found from what the article says: it gives no institution, link, work, venue or outlet.",
    Standing.TITLED: "has not been looked up yet: the article gives no link, work, venue or outlet.",
    Standing.POSTED: "has not been looked up yet: {body} is not on our lists, and the article gives no link, work, venue or outlet.",
    Standing.FINDABLE: "of {body} has not been looked up yet; {body} could be asked.",
    Standing.STAFF: "of {body} has not been looked up yet; {body} could be asked.",
}


@check("ATT_UNVERIFIABLE_EXPERT", family=Family.ATTRIBUTION, severity=Severity.HIGH, needs=SOURCES)
def unverifiable_expert(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A named expert comes with a credential and with nothing by which the reader could verify either.

    Why it matters: invented experts are the commonest prop of generated articles.
    What counts: a person called expert, analyst, professor or the like who states something, with no confirmed link, no named work,
    no venue and no outlet, in an article that names no known source and has no confirmed citation. High only where praise stands instead of a
    post, as in "a leading expert", or where a look-up contradicts the post; low where no institution is named;
    a note that costs nothing where one is, whether or not our lists know it. A look-up that confirms the
    person clears the finding; one that contradicts the post makes it count for more; one that finds nobody changes nothing.
    Limits: most real academics are quoted like this too; office-holders, spokespersons, staff who speak for a body, witnesses,
    residents and the authors of a work that the article reports never count.
    Maps to: W3C CredWeb af7ab75e; PASTEL 11; JTI 12.
    Since: 2026.11
    """
    backing = support_count(document, evidence)
    confirmed = verified_links(document, evidence)
    seen: set[str] = set()
    speaking = {quote.speaker.key for quote in document.quotes if quote.speaker and not quote.stance}
    for source in document.sources:
        if source.kind is not SourceKind.EXPERT or source.checkable or source.key not in speaking:
            continue
        if source.name is None or not source.name[:1].isupper() or is_public_figure(source.name):
            continue
        if source.key in seen or backing >= (ENOUGH_FOR_PRAISE if inflated(source.role) else ENOUGH):
            continue
        seen.add(source.key)
        span = _passage(document, source)
        if works_beside(document, source, span) or any(span.touches(link) for link in confirmed):
            continue
        known = person_evidence(source, evidence)
        staff = standing(source) is Standing.STAFF and known.verdict is not PersonVerdict.CONTRADICTED
        if known.verdict is not PersonVerdict.CONFIRMED and not staff:
            yield _finding(document, source, span, known, backing)


def _finding(document: Document, source: Source, span: Span, known: PersonEvidence, backing: int) -> Finding:
    kind = standing(source)
    if kind is Standing.BARE and is_placed(document, source):
        kind = Standing.TITLED
    severity = _SEVERITY[kind]
    message = _MESSAGES[kind].format(body=source.affiliation)
    if contradicted := known.verdict is PersonVerdict.CONTRADICTED:
        severity = Severity.HIGH
        message = f"could not be verified: {source.affiliation or 'the organisation'} publishes much, and nothing under this name."
    told: dict[str, object] = {
        "role": source.role,
        "affiliation": source.affiliation,
        "checkable_sources": backing,
    }
    if known.checked_at:
        told["looked_up"] = {"verdict": known.verdict.value, "reason": known.reason, "origin": known.origin}
    return Finding(
        spans=(span,),
        message=f"{excerpt(document, source.span)} {message}",
        fix="Link to the expert's page or work, or say where and to whom the words were said.",
        evidence=told,
        strength=_strength(severity, contradicted, backing),
        severity=severity,
    )


def _strength(severity: Severity, contradicted: bool, backing: int) -> float:
    if contradicted:
        return CONTRADICTED
    return 0.0 if severity is Severity.INFO else discount(backing)


def _passage(document: Document, source: Source) -> Span:
    """The sentence that brings the expert in, with the expert's words beside it in the same block."""
    sentences = document.sentences
    at = bisect_right(sentences, source.span.start, key=lambda sentence: sentence.span.start) - 1
    if at < 0 or not sentences[at].span.touches(source.span):
        return source.span
    start, end = sentences[at].span
    block = document.blocks[sentences[at].block].span
    words = _words(document).get((block, source.key))
    return Span(min(start, words.start), max(end, min(words.end, block.end))) if words else Span(start, end)


@once_per_document
def _words(document: Document) -> dict[tuple[Span, str], Span]:
    """From where to where each speaker is quoted in each block, by the block's span and the speaker's key."""
    found: dict[tuple[Span, str], Span] = {}
    for quote in document.quotes:
        block = block_at(document, quote.span.start)
        if block and quote.speaker:
            place = block.span, quote.speaker.key
            known = found.get(place, quote.span)
            found[place] = Span(min(known.start, quote.span.start), max(known.end, quote.span.end))
    return found
