"""What a fetched page says of itself: titles, publisher, dates, anchors, its visible words, where it sends on."""

import re
from codecs import lookup as codec
from dataclasses import dataclass
from datetime import date

from scoring import METADATA, attributes, decoded, hides, json_ld_objects, loose_json_ld, read_date, tokens

LONGEST_TEXT = 20_000
LONGEST_TITLE = 500
MOST_ANCHORS = 5_000
MOST_TITLES = 12
MOST_OBJECTS = 500
LONGEST_SCRIPT = 4_000
# A page that shows less than this is put on screen by its scripts: what it hides is read as well.
SHOWN_TEXT = 200
# A refresh after this many seconds is for readers of the page, not a redirect.
SLOWEST_REFRESH = 10

_HIDDEN = frozenset({"script", "style", "textarea", "xmp", "iframe", "noembed", "noframes", "title"})
# What has no end, and what ends where the next of its kind or a block begins.
_EMPTY = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_ENDS_BY_ITSELF = frozenset(["p", "li", "dt", "dd", "tr", "td", "th", "option"])
_ENDS_A_PARAGRAPH = frozenset(
    ["address", "article", "aside", "blockquote", "div", "dl", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "main", "nav", "ol", "section", "table", "ul"]
)  # fmt: skip
# Elements whose attributes are read, and what has to stand in those of any other: most tell nothing that is asked for.
_TELLING = frozenset({"base", "input", "link", "meta", "time"})
_TOLD = re.compile(r"\b(?:id|name)\b|hid|none|popover", re.IGNORECASE)
_WHOLE = frozenset(["html", "body", "main", "article"])
_FRAMES = frozenset({"frame", "iframe", "object", "embed"})
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_REFRESH = re.compile(r"\s*(\d{1,4})(?:\.\d*)?\s*(?:[;,]\s*(?:url\s*=)?\s*[\"']?([^\"']+))?", re.IGNORECASE)
_MOVES = re.compile(
    r"(?:^|[;{}\s.(])location(?:\.href)?\s*=\s*([\"'])(?P<set>[^\"'\n]{1,2000})\1"
    r"|location\.(?:replace|assign)\s*\(\s*([\"'])(?P<call>[^\"'\n]{1,2000})\3",
    re.IGNORECASE,
)
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
# The encodings that pages are in (WHATWG Encoding Standard). Python knows others, some of which take time out of all
# proportion to read.
_CHARSETS = re.compile(
    r"ascii|utf-8(?:-sig)?|utf-16(?:-le|-be)?|cp(?:125\d|866|874|932|949|950)|iso8859-\d+|koi8-[rut]|mac-(?:roman|cyrillic)"
    r"|gb2312|gbk|gb18030|big5(?:hkscs)?|euc[-_](?:jp|kr)|shift_jis|iso2022_jp|tis-620"
)
# Encodings in which bytes of ASCII are other letters, and those in which every byte is a letter.
_BY_SHIFTS = frozenset({"iso2022_jp"})
_SINGLE_BYTES = re.compile(r"cp(?:125\d|866|874)|iso8859-\d+|koi8-[rut]|mac-(?:roman|cyrillic)|tis-620")
# So many letters are UTF-8 by no accident; fewer may be two signs of an East Asian encoding.
FEWEST_LETTERS = 8
# A text in which one of so many foreign letters is broken is in another encoding.
FEW_BROKEN = 4
MOST_SNIFFED = 16_384
_TAGS = re.compile(rb"<[^>]{0,2000}>")
_BOMS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


@dataclass(frozen=True, slots=True)
class Page:
    """One page as its markup tells it; every text is on one line and bounded.

    What it does not show is no part of its text and headings, but may bear its title; a `plain` one is text without markup.
    """

    title: str | None = None
    titles: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    dates: tuple[date, ...] = ()
    canonical: str | None = None
    anchors: frozenset[str] = frozenset()
    text: str = ""
    moves_to: str | None = None
    password: bool = False
    framed: bool = False
    scripts: int = 0
    plain: bool = False


def plain_page(text: str) -> Page:
    """A text without markup as a page."""
    return Page(text=" ".join(text[:LONGEST_TEXT].split()), plain=True)


def decode(body: bytes, content_type: str) -> str:
    """The text of a body: by its byte order mark, the header, the page's own word, else by its bytes.

    A declaration that the bytes belie is not believed: another encoding where they are UTF-8, and one in which they cannot
    be read.
    """
    for mark, name in _BOMS.items():
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    header, meta = _HEADER_CHARSET.search(content_type), _META_CHARSET.search(body[:2048])
    declared = [_charset(header[1])] if header else []
    declared += [_charset(meta[1].decode("ascii"), meta=True)] if meta else []
    names = [name for name in declared if name] or ["utf-8"]
    if not (names[0].startswith("utf-16") or names[0] in _BY_SHIFTS):
        text = _as_utf8(body)
        surely = _SINGLE_BYTES.fullmatch(names[0]) or names[0].startswith("utf-8")
        if text is not None and (surely or _foreign(text) >= FEWEST_LETTERS):
            return text
    for name in names:
        text = body.decode(name, "replace")
        if text.count("\ufffd") * FEW_BROKEN <= _foreign(text):
            return text
    return body.decode(_sniffed(body), "replace")


def _charset(name: str, meta: bool = False) -> str | None:
    """The codec of an encoding that pages are in, as browsers take its name; None for any other."""
    try:
        known = codec(name).name
    except (LookupError, UnicodeError, ValueError):
        return None
    if not _CHARSETS.fullmatch(known):
        return None
    if known.startswith("utf-16") and meta:
        return "utf-8"  # the declaration was read as bytes of ASCII
    return "cp1252" if known in ("iso8859-1", "ascii") else known


def _as_utf8(body: bytes) -> str | None:
    """The text where the bytes are UTF-8 up to where they were cut."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        cut = error.start >= len(body) - 3 and error.reason == "unexpected end of data"
        return body[: error.start].decode("utf-8") if cut else None


def _foreign(text: str) -> int:
    """How many signs of a text are not ASCII."""
    return len(text) - len(text.encode("ascii", "ignore"))


def _sniffed(body: bytes) -> str:
    """What undeclared bytes may be: windows-1252, as browsers fall back to, or Cyrillic where most letters are no Latin ones."""
    sample = _TAGS.sub(b" ", body[:MOST_SNIFFED])
    high, low = (
        sum(byte >= 0xC0 for byte in sample),
        sum(chr(byte).isalpha() for byte in sample if byte < 0x80),
    )
    if high <= low:
        return "cp1252"
    # Text is mostly in small letters, whose bytes are the capitals' in the other encoding.
    return max(
        ("cp1251", "koi8-r"), key=lambda name: sum(sign.islower() for sign in sample.decode(name, "replace"))
    )


def read_page(html: str, refresh: str | None = None) -> Page:
    """Read a page in one pass; `refresh` is the Refresh header. Never raises, linear in the length."""
    reader = _Reader()
    reader.read(html)
    moves_to = _refresh_target(refresh or "") or reader.moves_to
    text = " ".join("".join(reader.text).split())
    shown = len(text) >= SHOWN_TEXT
    headings, password = reader.headings, reader.password
    if not shown:
        text = " ".join(f"{text} {''.join(reader.unseen.text)}".split())
        headings, password = headings + reader.unseen.headings, password or reader.unseen.password
    if moves_to is None and len(text) < 300:
        moves_to = next(filter(None, map(_script_target, reader.inline)), None)
    return Page(
        title=reader.title,
        titles=tuple(dict.fromkeys(reader.titles))[:MOST_TITLES],
        headings=tuple(dict.fromkeys(headings))[:MOST_TITLES],
        sites=tuple(dict.fromkeys(reader.sites))[:MOST_TITLES],
        dates=tuple(dict.fromkeys(reader.dates))[:MOST_TITLES],
        canonical=reader.canonical,
        anchors=frozenset(reader.anchors),
        text=text,
        moves_to=moves_to,
        password=password,
        framed=reader.framed,
        scripts=reader.scripts,
    )


class _Unseen:
    """What stands in a hidden element, and where that element ends."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.headings: list[str] = []
        self.password = False
        self.within = ""  # the name of the hidden element that we are in
        self._depth = 0

    def enter(self, name: str) -> None:
        """A hidden element begins."""
        if name not in _EMPTY and name not in _WHOLE:
            self.within, self._depth = name, 1

    def pass_by(self, name: str) -> None:
        """A tag within it, which may be its end."""
        own = self.within
        if name == f"/{own}":
            self._depth -= 1
        elif name == own and own not in _ENDS_BY_ITSELF:
            self._depth += 1
        elif own in _ENDS_BY_ITSELF and (name == own or (own == "p" and name in _ENDS_A_PARAGRAPH)):
            self._depth = 0
        if self._depth <= 0:
            self.within = ""


class _Reader:
    def __init__(self) -> None:
        self.unseen = _Unseen()
        self.title: str | None = None
        self.titles: list[str] = []
        self.headings: list[str] = []
        self.sites: list[str] = []
        self.dates: list[date] = []
        self.canonical: str | None = None
        self.anchors: set[str] = set()
        self.text: list[str] = []
        self.inline: list[str] = []
        self.moves_to: str | None = None
        self.password = False
        self.framed = False
        self.scripts = 0
        self._room = LONGEST_TEXT
        self._heading: list[str] | None = None
        self._silent = 0

    def read(self, html: str) -> None:
        for name, given, text, _ in tokens(html):
            self.framed |= name in _FRAMES
            if name in _HIDDEN:
                self._hidden(name, given, text)
                continue
            if self.unseen.within and name:
                self.unseen.pass_by(name)
            if given and (name in _TELLING or _TOLD.search(given)) and not (name == "meta" and self._silent):
                found = attributes(given)
                if not self.unseen.within and hides(found):
                    self.unseen.enter(name)
                self._element(name, found)
            if name == "dialog" and not self.unseen.within and "open" not in attributes(given):
                self.unseen.enter(name)
            if name in ("noscript", "template"):
                self._silent += 1
            elif name in ("/noscript", "/template"):
                self._silent = max(0, self._silent - 1)
            if name in ("h1", "h2"):
                self._heading = []
            elif name in ("/h1", "/h2") and self._heading is not None:
                self._end_heading(name == "/h1")
            if text and not self._silent:
                self._say(decoded(text))

    def _end_heading(self, first: bool) -> None:
        heading = _line("".join(self._heading or ()))
        self._heading = None
        if heading:
            (self.unseen if self.unseen.within else self).headings.append(heading)
            if first:
                self.titles.append(heading)

    def _say(self, text: str) -> None:
        if self._heading is not None and len(self._heading) < 200:
            self._heading.append(text)
        if self._room > 0:
            (self.unseen if self.unseen.within else self).text.append(f"{text[: self._room]} ")
            self._room -= len(text) + 1

    def _hidden(self, name: str, given: str, text: str) -> None:
        if name == "title" and self.title is None:
            self.title = _line(decoded(text)) or None
            if self.title:
                self.titles.append(self.title)
        elif name == "script":
            if "ld+json" in given:
                self._declared(text)
            else:
                self.scripts += 1
                if text.strip() and len(text) <= LONGEST_SCRIPT and len(self.inline) < 5:
                    self.inline.append(text)

    def _element(self, name: str, given: dict[str, str]) -> None:
        for anchor in ("id", "name"):
            if given.get(anchor) and (anchor == "id" or name == "a") and len(self.anchors) < MOST_ANCHORS:
                self.anchors.add(given[anchor])
        if name == "meta":
            self._meta(given)
        elif name == "link" and "canonical" in given.get("rel", "").lower().split():
            self.canonical = self.canonical or given.get("href")
        elif name == "input" and given.get("type", "").lower() == "password":
            (self.unseen if self.unseen.within else self).password = True
        elif name == "time" and (found := read_date(given.get("datetime", ""))):
            self.dates.append(found)
        elif name == "base" and given.get("href"):
            self.anchors.add("")

    def _meta(self, given: dict[str, str]) -> None:
        name = (given.get("property") or given.get("name") or given.get("itemprop") or "").lower()
        content = given.get("content", "")
        if given.get("http-equiv", "").lower() == "refresh":
            self.moves_to = self.moves_to or _refresh_target(content)
        elif name in METADATA.titles:
            self.titles.append(_line(content))
        elif name in METADATA.sites:
            self.sites.append(_line(content))
        elif name in METADATA.published or name in METADATA.modified:
            self._date(content)

    def _date(self, text: str) -> None:
        if found := read_date(text):
            self.dates.append(found)

    def _declared(self, source: str) -> None:
        try:
            parts = json_ld_objects(source, most=MOST_OBJECTS)
        except ValueError:
            parts = iter([loose_json_ld(source)])
        for part in parts:
            for name in ("headline", "alternativeHeadline"):
                if isinstance(part.get(name), str):
                    self.titles.append(_line(part[name]))
            for name in ("datePublished", "dateModified"):
                if isinstance(part.get(name), str):
                    self._date(part[name])
            publisher = part.get("publisher")
            if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
                self.sites.append(_line(publisher["name"]))


def _line(text: str) -> str:
    """One line that shows as it reads: no control characters, no marks that turn its direction."""
    return " ".join(_UNSEEN.sub("", text[: LONGEST_TITLE * 4]).split())[:LONGEST_TITLE]


def _refresh_target(content: str) -> str | None:
    found = _REFRESH.match(content)
    if not found or not found[2] or int(found[1]) > SLOWEST_REFRESH:
        return None
    return found[2].strip()


def _script_target(script: str) -> str | None:
    found = _MOVES.search(script)
    return (found["set"] or found["call"]) if found else None
