"""Articles poured into a mould, sources and all."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.views.recurring_lines import FEWEST_LINES, template_of


@check("CIT_TEMPLATE_BODY", family=Family.CITATIONS, severity=Severity.HIGH)
def template_body(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """The whole article has the frame of others: the same headings in the same order, with the same lines between them.

    Why it matters: a source link, an overview or a conclusion that a template puts into every item was chosen for none of them.
    What counts: three headings or more whose sequence was met in at least three other articles, not all of one outlet, and three lines
    beside them that were too.
    Limits: needs other articles whose outlet is named (by their URL, or `site`), and is silent without them. A form that a field agrees upon (methods, results, discussion) repeats its headings but
    not its sentences, and an outlet's own form is its house style: both stay unflagged.
    Maps to: W3C CredWeb 0255f049; PASTEL 12.
    Since: 2026.11
    """
    found = template_of(document, evidence)
    if found.framed and len(found.lines) >= FEWEST_LINES:
        yield Finding(
            spans=found.frame,
            message=f"The {len(found.frame)} headings and {len(found.lines)} of the lines are those of other articles: "
            "the text was poured into a template.",
            fix="Write the article for its subject, and cite what its own statements rest on.",
            evidence={
                "headings": [document[span][:80] for span in found.frame[:10]],
                "articles": found.framed.elsewhere,
                "outlets": found.framed.outlets,
                "lines": len(found.lines),
            },
        )
