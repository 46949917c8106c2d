"""General claims that stand on nobody's word."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document
from scoring.evidence import Evidence
from scoring.finding import WHOLE_ARTICLE, Family, Finding, Severity
from scoring.views.citations import verified
from scoring.views.plain_words import counted
from scoring.views.support import CITATIONS, checkable_statements
from scoring.views.wording import wording_of

# The lean of prose nearly all of which is general.
_FULL = 1.2
# So many statements in 1,000 of the article's own words tell a reader where to look.
_ENOUGH = 2.5
_FLOOR = 250
# Fewer own words are a caption or a notice.
_FEWEST_WORDS = 60


@check("ATT_UNSUPPORTED", family=Family.ATTRIBUTION, severity=Severity.LOW, needs=CITATIONS)
def unsupported(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """General claims stand without a source that a reader could check.

    Why it matters: where the prose names no particulars and nobody vouches for it, nothing in it can be followed up.
    What counts: own sentences in general terms (see FIL_GENERIC), and few or no statements by an office-holder, an organisation, an outlet or a named document in proportion to them.
    Limits: eyewitness pieces, essays and agency copy rest on their authors; an unverified expert, a private person or a link that nobody looked up changes nothing.
    Maps to: W3C CredWeb baa89d32; JTI 10.
    Since: 2026.11
    """
    register = wording_of(document)
    agency = document.dateline is not None and document.dateline.outlet is not None
    statements = checkable_statements(document) + verified(document, evidence)
    bare = max(0.0, 1 - statements * 1000 / max(_FLOOR, register.words) / _ENOUGH)
    strength = round(register.generality(_FULL) * bare, 2)
    if strength and not agency and register.words >= _FEWEST_WORDS:
        yield Finding(
            spans=WHOLE_ARTICLE,
            message=f"{register.words:,} words in general terms, with {counted(statements, 'statement')} from a source that a reader could check.",
            fix="Say who stated the main claims: a named office, organisation, document or outlet.",
            evidence={"words": register.words, "statements": statements},
            strength=strength,
        )
