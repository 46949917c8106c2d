"""References whose outlet does not publish where they lead."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document, Reference
from scoring.evidence import Evidence, LookupKind, Verdict
from scoring.finding import Family, Finding, Severity
from scoring.lexicons import Lexicon, once_per_lexicon, sections
from scoring.sites import host_of, is_under, site_of
from scoring.views.citations import cited, display_name, spans_to_remove

# Sites that carry other people's pages: archives, short addresses, search, social media, aggregators, libraries.
CARRIERS = frozenset(
    ["archive.org", "archive.today", "archive.ph", "archive.is", "webcitation.org", "perma.cc", "ghostarchive.org", "bit.ly", "t.co", "tinyurl.com", "ow.ly", "buff.ly",
     "goo.gl", "google.com", "google.co.uk", "googleusercontent.com", "yahoo.com", "yahoo.co.uk", "msn.com", "aol.com", "apple.news", "flipboard.com", "smartnews.com", "newsbreak.com",
     "youtube.com", "youtu.be", "vimeo.com", "facebook.com", "fb.com", "twitter.com", "x.com", "instagram.com", "threads.net", "tiktok.com", "t.me", "telegram.me", "linkedin.com", "reddit.com",
     "medium.com", "substack.com", "wordpress.com", "blogspot.com", "newspapers.com", "newspaperarchive.com", "proquest.com", "jstor.org", "lexisnexis.com", "pressreader.com", "factiva.com",
     "doi.org", "worldcat.org", "wikipedia.org", "wikimedia.org", "wikisource.org", "web.app", "issuu.com", "scribd.com", "amazon.com", "spotify.com", "apple.com", "mixcloud.com", "podcasts.com"]
)  # fmt: skip

# Papers print the copy of these, under their own address.
_SYNDICATED = frozenset().union(*sections("syndicated").values())


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
    Limits: papers print each other's copy, so agencies, outlets that sell or give away theirs, an address outside the table, archives, aggregators and social media never count.
    Maps to: W3C CredWeb 334e1ec7.
    Since: 2026.11
    """
    seen = set()
    for reference in document.references:
        if reference.span and (other := _elsewhere(reference, document.lexicon)):
            seen.add(reference.label)
            yield Finding(
                spans=tuple(sorted(spans_to_remove(document, reference))),
                message=f"Reference [{reference.label}] names {reference.outlet}, but its address belongs to {other}.",
                fix="Name the outlet that published the page, or give the address of the one that is named.",
                evidence={
                    "outlet": reference.outlet,
                    "site": site_of(reference.url or ""),
                    "belongs_to": other,
                },
            )
    for citation in cited(document):
        found = evidence.link(citation.lookup)
        if found.verdict is Verdict.MISMATCH and found.reason == "outlet" and citation.label not in seen:
            yield Finding(
                spans=citation.spans,
                message=f"{display_name(citation)} names {citation.lookup.claim('outlet')}; the page names another publisher.",
                fix="Name the outlet that published the page.",
                evidence={"outlet": citation.lookup.claim("outlet"), "page": found.outlet},
                strength=0.6,
            )


def _elsewhere(reference: Reference, lexicon: Lexicon) -> str | None:
    """The outlet to which an address belongs, where that is another than the one named."""
    if not reference.outlet or not reference.url:
        return None
    sites, owners = _outlets(lexicon)
    name = _plain(reference.outlet)
    own = sites.get(name)
    host = host_of(reference.url)
    if own is None or name in _SYNDICATED or is_under(host, CARRIERS) or is_under(host, own):
        return None
    other = owners.get(site_of(reference.url)) or owners.get(host.removeprefix("www."))
    return other if other and not _kin(reference.outlet, other) else None


def _kin(one: str, other: str) -> bool:
    """Whether two names share their first word: one house may have many sites."""
    return _plain(one).split()[:1] == _plain(other).split()[:1]


def _plain(outlet: str) -> str:
    return " ".join(outlet.lower().removeprefix("the ").replace(".", "").split())


@once_per_lexicon
def _outlets(lexicon: Lexicon) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """The sites of each outlet, and the outlet of each site."""
    sites: dict[str, tuple[str, ...]] = {}
    owners: dict[str, str] = {}
    for row in lexicon.table("outlets"):
        sites[_plain(row["outlet"])] = tuple(row["sites"].split(";"))
        for name in row["sites"].split(";"):
            owners.setdefault(name, row["outlet"])
    return sites, owners
