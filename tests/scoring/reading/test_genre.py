"""Which pieces are taken for something other than news."""

import pytest

from scoring import Article, Genre, read

NEWS = (
    "The council met on Monday and said the pier would be repaired. The mayor told reporters that the work begins in "
    'spring, according to a statement. "We should not wait, and I must say that we need our pier", she added. '
) * 6
ESSAY = (
    "I have walked along this pier for forty years, and I think we should be honest about what it means to us. "
    "We must ask ourselves what our island needs. My father mended nets here, and I learned to swim under these planks. "
) * 6


def genre(text: str, title: str | None = None, url: str | None = None) -> Genre:
    document = read(Article(text, title=title, url=url, language="en"))
    assert document.genre_guessed
    return document.genre


def test_what_the_caller_says_is_not_guessed() -> None:
    document = read(Article(ESSAY, genre=Genre.NEWS, language="en"))
    assert (document.genre, document.genre_guessed) == (Genre.NEWS, False)


@pytest.mark.parametrize(
    ("title", "url", "expected"),
    [
        ("Opinion: The pier is ours", None, Genre.OPINION),
        ("The pier is ours | Opinion", None, Genre.OPINION),
        ("Letter to the editor: the pier", None, Genre.OPINION),
        ("Analysis: Why the pier failed", None, Genre.ANALYSIS),
        ("Interview: the harbour master", None, Genre.INTERVIEW),
        ("Satire: pier elected mayor", None, Genre.SATIRE),
        (None, "https://news.example/opinion/2024/pier", Genre.OPINION),
        (None, "https://news.example/news/opinion-poll-on-the-pier", Genre.NEWS),
        ("Opinions differ about the pier", None, Genre.NEWS),
        ("Court: the opinion is final", None, Genre.NEWS),
        (None, None, Genre.NEWS),
    ],
)
def test_labels_and_addresses_tell_the_genre(title: str | None, url: str | None, expected: Genre) -> None:
    assert genre(NEWS, title, url) == expected


def test_a_label_in_a_line_of_its_own_tells_the_genre() -> None:
    assert genre(f"Commentary\n\n{NEWS}") == Genre.OPINION


def test_a_notice_about_the_author_tells_the_genre() -> None:
    assert genre(f"{NEWS}\n\nJane Roe is a columnist at the Harbour Post.") == Genre.OPINION
    assert genre(f"{NEWS}\n\nThe views expressed in this article are the author's own.") == Genre.OPINION


def test_questions_and_answers_are_an_interview() -> None:
    turns = "\n".join(f"Q: What of pier {n}?\nA: It stands." for n in range(4))
    assert genre(f"{NEWS}\n{turns}") == Genre.INTERVIEW


def test_an_essay_speaks_in_the_first_person() -> None:
    assert genre(ESSAY) == Genre.OPINION


def test_first_person_inside_quotation_marks_is_news() -> None:
    assert genre(NEWS) == Genre.NEWS
    assert genre(NEWS.replace('"', "“")) == Genre.NEWS
