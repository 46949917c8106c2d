"""Articles of one outlet that share their headings in the same order."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.views.fingerprint import fingerprint_of

# An outlet with fewer articles of one frame has a form, not a mould.
FEWEST = 5


@check("FIL_SKELETON", family=Family.FILLER, severity=Severity.LOW)
def skeleton(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """The article has the same headings in the same order as many others of its outlet.

    Why it matters: where the outline comes before the story, sections are filled because they are there.
    What counts: three headings or more, whose whole sequence was met in five other articles of the same outlet at least.
    Limits: needs other articles to compare with. Recipes, match reports, listings and forms that a field agrees upon repeat their headings
    for good reasons, so it costs little; other outlets' frames are the matter of CIT_TEMPLATE_BODY.
    Maps to: W3C CredWeb 0255f049.
    Since: 2027.1
    """
    if not evidence.templates.lines:
        return
    found = fingerprint_of(document)
    seen = evidence.templates.seen(found.frame) if found.frame is not None else None
    if seen is not None and seen.house >= FEWEST and not seen.abroad:
        yield Finding(
            spans=found.headings,
            message=f"{len(found.headings)} headings stand in the same order in {seen.house} other articles of this outlet.",
            fix="Let the story decide its sections: drop the headings under which it has nothing of its own to tell.",
            evidence={
                "headings": [document[span][:80] for span in found.headings[:10]],
                "articles": seen.house,
            },
        )
