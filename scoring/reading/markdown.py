"""Markdown as text and blocks, by way of HTML."""

from dataclasses import replace

import cmarkgfm
from cmarkgfm.cmark import Options

from scoring.article import Article
from scoring.reading.html import lay_out_html
from scoring.reading.layout import Layout


def lay_out_markdown(article: Article) -> Layout:
    """Lay out a Markdown body (GitHub's dialect, raw HTML included)."""
    html = cmarkgfm.github_flavored_markdown_to_html(article.body, options=Options.CMARK_OPT_UNSAFE)
    return lay_out_html(replace(article, body=html))
