"""Whatever points to a source: links, markers, identifiers, reference lists."""

from scoring.document import Document, Identifier, Link, Marker, Reference


def find_links(document: Document, declared: tuple[Link, ...]) -> tuple[Link, ...]:
    """Hyperlinks of the markup and bare URLs of the text, in text order."""
    return declared


def find_markers(document: Document) -> tuple[Marker, ...]:
    """In-text calls for references, outside the reference list."""
    return ()


def find_identifiers(document: Document) -> tuple[Identifier, ...]:
    """DOI, arXiv, PMID, ISBN and ISSN in the text."""
    return ()


def find_references(document: Document) -> tuple[Reference, ...]:
    """The entries of the reference list, then those that the CMS keeps apart."""
    return ()
