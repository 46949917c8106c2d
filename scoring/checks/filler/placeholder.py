"""Gaps of a template that nobody filled."""

import re
from collections.abc import Iterator

from scoring.check import check
from scoring.document import BlockKind, Document, Span
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.lexicons import sections
from scoring.reading.units import block_at, own_words, sentence_at

_TRIGGERS = ("[", "{{", "lorem", "<insert", "<your")
_GAP = re.compile(
    r"\[[^\[\]\n]{3,120}\]"
    r"|\{\{\s{0,3}[\w.| $-]{1,60}\}\}"
    r"|<(?:insert|your)\s[^<>\n]{2,60}>"
    r"|lorem\s{1,9}ipsum\s{1,9}dolor[^.\n]{0,200}\.?"
)
# "[Insert quote here]", "[Your Name]", "[Add link]": an order to whoever fills the template.
_ORDER = re.compile(
    r"(?:insert|add|include|enter|replace|fill in|provide|specify|mention|your|tbd|todo|to be (?:added|confirmed|determined))\b"
)
_LISTS = sections("template_gaps")
_ASKED, _FILLERS = _LISTS["asked"], _LISTS["between"]


@check("FIL_PLACEHOLDER", family=Family.FILLER, severity=Severity.HIGH)
def placeholder(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A gap of a template was left in the text.

    Why it matters: the text was produced from a template or a prompt and published without being read.
    What counts: brackets that order something to be inserted or name what is missing ("[City, State]"), double-brace variables, blind text.
    Limits: an editor's square brackets in or outside a quotation, letters and forms for readers to fill in, blind text that a sentence tells of, captions and code stay unflagged.
    Maps to: W3C CredWeb 0255f049; JTI 10.
    Since: 2026.11
    """
    lower = document.lower
    if not any(trigger in lower for trigger in _TRIGGERS):
        return
    for match in _GAP.finditer(lower):
        span = Span(*match.span())
        if (
            _is_gap(document[span])
            and not _is_named(document, span)
            and (own_words(document, span) or _is_shouted(document, span))
        ):
            yield Finding(
                spans=(span,),
                message=f"The placeholder {document[span][:60]} was left in the text.",
                fix="Write what belongs there, or remove it.",
                evidence={"placeholder": document[span][:120]},
            )


def _is_named(document: Document, span: Span) -> bool:
    """Whether blind text stands inside a sentence that tells of it, and not in the place of a text."""
    if not document.lower.startswith("lorem", span.start):
        return False
    sentence = sentence_at(document, span.start)
    before = document.lower[sentence.start : span.start] if sentence else ""
    return len(before.split()) > 1


def _is_shouted(document: Document, span: Span) -> bool:
    """Whether a gap is an order that no editor writes, even into a quotation."""
    block = block_at(document, span.start)
    return document.text.startswith("[Insert", span.start) and (not block or block.kind is not BlockKind.CODE)


def _is_gap(text: str) -> bool:
    if text[0] != "[":
        return True
    inner = text[1:-1]
    words = re.findall(r"[^\W\d_]+", inner)
    if not words:
        return False
    lower = [word.lower() for word in words]
    asked = [word for word in lower if word in _ASKED]
    if _ORDER.match(" ".join(inner.lower().split())):
        # "[your mother]" and "[add]" are editors'; a template names what it asks for, or shouts.
        return bool(asked) or (words[0][0].isupper() and lower[0] in ("insert", "todo", "tbd"))
    capital = all(word[0].isupper() for word in words if word.lower() not in _FILLERS)
    return capital and len(asked) >= 2 and all(word in _ASKED or word in _FILLERS for word in lower)
