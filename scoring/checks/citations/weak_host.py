"""Citations of hosts that an open list names."""

from collections.abc import Iterator
from functools import cache

from scoring.check import check
from scoring.document import Document
from scoring.evidence import Evidence, LookupKind
from scoring.finding import Family, Finding, Severity
from scoring.lexicons import sections
from scoring.sites import host_of, site_of
from scoring.views.citations import cited, display_name

LIST = "CRED-1"


@check("CIT_WEAK_HOST", family=Family.CITATIONS, severity=Severity.INFO, any_language=True)
def weak_host(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A cited host stands on an open list of hosts that published false or misleading matter.

    Why it matters: the editor may want to know who else has looked at the source, and what they found.
    What counts: a link or reference to a host, or one under it, that CRED-1 lists; the finding says which category, and
    from which release of the list. The article's own site never counts.
    Limits: the list is others' judgment of a host, not of the page; texts about such sites cite them for good reasons. So it costs
    nothing, unless a ruleset of your own gives the code weight. CRED-1 (CC BY 4.0) is made of OpenSources.co and Iffy.news.
    Maps to: W3C CredWeb 334e1ec7.
    Since: 2027.1
    """
    categories, version = _listed()
    own = site_of(document.article.url) if document.article.url else ""
    for citation in cited(document):
        if citation.lookup.kind is not LookupKind.LINK or site_of(citation.lookup.key) == own:
            continue
        host, category = _category(host_of(citation.lookup.key), categories)
        if category:
            yield Finding(
                spans=citation.spans,
                message=f"{display_name(citation)} leads to {host}, which the list {LIST} of {version} has under “{category}”.",
                fix="Look at what the page says, and cite a source with a better record where there is one.",
                evidence={"host": host, "list": LIST, "category": category, "release": version},
            )


def _category(host: str, categories: dict[str, str]) -> tuple[str, str | None]:
    """The listed name that a host is or lies under, and its category."""
    labels = host.split(".")
    for start in range(len(labels) - 1):
        name = ".".join(labels[start:])
        if name in categories:
            return name, categories[name]
    return host, None


@cache
def _listed() -> tuple[dict[str, str], str]:
    """The category of each listed host, and the release of the list."""
    lists = sections("weak_hosts")
    (version,) = lists["version"]
    hosts = {
        host: category
        for category, names in lists.items()
        if category not in ("", "version")
        for host in names
    }
    return hosts, version
