"""Addresses that were never filled in."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from scoring.check import check
from scoring.document import Document, Span, within
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.reading.dates.timex import reading
from scoring.sites import host_of
from scoring.views.citations import spans_to_remove

# Names that nobody can own (RFC 2606, 6761).
_NOBODYS = ("example.com", "example.org", "example.net")
_ENDINGS = (".example", ".invalid", ".test", ".localhost")
_SLOT = re.compile(
    r"your[-_]?(?:url|link|domain|site|website|source)|(?:insert|add|replace)[-_](?:url|link|source)|link[-_]here|url[-_]here|"
    r"\bxxx+\b|placeholder|\{\{|\}\}|%7b%7b|<url>|/path/to/",
    re.IGNORECASE,
)
_DATED = re.compile(r"/((?:19|20)\d\d)[/-](\d\d)[/-](\d\d)(?=[/_.-]|$)")
_BLANK_DATE = re.compile(r"\b(?:19|20)\d\d-(?:XX|MM|\d\d)-(?:XX|DD)\b")


class _Place(NamedTuple):
    spans: tuple[Span, ...]
    text: str


@check("CIT_PLACEHOLDER", family=Family.CITATIONS, severity=Severity.HIGH)
def placeholder(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A citation's address or date is a placeholder, or cannot exist.

    Why it matters: somebody meant to put a source there and did not.
    What counts: names reserved for examples, slots such as "your-link-here" or 2025-XX-XX, and days in a URL's path that no
    calendar has.
    Limits: texts about software write such addresses on purpose; those in code are left alone.
    Maps to: WP Signs of AI writing, placeholders.
    Since: 2026.11
    """
    for place in _places(document):
        if why := why_placeholder(place.text):
            yield Finding(
                spans=place.spans,
                message=f"A citation leads nowhere: its address {why}.",
                fix="Give the address of the source.",
                evidence={"address": place.text[:200], "why": why},
            )


def _places(document: Document) -> Iterator[_Place]:
    for reference in document.references:
        if reference.span and reference.url:
            yield _Place(tuple(sorted(spans_to_remove(document, reference))), reference.url)
        elif reference.span and (found := _BLANK_DATE.search(document[reference.span])):
            yield _Place(tuple(sorted(spans_to_remove(document, reference))), found[0])
    listed = [it.span for it in document.references if it.span]
    for link in document.links:
        if not link.furniture and link.span.start < link.span.end and not within(link.span, listed):
            yield _Place((link.span,), link.url)


def why_placeholder(url: str) -> str | None:
    """What makes an address a placeholder, or None."""
    host = host_of(url)
    if (
        host == "localhost"
        or host in _NOBODYS
        or host.removeprefix("www.") in _NOBODYS
        or host.endswith(_ENDINGS)
    ):
        return "is reserved for examples"
    if _SLOT.search(url) or _BLANK_DATE.fullmatch(url):
        return "was never filled in"
    for year, month, day in _DATED.findall(url.partition("?")[0]):
        if (
            int(month) <= 12
            and int(day) <= 31
            and int(day)
            and int(month)
            and not reading(f"{year}-{month}-{day}")
        ):
            return f"names {year}-{month}-{day}, a day that there was not"
    return None
