"""Evidence of releases that asked without an entry's words is still evidence for the same address."""

from scoring import Article, Evidence, LinkEvidence, LookupKind, Verdict, lookup_for, read
from scoring.views.citations import citation_lookups

URL = "https://www.harbour-press.org/p/771"
TEXT = (
    f"The pier is closed [1].\n\nReferences:\n\n[1] Quay Gazette. (2021). Lamps return to the pier. {URL}\n"
)


def test_what_was_found_before_holds_for_an_entry_unless_it_was_about_a_title() -> None:
    (lookup,) = citation_lookups(read(Article(TEXT, language="en")))
    assert lookup.claim("entry")
    asked = lookup_for(LookupKind.LINK, URL, title="Lamps return to the pier", outlet="Quay Gazette")
    for verdict, known in (
        (Verdict.DEAD, Verdict.DEAD),
        (Verdict.RESOLVES, Verdict.RESOLVES),
        (Verdict.MISMATCH, Verdict.UNCHECKED),
    ):
        assert Evidence(found={asked: LinkEvidence(verdict)}).link(lookup).verdict is known
    other = lookup_for(LookupKind.LINK, URL, entry="Another entry of that address")
    assert Evidence(found={other: LinkEvidence(Verdict.DEAD)}).link(lookup).verdict is Verdict.UNCHECKED
