"""Where quotation marks open and close."""

import re

from scoring.document import BlockKind, Document, Span

# Every way to set a double quotation mark. Its curl is not trusted: what stands around a mark decides whether
# it opens or closes, so that curly and straight marks read the same.
MARKS = '"“”„‟«»″＂'
_MARK = re.compile(rf"[{MARKS}]|''|’’|‘‘|``|‘’|’‘")
_SILENT = frozenset({BlockKind.CODE, BlockKind.FURNITURE})
_OPENERS = frozenset("([{<—–-/:=>*_'‘’|•")
_CLOSERS = frozenset(")]},.;:!?…")


def find_quotations(document: Document) -> tuple[Span, ...]:
    """Spans between quotation marks, marks included, in text order; never overlapping.

    The two marks need not be of one family. A quotation that is never closed ends where its block ends.
    Apostrophes and single quotation marks are no quotations.
    """
    text = document.text
    found: list[Span] = []
    for block in document.blocks:
        if block.kind in _SILENT:
            continue
        start, end = block.span
        opened: int | None = None
        for match in _MARK.finditer(text, start, end):
            if opened is None:
                if _opens(text, match, start, end):
                    opened = match.start()
            elif _only_opens(text, match, end):
                _add(found, text, opened, match.start())
                opened = match.start()
            elif match.start() - opened > len(match[0]):
                _add(found, text, opened, match.end())
                opened = None
        if opened is not None:
            _add(found, text, opened, end)
    return tuple(found)


def _add(found: list[Span], text: str, start: int, end: int) -> None:
    inner = text[start:end].strip(MARKS + "'’‘` \t\n\r\xa0")
    if inner:
        found.append(Span(start, start + len(text[start:end].rstrip())))


def _opens(text: str, mark: re.Match[str], start: int, end: int) -> bool:
    before = text[mark.start() - 1] if mark.start() > start else " "
    after = text[mark.end()] if mark.end() < end else " "
    if after.isspace() or after in _CLOSERS:
        # A mark between two blanks may still open; one at the very end cannot.
        return before.isspace() and after.isspace() and mark.end() < end
    return before.isspace() or before in _OPENERS or not (before.isalnum() or before in _CLOSERS)


def _only_opens(text: str, mark: re.Match[str], end: int) -> bool:
    """Whether a mark inside a quotation starts the next one, the first never having been closed."""
    before, after = text[mark.start() - 1], text[mark.end() : mark.end() + 1]
    return before.isspace() and bool(after) and after.isalnum() and mark.end() < end
