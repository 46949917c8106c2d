"""Parts of a page template that stand in the text with nothing in them."""

import re
from collections.abc import Iterator

from scoring.check import check
from scoring.document import Block, BlockKind, Document
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.reading.units import joined
from scoring.reading.words import words_of

_MARKERS = ("article with toc", "post with toc", "[toc]", "[[toc]]")
_CONTENTS = ("table of contents", "table of content")
_FIELDS = (
    "meta description",
    "meta title",
    "meta keywords",
    "seo title",
    "seo description",
    "seo keywords",
    "focus keyword",
    "focus keyphrase",
    "target keyword",
    "primary keyword",
    "secondary keyword",
    "lsi keyword",
    "url slug",
    "suggested slug",
    "alt text suggestion",
)
# One of each set is in every line that counts.
_TRIGGERS = frozenset(
    ("toc", "contents", "content", "meta", "seo", "keyword", "keywords", "keyphrase", "slug", "alt")
)
_MINUTES = frozenset(("min", "mins", "minute", "minutes"))
_READ_AND_POST = re.compile(r"\d{1,3}[ -]?min(?:ute)?s? read\b.{0,12}?\bpost(?:ed)? on\b")
# A contents list has at least this many short lines; a heading and its paragraph are none.
_ENTRIES = 3
_SHORT = 110


@check("FIL_SCAFFOLD", family=Family.FILLER, severity=Severity.MEDIUM)
def scaffold(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """Scaffolding of a content template stands in the text.

    Why it matters: a contents list without contents or a field for search engines shows that a template was filled and never edited.
    What counts: an "article with TOC" marker, a contents line that no list follows, a reading time run together with a posting line, fields such as "Meta description:" or "Focus keyword:".
    Limits: a reading time alone, a report's real contents page and an article that discusses such fields in a sentence stay unflagged.
    Maps to: W3C CredWeb 0255f049; JTI 10.
    Since: 2026.11
    """
    words = words_of(document).known
    if words.isdisjoint(_TRIGGERS) and ("read" not in words or words.isdisjoint(_MINUTES)):
        return
    for part, blocks in _parts(document).items():
        yield Finding(
            spans=joined(document, blocks),
            message=f"{part} of a page template was left in the text.",
            fix="Remove the line; it belongs to the template, not to the article.",
            evidence={"lines": [document[block.span][:80] for block in blocks]},
        )


def _parts(document: Document) -> dict[str, list[Block]]:
    found: dict[str, list[Block]] = {}
    for index, block in enumerate(document.blocks):
        line = document.lower[block.span.start : block.span.end]
        if len(line) > 300 or block.kind is BlockKind.CODE:
            continue
        words = " ".join(line.split()).rstrip(":. ")
        if words in _MARKERS or (words in _CONTENTS and not _has_entries(document, index)):
            found.setdefault("A contents marker", []).append(block)
        elif len(words) <= 100 and _READ_AND_POST.search(words):
            found.setdefault("A reading-time line", []).append(block)
        elif _is_field(words):
            found.setdefault("A search-engine field", []).append(block)
    return found


def _has_entries(document: Document, index: int) -> bool:
    """Whether a contents line is followed by what could be its entries."""
    entries = 0
    for block in document.blocks[index + 1 : index + 1 + _ENTRIES]:
        if (
            block.kind in (BlockKind.LIST_ITEM, BlockKind.TABLE_ROW)
            or block.span.end - block.span.start <= _SHORT
        ):
            entries += 1
    return entries == _ENTRIES


def _is_field(words: str) -> bool:
    name, colon, _ = words.lstrip("*#- ").partition(":")
    return bool(colon or words == name) and name.strip("* ").removesuffix("s") in _FIELDS
