"""Who may call, with which key, and from where."""

import asyncio
from datetime import UTC, datetime

import orjson
import pytest

from service.app import OpenToNetworkError
from service.keys import BELIEVED, Keyring, allows, issue


def test_without_any_key_the_service_is_open_on_loopback(in_service):
    async def story(client):
        assert (await client.get("/v1/articles")).status_code == 200

    in_service(story)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "assay.example"])
def test_without_any_key_the_service_does_not_start_where_others_reach_it(in_service, host):
    async def story(client):
        raise AssertionError("it started")

    with pytest.raises(OpenToNetworkError, match="assay keys create"):
        in_service(story, host=host)


def test_a_request_that_came_by_another_address_needs_a_key_all_the_same(in_service, problem):
    async def story(client):
        problem(await client.get("http://192.0.2.7:8000/v1/articles"), 401, "unauthorized")

    in_service(story)


def test_once_a_key_exists_a_request_without_one_is_refused(in_service, problem, add_key):
    async def story(client):
        header = await add_key(client, "read")
        answer = await client.get("/v1/articles")
        problem(answer, 401, "unauthorized")
        assert answer.headers["www-authenticate"].startswith("Bearer")
        assert (await client.get("/v1/articles", headers=header)).status_code == 200

    in_service(story)


@pytest.mark.parametrize(
    "forge",
    [
        lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"),
        lambda token: token.replace("assay_", "other_"),
        lambda token: token.rpartition("_")[0],
        lambda token: "assay_0123456789ab_" + token.split("_", 2)[2],
        lambda token: "",
        lambda token: "assay__",
        lambda token: "assay_ä_ö",
    ],
)
def test_a_wrong_key_is_refused(in_service, problem, add_key, forge):
    async def story(client):
        token = (await add_key(client, "admin"))["Authorization"].removeprefix("Bearer ")
        header = {"Authorization": f"Bearer {forge(token)}".encode()}
        answer = await client.get("/v1/articles", headers=header)
        problem(answer, 401, "unauthorized")
        assert 'error="invalid_token"' in answer.headers["www-authenticate"]

    in_service(story)


def test_a_key_in_another_scheme_is_refused(in_service, problem, add_key):
    async def story(client):
        token = (await add_key(client, "admin"))["Authorization"].removeprefix("Bearer ")
        problem(
            await client.get("/v1/articles", headers={"Authorization": f"Basic {token}"}), 401, "unauthorized"
        )
        assert (
            await client.get("/v1/articles", headers={"Authorization": f"bearer  {token}"})
        ).status_code == 200

    in_service(story)


NOBODYS = "01a20559-5393-702c-a0c4-4ffebd97ee7f"
CALLS = [
    (("score",), "POST", "/v1/articles"),
    (("score",), "POST", "/v1/preview"),
    (("score",), "POST", f"/v1/articles/{NOBODYS}/rescore"),
    (("read", "score"), "GET", "/v1/articles"),
    (("read", "score"), "GET", f"/v1/articles/{NOBODYS}"),
    (("read", "score"), "GET", f"/v1/articles/{NOBODYS}/reports"),
    (("score", "read", "feedback", "erase", "metrics"), "GET", "/v1/rules"),
    (("feedback",), "POST", f"/v1/findings/{NOBODYS}.1/feedback"),
    (("feedback", "read"), "GET", f"/v1/findings/{NOBODYS}.1/feedback"),
    (("feedback",), "DELETE", f"/v1/findings/{NOBODYS}.1/feedback"),
    (("erase",), "DELETE", f"/v1/articles/{NOBODYS}"),
    (("admin",), "POST", "/v1/sources"),
    (("read",), "GET", "/v1/sources"),
    (("admin",), "POST", "/v1/rescores"),
    (("read",), "GET", "/v1/rescores"),
    (("metrics",), "GET", "http://192.0.2.7:8000/metrics"),
]


@pytest.mark.parametrize("scope", ["score", "read", "feedback", "erase", "metrics", "admin"])
def test_a_key_does_what_its_scopes_say_and_no_more(in_service, problem, add_key, article, scope):
    async def story(client):
        header = await add_key(client, scope)
        for needed, method, path in CALLS:
            given = (
                {"verdict": "agree"}
                if "feedback" in path
                else {"name": "x"}
                if "sources" in path
                else article
            )
            body = {"json": given} if method == "POST" else {}
            answer = await client.request(method, path, headers=header, **body)
            if scope in needed or scope == "admin":
                assert answer.status_code in (200, 201, 404, 422), (path, answer.text)
            else:
                told = problem(answer, 403, "missing-scope")
                assert all(f"`{name}`" in told["detail"] for name in needed)
                assert f'scope="{needed[0]}"' in answer.headers["www-authenticate"]

    in_service(story)


def on_site(article, site, number=1):
    return {**article, "site": site, "external_id": str(number)}


def test_a_key_that_is_bound_to_a_site_neither_sees_nor_changes_another_sites_articles(
    in_either_service, problem, add_key, article
):
    async def story(client):
        whole = await add_key(client, "admin")
        bound = await add_key(client, "score", "read", "feedback", "erase", sites=["b.org"])
        theirs = (await client.post("/v1/articles", json=on_site(article, "a.org"), headers=whole)).json()
        unnamed = (await client.post("/v1/articles", json=article, headers=whole)).json()
        own = await client.post("/v1/articles", json=on_site(article, "b.org"), headers=bound)
        assert own.status_code == 201
        client.headers = bound
        for foreign in (theirs, unnamed):
            path = f"/v1/articles/{foreign['article_id']}"
            for call in (
                client.get(path),
                client.get(path, params={"include": "text"}),
                client.get(f"{path}/reports"),
                client.post(f"{path}/rescore"),
                client.delete(path),
            ):
                problem(await call, 404, "not-found")
            finding = f"/v1/findings/{foreign['findings'][0]['id']}/feedback"
            problem(await client.post(finding, json={"verdict": "agree"}), 404, "not-found")
            problem(await client.get(finding), 404, "not-found")
            problem(await client.delete(finding), 404, "not-found")
        listed = (await client.get("/v1/articles")).json()["articles"]
        assert [row["site"] for row in listed] == ["b.org"]
        problem(await client.get("/v1/articles", params={"site": "a.org"}), 403, "other-site")
        assert len((await client.get("/v1/articles", params={"site": "b.org"})).json()["articles"]) == 1
        changed = {**on_site(article, "a.org"), "text": article["text"] + " Not by them."}
        for given in (changed, article):
            told = problem(await client.post("/v1/articles", json=given), 403, "other-site")
            assert "b.org" in told["detail"]
        problem(await client.post("/v1/preview", json=changed), 403, "other-site")
        assert (await client.post("/v1/preview", json=article)).status_code == 200
        lines = b"\n".join(map(orjson.dumps, (changed, on_site(article, "b.org", 2))))
        batch = await client.post(
            "/v1/articles:batch", content=lines, headers={"Content-Type": "application/x-ndjson"}
        )
        statuses = [orjson.loads(line).get("status", 201) for line in batch.content.splitlines()]
        assert statuses == [403, 201]
        path = f"/v1/articles/{own.json()['article_id']}"
        assert (await client.get(path)).status_code == 200
        assert (await client.post(f"{path}/rescore")).status_code == 200
        assert (await client.delete(path)).status_code == 204
        kept = await client.get(f"/v1/articles/{theirs['article_id']}", headers=whole)
        assert kept.json() == theirs

    in_either_service(story)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/sources"),
        ("GET", "/v1/sources"),
        ("POST", "/v1/rescores"),
        ("GET", "/v1/rescores"),
        ("GET", f"/v1/rescores/{NOBODYS}"),
        ("POST", f"/v1/rescores/{NOBODYS}/rollback"),
    ],
)
def test_what_concerns_all_sites_is_closed_to_a_key_that_is_bound_to_one(
    in_service, problem, add_key, method, path
):
    async def story(client):
        header = await add_key(client, "admin", sites=["b.org"])
        problem(await client.request(method, path, headers=header, json={}), 403, "other-site")

    in_service(story)


def test_a_key_that_only_scores_reads_what_it_sent_and_nothing_else(
    in_either_service, problem, add_key, article
):
    async def story(client):
        one, other = [await add_key(client, "score") for _ in range(2)]
        sent = (await client.post("/v1/articles", json=on_site(article, "a.org"), headers=one)).json()
        path = f"/v1/articles/{sent['article_id']}"
        assert (await client.get(path, headers=one)).json() == sent
        assert len((await client.get("/v1/articles", headers=one)).json()["articles"]) == 1
        problem(await client.get(path, headers=other), 404, "not-found")
        problem(await client.post(f"{path}/rescore", headers=other), 404, "not-found")
        assert (await client.get("/v1/articles", headers=other)).json()["articles"] == []

    in_either_service(story)


PAGES = {"/metrics": "metrics", "/docs": None, "/openapi.json": None}


def test_the_open_pages_need_no_key_on_this_machine(in_service, add_key):
    async def story(client):
        await add_key(client, "admin")
        for path in ("/healthz", "/readyz", *PAGES):
            assert (await client.get(path)).status_code == 200

    in_service(story)


@pytest.mark.parametrize(
    ("address", "headers"),
    [("http://192.0.2.7:8000", {}), ("http://127.0.0.1:8000", {"X-Forwarded-For": "203.0.113.9"})],
)
def test_elsewhere_only_health_is_open(in_service, add_key, problem, address, headers):
    async def story(client):
        keys = {scope: await add_key(client, scope) for scope in ("score", "read", "metrics", "admin")}
        for path in ("/healthz", "/readyz"):
            assert (await client.get(address + path, headers=headers)).status_code == 200
        for path, needed in PAGES.items():
            problem(await client.get(address + path, headers=headers), 401, "unauthorized")
            for scope, key in keys.items():
                answer = await client.get(address + path, headers={**headers, **key})
                if needed in (None, scope) or scope == "admin":
                    assert answer.status_code == 200
                else:
                    problem(answer, 403, "missing-scope")
        problem(await client.get(address + "/v1/articles", headers=keys["metrics"]), 403, "missing-scope")

    in_service(story)


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example:8000"},
        {"Host": "localhost.evil.example"},
        {"Host": "127.0.0.1.evil.example"},
        {"Host": "0.0.0.0:8000"},
        {"Host": "[::]:8000"},
        {"Host": "192.168.1.7"},
        {"Host": ""},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:8000"},
        {"Origin": "http://127.0.0.1:3000"},
        {"Origin": "https://127.0.0.1:8000"},
        {"Forwarded": "for=203.0.113.9"},
        {"X-Forwarded-For": "127.0.0.1"},
        {"X-Forwarded-Host": "127.0.0.1"},
        {"X-Real-IP": "127.0.0.1"},
        {"Via": "1.1 proxy"},
    ],
)
def test_without_any_key_only_this_machine_s_own_programs_are_answered(
    in_service, problem, headers, article, add_key
):
    async def story(client):
        place = (await client.post("/v1/articles", json=article)).headers["location"]
        for method, path in (
            ("GET", "/v1/articles"),
            ("GET", f"{place}?include=text"),
            ("POST", f"{place}/rescore"),
            ("DELETE", place),
            ("GET", "/metrics"),
            ("GET", "/openapi.json"),
        ):
            problem(await client.request(method, path, headers=headers), 403, "not-local")
        assert (await client.get(place)).status_code == 200
        assert (await client.get("/healthz", headers=headers)).status_code == 200
        # With a key, a request may come from anywhere.
        key = await add_key(client, "read")
        assert (await client.get(place, headers={**headers, **key})).status_code == 200

    in_service(story)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Host": "localhost"},
        {"Host": "LOCALHOST:8000"},
        {"Host": "127.0.0.1:8000", "Origin": "http://127.0.0.1:8000"},
        {"Host": "localhost:8000", "Origin": "http://localhost:8000"},
        {"Host": "[::1]:8000"},
        {"Host": "127.8.9.1"},
    ],
)
def test_this_machine_s_own_names_are_answered(in_service, headers):
    async def story(client):
        assert (await client.get("/v1/articles", headers=headers)).status_code == 200

    in_service(story)


def test_two_hosts_are_both_looked_at(in_service, problem):
    async def story(client):
        hosts = [("Host", "127.0.0.1"), ("Host", "evil.example")]
        problem(await client.get("/v1/articles", headers=hosts), 403, "not-local")

    in_service(story)


def test_a_revoked_key_stops_working_within_five_seconds(in_service, add_key, revoke, problem, monkeypatch):
    async def story(client):
        now = [1000.0]
        monkeypatch.setattr(client.services.keyring, "_clock", lambda: now[0])
        header = await add_key(client, "read")
        assert (await client.get("/v1/articles", headers=header)).status_code == 200
        await revoke(client, header)
        now[0] += 5.0
        problem(await client.get("/v1/articles", headers=header), 401, "unauthorized")
        problem(await client.get("/v1/articles"), 401, "unauthorized")

    assert BELIEVED <= 5.0
    in_service(story)


def test_the_last_use_of_a_key_is_written_once_a_minute(in_service, add_key, monkeypatch):
    async def story(client):
        store, written = client.services.store, []

        async def touch(_self, id, at):
            written.append(id)

        monkeypatch.setattr(type(store), "touch_key", touch)
        header = await add_key(client, "read")
        for _ in range(5):
            await client.get("/v1/articles", headers=header)
        await client.services.finish()
        assert written == [header["Authorization"].split("_")[1]]

    in_service(story)


def test_the_last_use_of_a_key_is_stored(in_either_service, add_key):
    async def story(client):
        header = await add_key(client, "read")
        await client.get("/v1/articles", headers=header)
        await client.services.finish()
        (key,) = await client.services.store.keys()
        assert abs((datetime.now(UTC) - key.last_used_at).total_seconds()) < 60

    in_either_service(story)


def test_guesses_at_keys_do_not_fill_the_memory():
    class Empty:
        async def key(self, id):
            return None

    async def story():
        keyring = Keyring(Empty())
        for number in range(3000):
            assert await keyring.holder(f"assay_{number}_guess") is None
        return keyring

    assert len(asyncio.run(story())._known) <= 1024


def test_a_key_is_shown_once_and_kept_as_a_hash():
    record, token = issue("wordpress", ["score", "read"])
    assert token.startswith(f"assay_{record.id}_")
    secret = token.split("_", 2)[2]
    assert len(secret) >= 43
    assert secret not in repr(record)
    assert allows(record, "score")
    assert not allows(record, "admin")


@pytest.mark.parametrize("site", ["", "a\nb", "x" * 3000])
def test_a_key_is_not_bound_to_what_no_article_can_have_as_its_site(site):
    with pytest.raises(ValueError, match="a site is"):
        issue("x", ["read"], [site])


@pytest.mark.parametrize("scopes", [[], ["write"], ["read", "root"]])
def test_a_key_for_no_scope_or_an_unknown_one_is_not_made(scopes):
    with pytest.raises(ValueError, match="scopes are"):
        issue("x", scopes)
