"""Articles that stand inside a block of code."""

import re
from collections.abc import Iterator

from scoring.check import check
from scoring.document import PROSE, BlockKind, Document
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity

# An article is that long, and all but so much of the page is in the block.
FEWEST_WORDS = 80
SHARE = 0.8
# Prose has sentences: a full stop or question mark, a space and a capital.
_SENTENCE = re.compile(r"[a-z][.?!]\s{1,3}[A-Z]")
FEWEST_SENTENCES = 4


@check("FIL_FENCE", family=Family.FILLER, severity=Severity.HIGH)
def fence(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """The whole article stands in one block of code, as a chatbot hands it over.

    Why it matters: nobody looked at the page after it was published.
    What counts: one block of code with 80 words or more, several sentences of prose in it, and at least four fifths of the page's words.
    Limits: real code has no sentences; a page that shows a long text as an example has prose of its own around it.
    Maps to: W3C CredWeb 0255f049; Wikipedia's signs of AI writing (Markdown).
    Since: 2027.1
    """
    prose = sum(len(document[block.span].split()) for block in document.of_kind(*PROSE))
    for block in document.of_kind(BlockKind.CODE):
        text = document[block.span]
        words = len(text.split())
        if words < FEWEST_WORDS or words < SHARE * (words + prose):
            continue
        if len(_SENTENCE.findall(text)) >= FEWEST_SENTENCES:
            yield Finding(
                spans=(block.span,),
                message="The article is one block of code: readers see it unformatted, with its Markdown marks.",
                fix="Take the text out of the block, and read it as your readers will see it.",
                evidence={"words": words},
            )
