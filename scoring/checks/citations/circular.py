"""Articles that cite only their own site."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.sites import site_of
from scoring.views.known_sources import known_sources

FEWEST = 3


@check("CIT_CIRCULAR", family=Family.CITATIONS, severity=Severity.LOW)
def circular(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """All links of the text lead to the site that published it.

    Why it matters: the article vouches for itself; nothing of it can be checked elsewhere.
    What counts: three links or references or more, all to the article's own site, in a text that names no source besides.
    Limits: needs the article's URL; series, corrections and texts with named sources are left alone.
    Maps to: JTI 12.
    Since: 2026.11
    """
    own = site_of(document.article.url) if document.article.url else ""
    links = [link for link in document.links if not link.furniture and link.url.startswith("http")]
    sites = {site_of(link.url) for link in links} | {site_of(it.url) for it in document.references if it.url}
    if not own or len(links) < FEWEST or sites != {own} or known_sources(document):
        return
    spans = tuple(link.span for link in links if link.span.start < link.span.end)
    if spans:
        yield Finding(
            spans=spans,
            message="The only link leads to the article's own site."
            if len(links) == 1
            else f"All {len(links)} links lead to the article's own site.",
            fix="Cite where the facts come from.",
            evidence={"site": own, "links": len(links)},
        )
