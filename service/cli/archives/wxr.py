"""The export of a WordPress site (WXR, an RSS feed with everything in it), read as a stream.

The parser is expat as Python ships it. Document types are refused, so no entity can be declared: neither one that grows
to gigabytes nor one that reads another file. No export has one.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit
from xml.parsers import expat

import orjson

from service.cli.archives.records import Item, LeftOut, Readable, given

CHUNK = 1 << 16
DEEPEST = 200
MOST_AUTHORS = 10_000
# What is read of each item, by local name; the namespaces of WXR 1.0, 1.1 and 1.2 differ in their last figure only.
_KEPT = frozenset(
    [
        "title",
        "link",
        "creator",
        "encoded",
        "post_id",
        "post_date",
        "post_date_gmt",
        "post_modified_gmt",
        "post_type",
        "status",
        "meta_key",
        "meta_value",
    ]
)
_OF_THE_SITE = frozenset({"language", "base_site_url", "author_login", "author_display_name"})
_ARTICLES = frozenset({"post", "page"})
_UNPUBLISHED = frozenset({"trash", "auto-draft", "inherit"})
# Signs that XML forbids and exports contain all the same.
_FORBIDDEN = bytes(code for code in range(32) if code not in (9, 10, 13))
_ITEM = b"<item>"

_COMMENT = re.compile(r"<!-- /?wp:[^>]{0,4000}-->")
_FOOTNOTES = re.compile(r"<!-- wp:footnotes[^>]{0,400}/-->")
_SHORTCODE = re.compile(
    r"\[/?(?:caption|gallery|embed|audio|video|playlist|wp_caption)(?:\s[^\[\]<>]{0,1000})?\]"
)
_BLANK = re.compile(r"\n[ \t\r]*\n")
_BLOCK_TAG = re.compile(
    r"\s*</?(?:p|h[1-6]|ul|ol|li|table|blockquote|pre|div|figure|hr|section|article|aside)\b", re.IGNORECASE
)


class _RefusedError(Exception):
    """The file does what no export does."""


class _Reader:
    """Gathers the items of one feed from the parser's events; `limit` is the most characters of one field."""

    def __init__(self, limit: int, found: list[Item], left_out: LeftOut) -> None:
        self._limit = limit
        self._found = found
        self._left_out = left_out
        self._path: list[str] = []
        self._parts: list[str] | None = None
        self._room = limit
        self._fields: dict[str, str] = {}
        self._meta_key = ""
        self._meta: dict[str, str] = {}
        self._line = 1
        self._too_long = False
        self._login = ""
        self._names: dict[str, str] = {}
        self._site: str | None = None
        self._language: str | None = None
        self._lines_before = 0
        # Bytes that the parser was given before the last chunk.
        self._fed = 0
        self._encoding: str | None = None
        self.is_feed = False
        self._parser = self._new_parser()

    def _new_parser(self) -> "expat.XMLParserType":
        parser = expat.ParserCreate(self._encoding, "\t")
        parser.buffer_text = True
        parser.XmlDeclHandler = self._declaration
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = self._doctype
        return parser

    def parse(self, chunk: bytes) -> None:
        """Take what follows; nothing is the end. Raises ExpatError and _RefusedError."""
        self._parser.Parse(chunk, not chunk)
        self._fed += len(chunk)

    @property
    def line(self) -> int:
        """The line of the file that is being read."""
        return self._parser.CurrentLineNumber + self._lines_before

    def behind_fault(self, chunk: bytes) -> bytes:
        """What of the last chunk stands behind the fault in it."""
        return chunk[max(0, self._parser.ErrorByteIndex - self._fed) :]

    def restart(self, line: int) -> None:
        """Go on behind a fault with an item on this line."""
        self._path, self._parts = [], None
        self._parser = self._new_parser()
        self._parser.Parse(_OPENING, False)
        self._fed = len(_OPENING)
        self._lines_before = line - 1

    def _declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        self._encoding = encoding

    def _doctype(self, *_: Any) -> None:
        raise _RefusedError("has a document type declaration, which no export has: it is not read")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition("\t")[2]
        self._path.append(local)
        if len(self._path) > DEEPEST:
            raise _RefusedError(f"elements are nested deeper than {DEEPEST}")
        self.is_feed |= self._path[0] == "rss"
        if local == "item" and len(self._path) == 3:
            self._fields, self._meta, self._meta_key = {}, {}, ""
            self._line = self.line
            self._too_long = False
        elif local in _KEPT or local in _OF_THE_SITE:
            if local == "encoded" and "excerpt" in name:
                return
            self._parts, self._room = [], self._limit

    def _characters(self, text: str) -> None:
        if self._parts is None:
            return
        self._room -= len(text)
        if self._room >= 0:
            self._parts.append(text)
        else:
            self._too_long = True

    def _end(self, name: str) -> None:
        local = name.rpartition("\t")[2]
        text = "".join(self._parts).strip() if self._parts is not None else None
        self._parts = None
        self._path.pop()
        if local == "item" and len(self._path) == 2:
            self._take()
        elif text is None:
            return
        elif "item" not in self._path:
            self._tell_site(local, text)
        elif local == "meta_key":
            self._meta_key = text
        elif local == "meta_value":
            if self._meta_key == "footnotes":
                self._meta["footnotes"] = text
        else:
            self._fields.setdefault(local, text)

    def _tell_site(self, local: str, text: str) -> None:
        if local == "language":
            self._language = self._language or text
        elif local in ("link", "base_site_url"):
            self._site = self._site or _host(text)
        elif local == "author_login":
            self._login = text
        elif local == "author_display_name" and len(self._names) < MOST_AUTHORS:
            self._names[self._login] = text

    def _take(self) -> None:
        fields = self._fields
        kind = fields.get("post_type", "post")
        if kind not in _ARTICLES or fields.get("status") in _UNPUBLISHED:
            self._left_out.add(kind if kind not in _ARTICLES else fields["status"])
        elif self._too_long:
            self._found.append(Item(line=self._line, error=f"longer than {self._limit:,} characters"))
        else:
            self._found.append(Item(self._submission(), line=self._line))

    def _submission(self) -> dict[str, Any]:
        fields = self._fields
        url, login = fields.get("link", ""), fields.get("creator", "")
        return given(
            {
                "html": page_html(fields.get("encoded", ""), self._meta.get("footnotes", "")) or " ",
                "title": fields.get("title"),
                "url": url if url.startswith(("http://", "https://")) else None,
                "language": self._language.replace("_", "-") if self._language else None,
                "authors": [self._names.get(login) or login] if login else [],
                "published_at": _stamp(fields.get("post_date_gmt", "")) or _day(fields.get("post_date", "")),
                "modified_at": _stamp(fields.get("post_modified_gmt", "")),
                "site": self._site,
                "external_id": fields.get("post_id"),
            }
        )


_OPENING = (
    b'<rss xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" '
    b'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wfw="http://wellformedweb.org/CommentAPI/" '
    b'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>'
)


def items(file: Readable, limit: int, left_out: LeftOut) -> Iterator[Item]:
    """The posts and pages of an export, in order. What is not well-formed costs the item that it stands in."""
    found: list[Item] = []
    reader = _Reader(limit, found, left_out)
    # In UTF-16, half of the bytes are such signs.
    forbidden = _FORBIDDEN
    chunk = file.read(CHUNK)
    if chunk.startswith((b"\xff\xfe", b"\xfe\xff")):
        forbidden = b""
    while True:
        chunk = chunk.translate(None, forbidden)
        try:
            reader.parse(chunk)
        except _RefusedError as error:
            yield from found
            yield Item(line=reader.line, error=str(error))
            return
        except expat.ExpatError as error:
            yield from found
            found.clear()
            why = expat.ErrorString(error.code)
            if not reader.is_feed:
                yield Item(line=reader.line, error=f"is no XML that can be read ({why})")
                return
            yield Item(line=reader.line, error=f"is not well-formed XML ({why}); the items after it are read")
            line = reader.line
            chunk, passed = _next_item(file, reader.behind_fault(chunk), forbidden)
            if not chunk:
                return
            reader.restart(line + passed)
            continue
        yield from found
        found.clear()
        if not chunk:
            break
        chunk = file.read(CHUNK)
    if not reader.is_feed:
        yield Item(line=1, error="is XML, but no export of WordPress: its root is not <rss>")


def _next_item(file: Readable, held: bytes, forbidden: bytes) -> tuple[bytes, int]:
    """What follows from the next item on, nothing at the end of the file, and how many line ends were passed."""
    passed = 0
    while (at := held.find(_ITEM)) < 0:
        keep = max(0, len(held) - len(_ITEM) + 1)
        passed += held.count(b"\n", 0, keep)
        more = file.read(CHUNK)
        if not more:
            return b"", passed
        held = held[keep:] + more.translate(None, forbidden)
    return held[at:], passed + held.count(b"\n", 0, at)


def page_html(content: str, footnotes: str = "") -> str:
    """A post's content as a page shows it: notes in their place, shortcodes left out, paragraphs as paragraphs."""
    if "<!-- wp:" in content:
        content = _FOOTNOTES.sub(lambda _: _notes(footnotes), content)
        content = _COMMENT.sub("", content)
    elif not re.search(r"<p[\s>]", content):
        content = "".join(
            part if _BLOCK_TAG.match(part) else f"<p>{part.strip()}</p>\n"
            for part in _BLANK.split(content)
            if part.strip()
        )
    return _SHORTCODE.sub("", content)


def _notes(footnotes: str) -> str:
    """The list of notes that the block editor keeps beside the text: JSON of ids and contents."""
    try:
        notes = orjson.loads(footnotes)
        rows = [f'<li id="{note["id"]}">{note["content"]}</li>' for note in notes]
    except (orjson.JSONDecodeError, TypeError, KeyError):
        return ""
    return f'<ol class="wp-block-footnotes">{"".join(rows)}</ol>'


def _stamp(text: str) -> str | None:
    """`2026-11-22 09:30:00` in GMT as a time; WordPress writes zeros for none."""
    return f"{text[:10]}T{text[11:]}Z" if text[:4].isdigit() and not text.startswith("0000") else None


def _day(text: str) -> str | None:
    return text[:10] if text[:4].isdigit() and not text.startswith("0000") else None


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None
