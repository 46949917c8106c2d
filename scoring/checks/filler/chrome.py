"""Page furniture that came along with the text."""

from collections.abc import Iterator

from scoring.article import Format
from scoring.check import check
from scoring.document import BlockKind, Document
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.views.plain_words import counted
from scoring.views.recurring_lines import template_of


@check("FIL_CHROME", family=Family.FILLER, severity=Severity.INFO)
def chrome(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """Page furniture was pasted along with the text.

    Why it matters: navigation, share lines and teasers are no part of the article; they are set aside before it is judged.
    What counts: lines such as "Skip to content", "Read also:" or a breadcrumb in a plain-text submission; in any format, lines
    that stand in three other articles of the same outlet and in nobody else's, such as a donation notice.
    Limits: this is a fault of copying, not of writing, and costs nothing; HTML and Markdown are cleaned silently.
    Maps to: none; a note to whoever submits.
    Since: 2026.11
    """
    spans = tuple(block.span for block in document.of_kind(BlockKind.FURNITURE))
    if spans and document.article.format is Format.TEXT:
        yield Finding(
            spans=spans,
            message=f"{counted(len(spans), 'line')} of page furniture (menus, buttons, credits) came with the text and {'was' if len(spans) == 1 else 'were'} left out of the score.",
            fix="Submit the article's body alone, or the page as HTML.",
            evidence={"lines": [document[span][:80] for span in spans[:10]]},
        )
    if house := template_of(document, evidence).house:
        yield Finding(
            spans=house,
            message=f"{counted(len(house), 'line')} of this text {'stands' if len(house) == 1 else 'stand'} in other articles of this outlet too, as part of its pages.",
            fix="Submit the article's body alone.",
            evidence={"lines": [document[span][:80] for span in house[:10]]},
        )
