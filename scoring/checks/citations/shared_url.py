"""References to one address under different titles."""

import re
from collections import defaultdict
from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document, Reference
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.sites import path_of
from scoring.views.citations import spans_to_remove

_WORD = re.compile(r"[^\W_]+")


@check("CIT_SHARED_URL", family=Family.CITATIONS, severity=Severity.MEDIUM)
def shared_url(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """Two references give one address but name different works, or one work under two addresses' identifiers.

    Why it matters: one page is not two sources; a list that says so was not made by opening it.
    What counts: entries of one list with the same URL, path and query included, whose titles share less than half their words.
    Limits: front pages and databases are cited for many things, so an address without a path is left alone.
    Maps to: W3C CredWeb 334e1ec7.
    Since: 2026.11
    """
    groups: dict[str, list[Reference]] = defaultdict(list)
    for reference in document.references:
        if reference.span and reference.url and reference.title and _names_page(reference.url):
            groups[reference.url.partition("#")[0].rstrip("/").lower()].append(reference)
    for url, group in groups.items():
        first = group[0]
        others = [it for it in group[1:] if _differ(first.title or "", it.title or "")]
        if others:
            yield Finding(
                spans=tuple(
                    sorted({span for it in (first, *others) for span in spans_to_remove(document, it)})
                ),
                message=f"{1 + len(others)} references with different titles give the same address.",
                fix="Give each work the address where it can be read.",
                evidence={"url": url, "titles": [first.title, *(it.title for it in others)]},
            )


def _names_page(url: str) -> bool:
    return len(path_of(url).strip("/")) > 3


def _differ(one: str, other: str) -> bool:
    first, second = set(_WORD.findall(one.lower())), set(_WORD.findall(other.lower()))
    return 2 * len(first & second) < min(len(first), len(second))
