"""Hyperlinks of the markup, and the URLs that stand in the text itself."""

import re
from dataclasses import replace

from scoring.document import Block, BlockKind, Link, Page, Span
from scoring.reading.units import block_at

# What ends an address in running text wherever it stands: marks that none has bare, and signs that nobody sees.
_ENDS = r"\"“”„‟«»‹›`|\\^—―。、，；：！？（）【】「」『』《》،؛؟\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
_REST = re.compile(rf"(?:[^\s<>{{}}{_ENDS}]|\{{\{{[^{{}}\s]{{1,60}}\}}\}}){{1,2048}}")
# Where another address follows without a blank, a shortcode closes, or a script without blanks goes on.
_NEXT = re.compile(
    r"[,;](?=https?://|www\.)|\[/\w|(?<=[a-z])(?=[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3])",
    re.IGNORECASE,
)
_HOST = re.compile(r"[^\s/?#.]{1,63}\.[^\s/?#]")
# An address that its CMS cut short is none.
_CUT_SHORT = ("…", "...")
_POSSESSIVE = ("'s", "’s")
# Hints where a line may break are no part of an address.
_UNSEEN = dict.fromkeys(map(ord, "\xad\u2060"))
_BEGINNINGS = ("http://", "https://", "www.")
_TRAILING = frozenset(".,;:!?'’‘*_~…")
# How far before a URL the words of a Markdown link may begin.
_WORDS = 300


def find_links(page: Page, declared: tuple[Link, ...]) -> tuple[Link, ...]:
    """Hyperlinks of the markup and bare URLs of the text, in text order.

    A link in page furniture says so. The span of a Markdown link that was left in plain text is all of it.
    """
    links = [_placed(page, link) for link in declared]
    spans = sorted(link.span for link in links)
    at = before = 0
    for start, scheme in _starts(page.lower):
        if start < at:
            continue
        while before < len(spans) and spans[before].end <= start:
            before += 1
        if before < len(spans) and spans[before].start <= start:
            continue
        if link := _bare(page, start, scheme, at):
            links.append(link)
            at = link.span.end
    return tuple(sorted(links, key=lambda link: link.span))


def _starts(lower: str) -> list[tuple[int, str]]:
    """Where a URL may begin, and the scheme that it leaves out."""
    found = []
    at = lower.find("://")
    while at >= 0:
        for scheme in ("https", "http"):
            if lower.endswith(scheme, max(0, at - len(scheme)), at):
                found.append((at - len(scheme), ""))
                break
        at = lower.find("://", at + 3)
    at = lower.find("www.")
    while at >= 0:
        if not at or not (lower[at - 1].isalnum() or lower[at - 1] in "/.@-_"):
            found.append((at, "https://"))
        at = lower.find("www.", at + 4)
    return sorted(found)


def _bare(page: Page, start: int, scheme: str, floor: int) -> Link | None:
    text = page.text
    match = _REST.match(text, start)
    if not match:
        return None
    marked_up = text.startswith("](", start - 2)
    following = _NEXT.search(match[0], len("http://"))
    rest = match[0][: following.start()] if following else match[0]
    shown, link, target = rest.partition("](")
    if link and text.startswith("[", start - 1) and target.lower().startswith(_BEGINNINGS):
        # The address is the words of a Markdown link, whose target follows.
        return None
    url = _balanced(rest) if marked_up else _trimmed(shown)
    host = _HOST.match(url, url.find("://") + 3 if not scheme else 0)
    block = block_at(page, start)
    if not host or (block and block.kind is BlockKind.CODE) or rest.startswith(_CUT_SHORT, len(url)):
        return None
    span = Span(start, start + len(url))
    url = url.translate(_UNSEEN).replace("&amp;", "&")
    if marked_up:
        span = _with_words(text, span, floor)
    return Link(span, scheme + url, _furniture(block), assumed=bool(scheme))


def _trimmed(url: str) -> str:
    """The URL without the punctuation of the sentence around it; brackets that it opens itself stay."""
    bare = url.rstrip(".,;:!?)")
    if bare.endswith(_POSSESSIVE):
        url = bare[:-2]
    spare = {")": url.count(")") - url.count("("), "]": url.count("]") - url.count("[")}
    end = len(url)
    while end:
        last = url[end - 1]
        if spare.get(last, 0) > 0:
            spare[last] -= 1
        elif last not in _TRAILING:
            break
        end -= 1
    return url[:end]


def _balanced(url: str) -> str:
    """The URL up to the bracket that closes its Markdown link."""
    depth = 0
    for index, letter in enumerate(url):
        if letter == "(":
            depth += 1
        elif letter == ")":
            depth -= 1
            if depth < 0:
                return url[:index]
    return _trimmed(url)


def _with_words(text: str, url: Span, floor: int) -> Span:
    """The span of `[words](url "title")` around its URL."""
    start = text.rfind("[", max(floor, url.start - _WORDS), url.start - 2)
    end = text.find(")", url.end, url.end + _WORDS)
    if start < 0 or end < 0 or "\n" in text[start : end + 1]:
        return url
    if text[start - 1 : start] in ("!", "["):
        start -= 1
    return Span(start, end + 1)


def _placed(page: Page, link: Link) -> Link:
    if link.furniture or not _furniture(block_at(page, link.span.start)):
        return link
    return replace(link, furniture=True)


def _furniture(block: Block | None) -> bool:
    return block is not None and block.kind is BlockKind.FURNITURE
