"""What several checks ask of one document is worked out once."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from scoring.document import Document

T = TypeVar("T")


def once_per_document(function: Callable[[Document], T]) -> Callable[[Document], T]:
    """Keep what a function said of the last document, told by identity; another document takes its place.

    Threads may each work it out; none gets another document's.
    """
    kept: list[tuple[Document, T]] = []

    @wraps(function)
    def asked(document: Document) -> T:
        known = kept[0] if kept else None
        if known is None or known[0] is not document:
            known = (document, function(document))
            kept[:] = [known]
        return known[1]

    return asked
