"""HTML as a stream of tags and text, in time linear in its length whatever it holds."""

import re
from collections.abc import Iterator
from html import unescape
from html.entities import html5
from string import ascii_letters

from scoring.layout.lowercase import lower

# Read as the standard reads it: a tag ends at the first `>` outside a quoted value, or never. No tree is
# built: lexbor's takes 78 s for a megabyte of nested <div>, and unclosed <b> tags make any tree explode.
_TAG = re.compile(
    r"""<(?:(/?[a-zA-Z][^\s/>]*+)((?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+|(?=>)))*+)>|)"""
    r"([^<]*+(?:<(?![a-zA-Z/!?])[^<]*+)*+)"
)
_ATTRIBUTE = re.compile(r"""([^\s=/>"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?""")
_WRITTEN = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_REFERENCE = re.compile(r"&(#[0-9]{1,8};?|#[xX][0-9a-fA-F]{1,8};?|[a-zA-Z][a-zA-Z0-9]{1,40};?)(?=(=)?)")
# Elements whose content is no markup.
RAW = frozenset({"script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes"})
_LETTERS = frozenset(ascii_letters)
_OPENERS = _LETTERS | {"/", "!", "?"}
LONGEST_ATTRIBUTES = 20_000

Token = tuple[str, str, str, int]


def tokens(html: str) -> Iterator[Token]:
    """Each tag as name (`p`, `/p`), attributes, the text that follows it and where that text begins; raw elements
    with their content.

    Leading text comes under an empty name. Comments are left out; what a browser would swallow is too.
    """
    position = html.find("<")
    if position < 0:
        position = len(html)
    if position:
        yield "", "", html[:position], 0
    lowered = ""
    while 0 <= position < len(html):
        for found in _TAG.finditer(html, position):
            name = found[1]
            if name is None:
                opened = html[found.start() + 1 : found.start() + 3]
                if opened[:1] not in _OPENERS:
                    yield "", "", found[0], found.start()
                    continue
                position = _past_comment(html, found.start(), opened)
                if position < 0:
                    return
                end = _next(html, position)
                yield "", "", html[position:end], position
                position = end
                break
            name = name.lower()
            if name in RAW:
                lowered = lowered or lower(html)
                begin = found.end() - len(found[3])
                end = lowered.find(f"</{name}", begin)
                if end < 0:
                    return
                yield name, found[2], html[begin:end], begin
                close = html.find(">", end) + 1
                if not close:
                    return
                position = _next(html, close)
                yield "", "", html[close:position], close
                break
            yield name, found[2], found[3], found.start(3)
        else:
            return


def _next(html: str, start: int) -> int:
    found = html.find("<", start)
    return len(html) if found < 0 else found


def _past_comment(html: str, start: int, opened: str) -> int:
    """Where a comment or the like ends, -1 where it or a tag never does."""
    if opened[0] in _LETTERS or (opened[0] == "/" and opened[1:] in _LETTERS):
        return -1
    if html.startswith("<!--", start):
        return _after(html, "-->", start + 2)
    return _after(html, ">", start)


def _after(html: str, mark: str, start: int) -> int:
    found = html.find(mark, start)
    return -1 if found < 0 else found + len(mark)


def attributes(source: str) -> dict[str, str]:
    """The attributes of a tag by lower-case name, the first of each; a bare name has an empty value."""
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(source[:LONGEST_ATTRIBUTES]):
        found.setdefault(name.lower(), decoded_value(double or single or bare))
    return found


def decoded_value(value: str) -> str:
    """An attribute's value with its character references read (HTML standard, named character reference state).

    There, a name without its `;` stays as it is before `=`, a letter or a figure: `?id=5&region=uk` has two parameters.
    """
    return _REFERENCE.sub(_referred, value) if "&" in value else value


def _referred(found: re.Match[str]) -> str:
    name = found[1]
    if name[0] == "#":
        return decoded(found[0])
    if name[-1] == ";":
        return html5.get(name, found[0])
    return found[0] if found[2] else html5.get(name, found[0])


def decoded_title(title: str) -> str:
    """A title as a CMS sends it, with the character references read that its editor wrote none of: `Q&#038;A`, `&amp;`.

    Only what ends in a semicolon is one: `AT&T` and `fish &copy` stay. What would not be seen is left out, so that no
    reference turns the direction of a line or breaks it.
    """
    return " ".join(_WRITTEN.sub(_shown, title).split()) if "&" in title else title


def _shown(found: re.Match[str]) -> str:
    sign = decoded(found[0])
    if sign == found[0] or sign.isprintable():
        return sign
    return " " if sign.isspace() else ""


def decoded(text: str) -> str:
    """Text with its character references read."""
    if "&" not in text:
        return text
    try:
        return unescape(text)
    except ValueError:  # a number of thousands of digits
        return text
