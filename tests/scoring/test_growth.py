"""Reading and judging take no more than n log n of CPU, on texts made to take more. `make growth` runs them all."""

import pytest

from scoring import Format
from tests.growth import placed_shapes, shapes, too_fast

# Ten times this length is long enough for what is quadratic to stand out, and short enough for a build.
LENGTH = 10_000

# One of each sort; the first six, and `same entries` and `html notes`, were quadratic once.
CHOSEN = (
    "text: digit",
    "text: thousands",
    "text: quoted",
    "text: linked entries",
    "text: echoed titles",
    "text: digits before a share",
    "text: space",
    "text: newline",
    "text: open quote",
    "text: straight quoted",
    "text: marker",
    "text: bracket",
    "text: name",
    "text: according to",
    "text: american day",
    "text: urls",
    "text: dois run on",
    "text: called entries",
    "text: quoted experts",
    "text: roles and days",
    "text: same entries",
    "text: html notes",
    "text: who said that",
    "text: experts",
    "text: sentences",
    "text: long address",
    "markdown: brackets",
    "markdown: links in links",
    "markdown: deep quote",
    "markdown: notes",
    "markdown: table rows",
    "html: open tag",
    "html: comments",
    "html: nested divs",
    "html: cells",
    "html: html notes",
    "html: open data",
    "html: entity that never ends",
)
CHOSEN_PLACES = (
    "text: '1' in share",
    "text: ' ' in entry",
    "text: 'Aa ' in speaker",
    "text: '[1]' in quotation",
    "markdown: '(' in address",
    "markdown: '|' in table",
    "html: 'a-' in class",
    "html: '1,' in declared day",
    "html: '\"' in picture",
)
SHAPES = {shape.name: shape for shape in (*shapes(), *placed_shapes())}


@pytest.mark.parametrize("name", [*CHOSEN, *CHOSEN_PLACES])
def test_work_grows_no_faster_than_n_log_n(name: str) -> None:
    assert too_fast(SHAPES[name], LENGTH) == {}


def test_shapes_are_of_the_length_that_is_asked_for() -> None:
    for shape in SHAPES.values():
        made = len(shape.article(LENGTH).body)
        # A template around a run is short; some series count their lines in eights and twelfths.
        assert LENGTH / 4 <= made <= 2 * LENGTH + 1000, shape.name


def test_every_format_has_every_shape() -> None:
    names = {shape.name.partition(": ")[2] for shape in shapes()}
    assert {f"{format}: {name}" for format in Format for name in names} <= SHAPES.keys()
