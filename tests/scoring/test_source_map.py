"""Every passage is found again in the file that it was read from."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import Article, Format, Span, map_source, read
from tests.written import Writer, letters, passages, shown


@pytest.mark.parametrize("seed", range(100))
@pytest.mark.parametrize("form", [Format.MARKDOWN, Format.HTML])
def test_the_place_of_a_passage_holds_its_words(form: Format, seed: int) -> None:
    writer = Writer(seed)
    body = writer.markdown() if form is Format.MARKDOWN else writer.html()
    document = read(Article(body, form, language="en"))
    places = map_source(document)
    wrong = []
    for span in passages(document):
        words = document.text[slice(*span)]
        place = places.place(span)
        found = body[slice(*place)] if place else ""
        if letters(words) not in shown(found):
            wrong.append((words, found))
    assert wrong == []


@pytest.mark.parametrize("form", [Format.MARKDOWN, Format.HTML])
@given(body=st.text(alphabet="ab <>/p&;#`*[]()!|-\n1>\\\"'=é🚢\u00a0", max_size=300))
def test_any_file_has_a_map(form: Format, body: str) -> None:
    document = read(Article(body, form, language="en"))
    places = map_source(document)
    for block in document.blocks:
        place = places.place(block.span)
        assert place is None or 0 <= place.start <= place.end <= len(body)


def test_words_that_the_reader_wrote_stand_behind_those_before_them() -> None:
    body = "<p>Said the mayor.<sup><a href='#fn1'>1</a></sup></p>"
    document = read(Article(body, Format.HTML))
    at = document.text.index("[")
    assert map_source(document).place(Span(at, at + 1)) == Span(body.index(".") + 1, body.index(".") + 1)


@pytest.mark.parametrize(
    "part",
    [
        "<p>The council said on day {} that the ferry is late.</p>",
        "<p hidden>The council said {}</p><p>The council said on day {} that the ferry is late.",
        "&amp;&lt;{}",
        "**a**{}[b](c) ",
        "\n[{}]: A title of a report, Saltby Gazette.\n",
        "| a | b{} |\n|---|---|\n| c | d |\n\n",
    ],
)
@pytest.mark.parametrize("form", [Format.MARKDOWN, Format.HTML])
def test_the_map_takes_time_linear_in_the_file(form: Format, part: str) -> None:
    seconds = []
    for count in (500, 4_000):
        document = read(Article("".join(part.replace("{}", str(n)) for n in range(count)), form))
        begun = time.process_time()
        map_source(document)
        seconds.append(time.process_time() - begun)
    assert seconds[1] < 0.2 + 24 * seconds[0]
