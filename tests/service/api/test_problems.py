"""Whatever goes wrong is told as a problem, and never tells more than it should."""

import json

import pytest

JSON = {"Content-Type": "application/json"}


def test_an_unknown_path_is_a_problem(in_service, problem):
    async def story(client):
        problem(await client.get("/v2/articles"), 404, "not-found")
        problem(await client.get("/v1/articles/"), 404, "not-found")

    in_service(story)


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/v1/articles", "GET, HEAD, POST"),
        ("/v1/articles/01a20559-5393-702c-a0c4-4ffebd97ee7f", "GET, HEAD, DELETE"),
        ("/v1/articles:batch", "POST"),
        ("/healthz", "GET, HEAD"),
    ],
)
def test_a_wrong_method_is_told_every_right_one(in_service, problem, path, allowed):
    async def story(client):
        answer = await client.patch(path)
        problem(answer, 405, "method-not-allowed")
        assert answer.headers["allow"] == allowed

    in_service(story)


@pytest.mark.parametrize("path", ["/v1/articles", "/v1/preview"])
@pytest.mark.parametrize("kind", [None, "text/plain", "application/x-www-form-urlencoded", "json"])
def test_a_content_type_that_is_not_json_is_refused(in_service, problem, path, kind):
    async def story(client):
        headers = {"Content-Type": kind} if kind else {}
        answer = await client.post(path, content=b'{"text": "x"}', headers=headers)
        problem(answer, 415, "unsupported-media-type")
        assert answer.headers["accept-post"] == "application/json"

    in_service(story)


@pytest.mark.parametrize(
    "kind", ["application/json; charset=utf-8", "Application/JSON", "application/ld+json"]
)
def test_any_spelling_of_json_is_taken(in_service, kind):
    async def story(client):
        answer = await client.post("/v1/preview", content=b'{"text": "x"}', headers={"Content-Type": kind})
        assert answer.status_code == 200

    in_service(story)


@pytest.mark.parametrize(
    "body", [b"", b"{", b'{"text": "\xff"}', b'{"text": "\\ud800"}', b"[" * 100_000, b"NaN"]
)
def test_what_is_no_json_is_malformed(in_service, problem, body):
    async def story(client):
        answer = await client.post("/v1/articles", content=body, headers=JSON)
        if body == b"NaN":
            problem(answer, 422, "invalid")
        else:
            problem(answer, 400, "malformed")

    in_service(story)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"text": "x", "txet": 1}, "/txet"),
        ({"text": "x", "a/b~c": 1}, "/a~1b~0c"),
        ({"text": "x", "references": [{"url": "u"}, {"href": "u"}]}, "/references/1/href"),
        ({"text": "x", "references": [{}] * 1001}, "/references"),
        ({"text": "a\u0000b"}, "/text"),
        ({"markdown": "a\u001bb"}, "/markdown"),
        ({"text": "x", "title": "a\u007f"}, "/title"),
        ({"text": "x", "published_at": "last week"}, "/published_at"),
        ({"text": "x", "genre": "poem"}, "/genre"),
        ({"text": 5}, "/text"),
        ({"text": "x", "html": "<p>x"}, ""),
        ({"title": "x"}, ""),
        ([], ""),
    ],
)
def test_a_wrong_field_is_named_and_what_it_held_is_not_repeated(in_service, problem, body, pointer):
    async def story(client):
        answer = await client.post("/v1/articles", json=body)
        told = problem(answer, 422, "invalid")
        assert pointer in [fault["pointer"] for fault in told["errors"]]
        assert all(fault["message"] for fault in told["errors"])

    in_service(story)


def test_an_answer_to_bad_input_never_holds_the_input(in_service):
    secret = "the minister will resign on Friday"

    async def story(client):
        for body in (
            {"text": secret, "genre": secret},
            {"text": [secret]},
            {"references": secret, "html": secret},
        ):
            answer = await client.post("/v1/articles", json=body)
            assert answer.status_code == 422
            assert secret not in answer.text
            assert len(answer.content) < 2000

    in_service(story)


def test_thousands_of_faults_are_told_by_the_first_few(in_service, problem):
    async def story(client):
        body = {"text": "x", **{f"field{'y' * 500}{number}": 1 for number in range(3000)}}
        answer = await client.post("/v1/articles", json=body)
        assert len(problem(answer, 422, "invalid")["errors"]) == 20
        assert len(answer.content) < 10_000

    in_service(story)


def test_a_text_over_the_limit_is_too_large(in_service, problem):
    async def story(client):
        body = {"text": "word " * 201}
        told = problem(await client.post("/v1/articles", json=body), 413, "too-large")
        assert told["errors"][0]["pointer"] == "/text"
        assert (await client.post("/v1/preview", json={"html": "<p>word" * 20})).status_code == 200

    in_service(story, max_text_chars=1000)


def test_a_body_over_the_limit_is_too_large_however_it_is_sent(in_service, problem):
    async def parts():
        for _ in range(5):
            yield b" " * 500

    async def story(client):
        problem(await client.post("/v1/articles", content=b" " * 2001, headers=JSON), 413, "too-large")
        problem(await client.post("/v1/articles", content=parts(), headers=JSON), 413, "too-large")

    in_service(story, max_body_bytes=2000)


def test_a_defect_of_ours_is_told_without_its_inside(in_service, problem, monkeypatch, capsys):
    async def story(client):
        async def broken(self, submission, *seconds, **options):
            raise RuntimeError("password is swordfish")

        monkeypatch.setattr(type(client.services.intake), "preview", broken)
        answer = await client.post("/v1/preview", json={"text": "x"})
        problem(answer, 500, "internal")
        assert "swordfish" not in answer.text
        return answer.headers["x-request-id"]

    request_id = in_service(story)
    logged = capsys.readouterr().err
    assert "swordfish" in logged
    assert request_id in logged


def test_a_store_that_is_busy_says_when_to_come_again(in_service, problem, monkeypatch, article):
    from service.storage import StoreBusyError

    async def story(client):
        async def busy(self, *what, **more):
            raise StoreBusyError("the database does not answer")

        monkeypatch.setattr(type(client.services.store), "save", busy)
        answer = await client.post("/v1/articles", json=article)
        assert problem(answer, 503, "overloaded")["detail"] == "The database does not answer."
        assert int(answer.headers["retry-after"]) >= 1

    in_service(story)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("cms-4711:a.b~c", True),
        ("x" * 128, True),
        ("x" * 129, False),
        ("a b", False),
        ("a\tb", False),
        ('a"b', False),
    ],
)
def test_a_request_id_is_taken_over_where_it_is_safe(in_service, given, kept):
    async def story(client):
        answer = await client.get("/healthz", headers={"X-Request-Id": given})
        assert (answer.headers["x-request-id"] == given) == kept
        assert answer.headers["x-request-id"]

    in_service(story)


def test_the_openapi_page_is_complete(in_service):
    async def story(client):
        page = (await client.get("/openapi.json")).json()
        text = json.dumps(page)
        assert "HTTPValidationError" not in text
        for path, calls in page["paths"].items():
            for method, call in calls.items():
                if path.startswith("/v1/"):
                    assert {"401", "403", "422", "429"} <= call["responses"].keys(), (method, path)
                if method == "post":
                    assert {"400", "413", "415", "503"} <= call["responses"].keys(), (method, path)
                for status, answer in call["responses"].items():
                    if status >= "400":
                        assert list(answer["content"]) == ["application/problem+json"]
        refs = {part.partition('"')[0] for part in text.split('"#/components/schemas/')[1:]}
        assert refs <= page["components"]["schemas"].keys()

    in_service(story)
