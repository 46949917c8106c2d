"""Who signs the article, and the dateline of an agency."""

from scoring.document import Byline, Dateline, Document


def find_bylines(document: Document, declared: tuple[str, ...]) -> tuple[Byline, ...]:
    """Authors named by the CMS, the markup or the text, each once."""
    return ()


def find_dateline(document: Document) -> Dateline | None:
    """The dateline, where the first lines have one."""
    return None
