import pytest

from scoring import read
from scoring.article import Article
from scoring.document import Source, SourceKind
from scoring.reading.attribution.noun_phrases import describe
from scoring.reading.attribution.source_register import fold


def sources(text: str) -> list[Source]:
    return list(read(Article(body=text, language="en")).sources)


@pytest.mark.parametrize(
    ("phrase", "kind", "checkable"),
    [
        ("President Ada Moe", SourceKind.OFFICE, True),
        ("Norvale Foreign Minister Lund", SourceKind.OFFICE, True),
        ("Sen. Ada Moe", SourceKind.OFFICE, True),
        ("a spokeswoman for the Norvale Port Authority", SourceKind.OFFICE, True),
        ("kremlin spokesman ole brandt", SourceKind.OFFICE, True),
        ("Norvale Port Authority", SourceKind.ORGANISATION, True),
        ("NATO", SourceKind.ORGANISATION, True),
        ("Moscow", SourceKind.ORGANISATION, True),
        ("Boston police", SourceKind.ORGANISATION, True),
        ("analysts at Norvale Bank", SourceKind.GENERIC_EXPERT, True),
        ("a 2019 Norvale University survey", SourceKind.DOCUMENT, True),
        ("a recent study", SourceKind.DOCUMENT, False),
        ("many analysts", SourceKind.GENERIC_EXPERT, False),
        ("Experts", SourceKind.GENERIC_EXPERT, False),
        ("critics", SourceKind.CROWD, False),
        ("some 40 percent", SourceKind.CROWD, False),
        ("officials", SourceKind.ANONYMOUS, False),
        ("sources close to the mayor", SourceKind.ANONYMOUS, False),
        ("economist Hanna Ilves", SourceKind.EXPERT, False),
        ("Ole Brandt", SourceKind.PERSON, False),
    ],
)
def test_a_phrase_tells_its_kind_and_whether_it_can_be_checked(
    phrase: str, kind: SourceKind, checkable: bool
) -> None:
    described = describe(phrase)
    assert (described.kind, described.checkable) == (kind, checkable)


def test_an_expert_with_a_mere_credential_is_not_checkable() -> None:
    [source] = sources(
        "“It sank,” said Dr. Hanna Ilves, a leading expert on piers at the University of Norvale."
    )
    assert (source.kind, source.checkable) == (SourceKind.EXPERT, False)
    assert source.role == "a leading expert on piers at the University of Norvale"
    assert source.affiliation == "the University of Norvale"


@pytest.mark.parametrize(
    "text",
    [
        "Ole Brandt told Reuters that the pier was gone.",
        "Ole Brandt said in an interview with the BBC that the pier was gone.",
        "Ole Brandt said at a hearing on 3 May that the pier was gone.",
    ],
)
def test_who_spoke_to_an_outlet_or_on_a_dated_occasion_is_checkable(text: str) -> None:
    assert [source.checkable for source in sources(text)] == [True]


def test_mentions_of_one_person_share_a_key() -> None:
    found = sources(
        "Dr. Hanna Ilves said the pier sank. Ilves said it was old. Hanna Ilves said it was wood."
    )
    assert {source.key for source in found} == {"hanna ilves"}


def test_an_acronym_is_the_body_that_introduces_it() -> None:
    text = "The Norvale Office for Piers (NOP) said the pier sank. NOP said that it was old."
    assert len({source.key for source in sources(text)}) == 1


def test_an_office_given_once_holds_for_every_mention() -> None:
    found = sources("Brandt said the pier sank. Mayor Ole Brandt was there when it did.")
    assert [(source.kind, source.checkable) for source in found] == [(SourceKind.OFFICE, True)]


def test_a_bare_title_is_the_person_who_bears_it() -> None:
    document = read(
        Article(
            body="President Ada Moe was out. The president said that all of the piers sink.", language="en"
        )
    )
    speaker = document.quotes[0].speaker
    assert speaker is not None
    assert (speaker.name, speaker.checkable) == ("Ada Moe", True)


def test_a_group_among_whom_something_is_held_is_a_source() -> None:
    found = sources("The plan has friends among diplomats and analysts alike.")
    assert [source.kind for source in found] == [SourceKind.GENERIC_EXPERT]


def test_the_origin_of_a_document_makes_it_checkable() -> None:
    [source] = sources("Prices fell, as shown in a report by the Norvale Audit Office.")
    assert (source.kind, source.affiliation, source.checkable) == (
        SourceKind.DOCUMENT,
        "the Norvale Audit Office",
        True,
    )


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "the", "''s", "’", "(((", "of of of", "İstanbul's", "A" * 5000]
)
def test_any_phrase_is_described(text: str) -> None:
    assert describe(text).kind in SourceKind
    assert isinstance(fold(text), str)


@pytest.mark.parametrize(
    ("text", "name", "role", "body"),
    [
        ("Junior guard Kaja Reese hit two free throws. “I was shaking,” Reese said.", "Kaja Reese", "Junior guard", None),
        ("It was ruled that Hanna Simona Wahl had failed to slow down. Wahl had told the court that her brakes had failed.", "Hanna Simona Wahl", None, None),
        ("Councillor Ina Marsh, who is in charge of schools, apologised for the wait. “We had to bid twice,” she said.", "Ina Marsh", "Councillor", None),
        ("Tahsildar Asha Raut came in the evening. She told reporters that notices would be issued.", "Asha Raut", "Tahsildar", None),
        ("Defending, Oliver Brandt said that his client had asked for help.", "Oliver Brandt", "defending", None),
        ("At Arden Primary School, head teacher Ole Brandt said that pupils brought their own water.", "Ole Brandt", "head teacher", "Arden Primary School"),
        ("One parent, Gemma Holt, whose twins are in Year 4, said that she was relieved.", "Gemma Holt", "parent", None),
        ("Neighbour Carol Amund, who lives across the street, said that she saw smoke.", "Carol Amund", "Neighbour", None),
        ("But motor vehicle inspector Corporal Jonas Barr testified that the brakes worked.", "Jonas Barr", "motor vehicle inspector Corporal", None),
        ("Mill Street resident Luis Orr, 52, asked why the bus could not stop there.", "Luis Orr", "Mill Street resident", "Mill Street"),
    ],
)  # fmt: skip
def test_people_of_local_stories_have_full_names_roles_and_bodies(
    text: str, name: str, role: str | None, body: str | None
) -> None:
    (source,) = {(one.name, one.role, one.affiliation) for one in sources(text)}
    assert source == (name, role, body)
