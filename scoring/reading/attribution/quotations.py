"""Where quotation marks open and close."""

import re
from collections import deque
from collections.abc import Sequence

from scoring.document import BlockKind, Embedded, Page, Span
from scoring.lexicons import sections

# Every way to set a double quotation mark. Its curl is not trusted: what stands around a mark decides whether
# it opens or closes, so that curly and straight marks read the same.
MARKS = '"“”„‟«»″＂'
# Every way to set a single one; two of them together are a double mark.
SINGLE_MARKS = "'‘’‚‛‹›"
# Single marks inside a word are apostrophes, and the pattern passes over them. All marks stand in its first set, and what
# tells them apart behind it: so it is tried at marks alone, in a tenth of the time of trying it at every character.
_MARK = re.compile(
    rf"""[{MARKS}{SINGLE_MARKS}`](?:
        (?<=[{MARKS}])|(?<=')'|(?<=[‘’])[‘’]|(?<=`)`
        |(?<![\w{SINGLE_MARKS}].)(?<!`)(?=[\w"“„«\[(…$£€#@])|(?<=\S[{SINGLE_MARKS}])(?!\w)
    )""",
    re.VERBOSE,
)
_SILENT = frozenset({BlockKind.CODE, BlockKind.FURNITURE})
_OPENERS = frozenset("([{<—–-/:=>*_'‘’|•")
_CLOSERS = frozenset(")]},.;:!?…")
# A single mark after one of these closes a quotation; after a letter it may be an apostrophe.
_ENDS = frozenset(',.!?;:…)]—–-"”»″“')
_ELIDED = sections("abbreviations")["elided"]
_WORD = re.compile(r"\w+")
_YEAR = re.compile(r"\d\ds?")
_SENTENCE_END = re.compile(r"[.!?]\s+[A-Z]")
_NICKNAME = re.compile(r"[A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*)?$")
_CAPITALISED_BEFORE = re.compile(r"(?:^|[\s(])[A-Z][\w'’.-]*\s$")
# What is quoted by single marks whose end may be an apostrophe is this short.
_LONGEST_DOUBTFUL = 80


def find_quotations(document: Page, embedded: Sequence[Embedded] = ()) -> tuple[Span, ...]:
    """Spans between quotation marks, marks included, and `embedded` matter, in text order; never overlapping.

    The two marks need not be of one family. A quotation that is never closed ends where its block ends; one in
    single marks that is never closed is an apostrophe, unless the next paragraph opens in the same way. Quotations
    inside quotations, apostrophes, inches and nicknames (`Anna “Annie” Field`) are none.
    """
    found: list[Span] = []
    waiting = deque(matter.span for matter in embedded)
    # Where a quotation ends that a list continues: everything before it is read already.
    done = 0
    for index, block in enumerate(document.blocks):
        start, end = max(block.span.start, done), block.span.end
        while waiting and waiting[0].start < end:
            if waiting[0].start > start and block.kind not in _SILENT:
                _Marks(document.text, start, waiting[0].start, found).read(followed=False)
            found.append(waiting.popleft())
            start = done = max(start, found[-1].end)
        if block.kind in _SILENT or start >= end:
            continue
        opened = _Marks(document.text, start, end, found).read(followed=_goes_on(document, index))
        if opened is not None:
            done = _listed_end(document, index)
            _add(found, document.text, opened, done or end)
    return tuple(found)


def _goes_on(document: Page, index: int) -> bool:
    """Whether the next block opens with a single mark, as the paragraphs of one long quotation do."""
    if index + 1 >= len(document.blocks):
        return False
    at = document.blocks[index + 1].span.start
    return document.text[at] in SINGLE_MARKS and document.text[at + 1 : at + 2].isalnum()


def _listed_end(document: Page, index: int) -> int:
    """Where a list ends that continues an open quotation: at a closing mark in one of its items; else 0."""
    blocks, text = document.blocks, document.text
    last = index + 1
    while last < len(blocks) and last <= index + 30 and blocks[last].kind is BlockKind.LIST_ITEM:
        start, end = blocks[last].span
        closing = [at for at in range(start, end) if text[at] in MARKS]
        if closing:
            return closing[0] + 1 if len(closing) == 1 and closing[0] > start else 0
        last += 1
    return 0


class _Marks:
    """The marks of one block, or of a part of it, read in turn."""

    def __init__(self, text: str, start: int, end: int, found: list[Span]) -> None:
        self.text, self.start, self.end, self.found = text, start, end, found
        self.marks = list(_MARK.finditer(text, start, end))

    def read(self, *, followed: bool) -> int | None:
        """Add the quotations of the block; where a last one opens that is not closed in it."""
        text, marks, found = self.text, self.marks, self.found
        opened: int | None = None
        index = 0
        while index < len(marks):
            match = marks[index]
            index += 1
            if _is_single(match):
                if opened is None and match.end() < self.end and text[match.end()].strip():
                    index = self._single(index - 1, followed=followed)
                continue
            if opened is None:
                if _opens(text, match, self.start, self.end):
                    opened = match.start()
            elif _only_opens(text, match, self.end):
                _add(found, text, opened, match.start())
                opened = match.start()
            elif match.start() - opened > len(match[0]) and not self._inches(index - 1):
                self._close(opened, match.end())
                opened = None
        return opened

    def _close(self, start: int, end: int) -> None:
        if not _is_nickname(self.text, start, end, self.start, self.end):
            _add(self.found, self.text, start, end)

    def _inches(self, index: int) -> bool:
        """Whether a mark after a digit measures (`12" wide`), since another one closes the quotation."""
        match, text = self.marks[index], self.text
        if match[0] not in '"″' or not text[match.start() - 1].isdigit():
            return False
        later = index + 1
        while later < len(self.marks) and _is_single(self.marks[later]):
            later += 1
        return later < len(self.marks) and not _opens(text, self.marks[later], self.start, self.end)

    def _single(self, index: int, *, followed: bool) -> int:
        """Add the quotation that the single mark at `index` opens, if it does; where to read on."""
        text, opener = self.text, self.marks[index]
        if not self._may_open(opener):
            return index + 1
        closer = self._closer(index)
        if closer is None:
            if followed and opener.start() == self.start:
                _add(self.found, text, opener.start(), self.end)
                return len(self.marks)
            return index + 1
        self._close(opener.start(), self.marks[closer].end())
        return closer + 1

    def _may_open(self, mark: re.Match[str]) -> bool:
        text, after = self.text, mark.end()
        if mark.start() > self.start and text[mark.start() - 1].isalnum():
            return False
        return text[after].isalnum() or text[after] in '"“„«[(…$£€#@'

    def _elided(self, mark: re.Match[str]) -> bool:
        """Whether the mark may stand for lost letters or figures: `'em`, `'98`."""
        word = _WORD.match(self.text, mark.end())
        return word is not None and (word[0].lower() in _ELIDED or _YEAR.fullmatch(word[0]) is not None)

    def _closer(self, index: int) -> int | None:
        """The mark that closes the single one at `index`: the first firm one, else the first doubtful one."""
        text, opener = self.text, self.marks[index]
        elided = self._elided(opener)
        doubtful: int | None = None
        doubles = 0
        for place in range(index + 1, len(self.marks)):
            mark = self.marks[place]
            if not _is_single(mark):
                doubles += 1
                continue
            before = text[mark.start() - 1]
            if text[mark.end() : mark.end() + 1].isalnum():
                if self._may_open(mark) and not doubles % 2 and not self._elided(mark):
                    break
                continue
            if doubles % 2 and before not in _ENDS:
                continue
            if before in _ENDS or (not elided and not _may_be_apostrophe(text, mark.start())):
                return place if not doubles % 2 else None
            if doubtful is None and not elided and not doubles % 2:
                doubtful = place
        if doubtful is None:
            return None
        inner = text[opener.end() : self.marks[doubtful].start()]
        return doubtful if len(inner) <= _LONGEST_DOUBTFUL and not _SENTENCE_END.search(inner) else None


def _is_single(mark: re.Match[str]) -> bool:
    return mark.end() - mark.start() == 1 and mark[0] in SINGLE_MARKS


def _may_be_apostrophe(text: str, at: int) -> bool:
    """Whether what stands before a mark takes an apostrophe at its end: `masters'`, `goin'`, `6'`, `o'`."""
    before = text[at - 1]
    return (
        before in "szxSZX"
        or before.isdigit()
        or text[at - 2 : at] in ("in", "IN")
        or text[at - 2 : at - 1] == " "
    )


def _is_nickname(text: str, start: int, end: int, first: int, last: int) -> bool:
    inner = text[start + 1 : end - 1]
    if len(inner) > 24 or not _NICKNAME.match(inner) or text[end : end + 1] != " " or end + 1 >= last:
        return False
    return (
        text[end + 1].isupper()
        and _CAPITALISED_BEFORE.search(text, max(first, start - 30), start) is not None
    )


def _add(found: list[Span], text: str, start: int, end: int) -> None:
    inner = text[start:end].strip(MARKS + SINGLE_MARKS + "` \t\n\r\xa0")
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
