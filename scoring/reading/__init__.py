"""From a submission to a Document: one pass for each kind of thing that is read."""

from dataclasses import replace

from scoring.article import Article, Format
from scoring.document import Document, Draft, Link, Page, grown
from scoring.layout.html import lay_out_html
from scoring.layout.html_tokens import decoded_title
from scoring.layout.layout import Layout
from scoring.layout.lowercase import lower
from scoring.layout.markdown import lay_out_markdown
from scoring.layout.plain import lay_out_plain
from scoring.lexicons import ENGLISH, Lexicon
from scoring.reading.attribution.embedded import find_embedded
from scoring.reading.attribution.quotations import find_quotations
from scoring.reading.attribution.quotes import find_attributions
from scoring.reading.bylines import find_bylines, find_dateline
from scoring.reading.dates.mentions import find_dates
from scoring.reading.dates.other_languages import find_foreign_dates
from scoring.reading.dates.stamps import find_stamps
from scoring.reading.genre import guess_genre
from scoring.reading.language import count_words, tell_language
from scoring.reading.references.identifiers import find_identifiers
from scoring.reading.references.links import find_links
from scoring.reading.references.markers import find_markers
from scoring.reading.references.reference_list import list_entries
from scoring.reading.references.references import find_references
from scoring.reading.sentences import split_sentences

LAY_OUT = {
    Format.TEXT: lay_out_plain,
    Format.HTML: lay_out_html,
    Format.MARKDOWN: lay_out_markdown,
}


def read(article: Article, lexicon: Lexicon = ENGLISH) -> Document:
    """Read one article by the word lists of a lexicon. Never raises, takes time linear in the length of the body.

    A text that the language gate refuses comes back with its layout, dates and citations only, and `covered` False.
    """
    if article.title and (title := decoded_title(article.title)) != article.title:
        article = replace(article, title=title)
    layout = LAY_OUT[article.format](article)
    page = Page(
        article=article,
        text=layout.text,
        blocks=layout.blocks,
        title=layout.title,
        title_spans=layout.title_spans,
        code=layout.code,
        lower=lower(layout.text),
        lexicon=lexicon,
    )
    language, covered = tell_language(page, article.language or layout.language)
    words, links = count_words(page), find_links(page, layout.links)
    if not covered:
        dates = find_foreign_dates(page, language)
        entries = list_entries(page, links)
        markers = find_markers(page, links, entries)
        return grown(
            Document,
            page,
            language=language,
            words=words,
            links=links,
            dates=dates,
            markers=markers,
            identifiers=find_identifiers(page, links),
            references=find_references(page, links, entries, markers),
        )
    draft = _draft(page, layout, language, words, links)
    quotes, sources = find_attributions(draft)
    guess = guess_genre(draft, quotes)
    return grown(
        Document,
        draft,
        quotes=quotes,
        sources=sources,
        genre=guess.genre,
        genre_guessed=not guess.given,
        genre_probability=guess.probability,
        genre_cues=guess.cues,
    )


def _draft(page: Page, layout: Layout, language: str, words: int, links: tuple[Link, ...]) -> Draft:
    """All that is read in a text in the covered language, but who is quoted and the genre, which asks for that."""
    entries = list_entries(page, links)
    markers = find_markers(page, links, entries)
    dateline = find_dateline(page)
    stamps = find_stamps(page, layout.stamps, dateline)
    sentences = split_sentences(page)
    embedded = find_embedded(page, sentences)
    return grown(
        Draft,
        page,
        language=language,
        covered=True,
        words=words,
        links=links,
        markers=markers,
        identifiers=find_identifiers(page, links),
        references=find_references(page, links, entries, markers),
        sentences=sentences,
        embedded=embedded,
        quotations=find_quotations(page, embedded),
        bylines=find_bylines(page, layout.authors),
        dateline=dateline,
        stamps=stamps,
        dates=find_dates(page, stamps, words),
    )
