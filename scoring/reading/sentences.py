"""Prose cut into sentences."""

from scoring.document import PROSE, Document, Sentence


def split_sentences(document: Document) -> tuple[Sentence, ...]:
    """The sentences of all prose blocks, in text order."""
    return tuple(Sentence(b.span, i) for i, b in enumerate(document.blocks) if b.kind in PROSE)
