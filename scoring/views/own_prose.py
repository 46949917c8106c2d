"""The article's own sentences, and those that lean on a link or on nobody in particular."""

from typing import NamedTuple

from scoring.document import Document, Sentence, SourceKind
from scoring.memo import once_per_document
from scoring.reading.units import merged, touched

# Sources that nobody can be held to: their sentences are the article's own claims in another coat.
_NOBODY = frozenset(
    {SourceKind.AGENTLESS, SourceKind.ANONYMOUS, SourceKind.CROWD, SourceKind.GENERIC_EXPERT},
)


class OwnProse(NamedTuple):
    """The sentences without a quotation and without a source that has a name or an office, in text order.

    `own` have no citation either and no vague source; `leaning` do. What is measured in `own` alone cannot be thinned
    out, or mended, by adding quotations, experts or links.
    """

    own: tuple[Sentence, ...]
    leaning: tuple[Sentence, ...]


@once_per_document
def own_prose(document: Document) -> OwnProse:
    """The sentences of a document that are its own."""
    named = [source.span for source in document.sources if source.kind not in _NOBODY]
    vague = [source.span for source in document.sources if source.kind in _NOBODY]
    for parts in (document.links, document.markers, document.identifiers):
        vague += [part.span for part in parts]
    places, props = merged([*document.quotations, *named]), merged(vague)
    free = [sentence for sentence in document.sentences if not touched(sentence.span, places)]
    return OwnProse(
        tuple(sentence for sentence in free if not touched(sentence.span, props)),
        tuple(sentence for sentence in free if touched(sentence.span, props)),
    )
