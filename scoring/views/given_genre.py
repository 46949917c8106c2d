"""The genre as the caller or the article's address gives it: nothing that anybody can type into the text."""

from scoring.article import Genre
from scoring.document import Document
from scoring.reading.genre import genre_of_address


def given_genre(document: Document) -> Genre | None:
    """The genre that the caller or the address names; None where it is only guessed from the text."""
    if not document.genre_guessed:
        return document.genre
    found = genre_of_address(document)
    return found[1] if found else None
