"""The `type` of every error is an address that answers."""

from service.api.problems import KINDS


def test_every_type_answers_at_its_address(in_service):
    async def story(client):
        missing = (await client.get("/v1/articles/nothing")).json()
        answer = await client.get(missing["type"])
        assert answer.status_code == 200
        assert answer.json() == {name: missing[name] for name in ("type", "title", "status")}
        for kind in KINDS.values():
            answer = await client.get(kind.type)
            assert answer.json() == {"type": kind.type, "title": kind.title, "status": kind.status}

    in_service(story)


def test_a_type_that_there_is_not_is_not_found(in_service, problem):
    async def story(client):
        problem(await client.get("/problems/too-long-ago"), 404, "not-found")

    in_service(story)
