"""References that lead to the front pages of sites."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.sites import path_of
from scoring.views.citations import spans_to_remove
from scoring.views.plain_words import counted

# So many front pages, and so large a share of the list, are no oversight.
FEWEST = 3
SHARE = 0.5


@check("CIT_HOME_PAGE", family=Family.CITATIONS, severity=Severity.MEDIUM)
def home_page(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """The reference list gives the front pages of sites where it should give the works.

    Why it matters: a front page changes every day and says nothing of what was read; made-up references end there when no page can be made up.
    What counts: at least three entries of the list with an address that has no path, and at least half of the entries that have an address.
    Limits: a list of bodies, services or products may well give their front pages; links in the running text are not judged.
    Maps to: W3C CredWeb 334e1ec7; JTI 12.
    Since: 2027.1
    """
    linked = [reference for reference in document.references if reference.url and reference.span]
    fronts = [reference for reference in linked if not path_of(reference.url or "").strip("/")]
    if len(fronts) >= FEWEST and len(fronts) >= SHARE * len(linked):
        yield Finding(
            spans=tuple(sorted({span for it in fronts for span in spans_to_remove(document, it)})),
            message=f"{len(fronts)} of {counted(len(linked), 'linked reference')} {'leads' if len(fronts) == 1 else 'lead'} to the front page of a site, not to the work that is named.",
            fix="Give the address of the page that was read.",
            evidence={"urls": [it.url for it in fronts[:10]]},
        )
