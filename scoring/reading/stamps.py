"""When the page says that it was published and modified."""

from scoring.document import Document, Stamp


def find_stamps(document: Document, declared: tuple[Stamp, ...]) -> tuple[Stamp, ...]:
    """All publication and modification stamps, strongest origin first."""
    return declared
