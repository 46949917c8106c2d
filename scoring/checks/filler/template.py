"""Lines that stand in other outlets' articles word for word."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.views.recurring_lines import template_of

_MOST_SHOWN = 10


@check("FIL_TEMPLATE", family=Family.FILLER, severity=Severity.MEDIUM)
def template(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """Lines of the text stand word for word in unrelated articles.

    Why it matters: a sentence that fits any article says nothing about this one; it comes from a template.
    What counts: three lines of 25 characters or more that each stand in at least three articles of other outlets, two outlets at least;
    or two such lines that make up a tenth of the text.
    Limits: needs other articles whose outlet is named (by their URL, or `site`), and is silent without them. Lines of one outlet alone are its house style
    and are only listed; helplines, appeals, notices, quotations, tables and references are not compared, and copies of the whole article
    (the same agency text elsewhere) count as the article itself. An agency paragraph that several outlets share within articles that differ otherwise
    can be taken for a template.
    Maps to: W3C CredWeb 0255f049; JTI 10.
    Since: 2026.11
    """
    found = template_of(document, evidence)
    if found.told:
        yield Finding(
            spans=tuple(span for span, _ in found.lines),
            message=f"{len(found.lines)} lines of this text stand word for word in other stories of other outlets.",
            fix="Remove the lines, or say what they mean for this story.",
            evidence={
                "share": round(found.share, 3),
                "lines": [
                    {
                        "text": document[span][:80],
                        "articles": seen.elsewhere,
                        "outlets": seen.outlets,
                    }
                    for span, seen in found.lines[:_MOST_SHOWN]
                ],
            },
        )
