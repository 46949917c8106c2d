"""What several checks ask of one document is worked out once."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from scoring.document import Page

P = TypeVar("P", bound=Page)
T = TypeVar("T")


def once_per_document(function: Callable[[P], T]) -> Callable[[P], T]:
    """Keep what a function says of a document, or of its page, on that document, as long as it lives.

    Two threads may each work it out; both come to an equal value.
    """

    @wraps(function)
    def kept(document: P) -> T:
        values = document.memo
        try:
            value: T = values[function]
        except KeyError:
            value = values[function] = function(document)
        return value

    return kept
