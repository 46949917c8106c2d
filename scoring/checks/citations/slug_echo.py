"""References whose addresses all spell their titles word for word."""

import re
from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document, Reference
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.sites import site_of
from scoring.views.citations import spans_to_remove

FEWEST_WORDS = 5
FEWEST_SITES = 3
_WORD = re.compile(r"[a-z0-9]+")


@check("CIT_SLUG_ECHO", family=Family.CITATIONS, severity=Severity.LOW)
def slug_echo(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """The addresses of several publishers all spell the cited title word for word.

    Why it matters: addresses that were made up are made of the title; real sites shorten, number and rename.
    What counts: references of three sites or more, each with a slug that has every word of a title of five words or more,
    and no reference whose slug differs.
    Limits: many sites do make slugs of titles, so this weighs little and never counts alone for fewer than three.
    Maps to: WP Signs of AI writing, invented external links.
    Since: 2026.11
    """
    slugs = [(it, same) for it in document.references if it.span and (same := _spells(it)) is not None]
    sites = {site_of(it.url) for it, _ in slugs if it.url}
    if len(sites) >= FEWEST_SITES and all(same for _, same in slugs):
        yield Finding(
            spans=tuple(sorted({span for it, _ in slugs for span in spans_to_remove(document, it)})),
            message=f"The addresses of {len(slugs)} references on {len(sites)} sites spell their titles word for word.",
            fix="Check that each of these pages exists.",
            evidence={"references": [it.label for it, _ in slugs], "sites": sorted(sites)},
        )


def _spells(reference: Reference) -> bool | None:
    """Whether a slug has all words of the title; None where either says too little."""
    title = _WORD.findall((reference.title or "").lower().replace("'", "").replace("’", ""))
    path = (reference.url or "").lower().partition("?")[0].rstrip("/").rpartition("/")[2]
    slug = _WORD.findall(path)
    if len(title) < FEWEST_WORDS or sum(word.isalpha() for word in slug) < 3:
        return None
    return set(title) <= set(slug)
