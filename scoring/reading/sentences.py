"""Prose cut into sentences."""

import re

from scoring.document import PROSE, Page, Sentence, Span
from scoring.lexicons import sections

_LISTS = sections("abbreviations")
_ALWAYS, _NUMBER, _MAYBE, _CAPITAL = (_LISTS[name] for name in ("always", "number", "maybe", "capital"))
_STARTERS = _LISTS["starters"]

# A stop, the marks that close around it, the reference markers that belong to it, then white space or the end.
_STOP = re.compile(
    r"""(?P<stop>[.!?…]{1,8})
    (?P<close>["'”’»)\]]{0,4})
    (?P<marker>(?:\s{0,9}\[\d{1,3}(?:\s?[,–-]\s?\d{1,3}){0,9}\]){0,9})
    (?:\s+|$|(?=[A-Z]))""",
    re.VERBOSE,
)
_OPENING = "\"'“‘«([—–- "
_QUOTES = frozenset("\"'”’»")
_BREAKS = frozenset(" \t\n\r\xa0(\"'“”‘’[—–/")


def split_sentences(document: Page) -> tuple[Sentence, ...]:
    """The sentences of all prose blocks, in text order; spans are trimmed and a block's sentences tile it.

    A reference marker after the stop belongs to the sentence before it.
    """
    text = document.text
    found: list[Sentence] = []
    for index, block in enumerate(document.blocks):
        if block.kind not in PROSE:
            continue
        start, end = block.span
        for match in _STOP.finditer(text, start, end):
            stop, after = match.start(), match.end()
            if after >= end or stop <= start:
                continue
            if (after - stop == 2 and _plainly_ends(text, start, stop, after)) or _ends(
                text, start, match, end
            ):
                close = max(match.end("stop"), match.end("close"), match.end("marker"))
                found.append(Sentence(Span(start, close), index))
                start = after
        if start < end:
            found.append(Sentence(Span(start, end), index))
    return tuple(found)


def _plainly_ends(text: str, start: int, stop: int, after: int) -> bool:
    """The common case, seen quickly: a full stop between a long word in small letters and a capital."""
    word = text[text.rfind(" ", start, stop) + 1 : stop]
    return (
        text[stop] == "."
        and len(word) > 5
        and word.isalpha()
        and word.islower()
        and word not in _MAYBE
        and word not in _ALWAYS
        and text[after].isupper()
    )


def _ends(text: str, start: int, match: re.Match[str], end: int) -> bool:
    """Whether a stop inside a block ends its sentence; `start` is where the sentence begins."""
    stop, after = match["stop"], match.end()
    glued = after == match.end("marker")
    if glued and not match["marker"]:
        return _glued(text, match, end)
    following = after
    while following < end and text[following] in _OPENING:
        following += 1
    first = text[following : following + 1]
    quoted = not _QUOTES.isdisjoint(match["close"])
    if first.islower():
        if quoted and not match["marker"]:
            return False
        if stop != "." or match["close"].endswith((")", "]")):
            return stop in ("?", "??", "?!") and not match["close"]
        return _plain_word(text, start, match.start())
    if stop != ".":
        return True
    return quoted or _period_ends(text, start, match.start(), following, end)


def _glued(text: str, match: re.Match[str], end: int) -> bool:
    """A stop right before a capital: a boundary that lost its space, if ordinary words stand on both sides."""
    before = text[max(0, match.start() - 3) : match.start()]
    return (
        match["stop"] in (".", "?", "!")
        and before.isalpha()
        and before.islower()
        and len(before) == 3
        and text[match.end() : match.end() + 12].partition(" ")[0].lower() in _STARTERS
        and match.end() + 12 < end
    )


def _word_before(text: str, start: int, stop: int) -> str:
    at = stop
    lowest = max(start, stop - 24)
    while at > lowest and text[at - 1] not in _BREAKS:
        at -= 1
    return text[at:stop]


def _plain_word(text: str, start: int, stop: int) -> bool:
    """Whether the word before a stop is no abbreviation at all, so that even a small letter may follow."""
    word = _word_before(text, start, stop)
    small = word.lower()
    if len(word) < 2 or "." in word or small in _ALWAYS or small in _MAYBE:
        return False
    if small in _NUMBER and small != "no":
        return False
    return not (small in _CAPITAL and word[0].isupper())


def _period_ends(text: str, start: int, stop: int, following: int, end: int) -> bool:
    """Whether a single full stop before a capital, a digit or a sign ends the sentence."""
    word = _word_before(text, start, stop)
    small = word.lower()
    if small in _ALWAYS:
        return False
    if text[following : following + 1].isdigit():
        if small in _NUMBER or (small in _CAPITAL and word[0].isupper()):
            return False
        if small in _MAYBE:
            return True
    if word.isdigit() and len(word) < 4 and stop - len(word) == start:
        return False  # "1. First item"
    initial = len(word) == 1 and word.isupper()
    if initial or "." in word or small in _MAYBE or (small in _CAPITAL and word[0].isupper()):
        next_word = _word_after(text, following, end)
        return next_word.lower() in _STARTERS and not (initial and next_word == "I")
    return True


def _word_after(text: str, at: int, end: int) -> str:
    last = at
    highest = min(end, at + 24)
    while last < highest and (text[last].isalpha() or text[last] in "'’"):
        last += 1
    return re.split("['’]", text[at:last])[0]
