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
# Books, reports and issues hold many works; a day's debates or a table of figures are one page for all of them.
_COLLECTION = re.compile(
    r"\bin:? [A-Z]|\b[Ii]n:|\(Eds?\.\)|\beds?\.|\b(?:chapter|debates?|proceedings|minutes|hansard|handbook|"
    r"encyclop\w+|yearbook|annual report|ibid|op\. ?cit|supra|in [A-Z])\b|\(n \d{1,3}\)|\bnote \d{1,3}\b"
)
_FILE = re.compile(r"\.(?:pdf|epub|docx?|pptx?|xlsx?|csv|zip|odt)$")


@check("CIT_SHARED_URL", family=Family.CITATIONS, severity=Severity.MEDIUM)
def shared_url(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """Two references give one address but name different works, or one work under two addresses' identifiers.

    Why it matters: one page is not two sources; a list that says so was not made by opening it.
    What counts: entries of one list with the same URL, path and query included, whose titles share less than half their words.
    Limits: front pages and databases are cited for many things, so an address without a path is left alone; so are files,
    parts of a page with marks (`#costs`) of their own, chapters, debates of one day and short forms of an earlier entry.
    Maps to: W3C CredWeb 334e1ec7.
    Since: 2026.11
    """
    groups: dict[str, list[Reference]] = defaultdict(list)
    for reference in document.references:
        if reference.span and reference.url and reference.title and _names_page(reference.url):
            groups[reference.url.rstrip("/").lower()].append(reference)
    for url, group in groups.items():
        first = group[0]
        others = [it for it in group[1:] if _differ(first.title or "", it.title or "")]
        if others and not any(_in_collection(document, it) for it in (first, *others)):
            yield Finding(
                spans=tuple(
                    sorted({span for it in (first, *others) for span in spans_to_remove(document, it)})
                ),
                message=f"{1 + len(others)} references have different titles but the same address.",
                fix="Give each work the address where it can be read.",
                evidence={"url": url, "titles": [first.title, *(it.title for it in others)]},
            )


def _names_page(url: str) -> bool:
    """Whether an address names the page of one work, not a site, a day or a file that holds many."""
    path = path_of(url).partition("#")[0].partition("?")[0].strip("/").lower()
    last = path.rpartition("/")[2]
    day = last.replace("-", "").isdigit() and "-" in last
    return len(path_of(url).strip("/")) > 3 and not day and not _FILE.search(path)


def _in_collection(document: Document, reference: Reference) -> bool:
    """Whether an entry names a part of a larger work, or points back to an entry before it."""
    return bool(reference.span and _COLLECTION.search(document[reference.span]))


def _differ(one: str, other: str) -> bool:
    first, second = set(_WORD.findall(one.lower())), set(_WORD.findall(other.lower()))
    return 2 * len(first & second) < min(len(first), len(second))
