"""Who says what: attributions and their sources."""

from scoring.document import Document, Quote, Source, SourceKind
from scoring.reading.attributions import find_all


def find_attributions(document: Document) -> tuple[tuple[Quote, ...], tuple[Source, ...]]:
    """The quotes of the text with their speakers, and every mention of a source, both in text order."""
    _, found = find_all(document)
    quotes = tuple(
        Quote(
            each.kind,
            each.span,
            Source(document[each.speaker], each.speaker, SourceKind.PERSON, document[each.speaker].lower())
            if each.speaker
            else None,
            each.cue,
        )
        for each in found
    )
    return quotes, ()
