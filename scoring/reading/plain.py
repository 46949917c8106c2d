"""Plain text as blocks."""

import re

from scoring.article import Article
from scoring.document import Block, BlockKind, Span
from scoring.reading.layout import Layout

_LINE = re.compile(r"[^\n]+")


def lay_out_plain(article: Article) -> Layout:
    """Lay out a plain-text body; the text stays unchanged."""
    blocks = []
    for line in _LINE.finditer(article.body):
        text = line[0]
        if stripped := text.strip():
            start = line.start() + text.index(stripped)
            blocks.append(Block(BlockKind.PARAGRAPH, Span(start, start + len(stripped))))
    return Layout(article.body, tuple(blocks), title=article.title)
