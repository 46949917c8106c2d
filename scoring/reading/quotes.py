"""Who says what: attributions and their sources."""

from scoring.document import Document, Quote, Source


def find_attributions(document: Document) -> tuple[tuple[Quote, ...], tuple[Source, ...]]:
    """The quotes of the text with their speakers, and every mention of a source, both in text order."""
    return (), ()
