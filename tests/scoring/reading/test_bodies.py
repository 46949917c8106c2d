"""Which names are those of bodies, and how sure that is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from scoring import ENGLISH
from scoring.reading.bodies import BodyType, Grade, body_of, is_place, is_state

NAMES = Path(__file__).parent / "data" / "bodies.tsv"


def _rows() -> Iterator[tuple[str, str, str]]:
    for line in NAMES.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            country, kind, name, _ = line.split("\t")
            yield country, kind, name


def test_bodies_of_forty_countries_are_known_by_list_or_form() -> None:
    rows = list(_rows())
    found = [body_of(name) for _, _, name in rows]
    assert len(rows) == 420
    assert sum(body is not None and body.real for body in found) >= 0.93 * len(rows)
    assert sum(body is not None for body in found) >= 0.97 * len(rows)


@pytest.mark.parametrize(
    ("name", "kind", "grade"),
    [
        ("the Centers for Disease Control and Prevention", BodyType.GOVERNMENT, Grade.KNOWN),
        ("Boeing", BodyType.COMPANY, Grade.KNOWN),
        ("the carmaker Toyota", BodyType.COMPANY, Grade.KNOWN),
        ("Amnesty International", BodyType.ORGANISATION, Grade.KNOWN),
        ("NASA scientists", BodyType.GOVERNMENT, Grade.KNOWN),
        ("Johns Hopkins School of Nursing", BodyType.UNIVERSITY, Grade.KNOWN),
        ("the Braunschweig Regional Court", BodyType.COURT, Grade.LIKELY),
        ("Kharkiv Regional Military Administration", BodyType.GOVERNMENT, Grade.LIKELY),
        ("Russian Foreign Ministry", BodyType.GOVERNMENT, Grade.LIKELY),
        ("the Denver police", BodyType.POLICE, Grade.LIKELY),
        ("Bank of Narnia", BodyType.GOVERNMENT, Grade.NAMED),
        ("Kestrel Institute for Coastal Policy", BodyType.ORGANISATION, Grade.NAMED),
        ("University of Kestrel", BodyType.UNIVERSITY, Grade.NAMED),
        ("Halden Centre for Market Research", BodyType.ORGANISATION, Grade.NAMED),
        ("Ford Institute of Halden", BodyType.ORGANISATION, Grade.NAMED),
        ("Ede & Marrow", BodyType.COMPANY, Grade.NAMED),
    ],
)
def test_a_body_has_a_type_and_a_grade(name: str, kind: BodyType, grade: Grade) -> None:
    body = body_of(name)
    assert body is not None
    assert (body.type, body.grade) == (kind, grade)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "John Smith",
            "Mary Ford",
            "Dr. Smith",
            "Paris Hilton",
            "Chelsea Clinton",
            "George Washington",
            "Ole Brandt",
        ),
        *(
            "Wednesday",
            "Southern",
            "Western",
            "Reading",
            "Critics",
            "Crisis",
            "Target",
            "Mobile",
            "We",
            "Nobody",
        ),
        *("China", "Beijing", "Jordan", "Lincoln", "London", "", "the", "of of of", "''s", "…"),
    ],
)
def test_persons_words_and_places_are_no_bodies(name: str) -> None:
    body = body_of(name)
    assert body is None or not body.real or name == "Target"


def test_places_are_on_the_map() -> None:
    assert is_state("China")
    assert is_state("Ukrainian")
    assert is_place("Kharkiv")
    assert not is_place("Narnia")


def test_a_newsroom_lays_its_own_names_over_the_list() -> None:
    own = ENGLISH.extended(
        {"known_sources.txt": "[company]\nNorvale Ferries\n[body]\neastmarch reach\n[place]\nnorvale\n"}
    )
    ferries, reach, police = (
        body_of(name, own) for name in ("Norvale Ferries", "Eastmarch Reach", "Norvale police")
    )
    assert ferries is not None
    assert (ferries.type, ferries.grade) == (BodyType.COMPANY, Grade.KNOWN)
    assert reach is not None
    assert (reach.type, reach.grade) == (BodyType.BODY, Grade.KNOWN)
    assert police is not None
    assert (police.type, police.grade) == (BodyType.POLICE, Grade.LIKELY)
    assert body_of("Eastmarch Reach") is None
