"""References whose title is a sentence of the article."""

import re
from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.reading.attribution.statements import hide_quotations
from scoring.views.citations import spans_to_remove

_WORD = re.compile(r"[^\W_]+")

# So many words of a title in a row make it the article's own sentence rather than a turn of phrase.
FEWEST = 8


@check("CIT_TITLE_ECHOES_TEXT", family=Family.CITATIONS, severity=Severity.LOW)
def title_echoes_text(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A reference's title repeats a run of words of the article's own prose.

    Why it matters: titles made up for a text are made of its words; those of real sources were there before it.
    What counts: eight words or more of a title, in order, in a sentence outside quotation marks.
    Limits: articles quote headlines, so titles in quotation marks in the text are left alone; rewrites of one agency's
    copy share its words.
    Maps to: W3C CredWeb 268b0193.
    Since: 2026.11
    """
    titled = [(it, _words(it.title)) for it in document.references if it.title and it.span]
    titled = [(it, words) for it, words in titled if len(words) >= FEWEST]
    if not titled:
        return
    hidden = hide_quotations(document)
    wanted = {run for _, words in titled for run in _runs(words)}
    told = {
        run for it in document.sentences for run in _runs(_words(hidden[slice(*it.span)])) if run in wanted
    }
    for reference, words in titled:
        run = next((run for run in _runs(words) if run in told), None)
        if run:
            yield Finding(
                spans=tuple(sorted(spans_to_remove(document, reference))),
                message=f"The title of reference [{reference.label}] repeats the article's own words: “{run}”.",
                fix="Check that a source with this title exists.",
                evidence={"reference": reference.label, "title": reference.title},
            )


def _runs(words: list[str]) -> Iterator[str]:
    return (" ".join(words[start : start + FEWEST]) for start in range(len(words) - FEWEST + 1))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())
