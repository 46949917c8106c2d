"""The expert memory: attached once by an editor, inherited by later articles, with no network at all."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from scoring import LookupKind, PersonEvidence, PersonVerdict
from service.reports.replay import replay
from service.resolve.caching import CachingResolver

TEXT = """The harbour board of Norvale raised its tariff in May. Ferries pay a fifth more, and the smaller boats pay twice what they paid before the winter, which the board had left open until the last week of April.

“The tariff will not last beyond the summer, and nobody will be able to pay it for long,” said Dr. Hanna Ilves, a leading expert on port tariffs at the University of Norvale.

Nobody on the quay would say how many boats had left since then. Some of the berths stood empty in June, and the fuel station opened two hours later than it used to, with one man behind the counter and nobody at the pump. A board on the wall still showed the prices of last year, and below them somebody had written the new ones by hand.

The board meets again in autumn. Until then the tariff stays as it is, whatever becomes of the boats that are still there and of those that have gone up the coast to the next port."""
ENTRY = {
    "name": "Hanna Ilves",
    "affiliation": "Norvale University",
    "role": "port tariffs",
    "url": "https://norvale.example/staff/ilves",
    "note": "Spoken to on the telephone.",
}


def article(**more: Any) -> dict[str, Any]:
    return {"text": TEXT, "language": "en", "title": "Tariff raised", **more}


def codes(report: dict[str, Any]) -> set[str]:
    return {finding["code"] for finding in report["findings"]}


def expert(report: dict[str, Any]) -> dict[str, Any]:
    """The quotation of the expert in the report."""
    found = [quote for quote in report["quotes"] if quote["speaker"] and "Ilves" in quote["speaker"]["text"]]
    (quote,) = [quote for quote in found if quote["kind"] == "direct"]
    return quote


async def scored(client: Any, text: str = TEXT) -> dict[str, Any]:
    answer = await client.post("/v1/preview", json=article(text=text))
    assert answer.status_code == 200, answer.text
    report: dict[str, Any] = answer.json()
    return report


def test_what_an_editor_attached_later_articles_inherit_offline(in_either_service):
    async def story(client):
        before = await scored(client)
        assert "ATT_UNVERIFIABLE_EXPERT" in codes(before)
        assert expert(before)["verdict"] == "unchecked"
        assert "known" not in expert(before)["speaker"]
        made = await client.post("/v1/sources", json=ENTRY)
        assert made.status_code == 201, made.text
        after = await scored(client)
        assert "ATT_UNVERIFIABLE_EXPERT" not in codes(after)
        assert after["score"] > before["score"]
        assert after["confidence"] > before["confidence"]
        quote = expert(after)
        assert quote["verdict"] == "verified"
        assert quote["speaker"]["known"]["origin"] == "memory"
        assert quote["speaker"]["known"]["url"] == ENTRY["url"]
        assert (await client.delete(made.headers["Location"])).status_code == 204
        assert codes(await scored(client)) == codes(before)

    in_either_service(story)


@pytest.mark.parametrize(
    ("change", "inherited"),
    [
        ({}, True),
        ({"name": "Ilves Anna"}, True),
        ({"name": "Maya Ilves"}, False),
        ({"affiliation": "Kestrel College"}, False),
        ({"affiliation": None}, True),
        ({"affiliation": None, "role": "marine biology"}, False),
        ({"affiliation": None, "role": None}, True),
        ({"expires_at": "2001-01-01"}, False),
        ({"expires_at": "2999-12-31T00:00:00Z"}, True),
    ],
)
def test_who_inherits_what_was_attached(in_service, change, inherited):
    async def story(client):
        entry = {key: value for key, value in {**ENTRY, **change}.items() if value is not None}
        assert (await client.post("/v1/sources", json=entry)).status_code == 201
        assert ("ATT_UNVERIFIABLE_EXPERT" not in codes(await scored(client))) is inherited

    in_service(story)


def test_an_article_that_claims_no_organisation_inherits_by_what_the_person_does(in_service):
    async def story(client):
        text = TEXT.replace(" at the University of Norvale", "")
        await client.post("/v1/sources", json=ENTRY)
        assert "ATT_UNVERIFIABLE_EXPERT" not in codes(await scored(client, text))
        other = text.replace("port tariffs", "sea birds")
        assert "ATT_UNVERIFIABLE_EXPERT" in codes(await scored(client, other))

    in_service(story)


def test_a_report_that_rests_on_memory_is_replayed_after_the_entry_is_gone(in_either_service):
    async def story(client):
        made = await client.post("/v1/sources", json=ENTRY)
        stored = (await client.post("/v1/articles", json=article())).json()
        await client.delete(made.headers["Location"])
        store = client.services.store
        record, report = await store.article(stored["article_id"]), await store.newest(stored["article_id"])
        assert "ATT_UNVERIFIABLE_EXPERT" not in codes(stored)
        rules = await store.ruleset(report.ruleset)
        assert replay(record, report, rules) == report.body

    in_either_service(story)


def test_a_person_whom_an_editor_knows_is_not_looked_up(in_service, outside):
    class Registries:
        asked: list[Any] = []

        async def find(self, lookup: Any, before: Any) -> Any:
            self.asked.append(lookup)
            return PersonEvidence(
                PersonVerdict.NOT_FOUND, "nobody_of_that_name", checked_at=datetime.now(UTC).isoformat()
            )

    registries = Registries()

    def opening(settings, kept, watcher, log):
        return outside(CachingResolver(registries, kept, people=True))(settings, kept, watcher, log)

    async def story(client):
        first = (await client.post("/v1/articles", json=article())).json()
        assert expert(first)["verdict"] == "unverified"
        assert [it.kind for it in registries.asked] == [LookupKind.PERSON]
        assert (await client.post("/v1/sources", json=ENTRY)).status_code == 201
        again = await client.post(f"/v1/articles/{first['article_id']}/rescore")
        assert expert(again.json())["verdict"] == "verified"
        assert len(registries.asked) == 1
        kept = await client.services.store.known_verdicts(registries.asked)
        assert not any(found.origin == "memory" for found in kept.values())

    in_service(story, parts={"open_outside": opening})


def test_what_is_learnt_of_a_person_is_kept_with_the_article(in_service, outside):
    async def story(client):
        stored = (await client.post("/v1/articles", json=article())).json()
        report = await client.services.store.newest(stored["article_id"])
        (row,) = report.evidence["people"]
        assert row["verdict"] == "confirmed"
        known = await client.services.store.known_verdicts(Known.asked)
        assert [found.label for found in known.values()] == ["Hanna Ilves"]
        await client.delete(f"/v1/articles/{stored['article_id']}")
        assert not await client.services.store.known_verdicts(Known.asked)

    class Known:
        asked: list[Any] = []

        async def find(self, lookup: Any, before: Any) -> Any:
            self.asked.append(lookup)
            checked = datetime.now(UTC).isoformat()
            return PersonEvidence(
                PersonVerdict.CONFIRMED,
                "organisation_and_works",
                "openalex",
                "Hanna Ilves",
                checked_at=checked,
            )

    def opening(settings, kept, watcher, log):
        return outside(CachingResolver(Known(), kept, people=True))(settings, kept, watcher, log)

    in_service(story, parts={"open_outside": opening})


def test_the_example_of_the_docs_page_runs(in_service):
    page = (Path(__file__).parents[3] / "docs" / "verification.md").read_text(encoding="utf-8")
    entry, submission, known = map(json.loads, re.findall(r"```json\n(.*?)```", page, re.DOTALL))

    async def story(client):
        assert (await client.post("/v1/sources", json=entry)).status_code == 201
        (quote,) = (await client.post("/v1/preview", json=submission)).json()["quotes"]
        told = quote["speaker"]["known"]
        told.pop("checked_at")
        assert {"verdict": quote["verdict"], "known": told} == known

    in_service(story)


def test_entries_are_listed_page_by_page(in_service):
    async def story(client):
        for number in range(5):
            entry = {**ENTRY, "name": f"Hanna Ilves{'ab'[number % 2] * 4}"}
            assert (await client.post("/v1/sources", json=entry)).status_code == 201
        seen, url = [], "/v1/sources?limit=2"
        while url:
            page = await client.get(url)
            seen += [row["id"] for row in page.json()["sources"]]
            url = page.links["next"]["url"] if "next" in page.links else None
        assert len(seen) == len(set(seen)) == 5
        assert seen == sorted(seen, reverse=True)
        one = await client.get(f"/v1/sources/{seen[0]}")
        assert one.json()["affiliation"] == ENTRY["affiliation"]
        named = await client.get("/v1/sources", params={"name": "ILVESBBBB, Hanna"})
        assert len(named.json()["sources"]) == 2

    in_service(story)


def test_a_cursor_of_articles_is_none_of_entries(in_service, problem):
    async def story(client):
        cursor = client.services.cursors.make((datetime.now(UTC), "x" * 20), b"")
        problem(await client.get("/v1/sources", params={"cursor": cursor}), 404, "not-found")

    in_service(story)


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"name": "Hanna"}, "/name"),
        ({"name": "Hanna\x00 Ilves"}, "/name"),
        ({"name": "x " + "y" * 200}, "/name"),
        ({"url": "javascript:alert(1)"}, "/url"),
        ({"url": None, "note": None}, ""),
        ({"expires_at": "soon"}, "/expires_at"),
        ({"verdict": "confirmed"}, "/verdict"),
        ({"note": ""}, "/note"),
    ],
)
def test_what_cannot_be_attached_is_refused_where_it_is_wrong(in_service, problem, change, pointer):
    async def story(client):
        told = problem(await client.post("/v1/sources", json={**ENTRY, **change}), 422, "invalid")
        assert [error["pointer"] for error in told["errors"]] == [pointer]

    in_service(story)


def test_only_editors_attach_and_remove(in_service, problem, add_key):
    async def story(client):
        scorer, reader = await add_key(client, "score"), await add_key(client, "read")
        admin = await add_key(client, "admin")
        problem(await client.post("/v1/sources", json=ENTRY), 401, "unauthorized")
        for header in (scorer, reader):
            problem(await client.post("/v1/sources", json=ENTRY, headers=header), 403, "missing-scope")
        made = await client.post("/v1/sources", json=ENTRY, headers=admin)
        assert made.status_code == 201
        place = made.headers["Location"]
        assert (await client.get(place, headers=reader)).json()["name"] == "Hanna Ilves"
        problem(await client.delete(place, headers=reader), 403, "missing-scope")
        problem(await client.get(place, headers=scorer), 403, "missing-scope")
        assert (await client.delete(place, headers=admin)).status_code == 204
        problem(await client.get(place, headers=reader), 404, "not-found")
        problem(await client.delete("/v1/sources/none", headers=admin), 404, "not-found")

    in_service(story)


def test_a_repeated_request_attaches_once(in_service):
    async def story(client):
        key = {"Idempotency-Key": "attach-1"}
        first, again = [await client.post("/v1/sources", json=ENTRY, headers=key) for _ in range(2)]
        assert first.json() == again.json()
        assert len((await client.get("/v1/sources")).json()["sources"]) == 1
        # What is removed is not repeated by a kept reply either.
        await client.delete(first.headers["Location"])
        later = await client.post("/v1/sources", json=ENTRY, headers=key)
        assert later.json()["id"] != first.json()["id"]

    in_service(story)
