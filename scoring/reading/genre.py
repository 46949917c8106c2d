"""What kind of piece an article is, where the caller does not say."""

from scoring.article import Genre
from scoring.document import Document


def guess_genre(document: Document) -> tuple[Genre, bool]:
    """The genre, and whether it was guessed."""
    if document.article.genre:
        return document.article.genre, False
    return Genre.NEWS, True
