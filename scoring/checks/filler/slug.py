"""Section names of a website that ended up in a sentence."""

import re
from collections.abc import Iterator

from scoring.check import check
from scoring.document import PROSE, Document, Span
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.lexicons import sections
from scoring.reading.units import block_at, own_words

_LISTS = sections("section_names")
_SECTION, _IDIOM, _CLOSERS = (_LISTS[name] for name in ("names", "idioms", "after"))
_SLUG = re.compile(r"(?<![\w/.@#-])[a-z]{2,14}(?:-[a-z]{2,14}){1,5}(?![\w/@-]|\.\w)")


@check("FIL_SLUG", family=Family.FILLER, severity=Severity.MEDIUM)
def slug(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """The name of a website's section stands in a sentence.

    Why it matters: a template filled the sentence with category names instead of a subject.
    What counts: section names joined by hyphens ("policy-and-legislation", "general-news") where English would have none.
    Limits: compound modifiers such as "health-policy" or "law-and-order" before a noun, and addresses, stay unflagged.
    Maps to: W3C CredWeb 0255f049.
    Since: 2026.11
    """
    lower = document.lower
    if "-and-" not in lower and "-news" not in lower:
        return
    slugs = [Span(*match.span()) for match in _SLUG.finditer(lower) if _joins_sections(match[0])]
    blocks = {span: block_at(document, span.start) for span in slugs}
    plain = [span for span in slugs if "-and-" in document[span] or not _modifies(lower, span)]
    for span in slugs:
        block = blocks[span]
        if block is None or block.kind not in PROSE or not own_words(document, span):
            continue
        # A section's short name counts on its own where it modifies nothing, or beside another slug.
        if span in plain or any(blocks[other] is block for other in plain):
            yield Finding(
                spans=(span,),
                message=f"“{document[span]}” is the name of a section, not a subject.",
                fix="Write what the sentence is about.",
                evidence={"slug": document[span]},
            )


def _joins_sections(text: str) -> bool:
    parts = [part for part in text.split("-") if part != "and"]
    if len(parts) < 2 or not all(part in _SECTION for part in parts) or text in _IDIOM:
        return False
    return "-and-" in text or parts[-1] == "news"


def _modifies(lower: str, span: Span) -> bool:
    """Whether the next word could be the noun that a compound modifies."""
    rest = lower[span.end : span.end + 40]
    word = rest[1:].split(maxsplit=1)[:1] if rest[:1] == " " else []
    return bool(word) and word[0][0].isalpha() and word[0].strip(".,;:") not in _CLOSERS
