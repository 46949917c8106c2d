"""What kind of piece an article is taken for, and by what."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from scoring import Article, Document, Genre, read

PIECES = yaml.safe_load((Path(__file__).parents[2] / "genres.yaml").read_text(encoding="utf-8"))
BY_TITLE = {piece["title"]: Article(piece["text"], title=piece["title"], language="en") for piece in PIECES}
NEWS = BY_TITLE["Norvale closes its pier after storm damage"]
ESSAY = BY_TITLE["We cannot keep pretending the pier will mend itself"]
EDITORIAL = BY_TITLE["The ferry tax is wrong, and the council knows it"]
# What may be said of a piece whose form has two kinds: an editorial without an "I" is an argument like an analysis.
ALSO = {EDITORIAL.title: {Genre.ANALYSIS}}


def guessed(article: Article) -> Document:
    document = read(article)
    assert document.genre_guessed
    return document


@pytest.mark.parametrize("piece", PIECES, ids=lambda piece: piece["title"])
def test_the_form_tells_the_genre(piece: dict[str, str]) -> None:
    document = guessed(BY_TITLE[piece["title"]])
    assert document.genre in {Genre(piece["genre"])} | ALSO.get(piece["title"], set())
    assert 0.3 < document.genre_probability <= 1
    assert document.genre_cues


@pytest.mark.parametrize("piece", PIECES, ids=lambda piece: piece["title"])
@pytest.mark.parametrize(
    "sentence",
    [
        "The White House said on Tuesday that it was aware of the matter.",
        "I think we should all be ashamed.",
        "The team scored the winning goal.",
        "Thank you all, ladies and gentlemen.",
    ],
)
def test_a_sentence_more_moves_the_genre_of_no_piece_that_is_clear(
    piece: dict[str, str], sentence: str
) -> None:
    article = BY_TITLE[piece["title"]]
    before = guessed(article)
    after = guessed(replace(article, body=f"{article.body}\n\n{sentence}\n"))
    assert after.genre is before.genre or before.genre_probability < 0.7


def test_what_the_caller_says_is_not_guessed() -> None:
    document = read(replace(ESSAY, genre=Genre.NEWS))
    assert (document.genre, document.genre_guessed, document.genre_probability, document.genre_cues) == (
        Genre.NEWS, False, 1.0, (),
    )  # fmt: skip


@pytest.mark.parametrize("label", ["Opinion", "Editorial", "Commentary"])
def test_a_label_tips_the_scales_and_never_decides_alone(label: str) -> None:
    assert guessed(replace(NEWS, title=f"{label}: {NEWS.title}")).genre is Genre.NEWS
    assert guessed(replace(NEWS, body=f"{label}\n\n{NEWS.body}")).genre is Genre.NEWS
    document = guessed(replace(EDITORIAL, title=f"{label}: {EDITORIAL.title}"))
    assert document.genre is Genre.OPINION
    assert f"label “{label.lower()}”" in document.genre_cues


def test_a_notice_about_the_author_tips_the_scales() -> None:
    notice = "\n\nJane Roe is a columnist at the Harbour Post."
    assert guessed(replace(EDITORIAL, body=EDITORIAL.body + notice)).genre is Genre.OPINION
    assert guessed(replace(NEWS, body=NEWS.body + notice)).genre is Genre.NEWS


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://news.example/opinion/2024/pier", Genre.OPINION),
        ("https://news.example/interviews/pier", Genre.INTERVIEW),
        ("https://news.example/satire/pier", Genre.SATIRE),
        ("https://news.example/news/opinion-poll-on-the-pier", Genre.NEWS),
    ],
)
def test_the_address_tells_the_genre(url: str, expected: Genre) -> None:
    assert guessed(replace(NEWS, url=url)).genre is expected


@pytest.mark.parametrize("line", ["Satire", "This is a work of fiction.", "This article is satire."])
def test_satire_and_fiction_are_not_told_by_a_line_that_anybody_can_type(line: str) -> None:
    assert guessed(replace(NEWS, body=f"{NEWS.body}\n\n{line}")).genre is Genre.NEWS


def test_first_person_inside_quotation_marks_is_news() -> None:
    speech = "“I think we must mend our pier, and I will not rest,” said Ole Brandt. " * 6
    assert guessed(replace(NEWS, body=f"{NEWS.body}\n\n{speech}")).genre is Genre.NEWS


def test_any_text_has_a_genre() -> None:
    for text in ("", "?", "I " * 5000, "\n- a\n" * 400):
        assert read(Article(text, language="en")).genre in Genre
