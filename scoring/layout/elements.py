"""One pass over an HTML page: its pieces, where its parts begin and end, and what its head declares."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from scoring.document import BlockKind
from scoring.layout import line_shapes
from scoring.layout.declared_metadata import Declared
from scoring.layout.element_attributes import (
    BYLINE_WORDS,
    FURNITURE_ROLES,
    REFERENCE_ROLES,
    REFERENCE_WORDS,
    flags,
    hides,
    words_of,
)
from scoring.layout.html_tokens import RAW, attributes, decoded, tokens
from scoring.layout.inline_text import State, WordReader
from scoring.layout.pieces import MOST_PIECES, Piece
from scoring.layout.tables import OpenTable, rows_of

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_CONTAINERS = frozenset(
    [
        "address", "article", "aside", "body", "center", "dd", "details", "dialog", "div", "dl", "dt",
        "fieldset", "figure", "footer", "form", "header", "hgroup", "main", "nav", "search", "section",
        "summary",
    ]
)  # fmt: skip
_LISTS = frozenset(["ul", "ol", "menu", "dir"])
_CELLS = frozenset(["td", "th"])
_TABLE_PARTS = frozenset(["tbody", "thead", "tfoot"])
# Elements without words of the article: their content is passed over.
_DROPPED = frozenset(
    [
        "applet", "audio", "button", "canvas", "datalist", "frameset", "map", "math", "noscript",
        "object", "select", "svg", "template", "video",
    ]
)  # fmt: skip
_FURNITURE_ELEMENTS = frozenset(["nav", "aside", "footer"])
# A paragraph of so many characters, not mostly links, is prose.
SHORTEST_PROSE = 80
# Prose shares: a flagged part with more of the page's prose is the article after all.
LARGEST_FURNITURE = 0.5
LONGEST_BYLINE = 140
MOST_SCRIPTS = 20
MOST_NOTES = 500
LONGEST_NOTE = 1_500
_BARE_LABEL = re.compile(r"\[\^?\d{1,3}\]|\d{1,3}[.):]?")
_LAST_MARKER = re.compile(r"\[(\d{1,3})\]\s*$")
_CALLING = re.compile(r"(?<=[\w.,;:!?”’\")»])\s?\[\d{1,3}\]")


def _may_hide(source: str) -> bool:
    """Whether attributes may hide an element: most are seen at a glance to do nothing of the kind."""
    return (
        "idden" in source
        or "HIDDEN" in source
        or "isplay" in source
        or "DISPLAY" in source
        or "isibility" in source
        or "-only" in source
        or "reader" in source
        or "noprint" in source
        or "mw-" in source
        or "popover" in source
    )


def _ordinal(value: str) -> int:
    """The number of a list or its item, 0 for what is none."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 4 else 0


@dataclass(slots=True)
class Opened:
    """An open element and what to restore when it closes."""

    tag: str
    state: State
    first: int
    prose: int
    weight: int
    names: dict[str, int] | None = None


@dataclass(slots=True)
class OpenList:
    """An open list: its number, depth and the number of its next item; `item` is where its open item is stacked.

    `first` is its first piece; one that `falls` counts down, to 1 where it does not say from where.
    """

    group: int
    depth: int
    ordered: bool
    number: int
    first: int = 0
    falls: bool = False
    item: int = -1


@dataclass(slots=True)
class OpenNote:
    """A note within a line: its label, how many elements are open in it, and the words around it."""

    label: str
    kept: tuple[
        list[str],
        int,
        bool,
        list[tuple[int, int, str]],
        list[tuple[int, int, str, str]],
        list[tuple[int, int]],
    ]
    depth: int = 1


class Part(NamedTuple):
    """A closed container: its range of pieces, the prose in it, and 3 for articleBody, 2 article, 1 main, 0 else."""

    first: int
    last: int
    prose: int
    weight: int


@dataclass(slots=True)
class Flag:
    """A part flagged as furniture; a weak one (a page's header) may hold the title and the byline."""

    weak: bool
    prose: int = 0


class PageReader(WordReader):
    """Reads a page from its tokens. Elements that nobody closed are closed at the end."""

    def __init__(self) -> None:
        super().__init__()
        self.declared = Declared()
        self.pieces: list[Piece] = []
        self.parts: list[Part] = []
        self.flags = [Flag(weak=False)]
        self.prose = 0
        self.whole_page = False
        self._full = False
        self._stack: list[Opened] = []
        self._names: dict[str, int] = {}
        self._lists: list[OpenList] = []
        self._tables: list[OpenTable] = []
        self._groups = 0
        self._dropped, self._drop_depth = "", 0
        self._mark = ""
        self._hint: BlockKind | None = None
        self._soft = False
        # A label that stands in a block of its own, before the words that it belongs to.
        self._label: Piece | None = None
        # Where an element with a name begins: the number of its first piece.
        self._targets: dict[str, int] = {}
        # Notes that stand behind their marker in the text, and the one that is being read.
        self._notes: list[Piece] = []
        self._note: OpenNote | None = None

    def read(self, html: str) -> None:
        """Read a whole page or a fragment."""
        readers = _READERS
        for name, source, text, _ in tokens(html):
            if self._dropped == "p" and (
                name in _ENDS_PARAGRAPH or (name[:1] == "/" and name[1:] in _ENDS_PARAGRAPH)
            ):
                self._dropped = ""
            if self._dropped:
                self._pass_over(name, source)
                if self._dropped:
                    continue
            elif self._full:
                self._space = True
                if name in RAW:
                    continue
            elif name and source and name in _INLINE and _may_hide(source) and hides(attributes(source)):
                self._drop(name, source)
                continue
            elif name and (reader := readers.get(name)):
                if name in RAW:
                    reader(self, source, text)
                    continue
                reader(self, name, source)
                if self._dropped:
                    continue
            if text:
                self._add(text)
        self._boundary()
        while self._stack:
            self._pop()
        if self._label is not None:
            self._add_piece(self._label)
        self.pieces += self._notes
        self._mark_targets()

    # Pieces

    def _keep(
        self,
        text: str,
        links: list[tuple[int, int, str]],
        times: list[tuple[int, int, str, str]],
        codes: list[tuple[int, int]],
    ) -> None:
        state = self._state
        kind = state.kind or self._hint
        piece = Piece(
            text,
            kind,
            level=state.level,
            owner=state.owner,
            gap=not self._soft,
            links=links,
            times=times,
            codes=codes,
        )
        if self._waits_for_words(piece):
            return
        if self._mark and kind in (None, BlockKind.BYLINE):
            opened = self._lists[-1]
            piece.kind, piece.mark = BlockKind.LIST_ITEM, self._mark
            piece.group, piece.level = opened.group, opened.depth
        elif kind is BlockKind.BYLINE and (len(text) > LONGEST_BYLINE or line_shapes.looks_like_stamp(text)):
            piece.kind = None
        self._mark, self._soft = "", False
        if state.cited and (
            piece.kind is BlockKind.LIST_ITEM
            or (
                piece.kind is None
                and (line_shapes.looks_like_reference(text) or bool(line_shapes.LABEL.match(text)))
            )
        ):
            piece.kind = BlockKind.REFERENCE
        piece.place = self._place()
        self._add_piece(piece)
        self._full = len(self.pieces) >= MOST_PIECES
        if len(text) >= SHORTEST_PROSE and piece.kind in _PROSE:
            linked = sum(end - start for start, end, _ in links)
            if 2 * linked < len(text):
                self.prose += len(text)
                self.flags[state.owner].prose += len(text)

    def _waits_for_words(self, piece: Piece) -> bool:
        """Whether a piece is no more than the label of the next one, which then begins with it."""
        label, self._label = self._label, None
        if label is not None:
            if piece.kind in (None, BlockKind.BYLINE) and piece.owner == label.owner:
                shift = len(label.text) + 1
                piece.text = f"{label.text} {piece.text}"
                piece.links = [(a + shift, b + shift, url) for a, b, url in piece.links]
                piece.codes = [(a + shift, b + shift) for a, b in piece.codes]
                piece.times = []
            else:
                self._add_piece(label)
        if piece.kind is not None or self._mark or self._tables or not _BARE_LABEL.fullmatch(piece.text):
            return False
        if piece.text[0] != "[":
            if self._stack and self._stack[-1].tag != "dt":
                return False
            piece.text = f"[{piece.text.strip('.):')}]"
        self._label = piece
        return True

    def _add_piece(self, piece: Piece) -> None:
        if piece.kind is BlockKind.HEADING and piece.level == 1:
            self.declared.first_headings.append(piece.text)
        self.pieces.append(piece)

    def _boundary(self, name: str = "", source: str = "") -> None:
        """A new block begins or ends here."""
        if self._note is not None:
            self._end_note()
        self._flush()
        self._hint = None
        self._soft = False

    # Open elements

    def _push(self, name: str, state: State, weight: int = 0, *, scoped: bool = False) -> None:
        names = None
        if scoped:
            names, self._names = self._names, {}
        self._stack.append(Opened(name, self._state, len(self.pieces), self.prose, weight, names))
        self._names[name] = self._names.get(name, 0) + 1
        self._state = state

    def _pop(self) -> str:
        opened = self._stack.pop()
        name = opened.tag
        if opened.names is not None:
            self._names = opened.names
        else:
            self._names[name] -= 1
        if self.prose > opened.prose and name in _PARTS:
            self.parts.append(Part(opened.first, len(self.pieces), self.prose - opened.prose, opened.weight))
        self._state = opened.state
        if name in _LISTS:
            self._end_list(self._lists.pop())
            self._mark = ""
        elif name == "li":
            self._lists[-1].item = -1
            self._mark = ""
        elif name == "table":
            self._end_table(self._tables.pop())
        elif name == "pre":
            self._verbatim = False
        return name

    def _close(self, name: str, source: str) -> None:
        """An end tag: close its element and whatever is open inside; nothing where it is not open."""
        name = name[1:]
        self._boundary()
        if self._names.get(name):
            while self._pop() != name:
                pass

    def _close_to(self, height: int) -> None:
        while len(self._stack) > height:
            self._pop()

    def _open(self, name: str, source: str) -> None:
        """A container: what its attributes say of everything inside."""
        self._boundary()
        state, weight = self._state, _WEIGHTS.get(name, 0)
        if name == "blockquote":
            state = state._replace(kind=BlockKind.QUOTATION)
        elif name == "figcaption" or name == "caption":
            state = state._replace(kind=BlockKind.CAPTION)
        elif weight:
            state = state._replace(article=True)
        found = attributes(source) if source else {}
        if found or name in _FURNITURE_ELEMENTS or name in ("header", "dialog"):
            state, weight = self._described(name, found, state, weight)
        self._push(name, state, weight)

    def _described(self, name: str, found: dict[str, str], state: State, weight: int) -> tuple[State, int]:
        if hides(found) or (name == "dialog" and "open" not in found):
            state = state._replace(hidden=True)
        self._name_target(found)
        # What the text leads to is read, also where it waits folded up.
        if state.hidden and found.get("id") in self._called:
            state = state._replace(hidden=False)
        role = found.get("role", "")
        words = words_of(found)
        if role == "main":
            weight, state = weight or 1, state._replace(article=True)
        if "articlebody" in found.get("itemprop", "").lower():
            weight, state = 3, state._replace(article=True)
        if words & REFERENCE_WORDS or role in REFERENCE_ROLES:
            return state._replace(cited=True), weight
        if words & BYLINE_WORDS and state.kind is None and "bio" not in words:
            state = state._replace(kind=BlockKind.BYLINE)
        if not state.owner and not weight and name not in ("body", "html"):
            weak = (name == "header" or role == "banner") and not state.article
            strong = name in _FURNITURE_ELEMENTS or (role in FURNITURE_ROLES and role != "banner")
            strong = strong or (not weak and flags(words))
            if strong or weak:
                self.flags.append(Flag(weak=not strong))
                state = state._replace(owner=len(self.flags) - 1)
        return state, weight

    def _open_paragraph(self, name: str, source: str) -> None:
        self._boundary()
        if not source:
            return
        found = attributes(source)
        self._name_target(found)
        words = words_of(found)
        if words & BYLINE_WORDS:
            self._hint = BlockKind.BYLINE
        elif "caption" in words:
            self._hint = BlockKind.CAPTION

    def _open_heading(self, name: str, source: str) -> None:
        self._boundary()
        for other in _HEADINGS:
            if self._names.get(other):
                self._close("/" + other, "")
        state = self._state._replace(kind=BlockKind.HEADING, level=_HEADINGS[name])
        if source and hides(attributes(source)):
            state = state._replace(hidden=True)
        self._push(name, state)

    def _open_preformatted(self, name: str, source: str) -> None:
        self._boundary()
        self._push(name, self._state._replace(kind=BlockKind.CODE))
        self._verbatim = True

    def _open_list(self, name: str, source: str) -> None:
        self._open(name, source)
        if not self._lists:
            self._groups += 1
        found = attributes(source) if name == "ol" and source else {}
        falls = "reversed" in found
        number = _ordinal(found.get("start", "")) or (0 if falls else 1)
        self._lists.append(
            OpenList(self._groups, len(self._lists) + 1, name == "ol", number, len(self.pieces), falls)
        )

    def _open_item(self, name: str, source: str) -> None:
        self._boundary()
        if not self._lists:
            return
        opened = self._lists[-1]
        if opened.item >= 0:
            self._close_to(opened.item)
        opened.item = len(self._stack)
        state = self._state
        if source:
            found = attributes(source)
            state, _ = self._described(name, found, state, 0)
            opened.number = _ordinal(found.get("value", "")) or opened.number
        self._push(name, state)
        self._mark = f"{opened.number}." if opened.ordered else "-"
        opened.number += -1 if opened.falls else 1

    # Tables

    def _open_table(self, name: str, source: str) -> None:
        if self._tables:
            self._tables[-1].layout = True
        self._open(name, source)
        shown = source and attributes(source).get("role") == "presentation"
        self._tables.append(OpenTable(len(self.pieces), len(self.parts), layout=bool(shown)))

    def _open_table_part(self, name: str, source: str) -> None:
        self._boundary()
        if self._tables:
            self._tables[-1].in_head = name == "thead"

    def _open_row(self, name: str, source: str) -> None:
        self._boundary()
        if self._tables:
            self._close_cells()
            self._tables[-1].rows.append((0, True))
            self._tables[-1].hidden_row = bool(source) and hides(attributes(source))

    def _open_cell(self, name: str, source: str) -> None:
        self._boundary()
        if not self._tables:
            return
        self._close_cells()
        table = self._tables[-1]
        cells, head = table.rows.pop() if table.rows else (0, True)
        table.rows.append((cells + 1, table.in_head or (head and name == "th")))
        state = self._state
        if source:
            found = attributes(source)
            self._name_target(found)
            state = state._replace(hidden=True) if hides(found) else state
        if table.hidden_row:
            state = state._replace(hidden=True)
        self._push(name, state, scoped=True)

    def _end_list(self, opened: OpenList) -> None:
        """Number a list that counts down to one, once it is known how long it is."""
        if not opened.falls or opened.number > 0:
            return
        for piece in self.pieces[opened.first :]:
            if piece.group == opened.group and piece.level == opened.depth and piece.mark:
                piece.mark = f"{int(piece.mark[:-1]) - opened.number}."

    def _end_row(self, name: str, source: str) -> None:
        self._boundary()
        if self._tables:
            self._close_cells()
            if name == "/table":
                self._pop()
            elif name == "/thead":
                self._tables[-1].in_head = False

    def _close_cells(self) -> None:
        """Close what is open above the innermost table."""
        for height in range(len(self._stack), 0, -1):
            if self._stack[height - 1].tag == "table":
                self._close_to(height)
                return

    def _end_table(self, table: OpenTable) -> None:
        rows = rows_of(table, self.pieces[table.first :]) if table.holds_data else None
        if rows is None:
            return
        self._groups += 1
        del self.parts[table.parts :]
        del self.pieces[table.first :]
        for piece in rows:
            piece.place = self._place()
            piece.group = self._groups if piece.kind is BlockKind.TABLE_ROW else piece.group
        self.pieces += rows

    def _place(self) -> tuple[int, int] | None:
        """Row and column of the innermost open cell."""
        rows = self._tables[-1].rows if self._tables else ()
        return (len(rows) - 1, rows[-1][0] - 1) if rows else None

    # Inside a line

    def _break(self, name: str, source: str) -> None:
        if self._verbatim:
            self._add("\n")
        elif self._state.kind in _PROSE and not self._mark and self._hint is None:
            held = bool(self._words)
            self._flush()
            self._soft = held
        else:
            self._space = True

    def _open_span(self, name: str, source: str) -> None:
        if self._note is not None:
            self._note.depth += 1
        elif "note" in source and (label := _LAST_MARKER.search("".join(self._words[-2:]))):
            found = attributes(source)
            if found.get("role") == "tooltip" or {"note", "footnote", "sidenote"} & words_of(found):
                self._begin_note(label[1])

    def _close_span(self, name: str, source: str) -> None:
        if self._note is not None:
            self._note.depth -= 1
            if not self._note.depth:
                self._end_note()

    def _begin_note(self, label: str) -> None:
        """Words that stand behind their marker, shown when it is touched: a note, not a part of the sentence."""
        self._note = OpenNote(
            label, (self._words, self._length, self._space, self._links, self._times, self._codes)
        )
        self._words, self._length, self._space = [], 0, False
        self._links, self._times, self._codes = [], [], []

    def _end_note(self) -> None:
        note, self._note = self._note, None
        if note is None:
            return
        self._close_link("", "")
        text, links, codes = "".join(self._words), self._links, self._codes
        self._words, self._length, self._space, self._links, self._times, self._codes = note.kept
        if text.strip() and len(self._notes) < MOST_NOTES:
            self._notes.append(
                Piece(text, BlockKind.REFERENCE, mark=f"{note.label}.", gap=True, links=links, codes=codes)
            )

    def _name_target(self, found: dict[str, str]) -> None:
        if name := found.get("id") or found.get("name"):
            self._targets.setdefault(name, len(self.pieces))

    def _mark_targets(self) -> None:
        """What a numbered link of the text leads to is the entry of that number."""
        for target, label in self._called.items():
            place = self._targets.get(target, -1)
            if not 0 <= place < len(self.pieces):
                continue
            piece = self.pieces[place]
            # The way back from a note leads to a call in the prose, not to an entry.
            if (
                piece.kind in _NOTES
                and not _CALLING.search(piece.text, 3)
                and len(piece.text) <= LONGEST_NOTE
            ):
                piece.kind = BlockKind.REFERENCE
                piece.mark = piece.mark if piece.mark[:1].isdigit() else f"{label}."

    def _drop(self, name: str, source: str) -> None:
        if not source.endswith("/") or name not in ("svg", "math"):
            self._dropped, self._drop_depth = name, 1

    def _pass_over(self, name: str, source: str) -> None:
        if name == self._dropped:
            if not source.endswith("/"):
                self._drop_depth += 1
        elif name[1:] == self._dropped and name[0] == "/":
            self._drop_depth -= 1
            if not self._drop_depth:
                self._dropped = ""

    # The head

    def _root(self, name: str, source: str) -> None:
        self.whole_page = True
        if name == "html" and source:
            self.declared.language = attributes(source).get("lang") or self.declared.language

    def _body(self, name: str, source: str) -> None:
        self.whole_page = True

    def _meta(self, name: str, source: str) -> None:
        self.declared.add_meta(attributes(source))

    def _base(self, name: str, source: str) -> None:
        found = attributes(source)
        if name == "base":
            self.declared.base = self.declared.base or found.get("href")
        elif "canonical" in found.get("rel", "").lower():
            self.declared.canonical = self.declared.canonical or found.get("href")

    def _script(self, source: str, text: str) -> None:
        if "ld+json" in source.lower() and len(self.declared.scripts) < MOST_SCRIPTS:
            self.declared.scripts.append(text)

    def _title(self, source: str, text: str) -> None:
        self.whole_page = True
        self.declared.page_title = self.declared.page_title or " ".join(decoded(text).split())

    def _ignore(self, source: str, text: str) -> None:
        """Styles, frames and fields have no words of the article."""


_PARTS = _CONTAINERS | {"td", "table"}
# What ends a paragraph that nobody closed.
_ENDS_PARAGRAPH = (
    _CONTAINERS
    | _LISTS
    | _CELLS
    | {*_HEADINGS, "blockquote", "figcaption", "hr", "li", "p", "pre", "table", "tr"}
)
_PROSE = (None, BlockKind.QUOTATION)
_NOTES = (None, BlockKind.LIST_ITEM, BlockKind.TABLE_ROW, BlockKind.REFERENCE, BlockKind.CODE)
# Inside a line; hidden ones are passed over.
_CODE = frozenset(["code", "kbd", "samp", "tt", "var"])
_INLINE = _CODE | frozenset(
    ["a", "abbr", "b", "bdi", "big", "cite", "data", "del", "dfn", "em", "font", "i", "ins", "label", "mark", "output", "p", "q", "s",
     "small", "span", "strike", "strong", "sub", "sup", "time", "u"]
)  # fmt: skip
_WEIGHTS = {"article": 2, "main": 1}
_READERS: dict[str, Callable[..., None]] = {
    **dict.fromkeys((*(_CONTAINERS - {"body"}), "blockquote", "figcaption", "caption"), PageReader._open),
    **{
        f"/{name}": PageReader._close
        for name in (*_CONTAINERS - {"body"}, "blockquote", "figcaption", "caption")
    },
    **dict.fromkeys(_HEADINGS, PageReader._open_heading),
    **{f"/{name}": PageReader._close for name in (*_HEADINGS, *_LISTS, *_CELLS, "li", "pre", "listing")},
    **dict.fromkeys(_LISTS, PageReader._open_list),
    **dict.fromkeys(_TABLE_PARTS, PageReader._open_table_part),
    **dict.fromkeys(_CELLS, PageReader._open_cell),
    **dict.fromkeys(_DROPPED, PageReader._drop),
    **dict.fromkeys(("/p", "hr", "optgroup", "option"), PageReader._boundary),
    **dict.fromkeys(("/tr", "/thead", "/tbody", "/tfoot", "/table"), PageReader._end_row),
    "p": PageReader._open_paragraph,
    "li": PageReader._open_item,
    "tr": PageReader._open_row,
    "table": PageReader._open_table,
    "pre": PageReader._open_preformatted,
    "listing": PageReader._open_preformatted,
    "br": PageReader._break,
    "a": PageReader._open_link,
    "/a": PageReader._close_link,
    "sup": PageReader._raise,
    "/sup": PageReader._lower,
    "time": PageReader._open_time,
    "/time": PageReader._close_time,
    "q": PageReader._quote,
    "/q": PageReader._quote,
    "span": PageReader._open_span,
    "/span": PageReader._close_span,
    **dict.fromkeys(_CODE, PageReader._open_code),
    **{f"/{name}": PageReader._close_code for name in _CODE},
    "html": PageReader._root,
    "head": PageReader._body,
    "body": PageReader._body,
    "meta": PageReader._meta,
    "base": PageReader._base,
    "link": PageReader._base,
    "script": PageReader._script,
    "title": PageReader._title,
    **dict.fromkeys(("style", "textarea", "xmp", "iframe", "noembed", "noframes"), PageReader._ignore),
}
