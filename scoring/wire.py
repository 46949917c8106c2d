"""A report as the contract's JSON: the one place where its names are written."""

from collections.abc import Mapping
from dataclasses import asdict
from operator import itemgetter
from typing import Any

from scoring.document import (
    Document,
    Identifier,
    Link,
    Marker,
    Quote,
    Reference,
    Source,
    SourceKind,
    Span,
    within,
)
from scoring.evidence import UNASKED, UNCHECKED, Evidence, LinkEvidence, PersonEvidence, PersonVerdict
from scoring.report import Judged, Report
from scoring.views.citations import cited, reference_lookup
from scoring.views.support import person_evidence

# So many rows are listed at most, so that the answer to any text is bounded; docs/score.md has the same numbers.
MOST_CITATIONS = 1000
MOST_QUOTES = 500
MOST_DATES = 1000
# Of one finding.
MOST_SPANS = 50

# The contract knows five kinds of speaker; what the reader tells apart beyond them stays inside.
SPEAKER_KINDS = {
    SourceKind.PERSON: "person",
    SourceKind.OFFICE: "person",
    SourceKind.EXPERT: "person",
    SourceKind.ORGANISATION: "organisation",
    SourceKind.DOCUMENT: "document",
    SourceKind.GENERIC_EXPERT: "group",
    SourceKind.CROWD: "group",
    SourceKind.ANONYMOUS: "anonymous",
    SourceKind.AGENTLESS: "anonymous",
}

# What became of a quotation's speaker; who was not found is no more than unverified.
QUOTE_VERDICTS = {
    PersonVerdict.CONFIRMED: "verified",
    PersonVerdict.PLAUSIBLE: "unverified",
    PersonVerdict.CONTRADICTED: "contradicted",
    PersonVerdict.NOT_FOUND: "unverified",
    PersonVerdict.NOT_CHECKED: "unchecked",
}


def report_json(report: Report) -> dict[str, Any]:
    """The report as JSON-ready values, without what storage adds (ids, `scored_at`).

    Its length is bounded: lists are cut after their first rows, in text order, and `omitted` counts the rest. It is
    there only where something is left out.
    """
    document, evidence = report.document, report.evidence
    citations, more_citations = _citations(document, evidence)
    omitted = {
        "findings": report.unlisted,
        "citations": more_citations,
        "quotes": max(0, len(document.quotes) - MOST_QUOTES),
        "dates": max(0, len(document.dates) - MOST_DATES),
    }
    omitted = {name: count for name, count in omitted.items() if count}
    return {
        "score": report.score,
        "band": report.band.value,
        "confidence": report.confidence,
        "coverage": {family.value: coverage.value for family, coverage in report.coverage.items()},
        **({"lookups_left_out": evidence.left_out} if evidence.left_out else {}),
        "ruleset": report.ruleset,
        "language": document.language,
        "genre": document.genre.value,
        "genre_guessed": document.genre_guessed,
        "genre_probability": document.genre_probability,
        "genre_cues": list(document.genre_cues),
        "words": document.words,
        "families": {family.value: asdict(score) for family, score in report.families.items()},
        "findings": [_finding(judged) for judged in report.findings],
        "citations": citations,
        "quotes": [_quote(document, quote, evidence) for quote in document.quotes[:MOST_QUOTES]],
        "dates": [
            {
                "span": _span(mention.span),
                "text": document[mention.span],
                "value": mention.value,
                "grain": mention.grain.value,
                "readings": [reading.value for reading in mention.readings] if mention.ambiguous else [],
            }
            for mention in document.dates[:MOST_DATES]
        ],
        **({"omitted": omitted} if omitted else {}),
        "failed": [failure.code for failure in report.failed],
    }


def _finding(judged: Judged) -> dict[str, Any]:
    spans = judged.finding.spans
    left_out = len(spans) - MOST_SPANS
    return {
        "code": judged.check.code,
        "family": judged.check.family.value,
        "severity": judged.severity.value,
        "points": judged.points,
        "message": judged.finding.message,
        "spans": [_span(span) for span in spans[:MOST_SPANS]],
        **({"omitted_spans": left_out} if left_out > 0 else {}),
        "evidence": dict(judged.finding.evidence),
        "fix": judged.finding.fix,
        "help": f"/rules/{judged.check.code}",
    }


def _span(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


def _citations(document: Document, evidence: Evidence) -> tuple[list[dict[str, Any]], int]:
    """The first citations of every kind in text order, and how many are left out."""
    known = {span: evidence.link(it.lookup) for it in cited(document) for span in it.spans}
    entries = sorted(reference.span for reference in document.references if reference.span)
    # A link in an entry of the reference list only repeats the entry's URL.
    links = [it for it in document.links if not it.furniture and not within(it.span, entries)]
    markers, identifiers, references = document.markers, document.identifiers, document.references
    # Each kind is in text order, so that what comes first of all is among the first of its kind.
    first = slice(MOST_CITATIONS)
    rows = [(link.span.start, _link(link, known)) for link in links[first]]
    rows += [(marker.span.start, _marker(document, marker)) for marker in markers[first]]
    rows += [(it.span.start, _identifier(document, it, known)) for it in identifiers[first]]
    rows += [
        (it.span.start if it.span else len(document.text), _reference(it, evidence))
        for it in references[first]
    ]
    rows.sort(key=itemgetter(0))
    count = len(links) + len(markers) + len(identifiers) + len(references)
    return [row for _, row in rows[first]], max(0, count - MOST_CITATIONS)


def _link(link: Link, known: Mapping[Span, LinkEvidence]) -> dict[str, Any]:
    return _citation("link", known.get(link.span, UNCHECKED), span=link.span, url=link.url)


def _identifier(
    document: Document, identifier: Identifier, known: Mapping[Span, LinkEvidence]
) -> dict[str, Any]:
    found = known.get(identifier.span, UNCHECKED)
    return _citation(identifier.kind.value, found, span=identifier.span, marker=document[identifier.span])


def _marker(document: Document, marker: Marker) -> dict[str, Any]:
    return _citation("marker", UNCHECKED, span=marker.span, marker=document[marker.span])


def _reference(reference: Reference, evidence: Evidence) -> dict[str, Any]:
    lookup = reference_lookup(reference)
    found = evidence.link(lookup) if lookup else UNCHECKED
    row = _citation(
        "reference",
        found,
        span=reference.span,
        url=reference.url,
        title=reference.title,
        marker=f"[{reference.label}]" if reference.label else None,
    )
    row["outlet"] = reference.outlet
    row["published"] = reference.url_date or reference.published
    return row


def _citation(
    kind: str,
    found: LinkEvidence,
    *,
    span: Span | None,
    marker: str | None = None,
    url: str | None = None,
    title: str | None = None,
) -> dict[str, Any]:
    return {
        "marker": marker,
        "kind": kind,
        "span": _span(span) if span else None,
        "url": url,
        "title": title,
        "outlet": None,
        "published": None,
        "verdict": found.verdict.value,
        "status": found.status,
        "archived": found.archived,
        "checked_at": found.checked_at,
    }


def _quote(document: Document, quote: Quote, evidence: Evidence) -> dict[str, Any]:
    known = person_evidence(quote.speaker, evidence) if quote.speaker else UNASKED
    return {
        "kind": quote.kind.value,
        "span": _span(quote.span),
        "speaker": _speaker(quote.speaker, known) if quote.speaker else None,
        "cue": {"text": document[quote.cue], "span": _span(quote.cue)} if quote.cue else None,
        "provenance": quote.provenance,
        "verdict": QUOTE_VERDICTS[known.verdict],
    }


def _speaker(source: Source, known: PersonEvidence) -> dict[str, Any]:
    return {
        "text": source.text,
        "span": _span(source.span),
        "kind": SPEAKER_KINDS[source.kind],
        "role": source.role,
        "affiliation": source.affiliation,
        **({"known": _known(known)} if known.checked_at else {}),
    }


def _known(known: PersonEvidence) -> dict[str, Any]:
    """Who the speaker is, by whom that was settled and when; what is not known is left out."""
    told = {name: value for name, value in known.as_dict().items() if value is not None}
    return {**told, "verdict": known.verdict.value}
