"""Anniversaries that do not add up."""

import re
from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document, Span
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.views.article_dates import article_date_range

_COUNT = re.compile(r"\b(\d{1,3})(?:st|nd|rd|th)[ -]anniversary of\b")
_YEAR = re.compile(r"(?<![\d-])(1[5-9]\d\d|20\d\d)(?![\d-])")
# What the anniversary is of: up to a comma, a relative clause or a verb that tells of something else.
_PHRASE = re.compile(
    r"(?:(?!,|;|\(|:| (?:that|which|who|whose|where|when|and|but|as|with|after|before|since|reissued|revised|republished|reprinted|restored|rebuilt|remade"
    r"|translated|filmed|adapted|led|won|held|owned|run) )[^.]){0,70}"
)
_LOOSE = re.compile(
    r"\b(?:nearly|almost|about|next|will|upcoming|ahead|last year|marked|celebrated|was|were|had|in (?:19|20)\d\d,)\b"
)


@check("DAT_SPAN_ARITHMETIC", family=Family.DATES, severity=Severity.LOW)
def span_arithmetic(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """An anniversary is counted from a year that gives another number.

    Why it matters: one of the two numbers is wrong.
    What counts: 'the 25th anniversary of' and one earlier year right after it, more than one year off from the article's own year.
    Limits: rounding, observed anniversaries and looks ahead are left out; needs the article's date.
    Maps to: JTI 10.
    Since: 2026.11
    """
    written = article_date_range(document)
    if written is None or "anniversary" not in document.lower:
        return
    for sentence in document.sentences:
        words = document.lower[sentence.span.start : sentence.span.end]
        found = _COUNT.search(words)
        if not found or _LOOSE.search(words) or document.inside_quotation(sentence.span):
            continue
        phrase = _PHRASE.match(words, found.end())
        words = words[: phrase.end()] if phrase else words
        years = {int(year) for year in _YEAR.findall(words, found.end(), found.end() + 60)} - {
            written.first.year,
            written.last.year,
        }
        if len(years) == 1 and abs(written.last.year - years.copy().pop() - int(found[1])) > 1:
            start = sentence.span.start + found.start()
            yield Finding(
                spans=(Span(start, start + len(found[0])),),
                message=f"From {years.pop()} to {written.last.year} it is not {found[1]} years.",
                fix="Correct the number or the year.",
                evidence={"anniversary": int(found[1]), "article": str(written.last)},
            )
