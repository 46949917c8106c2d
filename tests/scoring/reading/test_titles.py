"""Titles as content management systems send them: with character references in them."""

import pytest

from scoring import Article, Format, Genre, read
from scoring.layout.html_tokens import decoded_title
from scoring.lexicons import sections

BODY = "The ferry to Norrvik was late on Tuesday.\n\nNobody on the pier was told why, and the next one was late too."


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("Q&#038;A: the pier", "Q&A: the pier"),
        ("Bread &amp; butter", "Bread & butter"),
        ("The mayor&#8217;s &ldquo;plan&rdquo;", "The mayor’s “plan”"),
        ("Pier&nbsp;two", "Pier two"),
        ("Salt&#x2013;water", "Salt–water"),
        ("Turned &#8238;round&#8203;", "Turned round"),
        ("One&#10;two&#13;&#0;", "One two \ufffd"),
        ("AT&T & B&B; fish &copy chips", "AT&T & B&B; fish &copy chips"),
        ("&unknown; &#99999999;", "&unknown; &#99999999;"),
        ("&amp;amp;", "&amp;"),
    ],
)
def test_what_an_editor_never_wrote_is_read(sent, meant):
    assert decoded_title(sent) == meant
    for format in Format:
        assert read(Article(BODY, format, title=sent)).title == meant


@pytest.mark.parametrize(
    "title", ["Q&A with Marit Oduya, ferry captain", "Q&#038;A with Marit Oduya", "Q and A with a captain"]
)
def test_a_title_of_the_cms_that_says_interview_is_a_cue(title):
    answers = "\n\n".join(
        f"Why was ferry {number} late?\n\nI waited for the tide, as I do, and we left at {number}."
        for number in range(2, 9)
    )
    named, bare = read(Article(answers, title=title)), read(Article(answers, title="Ferries and the tide"))
    assert named.genre is Genre.INTERVIEW
    assert any(cue.startswith("label “q") for cue in named.genre_cues)
    assert bare.genre is not Genre.INTERVIEW or bare.genre_probability < named.genre_probability
    later = read(Article(answers, title="Ferry captain shrugs at a Q&A with reporters"))
    assert not any(cue.startswith("label") for cue in later.genre_cues)


def test_a_section_that_nothing_reads_is_not_taken_for_a_list():
    known = {"", "author"} | {f"{kind} {genre}" for kind in ("label", "address", "notice") for genre in Genre}
    assert set(sections("genres")) <= known
