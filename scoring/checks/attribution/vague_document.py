"""Studies and reports that are not named."""

import re
from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document, Source, SourceKind
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.lexicons import sections
from scoring.reading.attribution.noun_phrases import is_outlet
from scoring.reading.units import block_at, sentence_at
from scoring.views.neighbours import origin_nearby
from scoring.views.support import checkable_sources, discount, excerpt

# Words for works that must have a name before they can be looked up; "the letter" and "the bill" are known from the story.
_STUDIES = frozenset(
    [
        "study",
        "studies",
        "research",
        "survey",
        "surveys",
        "data",
        "statistics",
        "evidence",
        "findings",
        "reports",
        "figures",
        "polls",
        "papers",
    ]
)


# Words that point to a document told of before, or to that there are such.
_POINTING = frozenset(["the", "that", "this", "these", "those", "his", "her", "its", "their", "our", "there"])
# Who keeps data: `court data`, `census figures`.
_KEEPERS = (
    sections("body_forms")["common"]
    | sections("body_forms")["small"]
    | {"official", "census", "crime", "climate", "weather", "tax"}
)
# Works of which a body makes many.
_STUDIES_OF = frozenset(["study", "report", "survey", "analysis", "paper", "review", "research"])
# Whoever says the whole sentence, at its end.
_SAID_AT_LAST = re.compile(r",\s[^,.;]{3,80}\s(?:said|says|told\s[^,.;]{2,40})(?:\s[^,.;]{1,40})?\.$")
_PEOPLE_BESIDE = frozenset({SourceKind.PERSON, SourceKind.OFFICE, SourceKind.EXPERT})


@check("ATT_VAGUE_DOCUMENT", family=Family.ATTRIBUTION, severity=Severity.LOW)
def vague_document(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A study, report or survey vouches for a claim, and nothing says which one.

    Why it matters: 'studies show' sounds like evidence and cannot be looked up.
    What counts: a document as a source that has no title, year, author, publisher or link, and one of which a paragraph tells the publisher alone; less the more checkable sources the article names.
    Limits: quiet where the sentences around it name a body, an expert or another document, or hold a link; laws and letters that the article
    is about are left out.
    Maps to: Wikipedia's signs of AI writing (vague attribution); JTI 12.
    Since: 2026.11
    """
    backing = len(checkable_sources(document))
    seen: set[str] = set()
    for source in document.sources:
        if source.kind is not SourceKind.DOCUMENT or source.key in seen:
            continue
        if source.checkable:
            if not _is_any_of_a_body(document, source):
                continue
        elif not _is_any(document, source) or origin_nearby(document, source.span):
            continue
        if _is_in_other_words(document, source):
            continue
        seen.add(source.key)
        yield Finding(
            spans=(source.span,),
            message=f"“{excerpt(document, source.span)}” does not say which document is meant.",
            fix="Give its title, its year and who made it, or link it.",
            evidence={"checkable_sources": backing},
            strength=discount(backing),
        )


def _is_any(document: Document, source: Source) -> bool:
    """Whether a document without a name is one of many: `studies`, `recent polls`."""
    words = source.text.lower().split()
    if not words or words[-1] not in _STUDIES or words[0] in _POINTING:
        return False
    if any(word[:1].isupper() for word in source.text.split()[1:]) or words[0][:1].isdigit():
        return False
    if _KEEPERS.intersection(words[:-1]):
        return False  # "court data": whose they are says where to look
    # "according to Dealogic data": a capital within a sentence is a name
    before = document.text[max(0, source.span.start - 3) : source.span.start].rstrip()[-1:]
    return not (source.text[:1].isupper() and before.isalnum())


def _is_any_of_a_body(document: Document, source: Source) -> bool:
    """Whether a body is all that a document has: `a recent report from NASA`, with no title, number, date or link beside it."""
    words = source.text.lower().split()
    if len(words) < 3 or words[0] not in ("a", "an", "one", "another") or not _STUDIES_OF.intersection(words):
        return False
    block = block_at(document, source.span.start)
    # A figure can be searched for, and what an outlet reports stands in the outlet.
    if source.affiliation is None or is_outlet(source.affiliation) or block is None:
        return False
    if any(map(str.isdigit, document[block.span])):
        return False
    beside = [mention.span for mention in document.dates] + [link.span for link in document.links]
    beside += document.quotations
    if any(block.span.touches(span) for span in beside):
        return False
    return not any(
        other.key == source.key and other is not source for other in document.sources
    ) and not _PEOPLE_BESIDE.intersection(
        other.kind for other in document.sources if block.span.covers(other.span)
    )


def _is_in_other_words(document: Document, source: Source) -> bool:
    """Whether somebody else says that a document says it: `Findings suggest a leak, police in Arden said.`"""
    sentence = sentence_at(document, source.span.start)
    return sentence is not None and _SAID_AT_LAST.search(document[sentence]) is not None
