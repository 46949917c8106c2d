"""Sources that stay without a name."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document, Source, SourceKind, Span
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.views.neighbours import sentences_around
from scoring.views.support import checkable_sources, discount, excerpt

# Wordings for those who are known to the reporter and kept from the reader; groups that merely have no names are others.
_FORMULA = re.compile(
    r"\b(?:sources?|insiders?)\b|\b(?:people|persons?|officials?|aides?|advisers?|diplomats?) (?:close to|familiar with|briefed on|with (?:direct )?knowledge)"
    r"|^(?:an?|one|two|three|several|another) (?:[\w.-]+ ){0,3}(?:officials?|aides?|diplomats?|advisers?)$"
)
_REASON = re.compile(
    r"condition\s+(?:of\s+anonymity|that\s+(?:he|she|they|neither|none|their|his|her)\b)|\banonymously\b|\banonymity\b"
    r"|\b(?:not|never|without)\s+(?:to\s+)?(?:be|being)\s+(?:named|identified|quoted)|\b(?:not|un)\s*-?authori[sz]ed\s+to\b"
    r"|declined\s+to\s+(?:be\s+(?:named|identified)|give\s+(?:his|her|their|a)\s+(?:\w+\s+)?names?)|not\s+want\s+(?:to\s+be\s+(?:named|identified)|(?:his|her|their)\s+names?)"
    r"|fear(?:ing|ed|s)?\s+(?:of\s+|for\s+)?(?:\w+\s+){0,2}(?:retaliation|retribution|reprisals?|safety|jobs?|lives|life|repercussions)\b"
    r"|because\s+of\s+the\s+sensitivity|to\s+(?:speak|talk)\s+(?:freely|frankly|candidly|openly|publicly)|names?\s+(?:has|have|had)\s+been\s+(?:changed|withheld)"
    r"|withh(?:e|o)ld(?:ing)?\s+(?:\w+\s+){0,3}names?|\bnot\s+(?:his|her|their)\s+real\s+names?|spoke\s+on\s+background"
    r"|because\s+(?:he|she|they)\s+(?:was|were)\s+not"
)
_THINGS = re.compile(
    r"\b(?:data|news|media|open|energy|food|water|power|light|revenue|primary|secondary|other|online) sources?\b|sources of\b"
)
_HEARD = re.compile(
    r"\s+(?:has |have |had )?(?:told|testified (?:to|before))\s+(?:the|an?)\s+(?:\w+\s+){0,2}(?:committee|court|inquiry|inquest|hearing|panel|parliament|council|press conference|briefing)\b"
)
# One reason for several: "all of whom asked not to be named".
_FOR_ALL = re.compile(
    r"\b(?:all|both|most|none|neither)\s+(?:of\s+)?(?:whom|them|the|spoke|asked|people|those|sources|officials)\b"
)
_MOST = 40


@check("ATT_ANONYMOUS", family=Family.ATTRIBUTION, severity=Severity.LOW)
def anonymous(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A source speaks, stays without a name, and no reason for that is given.

    Why it matters: a reader cannot weigh what nobody stands for.
    What counts: 'sources', 'a senior official', 'people familiar with', without a reason in the sentence, the one before or the next, where
    no other unnamed source stands nearer to it, and without one that is given for all; less the more checkable sources the article names.
    Limits: security and court reporting needs it, and newsrooms know who it is; six in a hundred genuine articles have one.
    Maps to: JTI 12.1; W3C CredWeb 5ab55dfc.
    Since: 2026.11
    """
    backing = len(checkable_sources(document))
    unnamed = [
        source
        for source in document.sources
        if source.kind is SourceKind.ANONYMOUS and _is_kept_back(document, source)
    ]
    if not unnamed:
        return
    excused = _excused(document, unnamed)
    seen: set[str] = set(excused)
    for source in unnamed:
        if source.key in seen:
            continue
        seen.add(source.key)
        yield Finding(
            spans=(source.span,),
            message=f"“{excerpt(document, source.span)}” is not named, and no reason is given.",
            fix="Name the source, or say why it cannot be named and how it knows.",
            evidence={"checkable_sources": backing},
            strength=discount(backing),
        )


def _is_kept_back(document: Document, source: Source) -> bool:
    """Whether the wording is one for somebody whom the reporter knows and the reader does not; data sources and witnesses of a hearing are others."""
    small = " ".join(source.text.lower().split())
    if not _FORMULA.search(small) or _THINGS.search(small):
        return False
    return _HEARD.match(document.lower, source.span.end, source.span.end + 60) is None


def _excused(document: Document, unnamed: list[Source]) -> set[str]:
    """The keys of the sources for which a reason is given: each reason belongs to the one that stands nearest."""
    starts = [source.span.start for source in unnamed]
    excused: set[str] = set()
    for number, match in enumerate(_REASON.finditer(document.lower)):
        if number >= _MOST:
            break
        at = bisect_left(starts, match.start())
        near = [
            source for source in unnamed[max(0, at - 1) : at + 1] if _beside(document, source, match.start())
        ]
        sentence = sentences_around(document, Span(*match.span()), before=0, after=0)
        if near and _FOR_ALL.search(document.lower, *sentence):
            return {source.key for source in unnamed}
        if near:
            excused.add(min(near, key=lambda source: abs(source.span.start - match.start())).key)
    return excused


def _beside(document: Document, source: Source, at: int) -> bool:
    start, end = sentences_around(document, source.span, before=1, after=1)
    return start <= at < end
