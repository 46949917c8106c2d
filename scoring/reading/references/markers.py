"""In-text calls for references: `[3]`, `[1-3]`, superscript digits, author and year."""

import re
from collections.abc import Iterable, Sequence

from scoring.document import BlockKind, Link, Marker, Page, Span
from scoring.months import MONTHS
from scoring.reading.references.author_year_markers import author_calls
from scoring.reading.references.reference_list import Entry, Style

_PAGE = r"(?:[,:]\s{0,2}(?:pp?|ff?|[Ss]|стр|с|para|art|ch)\.?\s{0,2}\d{1,5}(?:\s?[–—-]\s?\d{1,5})?)?"
_BRACKET = re.compile(rf"\[\^?(\d{{1,3}}(?:\s{{0,9}}[,;–—-]\s{{0,9}}\d{{1,3}}){{0,20}}){_PAGE}\]")
_SUPERSCRIPT = re.compile("[¹²³⁴⁵⁶⁷⁸⁹][⁰¹²³⁴⁵⁶⁷⁸⁹]{0,2}")
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_RANGE = re.compile(r"(\d{1,3})(?:\s{0,9}[–—-]\s{0,9}(\d{1,3}))?")
# No list of sources is called by a range wider than this; scales and scores are.
_WIDEST = 30
# A bracket that touches one of these is a formula, an index or a link, not a call.
_FORMULA_BEFORE = frozenset("=+/^<_$€£[{~\\")
_FORMULA_AFTER = re.compile(r"\s{0,2}[=^]|\s{0,2}[+*/]\s{0,2}[\d(\[]|[({}_%°]|[a-z0-9]")
# A word right after a bracket that stands apart makes it a number of something, unless the sentence goes on with one of these.
_COUNTED = re.compile(r"\s{1,3}([^\W\d_]{2,})")
_GOES_ON_WORDS = (
    "also although and are as at be because been before but by can could did do does for from had has have he her "
    "his if in into is it its may might must not on or our over said says shall she should since so than that the "
    "their then there these they this those though through to under until was we were what when where which while "
    "who will with would yet you your"
)
_GOES_ON = frozenset(_GOES_ON_WORDS.split())
# Paragraphs of a judgment are cited like this.
_PINPOINT = frozenset(
    ("at", "para", "paras", "paragraph", "paragraphs", "art", "arts", "section", "sections")
)
# A judgment by its neutral citation, `[2019] EWCA Civ 12`: the numbers in brackets beside it are its paragraphs.
_NEUTRAL_CITATION = re.compile(r"\[(?:1[89]|20)\d\d\] [A-Z]{2,12}\b")
# What joins one paragraph of a judgment to the next.
_JOINS_PINPOINTS = re.compile(r"\s?(?:,|,? ?and|,? ?or|to|–|—|-)\s?")
# Words after which a bracketed number is a quantity that an editor put in.
_QUANTITY_WORDS = (
    "a about age aged almost am an and are around array at be been between by for from had has have "
    "in index interval is least matrix more most nearly of only or over range rated rating scale "
    "score set than the to turned under until up vector was were with chapter item number page pages some "
)
_QUANTITY = frozenset(_QUANTITY_WORDS.split())


# A text with more calls in brackets than these is no article: the rest of them is not read.
MOST = 20_000


def find_markers(page: Page, links: Sequence[Link], entries: Sequence[Entry]) -> tuple[Marker, ...]:
    """In-text calls for references, outside `entries` (the reference list), code and URLs; `[1][2]` are two calls.

    Years, editors' brackets and formulas are not calls.
    """
    text = page.text
    brackets = "[" in text
    raised = any(digit in text for digit in "¹²³⁴⁵⁶⁷⁸⁹")
    dated = any(f"({century}" in text or f" {century}" in text for century in ("19", "20")) and "(" in text
    if not brackets and not raised and not dated:
        return ()
    listed = frozenset(entry.label for entry in entries if entry.label)
    begins = frozenset(block.span.start for block in page.blocks)
    found = []
    if brackets:
        outside = _Outside(page, links, entries)
        is_pinpoint = _Pinpoints(text)
        for match in _BRACKET.finditer(text):
            labels = _labels(match[1])
            known = listed.issuperset(labels)
            if not labels or not outside(match.span()) or (is_pinpoint(match) and not known):
                continue
            if match.start() in begins and not known:
                continue  # the label of a note, which stands outside the list that was found
            if _calls(text, match, known):
                found.append(Marker(Span(*match.span()), labels))
                if len(found) == MOST:
                    break
    if raised:
        outside = _Outside(page, links, entries)
        found += [
            Marker(Span(*match.span()), (match[0].translate(_DIGITS),))
            for match in _SUPERSCRIPT.finditer(text)
            if outside(match.span()) and _raised(text, match)
        ]
    if dated and any(entry.style is Style.NONE for entry in entries):
        found += author_calls(page, entries)
    return tuple(sorted(found, key=lambda marker: marker.span))


def _labels(inner: str) -> tuple[str, ...]:
    """The labels that a marker calls, or none where its numbers are no labels (0, twice the same, a falling or wide range)."""
    if inner.isdigit():
        return (str(int(inner)),) if int(inner) else ()
    labels: list[str] = []
    for match in _RANGE.finditer(inner):
        first, last = int(match[1]), int(match[2] or match[1])
        if not 0 < first <= last < first + _WIDEST:
            return ()
        labels += map(str, range(first, last + 1))
    return tuple(labels) if len(set(labels)) == len(labels) else ()


def _calls(text: str, match: re.Match[str], listed: bool) -> bool:
    """Whether a bracketed number calls a reference, from the characters around it."""
    start, end = match.span()
    before = text[start - 1 : start]
    doubled = before == "[" and text.startswith("]", end)
    if before and before in _FORMULA_BEFORE and not (doubled and listed):
        return False
    if text.startswith(("(http", "(www.", "(#", "(/"), end):
        return False
    if _FORMULA_AFTER.match(text, end):
        return False
    if not listed and text.endswith(('")', "')"), 0, start):
        return False  # what a call of a function gives
    word = _word_before(text, start)
    if len(word) == 1 and word not in "aIA":
        return listed
    if listed or not before.isspace():
        return True
    spaced = text[max(0, start - 41) : start].rstrip()
    previous = _word_before(spaced, len(spaced))
    possessive = spaced.endswith(("'s", "’s", "‘s"))
    follows = _COUNTED.match(text, end)
    return (
        not possessive
        and not (follows and _is_counted(follows[1]))
        and previous.lower() not in _QUANTITY
        and not spaced.endswith(("=", ":", "#", "{", ">"))
    )


def _is_counted(word: str) -> bool:
    """Whether a word after a bracketed number can be what is counted: a noun, a unit, a month."""
    lower = word.lower()
    return lower not in _GOES_ON and (word[0].islower() or lower in MONTHS)


def _word_before(text: str, end: int) -> str:
    """The letters that end at a place, 40 at most."""
    start = end
    while start and end - start < 40 and text[start - 1].isalpha():
        start -= 1
    return text[start:end]


class _Pinpoints:
    """Tells the paragraphs of a judgment, `at [12], [14] and [18]`, from calls; asked in text order."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._judgment = _NEUTRAL_CITATION.search(text) is not None
        self._end = -1

    def __call__(self, match: re.Match[str]) -> bool:
        start, text = match.start(), self._text
        joined = self._end >= 0 and _JOINS_PINPOINTS.fullmatch(text, self._end, min(start, self._end + 9))
        if joined and start - self._end <= 9:
            found = True
        elif not text[start - 1 : start].isspace():
            found = False
        else:
            spaced = text[max(0, start - 41) : start].rstrip()
            found = self._judgment or _word_before(spaced, len(spaced)).lower() in _PINPOINT
        self._end = match.end() if found else -1
        return found


class _Outside:
    """Tells whether a place lies outside entries, code and links; asked in text order, it never looks back."""

    def __init__(self, page: Page, links: Iterable[Link], entries: Iterable[Entry]) -> None:
        closed = [entry.span for entry in entries]
        closed += [link.span for link in links if "[" in page[link.span] and _is_url(page, link.span)]
        closed += [*page.code, *(block.span for block in page.of_kind(BlockKind.CODE))]
        self._closed = sorted(closed)
        self._at = 0
        self._text = page.text
        self._ticks = "`" in page.text

    def __call__(self, place: tuple[int, int]) -> bool:
        start, end = place
        while self._at < len(self._closed) and self._closed[self._at].end <= start:
            self._at += 1
        if self._at < len(self._closed) and self._closed[self._at].start < end:
            return False
        return not (self._ticks and self._in_ticks(start))

    def _in_ticks(self, start: int) -> bool:
        """Whether a place lies between back ticks of its line."""
        line = self._text.rfind("\n", max(0, start - 400), start) + 1 or max(0, start - 400)
        return self._text.count("`", line, start) % 2 == 1


def _is_url(page: Page, span: Span) -> bool:
    return "://" in page[span]


def _raised(text: str, match: re.Match[str]) -> bool:
    """Whether a superscript number stands after a word or a stop, and is neither an exponent nor a unit's."""
    start, end = match.span()
    before, after = text[start - 1 : start], text[end : end + 1]
    after_word = len(_word_before(text, start)) > 3
    after_stop = bool(before) and before in '.,;:!?”"’)»'
    return (after_word or after_stop) and not after.isalnum() and after not in ("⁄", "/", "⁻")
