"""Who did it: a key on each line of the log, and a record of each administrator's act."""

import json

import pytest


def test_each_line_of_the_log_names_the_key(in_service, add_key, capsys):
    async def story(client):
        key = await add_key(client, "read")
        await client.get("/v1/articles", headers=key)
        await client.delete("/v1/articles/x", headers=key)
        await client.get("/v1/articles", headers={"Authorization": "Bearer nonsense"})
        return key["Authorization"].split("_")[1]

    id = in_service(story, log_level="info", log_format="json")
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [(line["status"], line.get("key")) for line in lines if line["event"] == "request"] == [
        (200, id),
        (403, id),
        (401, None),
    ]


def test_without_keys_the_log_says_so(in_service, capsys):
    async def story(client):
        await client.get("/v1/articles")

    in_service(story, log_level="info", log_format="json")
    assert json.loads(capsys.readouterr().err.splitlines()[0])["key"] == "none"


def test_acts_of_administrators_are_recorded(in_either_service, add_key, article):
    async def story(client):
        key = await add_key(client, "admin")
        id = key["Authorization"].split("_")[1]
        place = (await client.post("/v1/articles", json=article, headers=key)).headers["location"]
        attached = await client.post("/v1/sources", json={"name": "Ada Moe", "note": "Met her."}, headers=key)
        assert attached.status_code == 201
        source = attached.headers["location"]
        assert (await client.delete(source, headers=key)).status_code == 204
        erased = await client.delete(place, headers=key)
        assert erased.status_code == 204
        assert (await client.delete(place, headers=key)).status_code == 404
        acts = await client.services.store.acts(10)
        assert {act.actor for act in acts} == {id}
        assert [(act.action, act.subject) for act in reversed(acts)] == [
            ("source.attach", source.rpartition("/")[2]),
            ("source.remove", source.rpartition("/")[2]),
            ("article.erase", place.rpartition("/")[2]),
        ]
        assert acts[0].request_id == erased.headers["x-request-id"]

    in_either_service(story)


@pytest.mark.parametrize("moves", [["pause", "resume"], ["cancel"]])
def test_moves_of_a_rescoring_are_recorded(in_service, article, moves):
    async def story(client):
        await client.post("/v1/articles", json=article)
        started = await client.post("/v1/rescores", json={})
        assert started.status_code == 202
        place = started.headers["location"]
        for move in moves:
            method, path = ("DELETE", place) if move == "cancel" else ("POST", f"{place}/{move}")
            assert (await client.request(method, path)).status_code == 200
        acts = [act.action for act in reversed(await client.services.store.acts(10))]
        assert acts == ["rescore.start", *(f"rescore.{move}" for move in moves)]

    in_service(story, rescore_jobs=0)
