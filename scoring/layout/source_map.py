"""Where the words that were read stand in the body that they were read from, found when somebody asks.

The readers keep no offsets: reading is the same whether anybody asks or not. Afterwards the signs of the text are
found again, in order, among those that the markup shows. A text is mostly a part of its page in the same order, with
little put in (list marks, brackets of notes) and much left out (menus, addresses), so runs are followed as far as they
agree, and the next one is looked for a few signs on.
"""

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from typing import NamedTuple

from scoring.article import Format
from scoring.document import Document, Span
from scoring.layout.front_matter import read_front_matter
from scoring.layout.html_tokens import RAW, tokens
from scoring.layout.markdown import prepared, to_html

_WORD = re.compile(r"\S+")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,8};?|#[xX][0-9a-fA-F]{1,8};?|[a-zA-Z][a-zA-Z0-9]{1,40};?)")
# Where a link of Markdown leads to: its words often repeat those of the link.
_DESTINATION = re.compile(r"(?<=\])\((?:[^\s()<>]*+(?:\([^\s()]*+\)[^\s()<>]*+)*+)(?:\s+\"[^\"\n]*+\")?\)")
_SOURCE_LINE = re.compile(r'data-sourcepos="(\d{1,9}):')
# Signs that must agree where a run is taken up again, and how far on it may be: what is short is everywhere.
REACH = {12: 4_000, 5: 300, 2: 16, 1: 6}
GRAM = max(REACH)
# Between the signs of a page there is no markup; runs shorter than this are only looked for where a block ends.
SHORTEST_SHOWN = 5
# So many signs of the text may stand nowhere in the body before a run.
MOST_ADDED = 8
# A sign that was put in weighs as much as so many that were left out.
ADDED_COST = 3
# What is looked for in the whole body is twice as long, and hardly shorter at the end of a block.
SHORTEST_FAR = 8
# Searches of the whole body together read it no more often than this.
MOST_PASSES = 30


class _Signs(NamedTuple):
    """Signs that are no white space, and where each begins and ends in the body (-1: nowhere)."""

    letters: str
    starts: "array[int]"
    ends: "array[int]"


class _Stretch(NamedTuple):
    """Signs `first` to `last` of the text stand together; `place` is the sign to look from where that is known."""

    first: int
    last: int
    place: int = -1
    end: int = -1


class SourceMap:
    """Places of a text's words in the body that it was read from."""

    def __init__(self, offsets: "array[int]", signs: _Signs, found: "array[int]") -> None:
        # The offsets of the text's signs, and for each the sign of the body that it is.
        self._offsets = offsets
        self._signs = signs
        self._found = found

    def place(self, span: Span) -> Span | None:
        """The stretch of the body from the first word of a span to its last, markup between them included.

        For words that stand nowhere in the body, such as a list's mark, an empty span behind the word before them;
        None where there is none.
        """
        first = bisect_right(self._offsets, span.start - 1)
        last = bisect_right(self._offsets, span.end - 1)
        placed = [at for at in range(first, last) if self._found[at] >= 0]
        if not placed:
            while first and self._found[first - 1] < 0:
                first -= 1
            if not first:
                return None
            behind = self._signs.ends[self._found[first - 1]]
            return Span(behind, behind)
        start, end = self._signs.starts[self._found[placed[0]]], self._signs.ends[self._found[placed[-1]]]
        if start < end:
            return Span(start, end)
        # Its parts were moved against each other: the first of them.
        run = placed[0]
        while run + 1 < last and self._found[run + 1] == self._found[run] + 1:
            run += 1
        return Span(start, self._signs.ends[self._found[run]])


def map_source(document: Document) -> SourceMap:
    """Find the words of a document in the body of its article again. Takes time linear in the length of both."""
    body = document.article.body
    if document.article.format is Format.MARKDOWN:
        signs = _placed_only(_signs_of_markdown(body))
    elif document.article.format is Format.HTML:
        signs = _signs_of_html(body)
    else:
        signs = _gathered(((body, 0),))
    text = _gathered(((document.text, 0),))
    stretches = [
        _Stretch(
            bisect_right(text.starts, block.span.start - 1), bisect_right(text.starts, block.span.end - 1)
        )
        for block in document.blocks
    ]
    return SourceMap(text.starts, signs, _aligned(text.letters, stretches, signs.letters, SHORTEST_SHOWN))


def _gathered(pieces: Iterable[tuple[str, int]], *, references: bool = False) -> _Signs:
    """The signs of pieces of a body, each given with its offset; character references are read where asked."""
    letters: list[str] = []
    starts, ends = array("l"), array("l")

    def add(text: str, at: int) -> None:
        for word in _WORD.finditer(text):
            letters.append(word[0])
            starts.extend(range(at + word.start(), at + word.end()))
            ends.extend(range(at + word.start() + 1, at + word.end() + 1))

    for text, at in pieces:
        done = 0
        if references and "&" in text:
            for reference in _REFERENCE.finditer(text):
                if (read := unescape(reference[0])) == reference[0]:
                    continue
                add(text[done : reference.start()], at + done)
                read = "".join(read.split())
                letters.append(read)
                starts.extend([at + reference.start()] * len(read))
                ends.extend([at + reference.end()] * len(read))
                done = reference.end()
        add(text[done:], at + done)
    return _Signs("".join(letters), starts, ends)


def _signs_of_html(html: str) -> _Signs:
    return _gathered(((text, at) for name, _, text, at in tokens(html) if name not in RAW), references=True)


def _signs_of_markdown(body: str) -> _Signs:
    """The signs that the Markdown's HTML shows, with their places in the body."""
    begin = read_front_matter(body).end
    source = prepared(body[begin:])
    html = to_html(source, with_places=True)
    shown = _signs_of_html(html)
    written = _gathered(_without_destinations(source), references=True)
    lines = [0, *(found.end() for found in re.finditer(r"\r\n?|\n", source))]
    stretches: list[_Stretch] = []
    for first, line in _blocks_of(html):
        at = bisect_right(shown.starts, first - 1)
        if stretches:
            stretches[-1] = stretches[-1]._replace(last=at)
        here = bisect_right(written.starts, lines[min(line, len(lines)) - 1] - 1)
        stretches.append(_Stretch(at, len(shown.letters), here))
    if not stretches or stretches[0].first:
        stretches.insert(0, _Stretch(0, stretches[0].first if stretches else len(shown.letters)))
    # A block ends where the next one in the file begins, wherever that stands in the HTML.
    places = [*sorted({stretch.place for stretch in stretches}), len(written.letters)]
    stretches = [
        stretch._replace(end=places[min(bisect_right(places, stretch.place), len(places) - 1)])
        for stretch in stretches
    ]
    found = _aligned(shown.letters, stretches, written.letters)
    given = _Before(source, body, begin)
    starts = array("l", (-1 if at < 0 else given(written.starts[at]) for at in found))
    ends = array("l", (-1 if at < 0 else given(written.ends[at] - 1) + 1 for at in found))
    return _Signs(shown.letters, starts, ends)


def _placed_only(signs: _Signs) -> _Signs:
    """The signs that have a place."""
    if -1 not in signs.starts:
        return signs
    kept = [at for at, start in enumerate(signs.starts) if start >= 0]
    return _Signs(
        "".join(signs.letters[at] for at in kept),
        array("l", (signs.starts[at] for at in kept)),
        array("l", (signs.ends[at] for at in kept)),
    )


def _without_destinations(source: str) -> Iterator[tuple[str, int]]:
    done = 0
    for found in _DESTINATION.finditer(source):
        yield source[done : found.start()], done
        done = found.end()
    yield source[done:], done


def _blocks_of(html: str) -> Iterator[tuple[int, int]]:
    """Where each block of Markdown's HTML begins to have text, and on which line of the Markdown it stands."""
    for name, attributes, _, at in tokens(html):
        if name[:1] != "/" and attributes and (found := _SOURCE_LINE.search(attributes)):
            yield at, int(found[1])


class _Before:
    """From an offset of prepared Markdown to the body that it was prepared from."""

    def __init__(self, source: str, body: str, begin: int) -> None:
        self._begin = begin
        self._offsets: array[int] | None = None
        if len(source) == len(body) - begin and body.endswith(source):
            return
        self._offsets = offsets = array("l", bytes(8 * (len(source) + 1)))
        at = begin
        for number, sign in enumerate(source):
            if at < len(body) and body[at] != sign and sign not in "\n\\":
                while at < len(body) and body[at] != sign:
                    at += 1
            offsets[number] = min(at, len(body))
            if at < len(body) and body[at] == sign:
                at += 1
        offsets[len(source)] = len(body)

    def __call__(self, offset: int) -> int:
        return self._begin + offset if self._offsets is None else self._offsets[offset]


def _aligned(text: str, stretches: Sequence[_Stretch], body: str, shortest: int = 1) -> "array[int]":
    """For each sign of the text the sign of the body that it is, or -1."""
    found = array("l", [-1]) * len(text)
    search = _Search(text, body, shortest)
    furthest = 0
    cursor = 0
    for stretch in stretches:
        if stretch.place >= 0 and not stretch.place <= cursor < stretch.end:
            cursor = stretch.place
        begun = False
        at = stretch.first
        while at < stretch.last:
            run = search.shared(at, stretch.last, cursor)
            if not begun and run < GRAM <= stretch.last - at - run and shortest > 1:
                # What is left out before a block may begin like it, and would not go on like it.
                goes_on = search.near(at + run, stretch.last, cursor + run)
                if goes_on is None or goes_on[1] - cursor - run > GRAM:
                    run = 0
            if not run:
                resumed = search.near(at, stretch.last, cursor, begun=begun)
                if resumed is None and not begun and furthest > cursor:
                    resumed = search.near(at, stretch.last, furthest)
                if resumed is None:
                    resumed = search.anywhere(at, stretch.last, cursor)
                if resumed is None:
                    at += MOST_ADDED
                    continue
                at, cursor = resumed
                run = search.shared(at, stretch.last, cursor)
            begun = True
            found[at : at + run] = array("l", range(cursor, cursor + run))
            at, cursor = at + run, cursor + run
        furthest = max(furthest, cursor)
    return found


class _Search:
    """Looks for the signs of a text in a body."""

    def __init__(self, text: str, body: str, shortest: int) -> None:
        self._text = text
        self._body = body
        self._shortest = shortest
        self._room = MOST_PASSES * len(body)

    def shared(self, at: int, last: int, cursor: int) -> int:
        """How many signs agree from here on."""
        text, body = self._text, self._body
        most = min(last - at, len(body) - cursor)
        run = 0
        while (
            run < most
            and text[at + run : min(at + run + 64, last)]
            == body[cursor + run : cursor + run + min(64, last - at - run)]
        ):
            run += min(64, last - at - run)
        while run < most and text[at + run] == body[cursor + run]:
            run += 1
        return run

    def near(self, at: int, last: int, cursor: int, *, begun: bool = False) -> tuple[int, int] | None:
        """Where the text goes on within reach, in the block that has `begun`: the sign of the text and that of the body."""
        best: tuple[int, int] | None = None
        cost = max(REACH.values())
        for size, furthest in REACH.items():
            if last - at < size or (size < self._shortest and last - at >= GRAM):
                continue
            if best is not None and not begun and self._shortest > 1:
                break
            for added in range(min(MOST_ADDED if size > 1 else 2, last - at - size + 1)):
                begin = at + added
                reach = min(cost - ADDED_COST * added, furthest)
                if reach <= 0:
                    break
                place = self._body.find(self._text[begin : begin + size], cursor, cursor + reach + size - 1)
                if place >= 0:
                    best, cost = (begin, place), ADDED_COST * added + place - cursor
        return best

    def anywhere(self, at: int, last: int, cursor: int) -> tuple[int, int] | None:
        """Where the text goes on in the whole body, looked for from here on first; at most a few times in all."""
        gram = self._text[at : min(at + 2 * GRAM, last)]
        if len(gram) < SHORTEST_FAR or self._room <= 0:
            return None
        place = self._body.find(gram, cursor)
        if place < 0:
            self._room -= len(self._body)
            place = self._body.find(gram)
        else:
            self._room -= place - cursor
        return None if place < 0 else (at, place)
