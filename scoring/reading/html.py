"""HTML as text and blocks."""

from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser

from scoring.article import Article
from scoring.reading.layout import Layout
from scoring.reading.plain import lay_out_plain


def lay_out_html(article: Article) -> Layout:
    """Lay out an HTML body."""
    body = LexborHTMLParser(article.body).body
    return lay_out_plain(replace(article, body=body.text(separator="\n") if body else ""))
