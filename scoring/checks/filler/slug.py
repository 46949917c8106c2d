"""Section names of a website that ended up in a sentence."""

import re
from collections.abc import Iterator

from scoring.check import check
from scoring.document import PROSE, Document, Span
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.lexicons import sections
from scoring.reading.units import block_at, by_sentence, touched

_LISTS = sections("section_names")
_SECTION, _IDIOM, _CLOSERS = (_LISTS[name] for name in ("names", "idioms", "after"))
# A quotation longer than the slug by more than this is somebody's speech.
_LABEL = 20
_SLUG = re.compile(r"(?<![\w/.@#-])[a-z]{2,14}(?:-[a-z]{2,14}){1,5}(?![\w/@-]|\.\w)")


@check("FIL_SLUG", family=Family.FILLER, severity=Severity.MEDIUM)
def slug(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """The name of a website's section stands in a sentence.

    Why it matters: a template filled the sentence with category names instead of a subject.
    What counts: section names joined by hyphens ("policy-and-legislation", "general-news") where English would have none.
    Limits: compound modifiers such as "health-policy" or "energy-and-environment" before a noun, and addresses, stay unflagged.
    Maps to: W3C CredWeb 0255f049.
    Since: 2026.11
    """
    lower = document.lower
    if "-and-" not in lower and "-news" not in lower:
        return
    slugs = [Span(*match.span()) for match in _SLUG.finditer(lower) if _joins_sections(match[0])]
    placed = [
        (span, block) for span in slugs if (block := block_at(document, span.start)) and block.kind in PROSE
    ]
    alone = {span for span, _ in placed if not _modifies(lower, span)}
    beside = {block.span for span, block in placed if span in alone}
    # A name counts where it modifies nothing, or beside another slug.
    found = [span for span, block in placed if block.span in beside and not _is_mentioned(document, span)]
    for sentence, spans in by_sentence(document, found).items():
        names = [document[span] for span in spans]
        yield Finding(
            spans=(sentence,),
            message=f"“{names[0]}” is the name of a section of a site, used as if it were a subject.",
            fix="Write what the sentence is about.",
            evidence={"slugs": names},
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


def _is_mentioned(document: Document, span: Span) -> bool:
    """Whether the slug is what a short quotation mentions, as in: filed under “world-news”."""
    quotation = touched(span, document.quotations)
    return bool(
        quotation and quotation.covers(span) and len(document[quotation]) <= len(document[span]) + _LABEL
    )
