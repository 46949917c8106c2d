"""Markdown as text and blocks, by way of HTML."""

import re
from dataclasses import replace

import cmarkgfm
from cmarkgfm.cmark import Options

from scoring.article import Article
from scoring.layout.front_matter import read_front_matter
from scoring.layout.html import lay_out_html
from scoring.layout.layout import Layout

# Raw HTML is only read, never shown.
_OPTIONS = Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES
# All of GitHub's but the filter that shows the markup of scripts as text.
_EXTENSIONS = ["table", "strikethrough", "autolink", "tasklist"]
# `[1] Author`, `[1]: https://...`, `(1) Author`, `1: Author`, `¹ Author` and `**[1]** Author` are entries of a reference
# list, each a paragraph of its own.
_ENTRY = re.compile(r"^ {0,3}\[(\d{1,3})\]([:.]?) +(?=[A-Z\"“‘'*_<]|https?:)", re.MULTILINE)
_LINE_ENTRY = re.compile(
    r"^ {0,3}(?=(?:\*\*\[\d{1,3}\]\*\*|\(\d{1,3}\)|\d{1,3}:|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}) {1,3}(?:[^\W\d_]|[\"“‘'*_<]|https?:))",
    re.MULTILINE,
)
# A bare `www.` address is read as in plain text.
_WWW = re.compile(r"<a href=\"http://(www\.[^\"]{1,2000})\">(?=www\.)")
# What costs the parser seconds and no article has: quotations nested deeper, footnotes called more often.
_DEEP_QUOTE = re.compile(r"^((?:[ \t]{0,3}>){9})(?:[ \t]{0,3}>)+", re.MULTILINE)
MOST_NOTE_CALLS = 2_000


def lay_out_markdown(article: Article) -> Layout:
    """Lay out a Markdown body (GitHub's dialect with footnotes, raw HTML and front matter included)."""
    front = read_front_matter(article.body)
    html = _WWW.sub(r'<a href="https://\1">', to_html(prepared(article.body[front.end :])))
    layout = lay_out_html(replace(article, title=article.title or front.title, body=html))
    return replace(
        layout,
        language=front.language or layout.language,
        links=tuple(
            replace(link, assumed=True) if link.url == f"https://{layout.text[slice(*link.span)]}" else link
            for link in layout.links
        ),
        authors=front.authors or layout.authors,
        stamps=(*front.stamps, *layout.stamps),
    )


def prepared(source: str) -> str:
    """Markdown as the parser takes it: entries of a reference list as paragraphs, quotations no deeper than it likes.

    Line ends and backslashes are put in, other characters left out; nothing else changes.
    """
    source = _ENTRY.sub(r"\n\\[\1\\]\2 ", source.replace("\0", ""))
    return _DEEP_QUOTE.sub(r"\1", _LINE_ENTRY.sub("\n", source))


def to_html(source: str, *, with_places: bool = False) -> str:
    """Prepared Markdown as HTML; `with_places` puts the lines that a block stands on into `data-sourcepos`."""
    options = _OPTIONS if source.count("[^") <= MOST_NOTE_CALLS else Options.CMARK_OPT_UNSAFE
    options |= Options.CMARK_OPT_SOURCEPOS if with_places else 0
    html: str = cmarkgfm.markdown_to_html_with_extensions(source, options, _EXTENSIONS)
    return html
