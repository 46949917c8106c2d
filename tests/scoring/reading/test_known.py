"""Which sources are known to exist, and which only their text knows."""

import pytest

from scoring import Article, Genre, LookupKind, read
from scoring.views.experts import MOST_EXPERTS, expert_lookups
from scoring.views.known_sources import known_sources


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("President Joe Biden said that the bridge would be closed.", True),
        ("Mayor Ada Moe said that the bridge would be closed.", True),
        ("Reuters reported that the bridge would be closed.", True),
        ("The World Bank said that the bridge would be closed.", True),
        ("NASA said that the bridge would be closed.", True),
        ("The Denver police said that the bridge would be closed.", True),
        ("The Ohio Supreme Court said that the bridge would be closed.", True),
        ("A report by Human Rights Watch said that the bridge would be closed.", True),
        ("The Kremlin said that the bridge would be closed.", True),
        ("The Denver Post reported that the bridge would be closed.", True),
        ("BBC News reported that the bridge would be closed.", True),
        ("Harvard University said that the bridge would be closed.", True),
        ("The Kestrel Tribune reported that the bridge would be closed.", False),
        ("The Target Institute said that the bridge would be closed.", False),
        ("The Kestrel Institute said that the bridge would be closed.", False),
        ("The London Institute for Bridge Policy said that the bridge would be closed.", False),
        ("A study by the Veldt Foundation found that the bridge would be closed.", False),
        ("Nora Quist, director of the Halden Centre, said that the bridge would be closed.", False),
        ("Nora Quist, a spokeswoman for Norvale Ferries, said that the bridge would be closed.", False),
    ],
)
def test_whether_a_source_is_known(text: str, known: bool) -> None:
    document = read(Article(text, language="en"))
    assert any(source.checkable for source in document.sources)
    assert bool(known_sources(document)) is known


EXPERT = "“It will not last,” said Dr. {name}, a leading expert on ports at the University of Norvale."
NAMES = ("Hanna Ilves", "Ole Brandt", "Mia Lund", "Ida Quist")


def test_at_most_three_experts_are_asked_about_in_text_order() -> None:
    text = "\n\n".join(EXPERT.format(name=name) for name in NAMES)
    lookups = expert_lookups(read(Article(text, language="en")))
    assert [lookup.claim("name") for lookup in lookups] == list(NAMES[:MOST_EXPERTS])
    assert {lookup.kind for lookup in lookups} == {LookupKind.PERSON}
    assert lookups[0].claim("affiliation") == "the University of Norvale"


def test_those_whom_a_reader_cannot_check_come_first() -> None:
    first = "“It will not last,” Hanna Ilves, a professor of law at Norvale, told Reuters."
    lookups = expert_lookups(read(Article(f"{first}\n\n{EXPERT.format(name='Ole Brandt')}", language="en")))
    assert [lookup.claim("name") for lookup in lookups] == ["Ole Brandt", "Hanna Ilves"]


@pytest.mark.parametrize(
    "text",
    [
        "“It was loud,” said Ole Brandt, a resident of Norvale.",
        "“It will last,” said Mayor Ada Moe.",
        "“We regret it,” said Ada Moe, a spokeswoman for Norvale Ferries.",
        "Many experts believe that it will not last.",
        "“It will not last,” said Ilves, an expert on ports.",
    ],
)
def test_officials_residents_and_the_nameless_are_not_asked_about(text: str) -> None:
    assert expert_lookups(read(Article(text, language="en"))) == ()


def test_nobody_in_a_story_is_asked_about() -> None:
    article = Article(EXPERT.format(name="Hanna Ilves"), language="en", genre=Genre.FICTION)
    assert expert_lookups(read(article)) == ()
