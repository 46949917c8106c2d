"""The article's own sentences: those in which it neither quotes nor cites anybody."""

from typing import NamedTuple

from scoring.document import Document, Sentence, SourceKind
from scoring.reading.latest import of_latest
from scoring.reading.units import merged, touched

# Sources that nobody can be held to: their sentences are the article's own claims in another coat.
_NOBODY = frozenset(
    {SourceKind.AGENTLESS, SourceKind.ANONYMOUS, SourceKind.CROWD, SourceKind.GENERIC_EXPERT},
)


class OwnProse(NamedTuple):
    """The sentences without a quotation, an attributed statement, a source or a citation, in text order.

    `vague` are those that name none but sources that nobody can be held to. What is measured in `own` alone
    cannot be thinned out, or mended, by adding quotations, experts or links.
    """

    own: tuple[Sentence, ...]
    vague: tuple[Sentence, ...]


@of_latest
def own_prose(document: Document) -> OwnProse:
    """The sentences of a document that are its own."""
    nobody = {source.span for source in document.sources if source.kind in _NOBODY}
    cited = [*document.quotations, *(source.span for source in document.sources if source.span not in nobody)]
    for parts in (document.links, document.markers, document.identifiers):
        cited += [part.span for part in parts]
    attributed = list(nobody)
    for quote in document.quotes:
        if not quote.stance:
            spans = [span for span in (quote.span, quote.cue) if span]
            (attributed if quote.speaker and quote.speaker.kind in _NOBODY else cited).extend(spans)
    places, unplaced = merged(cited), merged(attributed)
    free = [sentence for sentence in document.sentences if not touched(sentence.span, places)]
    own = tuple(sentence for sentence in free if not touched(sentence.span, unplaced))
    return OwnProse(own, tuple(sentence for sentence in free if touched(sentence.span, unplaced)))
