"""References whose outlet does not publish where they lead."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document
from scoring.evidence import Evidence, LookupKind, Verdict
from scoring.finding import Family, Finding, Severity
from scoring.outlets import may_print, published_elsewhere
from scoring.sites import host_of, site_of
from scoring.views.citations import cited, display_name, reference_lookup, spans_to_remove


@check(
    "CIT_OUTLET_DOMAIN",
    family=Family.CITATIONS,
    severity=Severity.HIGH,
    needs={LookupKind.LINK},
    any_language=True,
)
def outlet_domain(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A reference names one outlet, its address belongs to another.

    Why it matters: the reader is sent elsewhere than the reference says; names of good repute lend weight to any address.
    What counts: an outlet of our table with an address on the site of another outlet of the table, or a page that was looked
    up and names a publisher who is not the cited one.
    Limits: papers print each other's copy, so agencies, outlets that sell or give away theirs, sites of the same owner, an address
    outside the table, archives, aggregators and social media never count.
    Maps to: W3C CredWeb 334e1ec7.
    Since: 2026.11
    """
    seen = set()
    for reference in document.references:
        if not (reference.span and reference.outlet and reference.url):
            continue
        if other := published_elsewhere(reference.outlet, reference.url, document.lexicon):
            seen.add(reference.label)
            yield Finding(
                spans=tuple(sorted(spans_to_remove(document, reference))),
                message=f"Reference [{reference.label}] names {reference.outlet}, but its address belongs to {other}.",
                fix="Name the outlet that published the page, or give the address of the one that is named.",
                evidence={
                    "outlet": reference.outlet,
                    "site": site_of(reference.url),
                    "belongs_to": other,
                },
            )
    outlets = {reference_lookup(reference): reference.outlet for reference in document.references}
    for citation in cited(document):
        found = evidence.link(citation.lookup)
        outlet = citation.lookup.claim("outlet") or outlets.get(citation.lookup)
        if found.verdict is not Verdict.MISMATCH or found.reason != "outlet" or citation.label in seen:
            continue
        hosts = (host_of(citation.lookup.key), host_of(found.final_url or ""))
        # The look-up may be older than what the table knows of the outlet.
        if outlet and not may_print(outlet, hosts, [found.outlet or ""], document.lexicon):
            yield Finding(
                spans=citation.spans,
                message=f"{display_name(citation)} names {outlet}; the page names another publisher.",
                fix="Name the outlet that published the page.",
                evidence={"outlet": outlet, "page": found.outlet},
                strength=0.6,
            )
