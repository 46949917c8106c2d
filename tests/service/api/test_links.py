"""Citations alone, over HTTP."""

import asyncio
from datetime import UTC, datetime

import pytest

from scoring import LinkEvidence, Verdict


class Web:
    """Answers every look-up but those of slow pages, which wait for the gate."""

    def __init__(self):
        self.gate = asyncio.Event()
        self.asked = []

    async def find(self, lookup, before=None):
        self.asked.append(lookup)
        if "slow" in lookup.key:
            await self.gate.wait()
        dead = "gone" in lookup.key
        verdict, status = (Verdict.DEAD, 404) if dead else (Verdict.RESOLVES, 200)
        return LinkEvidence(verdict, "answered", status, checked_at=datetime.now(UTC).isoformat())


def test_each_link_gets_its_verdict_in_the_order_given(in_service, outside):
    web = Web()

    async def story(client):
        links = [
            {"url": "https://norrvik.org/minutes", "title": "Minutes", "id": "a"},
            {"url": "https://norrvik.org/gone"},
            {"url": "https://norrvik.org/minutes", "title": "Minutes", "id": "b"},
            {"url": "doi:10.1038/nphys1170"},
        ]
        answer = await client.post("/v1/links", json={"links": links})
        assert answer.status_code == 200
        body = answer.json()
        assert body["complete"] is True
        assert [row["id"] for row in body["links"]] == ["a", None, "b", None]
        assert [row["verdict"] for row in body["links"]] == ["resolves", "dead", "resolves", "resolves"]
        assert [row["url"] for row in body["links"]] == [link["url"] for link in links]
        assert sorted(lookup.kind for lookup in web.asked) == ["doi", "link", "link"]

    in_service(story, parts={"open_outside": outside(web)})


def test_what_takes_too_long_is_told_and_goes_on(in_service, outside):
    web = Web()

    async def story(client):
        links = {"links": [{"url": "https://norrvik.org/slow"}]}
        first = await client.post("/v1/links", json=links, headers={"Prefer": "respond-async"})
        assert first.headers["preference-applied"] == "respond-async"
        body = first.json()
        assert (body["complete"], body["links"][0]["reason"]) == (False, "not_yet")
        web.gate.set()
        then = (await client.post("/v1/links", json=links, headers={"Prefer": "wait=20"})).json()
        assert (then["complete"], then["links"][0]["verdict"]) == (True, "resolves")
        assert len(web.asked) == 1

    in_service(story, parts={"open_outside": outside(web)})


def test_offline_nobody_is_asked(in_service):
    async def story(client):
        body = (await client.post("/v1/links", json={"links": [{"url": "https://norrvik.org/"}]})).json()
        assert (body["complete"], body["links"][0]["verdict"]) == (True, "unchecked")

    in_service(story)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"links": []}, "/links"),
        ({"links": [{"url": "https://norrvik.org/"}] * 101}, "/links"),
        ({"links": [{"url": ""}]}, "/links/0/url"),
        ({"links": [{"url": 5}]}, "/links/0/url"),
        ({"urls": []}, "/links"),
    ],
)
def test_what_is_no_list_of_links_is_refused_by_its_place(in_service, problem, body, pointer):
    async def story(client):
        answer = await client.post("/v1/links", json=body)
        assert pointer in [fault["pointer"] for fault in problem(answer, 422, "invalid")["errors"]]

    in_service(story)


def test_checking_links_needs_the_scope_score(in_service, add_key, problem):
    async def story(client):
        reader = await add_key(client, "read")
        links = {"links": [{"url": "https://norrvik.org/"}]}
        problem(await client.post("/v1/links", json=links, headers=reader), 403, "missing-scope")

    in_service(story)
