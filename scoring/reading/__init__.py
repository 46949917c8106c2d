"""From a submission to a Document: one pass for each kind of thing that is read."""

from dataclasses import replace

from scoring.article import Article, Format
from scoring.document import Document
from scoring.layout.html import lay_out_html
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
from scoring.reading.references.references import find_references
from scoring.reading.sentences import split_sentences

LAY_OUT = {
    Format.TEXT: lay_out_plain,
    Format.HTML: lay_out_html,
    Format.MARKDOWN: lay_out_markdown,
}


def read(article: Article, lexicon: Lexicon = ENGLISH) -> Document:
    """Read one article by the word lists of a lexicon. Never raises, takes time linear in the length of the body.

    A text that the language gate refuses comes back with its layout and dates only, and `covered` False.
    """
    layout = LAY_OUT[article.format](article)
    document = Document(
        article=article,
        text=layout.text,
        blocks=layout.blocks,
        title=layout.title,
        title_spans=layout.title_spans,
        lower=lower(layout.text),
        lexicon=lexicon,
    )
    language, covered = tell_language(document, article.language or layout.language)
    document = replace(
        document,
        language=language,
        covered=covered,
        words=count_words(document),
        links=find_links(document, layout.links),
    )
    if not covered:
        return replace(document, dates=find_foreign_dates(document))
    document = replace(document, markers=find_markers(document), identifiers=find_identifiers(document))
    document = replace(
        document,
        references=find_references(document),
        sentences=split_sentences(document),
        bylines=find_bylines(document, layout.authors),
        dateline=find_dateline(document),
        stamps=find_stamps(document, layout.stamps),
    )
    embedded = find_embedded(document)
    document = replace(document, embedded=embedded, quotations=find_quotations(document, embedded))
    document = replace(document, dates=find_dates(document))
    quotes, sources = find_attributions(document)
    document = replace(document, quotes=quotes, sources=sources)
    guess = guess_genre(document)
    return replace(
        document,
        genre=guess.genre,
        genre_guessed=not guess.given,
        genre_probability=guess.probability,
        genre_cues=guess.cues,
    )
