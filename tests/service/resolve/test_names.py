"""Names of people and organisations: what is one, what may be one, and what is another."""

from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.resolve.academic_fields import academic, same_field
from service.resolve.names import Likeness, cleaned, folded, likeness, memory_key, name_of
from service.resolve.organisations import ror_id, same_organisation


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Kateryna Bondar", "Ekaterina Bondar", Likeness.SAME),
        ("Anya Petrova", "Maya Petrova", Likeness.NONE),
        ("Anya Petrova", "Anna Petrov", Likeness.SAME),
        ("Wei Li", "Li Wei", Likeness.SAME),
        ("Dr. J. Smith", "John Smith", Likeness.COMPATIBLE),
        ("K. Bondar", "Ekaterina Bondar", Likeness.COMPATIBLE),
        ("Jane Smith", "June Smith", Likeness.NONE),
        ("Serhiy Zhadan", "Sergey Jadan", Likeness.SAME),
        ("Oleksandr Usyk", "Олександр Усик", Likeness.SAME),
        ("Volodymyr Zelensky", "Vladimir Zelenskiy", Likeness.SAME),
        ("Hryhorii Perepelytsia", "Grigory Perepelitsa", Likeness.SAME),
        ("Sergei Prokofiev", "Sergey Prokofieff", Likeness.SAME),
        ("Maria de la Cruz", "María de la Cruz", Likeness.SAME),
        ("Prof. Sir John Smith, PhD", "Smith, John", Likeness.SAME),
        ("Robert Oppenheim", "J. Robert Oppenheim", Likeness.SAME),
        ("Daniel Lee", "Daniela Lee", Likeness.NONE),
        ("Eric Norman", "Erica Norman", Likeness.NONE),
        ("Peter Baker", "Peter Barker", Likeness.NONE),
        ("Sarah Chen", "Sara Chan", Likeness.NONE),
        ("Marina Ivanova", "Maria Ivanova", Likeness.NONE),
        ("Harry Truman", "Larry Truman", Likeness.NONE),
    ],
)
def test_whether_two_names_may_be_one_persons(one: str, other: str, expected: Likeness) -> None:
    first, second = name_of(one), name_of(other)
    assert first is not None
    assert second is not None
    assert likeness(first, second) is expected
    assert likeness(second, first) is expected


def test_the_table_of_given_names_is_folded_and_large_enough() -> None:
    text = resources.files("service.resolve").joinpath("given_names.txt").read_text(encoding="utf-8")
    groups = [line.split() for line in text.splitlines() if not line.startswith("#")]
    assert len(groups) > 100
    for group in groups:
        assert len(group) > 1
        for name in group:
            assert folded(name) == (name,)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("University of Oxford", "Oxford University", True),
        ("Oxford University", "Oxford Brookes University", False),
        ("Department of Law, University of Norvale", "Norvale University", True),
        ("Universität Zürich", "University of Zurich", True),
        ("University of Washington", "Washington State University", False),
        ("University of York", "New York University", False),
        ("Boston College", "Boston University", False),
        ("University of London", "London School of Economics", False),
        ("Law School", "University of Law", False),
        ("University", "The University", False),
    ],
)
def test_whether_two_names_name_one_organisation(one: str, other: str, same: bool) -> None:
    assert same_organisation(one, [other]) is same
    assert same_organisation(other, [one]) is same


@pytest.mark.parametrize(
    ("role", "topics", "same"),
    [
        ("a leading expert on Russian foreign policy", ["Russian Foreign Policy"], True),
        ("professor of law", ["Law"], True),
        ("an economist", ["Economics"], True),
        ("professor of law", ["Marine biology"], False),
        ("an expert in public health", ["Public Policy"], False),
        ("a professor", ["Professors and students"], False),
        (None, ["Law"], False),
    ],
)
def test_whether_a_role_and_topics_share_a_field(role: str | None, topics: list[str], same: bool) -> None:
    assert same_field(role, None, topics) is same


def test_a_field_is_not_the_organisations_name() -> None:
    assert not same_field("a lecturer at the Harbour Institute", "the Harbour Institute", ["Harbour design"])


@pytest.mark.parametrize(
    ("role", "told"),
    [("a professor of law", True), ("a senior lecturer", True), ("a visiting professor", False),
     ("an analyst", False), ("a leading expert", False), ("a former researcher", False), (None, False)],
)  # fmt: skip
def test_which_roles_are_academic(role: str | None, told: bool) -> None:
    assert academic(role) is told


def test_a_key_of_a_person_knows_no_order_titles_or_marks() -> None:
    assert memory_key("Dr. Hanna Ílves") == memory_key("Ilves, Hanna") == memory_key("Anna Ilves")
    assert memory_key("Kateryna Bondar") == memory_key("BONDAR Ekaterina")
    assert memory_key("Maya Petrova") != memory_key("Anya Petrova")


@pytest.mark.parametrize(
    ("given_", "id"),
    [("https://ror.org/052gg0110", "052gg0110"), ("052gg0110", "052gg0110"), ("../admin", None), (5, None), (None, None)],
)  # fmt: skip
def test_a_ror_id_is_one_or_nothing(given_: object, id: str | None) -> None:
    assert ror_id(given_) == id


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_is_folded_and_compared(one: str, other: str) -> None:
    assert not set(cleaned(one)) & set("<>\x00\x1b\n\u202e")
    first, second = name_of(one), name_of(other)
    if first and second:
        assert likeness(first, second) == likeness(second, first)
    assert same_organisation(one, [other]) == same_organisation(other, [one])
    same_field(one, None, [other])
