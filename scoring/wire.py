"""A report as the contract's JSON: the one place where its names are written."""

from dataclasses import asdict
from typing import Any

from scoring.document import Document, Link, Marker, Quote, Reference, Source, SourceKind, Span
from scoring.evidence import UNASKED, UNCHECKED, Evidence, LinkEvidence, PersonEvidence, PersonVerdict
from scoring.report import Report, Support
from scoring.views.citations import cited, reference_lookup
from scoring.views.support import person_evidence

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
    """The report as JSON-ready values, without what storage adds (ids, `scored_at`)."""
    document, evidence = report.document, report.evidence
    return {
        "score": report.score,
        "band": report.band.value,
        "summary": report.summary,
        "confidence": report.confidence,
        "coverage": {family.value: coverage.value for family, coverage in report.coverage.items()},
        "ruleset": report.ruleset,
        "language": document.language,
        "genre": document.genre.value,
        "genre_guessed": document.genre_guessed,
        "words": document.words,
        "families": {family.value: asdict(score) for family, score in report.families.items()},
        "bill": [asdict(line) for line in report.bill],
        "support": _support(report.support) if report.support else None,
        "findings": [
            {
                "code": judged.check.code,
                "family": judged.check.family.value,
                "severity": judged.severity.value,
                "loss": judged.loss,
                "points": judged.points,
                "message": judged.finding.message,
                "spans": [_span(span) for span in judged.finding.spans],
                "evidence": dict(judged.finding.evidence),
                "fix": judged.finding.fix,
                "help": f"/rules/{judged.check.code}",
            }
            for judged in report.findings
        ],
        "citations": _citations(document, evidence),
        "quotes": [_quote(document, quote, evidence) for quote in document.quotes],
        "dates": [
            {
                "span": _span(mention.span),
                "text": document[mention.span],
                "value": mention.value,
                "grain": mention.grain.value,
                "readings": [reading.value for reading in mention.readings] if mention.ambiguous else [],
            }
            for mention in document.dates
        ],
        "failed": [failure.code for failure in report.failed],
    }


def _support(support: Support) -> dict[str, Any]:
    return {
        "statements": support.statements,
        "sourced": support.sourced,
        "verified": support.verified,
        "unsourced": [{**_span(it.span), "points": it.points} for it in support.unsourced],
    }


def _span(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


def _citations(document: Document, evidence: Evidence) -> list[dict[str, Any]]:
    rows: list[tuple[int, dict[str, Any]]] = []
    known = {span: evidence.link(it.lookup) for it in cited(document) for span in it.spans}
    for link in document.links:
        if not link.furniture and not _listed(document, link):
            found = known.get(link.span, UNCHECKED)
            rows.append((link.span.start, _citation("link", found, span=link.span, url=link.url)))
    rows += [(marker.span.start, _marker(document, marker)) for marker in document.markers]
    for identifier in document.identifiers:
        found = known.get(identifier.span, UNCHECKED)
        row = _citation(identifier.kind.value, found, span=identifier.span, marker=document[identifier.span])
        rows.append((identifier.span.start, row))
    for reference in document.references:
        start = reference.span.start if reference.span else len(document.text)
        rows.append((start, _reference(reference, evidence)))
    return [row for _, row in sorted(rows, key=lambda pair: pair[0])]


def _listed(document: Document, link: Link) -> bool:
    """Whether a link only repeats the URL of the reference-list entry it stands in."""
    return any(reference.span and reference.span.covers(link.span) for reference in document.references)


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
