"""The genre as the caller or the article's address gives it: nothing that anybody can type into the text."""

from scoring.article import Genre
from scoring.document import Document
from scoring.reading.genre import genre_of_address


def given_genre(document: Document) -> Genre | None:
    """The genre that the caller or the address names; None where it is only guessed from the text."""
    return genre_of_address(document) if document.genre_guessed else document.genre
