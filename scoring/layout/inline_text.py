"""The words of one block as they come: white space, links, raised calls for notes, times."""

import re
from typing import NamedTuple

from scoring.document import BlockKind
from scoring.layout.html_tokens import attributes, decoded

_NUMBERS = re.compile(r"\d{1,3}(?:\s?[,–-]\s?\d{1,3}){0,9}")
_NUMBERED = re.compile(r"[\[(]?(\d{1,3})[\])]?")
_RAISED = str.maketrans("0123456789+-−n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ")
_BACKLINKS = " ↩︎️↑⤴⮌⏎^†‡"
_NO_BREAKS = dict.fromkeys(map(ord, "\t\n\r"))
# The way back to the second call of a note and the next ones.
_COUNTED_BACKLINK = re.compile(r"↩[\ufe0e\ufe0f]?\s?\[?\d{1,3}\]?")
_NOTE_TARGETS = ("fn", "ref", "note", "cite", "foot", "end", "bib", "_ftn", "r", "n", "s", "source")


def _address(value: str) -> str:
    """A URL as browsers read it: tabs and line ends go, blanks at its ends too, those within are encoded (URL standard)."""
    if value.isalnum():
        return value
    return value.translate(_NO_BREAKS).strip().replace(" ", "%20")


class State(NamedTuple):
    """What the open elements say of the words inside them; `owner` numbers the outermost flagged one."""

    kind: BlockKind | None = None
    level: int = 0
    owner: int = 0
    hidden: bool = False
    cited: bool = False
    article: bool = False


class WordReader:
    """Gathers the words of a block; `_keep` takes each block that is full."""

    def __init__(self) -> None:
        self._state = State()
        self._words: list[str] = []
        self._length = 0
        self._space = False
        self._verbatim = False
        self._url: str | None = None
        self._url_start = -1
        self._links: list[tuple[int, int, str]] = []
        self._anchor: tuple[int, int] = (0, 0)
        self._raised: tuple[int, int, bool] | None = None
        self._time: tuple[int, str, str] | None = None
        self._times: list[tuple[int, int, str, str]] = []
        self._code_start = -1
        self._codes: list[tuple[int, int]] = []
        # The targets inside the page that numbers in the text lead to, each with its number.
        self._called: dict[str, str] = {}

    def _keep(
        self,
        text: str,
        links: list[tuple[int, int, str]],
        times: list[tuple[int, int, str, str]],
        codes: list[tuple[int, int]],
    ) -> None:
        raise NotImplementedError

    def _add(self, text: str) -> None:
        if self._state.hidden:
            return
        if "&" in text:
            text = decoded(text)
        if self._verbatim:
            self._words.append(text)
            self._length += len(text)
            return
        words = text.split()
        if not words:
            self._space = True
            return
        if self._length and (self._space or text[0].isspace()):
            self._words.append(" ")
            self._length += 1
        if self._url_start < 0 and self._url is not None:
            self._url_start = self._length
        joined = " ".join(words)
        self._words.append(joined)
        self._length += len(joined)
        self._space = text[-1].isspace()

    def _flush(self) -> None:
        """Make a piece of the words so far."""
        if not self._words:
            return
        if self._url is not None and self._url_start >= 0:
            self._links.append((self._url_start, self._length, self._url))
            self._url_start = -1
        text = "".join(self._words)
        self._close_code("", "")
        links, times, codes = self._links, self._times, self._codes
        self._words, self._links, self._times, self._codes = [], [], [], []
        self._length, self._space, self._raised, self._anchor = 0, False, None, (0, 0)
        if self._verbatim:
            times = []
            code = self._state.kind is BlockKind.CODE
            text = text.strip() if code else " ".join(text.split())
        if text and not text.isspace():
            self._keep(text, links, times, codes)

    def _open_link(self, name: str, source: str) -> None:
        self._close_link("", "")
        found = attributes(source) if source else {}
        self._name_target(found)
        self._anchor = (len(self._words), self._length)
        if self._raised:
            self._raised = (*self._raised[:2], True)
        if url := _address(found.get("href", "")):
            self._url = url

    def _name_target(self, found: dict[str, str]) -> None:
        """Remember where an element with a name stands, for the links that lead to it."""

    def _close_link(self, name: str, source: str) -> None:
        url, self._url = self._url, None
        if url is None:
            return
        count, length = self._anchor
        if url[0] == "#":
            self._url_start = -1
            self._read_note_call(url, count, length)
        elif self._url_start >= 0:
            self._links.append((self._url_start, self._length, url))
            self._url_start = -1

    def _read_note_call(self, url: str, count: int, length: int) -> None:
        """A link inside the page: a call for a note becomes `[3]`, the way back from the note is left out."""
        text = "".join(self._words[count:])
        bare = text.strip()
        if bare and (not bare.strip(_BACKLINKS) or _COUNTED_BACKLINK.fullmatch(bare)):
            del self._words[count:]
            self._length = length
        elif number := _NUMBERED.fullmatch(bare):
            self._called.setdefault(url[1:], number[1])
            if self._raised is None and url[1:].lower().startswith(_NOTE_TARGETS) and bare == number[1]:
                self._replace(count, length, text.replace(bare, f"[{bare}]"))

    def _replace(self, count: int, length: int, text: str) -> None:
        del self._words[count:]
        self._words.append(text)
        self._length = length + len(text)

    def _raise(self, name: str, source: str) -> None:
        classes = source.lower()
        linked = (
            self._url is not None
            or "ref" in classes
            or "foot" in classes
            or "note" in classes
            or "cit" in classes
        )
        self._raised = (len(self._words), self._length, linked)

    def _lower(self, name: str, source: str) -> None:
        if self._raised is None:
            return
        (count, length, linked), self._raised = self._raised, None
        text = "".join(self._words[count:])
        bare = text.strip()
        if not bare or self._verbatim:
            return
        if linked and _NUMBERS.fullmatch(bare):
            self._replace(count, length, text.replace(bare, f"[{bare}]"))
            url = None
            while self._links and self._links[-1][0] >= length:
                url = self._links.pop()[2]
            if url is not None:
                self._links.append((length, self._length, url))
        elif not linked and len(bare) <= 3 and not bare.strip("0123456789+-−n"):
            self._replace(count, length, text.translate(_RAISED))

    def _open_code(self, name: str, source: str) -> None:
        if self._code_start < 0:
            self._code_start = self._length

    def _close_code(self, name: str, source: str) -> None:
        if 0 <= self._code_start < self._length:
            self._codes.append((self._code_start, self._length))
        self._code_start = -1

    def _open_time(self, name: str, source: str) -> None:
        found = attributes(source) if source else {}
        if moment := found.get("datetime", ""):
            told = " ".join((found.get("itemprop", ""), found.get("class", ""))).lower()
            self._time = (self._length, moment, told)

    def _close_time(self, name: str, source: str) -> None:
        if self._time:
            start, moment, told = self._time
            self._times.append((start, self._length, moment, told))
            self._time = None

    def _quote(self, name: str, source: str) -> None:
        """The marks that a browser puts around <q>."""
        if name == "q":
            self._add(" “" if self._space else "“")
        else:
            self._space = False
            self._add("”")
