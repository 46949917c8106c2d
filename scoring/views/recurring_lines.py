"""Which lines of an article are a template's or its outlet's, as far as other articles tell."""

import re
from dataclasses import dataclass

from scoring.document import Document, Span
from scoring.evidence import Evidence
from scoring.lexicons import sections
from scoring.line_evidence import LineCounts
from scoring.views.fingerprint import Fingerprint, fingerprint_of

_STANDING = sections("standing_lines")
# A telephone number, or an address of mail or of the web.
_NUMBER = re.compile(r"\b\d{3,5}[ -]\d{3,4}(?:[ -]\d{3,4})?\b|\b[\w.]+@[\w.]+\b|\bwww\.|https?://")
# One line, or a pair of them, recurs where outlets run the same agency's credit or the same notice.
FEWEST_LINES = 3
# A pair of lines of named outlets tells where it makes up so much of the text.
FEWEST_PAIR = 2
LARGE_SHARE = 0.10


@dataclass(frozen=True, slots=True)
class Template:
    """The standing lines of an article: `lines` of a template with where each was seen, `house` of its outlet.

    `share` is the part of the text's characters in `lines`. `frame` are its headings where their whole
    sequence was seen elsewhere too, `framed` where.
    """

    lines: tuple[tuple[Span, LineCounts], ...] = ()
    house: tuple[Span, ...] = ()
    share: float = 0.0
    frame: tuple[Span, ...] = ()
    framed: LineCounts | None = None

    @property
    def told(self) -> bool:
        """Whether there are enough lines to call them a template."""
        return len(self.lines) >= FEWEST_LINES or (
            len(self.lines) >= FEWEST_PAIR and self.share >= LARGE_SHARE
        )


def template_of(document: Document, evidence: Evidence) -> Template:
    """What other articles tell of a document's lines; nothing where none are known."""
    if not evidence.templates.lines:
        return Template()
    found = fingerprint_of(document)
    lines, house = _lines(document, found, evidence)
    framed = evidence.templates.seen(found.frame) if found.frame is not None else None
    if framed is None or not framed.abroad:
        framed = None
    return Template(
        lines=tuple(lines),
        house=tuple(house),
        share=sum(span.end - span.start for span, _ in lines) / max(1, found.chars),
        frame=found.headings if framed else (),
        framed=framed,
    )


def _is_standing(line: str) -> bool:
    """Whether a line in small letters is a helpline, an appeal or a notice, which unlike stories carry for good reasons."""
    words = f" {line} "
    return (
        _NUMBER.search(line) is not None
        or any(word in words for word in _STANDING["helpline"])
        or any(words.find(notice) >= 0 for notice in _STANDING["notice"])
    )


def _lines(
    document: Document, found: Fingerprint, evidence: Evidence
) -> tuple[list[tuple[Span, LineCounts]], list[Span]]:
    lines: list[tuple[Span, LineCounts]] = []
    house: list[Span] = []
    for digest, spans in found.lines.items():
        seen = evidence.templates.seen(digest)
        if seen.abroad and not _is_standing(document.lower[spans[0].start : spans[0].end]):
            # What an article says twice is one line of its template.
            lines.append((spans[0], seen))
        elif seen.at_home:
            house.append(spans[0])
    return sorted(lines, key=lambda line: line[0]), sorted(house)
