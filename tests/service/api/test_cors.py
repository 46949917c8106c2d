"""Pages of named origins may call from a browser, and no others."""

import pytest
from pydantic import ValidationError

from service.settings import Settings

CMS = "https://cms.norrvik.org"
ASKED = {
    "Origin": CMS,
    "Access-Control-Request-Method": "PUT",
    "Access-Control-Request-Headers": "authorization, content-type, idempotency-key, prefer",
}


def test_a_named_origin_may_call_and_read_our_headers(in_service, article, add_key):
    async def story(client):
        preflight = await client.options("/v1/articles", headers=ASKED)
        assert preflight.status_code == 200
        assert preflight.headers["access-control-allow-origin"] == CMS
        assert "PUT" in preflight.headers["access-control-allow-methods"]
        key = await add_key(client, "score")
        answer = await client.post("/v1/preview", json=article, headers={**key, "Origin": CMS})
        assert answer.status_code == 200
        assert answer.headers["access-control-allow-origin"] == CMS
        assert "Preference-Applied" in answer.headers["access-control-expose-headers"]
        refused = await client.post("/v1/preview", json=article, headers={"Origin": CMS})
        assert (refused.status_code, refused.headers["access-control-allow-origin"]) == (401, CMS)

    in_service(story, cors_origins=f"{CMS}, http://localhost:3000")


def test_without_any_key_a_named_origin_counts_as_this_machine_s(in_service, article, problem):
    async def story(client):
        friend = await client.post("/v1/preview", json=article, headers={"Origin": CMS})
        assert friend.status_code == 200
        other = await client.post("/v1/preview", json=article, headers={"Origin": "https://elsewhere.org"})
        problem(other, 403, "not-local")
        rebound = {"Origin": CMS, "Host": "cms.norrvik.org"}
        problem(await client.post("/v1/preview", json=article, headers=rebound), 403, "not-local")

    in_service(story, cors_origins=CMS)


def test_others_are_told_nothing(in_service, article):
    async def story(client):
        preflight = await client.options("/v1/articles", headers={**ASKED, "Origin": "https://elsewhere.org"})
        assert preflight.status_code == 400
        assert "access-control-allow-origin" not in preflight.headers

    in_service(story, cors_origins=CMS)


def test_by_default_there_are_none(in_service):
    async def story(client):
        assert (await client.options("/v1/articles", headers=ASKED)).status_code == 405

    in_service(story)


@pytest.mark.parametrize("given", ["*", "cms.norrvik.org", "https://cms.norrvik.org/", "null"])
def test_an_origin_is_scheme_host_and_port(given):
    with pytest.raises(ValidationError, match="must be origins"):
        Settings(_env_file=None, cors_origins=given)
