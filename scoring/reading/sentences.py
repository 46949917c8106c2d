"""Prose cut into sentences."""

import re

from scoring.document import PROSE, Page, Sentence, Span
from scoring.lexicons import sections

_LISTS = sections("abbreviations")
_ALWAYS, _NUMBER, _MAYBE, _CAPITAL = (_LISTS[name] for name in ("always", "number", "maybe", "capital"))
_UNIT, _STARTERS = _LISTS["unit"], _LISTS["starters"]

# A stop, the marks that close around it, the reference markers that belong to it, then white space or the end. It begins
# with one set, so that it is sought from stop to stop and not tried at every character.
_STOP = re.compile(
    r"""(?P<stop>[.!?…](?:(?<=\.)(?:\s\.){2,3}|[.!?…]{0,7}))
    (?P<close>["'”’»)\]]{0,4})
    (?P<marker>(?:\s{0,9}\[\d{1,3}(?:\s?[,–-]\s?\d{1,3}){0,9}\]){0,9})
    (?:\s+|$|(?=[A-Z]))""",
    re.VERBOSE,
)
_OPENING = "\"'“‘«([—–- "
_QUOTES = frozenset("\"'”’»")
# Initials and what is written like them: U.S, a.m, Ph.D.
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.){1,5}[^\W\d_]{1,2}")
# A source in brackets behind a quotation, which closes the sentence: "..." (Field 55).
_SOURCE = re.compile(r"\([^()\n]{2,60}\)[.;,]")
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
    quoted = not _QUOTES.isdisjoint(match["close"])
    if text[following : following + 1].islower():
        return not quoted and stop == "." and _small_letter_follows(text, start, match, following, end)
    if quoted and text[after] == "(" and _SOURCE.match(text, after, end):
        return False
    if _is_ellipsis(text, match):
        return quoted or _word_after(text, following, end).lower() in _STARTERS
    if stop != ".":
        return True
    return quoted or _period_ends(text, start, match.start(), following, end)


def _small_letter_follows(text: str, start: int, match: re.Match[str], following: int, end: int) -> bool:
    """Whether a full stop before a small letter ends its sentence: between a plain word and one that starts sentences."""
    if match["close"].endswith((")", "]")) or not _plain_word(text, start, match.start()):
        return False
    return _word_after(text, following, end) in _STARTERS


def _is_ellipsis(text: str, match: re.Match[str]) -> bool:
    """Whether a stop is an ellipsis between two words of one sentence, as the blanks around it say."""
    stop = match["stop"]
    if stop.count(".") > 3 and " " in stop:
        return False
    return stop.startswith(("...", "…", ". .")) and text[match.start() - 1].isspace()


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
    if len(word) < 2 or _DOTTED.fullmatch(word) or small in _ALWAYS or small in _MAYBE:
        return False
    if (small in _NUMBER and small != "no") or _is_unit(text, start, stop, small):
        return False
    return not (small in _CAPITAL and word[0].isupper())


def _is_unit(text: str, start: int, stop: int, small: str) -> bool:
    """Whether a word is a unit behind a number: "4 in.", "£3 bn", "2p"."""
    if small.lstrip("0123456789.,") not in _UNIT:
        return False
    before = text[start : stop - len(small)].rstrip()
    return small[0].isdigit() or before[-1:].isdigit()


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
    if (len(word) == 1 or (word.isdigit() and len(word) < 4)) and stop - len(word) == start:
        return False  # "1. First item", "B. Second item"
    initial = len(word) == 1 and word.isupper()
    abbreviated = _DOTTED.fullmatch(word) or small in _MAYBE or _is_unit(text, start, stop, small)
    if initial or abbreviated or (small in _CAPITAL and word[0].isupper()):
        next_word = _word_after(text, following, end)
        return next_word.lower() in _STARTERS and not (initial and next_word == "I")
    return True


def _word_after(text: str, at: int, end: int) -> str:
    last = at
    highest = min(end, at + 24)
    while last < highest and (text[last].isalpha() or text[last] in "'’"):
        last += 1
    return re.split("['’]", text[at:last])[0]
