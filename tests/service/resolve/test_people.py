"""Named experts against a server that speaks the shapes of Wikidata, OpenAlex, ORCID, Crossref and ROR."""

import asyncio
import json
import time
from urllib.parse import parse_qs, urlsplit

import pytest

from scoring import LookupKind, PersonEvidence, PersonVerdict, lookup_for
from service.resolve.candidates import orcid_id
from tests.service.resolve.registers import Registers, people

CONFIRMED, PLAUSIBLE, CONTRADICTED, NOT_FOUND, NOT_CHECKED = PersonVerdict
NORVALE = "the University of Norvale"


def expert(name, role=None, affiliation=None):
    return lookup_for(LookupKind.PERSON, name.lower(), name=name, role=role, affiliation=affiliation)


def find(lookup, *services, registers=None, **bases):
    async def story():
        async with people(registers or Registers(), *services, **bases) as asker:
            return await asker.find(lookup)

    return asyncio.run(story())


@pytest.mark.parametrize(
    ("name", "role", "affiliation", "verdict", "reason", "origin"),
    [
        ("Hanna Ilves", "an expert on port tariffs", NORVALE, CONFIRMED, "organisation_and_field", "openalex"),
        ("Hanna Ilves", "a professor of music", NORVALE, CONFIRMED, "organisation_and_works", "openalex"),
        ("Ilves Hanna", None, NORVALE, CONFIRMED, "organisation_and_works", "openalex"),
        ("Kateryna Bondar", "a lecturer", NORVALE, CONFIRMED, "organisation_and_works", "openalex"),
        ("Martin Oakes", "a professor of harbour law", NORVALE, PLAUSIBLE, "initials", "openalex"),
        ("Tove Marsh", "a historian", NORVALE, CONFIRMED, "two_registries", "openalex"),
        ("Olav Brenner", "an economist", NORVALE, CONFIRMED, "organisation_and_field", "wikidata"),
        ("Ida Quist", "an economist", NORVALE, PLAUSIBLE, "dead", "wikidata"),
        ("Nils Aker", "a lecturer", NORVALE, PLAUSIBLE, "organisation", "orcid"),
        ("Anya Petrova", "an expert on piers", NORVALE, CONFIRMED, "organisation_and_field", "crossref"),
        ("Selma Vaughn", "an expert on urban planning", None, PLAUSIBLE, "field", "openalex"),
        ("Ruta Salm", "a professor of tidal energy", "Oxford Brookes University", NOT_FOUND, "other_organisation", None),
        ("Elara Nobody", "a professor of law", NORVALE, CONTRADICTED, "unknown_at_organisation", "openalex"),
        ("Elara Nobody", "a leading expert on harbours", NORVALE, NOT_FOUND, "nobody_of_that_name", None),
        ("Elara Nobody", "a visiting professor of law", NORVALE, NOT_FOUND, "nobody_of_that_name", None),
        ("Elara Nobody", "a professor of law", "Kestrel College", NOT_FOUND, "nobody_of_that_name", None),
        ("Elara Ilves", "a professor of law", NORVALE, CONTRADICTED, "unknown_at_organisation", "openalex"),
        ("John Smith", "a professor of law", None, NOT_FOUND, "common_name", None),
        ("Madonna", "a professor of law", NORVALE, NOT_FOUND, "no_full_name", None),
    ],
)  # fmt: skip
def test_what_registries_say_of_an_expert(name, role, affiliation, verdict, reason, origin):
    found = find(expert(name, role, affiliation))
    assert (found.verdict, found.reason, found.origin) == (verdict, reason, origin)
    assert found.checked_at
    assert PersonEvidence.from_dict(json.loads(json.dumps(found.as_dict()))) == found


def test_a_match_names_who_it_is():
    found = find(expert("Hanna Ilves", None, NORVALE))
    assert (found.label, found.openalex, found.orcid) == ("Hanna Ilves", "A11", "0000-0002-1825-0097")
    assert find(expert("Olav Brenner", None, NORVALE)).wikidata == "Q101"


@pytest.mark.parametrize("service", ["wikidata", "orcid", "crossref"])
def test_without_openalex_nobody_is_contradicted(service):
    assert find(expert("Elara Nobody", "a professor of law", NORVALE), service, "ror").verdict is NOT_FOUND


def test_only_the_organisation_that_ror_chooses_counts():
    # Not chosen: the name is searched everywhere, and its organisation is compared by its words.
    registers = Registers()
    found = find(expert("Hanna Ilves", None, "Norvale"), registers=registers)
    assert found.verdict is CONFIRMED
    assert not any("filter=" in target for target in registers.asked)


def test_registries_are_asked_as_their_operators_want():
    registers = Registers()
    find(expert("Elara Nobody", "a professor of law", NORVALE), registers=registers, openalex_key="k-1")
    for head in registers.heads:
        agent = next(line for line in head.splitlines() if line.startswith("User-Agent: "))
        assert agent.startswith("User-Agent: Assay/")
        assert "desk@norvale.example" in agent
        assert " httpx/" in agent
    queries = {urlsplit(target).path: parse_qs(urlsplit(target).query) for target in registers.asked}
    assert queries["/w/api.php"]["maxlag"] == ["5"]
    assert queries["/works"]["mailto"] == ["desk@norvale.example"]
    assert queries["/authors"]["api_key"] == ["k-1"]
    assert queries["/authors"]["filter"] == ["affiliations.institution.ror:01abcde23"]


def test_nobody_else_is_asked_once_somebody_confirms():
    registers = Registers()
    find(expert("Hanna Ilves", None, NORVALE), registers=registers)
    assert [urlsplit(target).path for target in registers.asked] == ["/v2/organizations", "/authors"]


MAXLAG = (
    200,
    "Retry-After: 5\r\n",
    json.dumps({"error": {"code": "maxlag", "info": "Waiting for a database"}}),
)


@pytest.mark.parametrize(
    ("fault", "reason", "asked_times"),
    [
        ((429, "Retry-After: 120\r\n", "slow down"), "wikidata_busy", 1),
        ((429, "", "slow down"), "wikidata_busy", 2),
        ((503, "Retry-After: Thu, 01 Jan 2054 00:00:00 GMT\r\n", ""), "wikidata_busy", 1),
        ((503, "Retry-After: soon\r\n", ""), "wikidata_busy", 2),
        (MAXLAG, "wikidata_busy", 1),
        ((500, "", ""), "wikidata_server_error", 2),
        ((403, "", "no key"), "wikidata_refused", 1),
        ((200, "", "<html>not JSON"), "wikidata_unreadable", 1),
        ((200, "", "[" * 100_000), "wikidata_unreadable", 1),
        ((200, "", '["a list"]'), "wikidata_unreadable", 1),
        ((200, "", b"\xff\xfe\x00"), "wikidata_unreadable", 1),
        ((200, "", '{"search": "' + "x" * 2_100_000 + '"}'), "wikidata_too_long", 1),
        ((302, "Location: http://169.254.169.254/latest\r\n", ""), "wikidata_redirect_private_address", 1),
    ],
    ids=lambda value: str(value)[:30],
)  # fmt: skip
def test_a_registry_that_gives_no_usable_answer_leaves_the_person_unchecked(fault, reason, asked_times):
    registers = Registers({"/w/api.php": [fault]})
    found = find(expert("Elara Nobody", "a professor of law", NORVALE), registers=registers)
    assert found.verdict is NOT_CHECKED
    assert found.reason.split("_")[:2] == reason.split("_")[:2]
    assert sum(target.startswith("/w/api.php") for target in registers.asked) == asked_times


def test_a_second_attempt_may_succeed():
    registers = Registers({"/authors": [(503, "Retry-After: 1\r\n", ""), None]})
    assert find(expert("Hanna Ilves", None, NORVALE), registers=registers).verdict is CONFIRMED
    assert 1.0 <= registers.slept[0] <= 1.5


def test_a_busy_registry_is_not_asked_again_before_it_wants_to_be():
    registers = Registers({"/w/api.php": [(429, "Retry-After: 600\r\n", "")]})

    async def story():
        async with people(registers) as asker:
            return [await asker.find(expert(f"Elara Nobody {n}", None, NORVALE)) for n in ("One", "Two")]

    assert [found.reason for found in asyncio.run(story())] == ["wikidata_busy"] * 2
    assert sum(target.startswith("/w/api.php") for target in registers.asked) == 1


def test_a_registry_that_falls_silent_costs_two_short_waits():
    registers = Registers({"/w/api.php": [(None, "", "")]})
    started = time.monotonic()
    found = find(expert("Olav Brenner", None, NORVALE), "wikidata", registers=registers)
    assert (found.verdict, found.reason) == (NOT_CHECKED, "wikidata_timeout")
    assert time.monotonic() - started < 6


@pytest.mark.parametrize("base", ["http://127.32.0.1:1", "http://registry.internal", "http://10.0.0.7"])
def test_a_registry_that_cannot_be_reached_says_nothing_of_the_person(base):
    found = find(expert("Hanna Ilves", None, NORVALE), "wikidata", wikidata=base)
    assert found.verdict is NOT_CHECKED


def test_one_silent_registry_does_not_undo_what_another_confirms():
    registers = Registers({"/v2/": [(503, "", "")], "/authors": [(500, "", "")]})
    assert find(expert("Olav Brenner", None, NORVALE), registers=registers).verdict is CONFIRMED


def test_a_silent_registry_contradicts_nobody():
    registers = Registers({"/v3.0/": [(503, "", "")]})
    found = find(expert("Elara Nobody", "a professor of law", NORVALE), registers=registers)
    assert (found.verdict, found.reason) == (NOT_CHECKED, "orcid_busy")


def test_labels_that_control_or_mark_up_are_defused():
    row = {
        "id": "https://openalex.org/A9?x=<script>",
        "orcid": "https://orcid.org/0000-0000-0000-0000",
        "display_name": "<b>Hanna</b>\u202e\x00\x1b[31m Ilves " + "x" * 10_000,
        "display_name_alternatives": ["Hanna Ilves", None, 7, {"a": []}],
        "works_count": "12",
        "affiliations": [{"institution": {"ror": "https://ror.org/01abcde23"}}, None, {"institution": []}],
        "topics": [{"display_name": "Port tariffs"}, "Port tariffs", {"field": 3}],
    }
    body = json.dumps({"meta": {"count": 1}, "results": [row, None, "row", {}]})
    registers = Registers({"/authors": [(200, "", body)]})
    found = find(expert("Hanna Ilves", "an expert on port tariffs", NORVALE), registers=registers)
    assert found.verdict is CONFIRMED
    assert found.label
    assert len(found.label) <= 120
    assert not set(found.label) & set("<>\x00\x1b\u202e")
    assert (found.openalex, found.orcid) == (None, None)


SHAPES = [
    {}, {"search": None}, {"search": [{"id": 5}]}, {"search": [{"id": "Q5|Q6&action=x", "label": "Hanna Ilves"}]},
    {"meta": [], "results": {}}, {"meta": {"count": "many"}, "results": [[]]}, {"items": [{"chosen": True}]},
    {"items": [{"chosen": True, "organization": {"id": "../../admin", "names": "x"}}]}, {"num-found": None},
    {"expanded-result": [{"given-names": None, "family-names": ["x"]}]}, {"message": {"items": [{"author": [None, {}]}]}},
    {"entities": {"Q101": None}}, {"entities": []}, {"error": "text"},
]  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_answers_of_a_shape_that_nobody_documented_are_no_answers(shape):
    starts = ("/w/", "/authors", "/v2/", "/v3.0/", "/works", "/institutions")
    registers = Registers({start: [(200, "", json.dumps(shape))] for start in starts})
    found = find(expert("Hanna Ilves", "a professor of law", NORVALE), registers=registers)
    assert found.verdict in (NOT_FOUND, NOT_CHECKED)
    assert "check_failed" not in found.reason
    assert not any("admin" in target or "action=x" in target for target in registers.asked)


@pytest.mark.parametrize("name", ['Hanna "Ilves" OR *:*', "Hanna Ilves&rows=9999", "Hanna\r\nX-Header: Ilves", "Hanna " + "Ilves" * 500])  # fmt: skip
def test_a_hostile_name_in_an_article_stays_a_name(name):
    registers = Registers()
    find(expert(name, None, 'Norvale" OR orcid:*'), registers=registers)
    for target in registers.asked:
        query = parse_qs(urlsplit(target).query)
        assert set(query) <= {"search", "language", "type", "limit", "format", "maxlag", "action", "per_page", "q",
                              "rows", "query.author", "query.affiliation", "select", "mailto", "affiliation"}  # fmt: skip
        assert query.get("rows", ["21"])[0] in ("20", "21")
        assert query.get("q", [""])[0].count('"') in (0, 6)
        assert len(target) < 2_000
    assert not any(line.startswith("X-Header") for head in registers.heads for line in head.splitlines())


@pytest.mark.parametrize(
    ("given", "id"),
    [
        ("https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("0000-0002-1694-233X", "0000-0002-1694-233X"),
        ("0000-0002-1825-0098", None),
        ("0000-0002-1825-0097/../x", None),
        (None, None),
        (7, None),
    ],
)
def test_an_orcid_is_one_only_if_its_last_sign_proves_it(given, id):
    assert orcid_id(given) == id
