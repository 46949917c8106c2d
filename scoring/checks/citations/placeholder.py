"""Addresses that were never filled in."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from scoring.check import check
from scoring.document import BlockKind, Document, Span, within
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.reading.dates.timex import reading
from scoring.sites import host_of, path_of
from scoring.views.citations import spans_to_remove

# Names that nobody can own (RFC 2606, 6761).
_NOBODYS = ("example.com", "example.org", "example.net")
_ENDINGS = (".example", ".invalid", ".test", ".localhost")
_THING = r"(?:url|link|domain|site|website|web[-_]?page|page|source|article|citation|reference|slug)"
# What a whole segment of a path, a value of a query or a label of a host is where nobody filled it in.
_SLOT = re.compile(
    rf"your[-_]?{_THING}(?:[-_]?(?:name|here|goes[-_]?here|url|link))?|{_THING}[-_]?(?:goes[-_])?here|"
    rf"(?:insert|replace|paste|put)[-_](?:(?:your|the|real|actual|with)[-_])*{_THING}(?:[-_]here)?|"
    rf"(?:add|enter)[-_](?:(?:your|the|real|actual)[-_])*{_THING}[-_]here|placeholder(?:[-_]{_THING})?"
)
_SLOT_HOST = re.compile(r"your[-_]?(?:url|link|domain|site|website|source|company)(?:[-_]?name)?|placeholder")
_UNFILLED = re.compile(r"\{\{|\}\}|%7b%7b|<url>|%3curl%3e|[\[{(](?:url|link|source)[\]})]", re.IGNORECASE)
_ONLY = re.compile(r"x{3,}")
_PATH_TO = re.compile(rf"path/to/(?:your[-_]?)?(?:{_THING}|file|image)")
_SUFFIX = re.compile(r"\.(?:html?|php|aspx?|pdf)$")
_DATED = re.compile(r"/((?:19|20)\d\d)[/-](\d\d)[/-](\d\d)(?=[/_.-]|$)")
AROUND = 60
_CODE = re.compile(
    r"[{}=;$\\]|\b(?:curl|wget|fetch|GET|POST|PUT|npm|pip|git|docker|requests|axios|import|goto)\b|\s--?\w|\(\s?[\"']?\s?$|[\"']\s?:\s?[\"']\s?$"
)
_BLANK_DATE = re.compile(r"\b(?:19|20)\d\d-(?:XX|MM|\d\d)-(?:XX|DD)\b")


class _Place(NamedTuple):
    spans: tuple[Span, ...]
    text: str


@check("CIT_PLACEHOLDER", family=Family.CITATIONS, severity=Severity.HIGH, any_language=True)
def placeholder(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A citation's address or date is a placeholder, or cannot exist.

    Why it matters: somebody meant to put a source there and did not.
    What counts: names reserved for examples, slots such as "your-link-here" where they are a whole
    part of the address, 2025-XX-XX, and days in a URL's path that no
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
    coded = any(block.kind is BlockKind.CODE for block in document.blocks)
    for link in document.links:
        shown = not link.furniture and link.span.start < link.span.end
        # A text with code tells where a program listens.
        shown = shown and not (coded and host_of(link.url) == "localhost")
        if shown and not within(link.span, listed) and not _in_code(document, link.span):
            yield _Place((link.span,), link.url)


def _in_code(document: Document, span: Span) -> bool:
    """Whether an address stands among signs of code, where it is an example on purpose, in a text that lost its markup."""
    before = document.text[max(0, span.start - AROUND) : span.start].rpartition("\n")[2]
    return _CODE.search(before) is not None


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
    if _is_unfilled(url, host) or _BLANK_DATE.fullmatch(url):
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


def _is_unfilled(url: str, host: str) -> bool:
    """Whether a part of an address is a slot; within a longer slug the same words are ordinary ones."""
    if _UNFILLED.search(url) or any(_SLOT_HOST.fullmatch(label) for label in host.split(".")):
        return True
    path, _, query = path_of(url).lower().partition("#")[0].partition("?")
    path = _SUFFIX.sub("", path.strip("/"))
    segments = path.split("/")
    values = [pair.partition("=")[2] for pair in query.split("&")]
    return (
        any(map(_SLOT.fullmatch, (*segments, *values)))
        or _ONLY.fullmatch(path) is not None
        or _PATH_TO.fullmatch(path) is not None
    )
