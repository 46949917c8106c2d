"""In-text calls by author and year: `(Tamm, 2021)`, `(Tamm et al., 2021; Ruus & Ilves 2020)`, `Tamm (2021)`."""

import re
from collections.abc import Iterable, Iterator

from scoring.document import Marker, Page, Span
from scoring.reading.references.reference_list import Entry

_NAME = r"[^\W\d_][\w'’-]{1,30}"
_YEAR = r"(?:19|20)\d\d[a-z]?"
_ENCLOSED = re.compile(rf"\(([^()\n]{{2,160}}?\b{_YEAR}[^()\n]{{0,40}})\)")
_PART = re.compile(rf"(?:see |cf\. |e\.g\.,? )?({_NAME})[^;\d]{{0,80}}?\b({_YEAR})")
_NARRATED = re.compile(
    rf"({_NAME})(?:'s|’s)?(?: et al\.?| and {_NAME}| & {_NAME})? \(({_YEAR})(?:, p{{1,2}}\. ?\d[\d–-]*)?\)"
)
_FIRST = re.compile(rf"\W*({_NAME})")
_DATED = re.compile(rf"(?<!\d)({_YEAR})(?!\d)")


def author_calls(page: Page, entries: Iterable[Entry]) -> Iterator[Marker]:
    """Calls of entries by their first author and year; what no entry answers is no call, but a remark."""
    keys: dict[tuple[str, str], str] = {}
    ends = []
    for entry in entries:
        ends.append(entry.span)
        words = page.text[entry.body : entry.span.end]
        first, year = _FIRST.match(words), _DATED.search(words)
        if entry.label and first and year:
            keys.setdefault((first[1].lower(), year[1]), entry.label)
    if not keys:
        return
    until = min(span.start for span in ends)
    for found in _ENCLOSED.finditer(page.text, 0, until):
        parts = [_PART.match(part.strip()) for part in found[1].split(";")]
        labels = [keys.get((part[1].lower(), part[2])) for part in parts if part]
        known = tuple(dict.fromkeys(label for label in labels if label))
        if known:
            yield Marker(Span(*found.span()), known)
    for found in _NARRATED.finditer(page.text, 0, until):
        if label := keys.get((found[1].lower(), found[2])):
            yield Marker(Span(page.text.index("(", found.start()), found.end()), (label,))
