"""Sources that stay without a name."""

import re
from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document, Source, SourceKind
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.views.support import checkable_sources, excerpt

WITH_REASON = 0.3
# How far from the mention, in characters, a reason may be given.
NEAR = 400
# Wordings for those who are known to the reporter and kept from the reader; groups that merely have no names are others.
_FORMULA = re.compile(
    r"\b(?:sources?|insiders?)\b|\b(?:people|persons?|officials?|aides?|advisers?|diplomats?) (?:close to|familiar with|briefed on|with (?:direct )?knowledge)"
    r"|^(?:an?|one|two|three|several|another) (?:[\w.-]+ ){0,3}(?:officials?|aides?|diplomats?|advisers?)$"
)
_REASON = re.compile(
    r"condition\s+of\s+anonymity|not\s+(?:be|being)\s+(?:named|identified)|not\s+authori[sz]ed\s+to|declined\s+to\s+be\s+(?:named|identified)|asked\s+not\s+to\s+be|requested\s+anonymity|"
    r"(?:granted|given)\s+anonymity|fear(?:ing)?\s+(?:of\s+)?(?:retaliation|reprisals?)|because\s+(?:he|she|they)\s+(?:was|were)\s+not"
)


@check("ATT_ANONYMOUS", family=Family.ATTRIBUTION, severity=Severity.LOW)
def anonymous(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A source speaks and stays without a name.

    Why it matters: a reader cannot weigh what nobody stands for.
    What counts: 'sources', 'a senior official', 'people familiar with'; a stated reason for it counts a third; less the more checkable sources the article names.
    Limits: security and court reporting needs it, and newsrooms know who it is; six in a hundred genuine articles have one.
    Maps to: JTI 12.1; W3C CredWeb 5ab55dfc.
    Since: 2026.11
    """
    backing = len(checkable_sources(document))
    seen: set[str] = set()
    for source in document.sources:
        if (
            source.kind is not SourceKind.ANONYMOUS
            or source.key in seen
            or not _FORMULA.search(" ".join(source.text.lower().split()))
        ):
            continue
        seen.add(source.key)
        reason = _reason(document, source)
        yield Finding(
            spans=(source.span,),
            message=f"“{excerpt(document, source.span)}” is not named"
            + (", for a reason that is given." if reason else "."),
            fix="Name the source, or say why it cannot be named and how it knows.",
            evidence={"reason_given": reason, "checkable_sources": backing},
            strength=(WITH_REASON if reason else 1.0) / (1 + backing),
        )


def _reason(document: Document, source: Source) -> bool:
    start, end = source.span
    return _REASON.search(document.lower, max(0, start - NEAR), end + NEAR) is not None
