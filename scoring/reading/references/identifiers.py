"""Registered identifiers of works: DOI, arXiv, PMID, ISBN and ISSN, by their shape."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from scoring.document import Identifier, IdentifierKind, Link, Page, Span


class _Shape(NamedTuple):
    """`trigger` is the rare string that starts a look; `pattern` is matched where it stands."""

    kind: IdentifierKind
    trigger: str
    pattern: re.Pattern[str]


_SHAPES = (
    # Of DOIs made of a serial's item number (SICI), `<` and `>` are a part: `3.0.CO;2-O` closes them.
    _Shape(
        IdentifierKind.DOI,
        "10.",
        re.compile(
            r"10\.\d{4,9}/([^\s\"“”<>]{5,80}<[^\s\"“”<>]{1,40}>\d\.\d\.co;2(?:-[\w#])?|[^\s\"'<>“”‘’]{1,200})"
        ),
    ),
    _Shape(
        IdentifierKind.ARXIV,
        "arxiv",
        re.compile(
            r"arxiv\s{0,2}[:.]?\s{0,2}(\d{4}\.\d{4,5}|[a-z-]{2,12}(?:\.[a-z]{2})?/\d{7})(?:v\d{1,2})?(?!\w)"
        ),
    ),
    _Shape(IdentifierKind.PMID, "pmid", re.compile(r"pmid\s{0,2}:?\s{0,2}(\d{1,8})(?!\w)")),
    _Shape(
        IdentifierKind.ISBN,
        "isbn",
        re.compile(r"isbn(?:-1[03])?\s{0,2}:?\s{0,2}((?:97[89][\s-]?)?(?:\d[\s-]?){9}[\dx])(?![\d-])"),
    ),
    _Shape(IdentifierKind.ISSN, "issn", re.compile(r"issn\s{0,2}:?\s{0,2}(\d{4}-?\d{3}[\dx])(?!\w)")),
)
_TRAILING = frozenset(".,;:!?*_")
# Signs that typesetting puts for a hyphen, and those that nobody sees.
_HYPHENS = {ord(sign): "-" for sign in "\u2010\u2011\u2012\ufe63\uff0d"} | dict.fromkeys(
    map(ord, "\xad\u200b\u2060\ufeff")
)
_PAIRS = {")": "(", "]": "[", "}": "{"}
_PREFIX = re.compile(r"\bdoi\s{0,2}[:=]?\s{0,2}$")


def find_identifiers(page: Page, links: Sequence[Link]) -> tuple[Identifier, ...]:
    """DOI, arXiv, PMID, ISBN and ISSN outside URLs, in text order; whether they exist is not asked here."""
    found = [identifier for shape in _SHAPES for identifier in _of(shape, page.lower)]
    if found and links:
        found = _outside_links(found, links)
    return tuple(sorted(found, key=lambda identifier: identifier.span))


def only_identifier(text: str) -> Identifier | None:
    """The identifier that a short text is, such as `doi:10.1000/1`; None where it is none, or more than one thing."""
    lower = text.strip().lower()
    found = [identifier for shape in _SHAPES for identifier in _of(shape, lower)]
    whole = len(found) == 1 and found[0].span == Span(0, len(lower))
    return found[0] if whole else None


def _of(shape: _Shape, lower: str) -> Iterator[Identifier]:
    at = lower.find(shape.trigger)
    while at >= 0:
        match = shape.pattern.match(lower, at)
        if match and not (at and (lower[at - 1].isalnum() or lower[at - 1] in ".-")):
            yield _identifier(shape.kind, lower, match)
        at = lower.find(shape.trigger, match.end() if match else at + len(shape.trigger))


def _identifier(kind: IdentifierKind, lower: str, match: re.Match[str]) -> Identifier:
    start, end = match.span()
    if kind is IdentifierKind.DOI:
        value = _closed(match[0])
        end = start + len(value)
        value = value.translate(_HYPHENS)
        if prefix := _PREFIX.search(lower, max(0, start - 12), start):
            start = prefix.start()
    elif kind is IdentifierKind.ISBN:
        value = re.sub(r"[\s-]", "", match[1]).upper()
    elif kind is IdentifierKind.ISSN:
        digits = match[1].replace("-", "").upper()
        value = f"{digits[:4]}-{digits[4:]}"
    else:
        value = match[1]
    return Identifier(kind, Span(start, end), value)


def _closed(doi: str) -> str:
    """The DOI without the punctuation of the sentence around it."""
    while doi[-1] in _TRAILING or (doi[-1] in _PAIRS and doi.count(doi[-1]) > doi.count(_PAIRS[doi[-1]])):
        doi = doi[:-1]
    return doi


def _outside_links(found: list[Identifier], links: Sequence[Link]) -> list[Identifier]:
    """Those that are no part of a URL: there the link itself is the citation."""
    spans = [link.span for link in links]
    kept = []
    at = 0
    for identifier in sorted(found, key=lambda identifier: identifier.span):
        while at < len(spans) and spans[at].end <= identifier.span.start:
            at += 1
        if at == len(spans) or not spans[at].touches(identifier.span):
            kept.append(identifier)
    return kept
