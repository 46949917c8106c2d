"""Word lists are loaded once, and a newsroom may add to some of them."""

import pickle

import pytest

from scoring import ENGLISH, Article, LexiconError, read
from scoring.lexicons import EXTENSIBLE, Lexicon, once_per_lexicon, shipped_text
from scoring.views.known_sources import known_sources

TEXT = "The bridge will be closed, the Eastmarch Reach Conservancy said in its annual report on Monday."


def test_an_added_body_is_known() -> None:
    article = Article(TEXT, language="en")
    own = ENGLISH.extended({"known_sources.txt": "# ours\n[body]\neastmarch reach conservancy\n"})
    assert known_sources(read(article)) == frozenset()
    assert known_sources(read(article, own)) != frozenset()


def test_the_shipped_lists_do_not_change() -> None:
    before = ENGLISH.sections("known_sources")["body"]
    own = ENGLISH.extended({"known_sources.txt": "[body]\neastmarch reach conservancy\n"})
    assert ENGLISH.sections("known_sources")["body"] == before
    assert own.sections("known_sources")["body"] == before | {"eastmarch reach conservancy"}


def test_what_is_added_tells_lexicons_apart() -> None:
    one = ENGLISH.extended({"known_sources.txt": "[body]\na b\n"})
    other = ENGLISH.extended({"known_sources.txt": "[body]\na c\n"})
    assert ENGLISH.mark == ""
    assert len({one.mark, other.mark, ""}) == 3
    assert ENGLISH.extended({"known_sources.txt": "[body]\na b\n"}) is one


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("no_such.txt", "a\n", "no_such.txt: there is no such list"),
        ("furniture.txt", "a\n", "furniture.txt: there is no such list to add to"),
        ("../known_sources.txt", "[body]\na\n", "there is no such list"),
        ("known_sources.txt", "[bodies]\na\n", r"section \[bodies\]; there are body, club, company"),
        ("known_sources.txt", "a\n", "entries before the first"),
        ("terms.csv", "term,since\nA,2020-01-01\n", "row 1: its columns must be"),
        ("outlets.csv", "outlet,sites\nThe Example\n", "row 1: its columns must be"),
        ("outlets.csv", "outlet,sites\nThe Example,a.example,b\n", "row 1: its columns must be"),
    ],
)
def test_a_list_that_cannot_be_merged_is_refused_by_name(name: str, text: str, fault: str) -> None:
    with pytest.raises(LexiconError, match=fault):
        ENGLISH.extended({name: text})


def test_a_day_that_is_none_is_refused() -> None:
    heading, row = [line for line in shipped_text("terms.csv").splitlines() if not line.startswith("#")][:2]
    cells = dict(zip(heading.split(","), row.split(","), strict=False))
    cells["first"] = "the other day"
    with pytest.raises(LexiconError, match="row 1: first must be a day"):
        ENGLISH.extended({"terms.csv": f"{heading}\n{','.join(cells.values())}\n"})


def test_every_list_that_can_be_extended_is_there() -> None:
    assert all(shipped_text(name) for name in EXTENSIBLE)


def test_it_travels_to_another_process_as_what_was_added() -> None:
    own = ENGLISH.extended({"known_sources.txt": "[body]\neastmarch reach conservancy\n"})
    assert pickle.loads(pickle.dumps(own)) is own
    assert pickle.loads(pickle.dumps(ENGLISH)) is ENGLISH


def test_what_is_made_of_a_lexicon_is_made_once() -> None:
    made: list[Lexicon] = []

    @once_per_lexicon
    def words(lexicon: Lexicon) -> int:
        made.append(lexicon)
        return len(made)

    own = ENGLISH.extended({"known_sources.txt": "[body]\nonce and again\n"})
    assert [words(ENGLISH), words(own), words(ENGLISH), words(own)] == [1, 2, 1, 2]


def test_a_list_is_parsed_once_for_each_lexicon_and_stays_as_it_is():
    extended = ENGLISH.extended({"stock_names.csv": "name,reason\nJohn Ferryman,Saltby\n"})
    for lexicon in (ENGLISH, extended):
        assert lexicon.sections("function_words") is lexicon.sections("function_words")
        assert lexicon.table("roles") is lexicon.table("roles")
    with pytest.raises(TypeError):
        ENGLISH.sections("function_words")["opener"] = frozenset()  # type: ignore[index]
    with pytest.raises(TypeError):
        ENGLISH.table("roles")[0]["office"] = "mayor"  # type: ignore[index]
