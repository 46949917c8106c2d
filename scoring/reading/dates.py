"""Expressions of time, with every reading of the ambiguous ones."""

from scoring.document import DateMention, Document


def find_dates(document: Document) -> tuple[DateMention, ...]:
    """The date mentions of the text, in text order."""
    return ()
