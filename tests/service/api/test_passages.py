"""Every answer with a span has the passage, and any client finds it."""

import asyncio

import pytest

MANIFEST = "\ufeff" + "".join(chr(0xE0100 + n) for n in range(30))


def spans_of(report):
    for finding in report["findings"]:
        yield from finding["spans"]
    yield from (report["support"] or {"unsourced": []})["unsourced"]
    for row in (*report["citations"], *report["quotes"], *report["dates"]):
        for holder in (row, row.get("speaker"), row.get("cue")):
            if holder and holder["span"]:
                yield holder["span"]


def check_passages(report):
    text = report["text"]
    units = text.encode("utf-16-le")
    spans = list(spans_of(report))
    assert spans
    for span in spans:
        exact = span["exact"]
        assert text[span["start"] : span["end"]] == exact
        assert units[2 * span["start16"] : 2 * span["end16"]].decode("utf-16-le") == exact
        assert text[: span["start"]].endswith(span["prefix"])
        assert text[span["end"] :].startswith(span["suffix"])


@pytest.fixture
def story_of(article):
    return {**article, "text": "😀 👩‍🚀\u00a0" + MANIFEST + article["text"].replace("Ilse", "I\u0301lse 😀")}


def test_every_answer_carries_passages_and_the_text_where_it_is_asked_for(in_service, story_of):
    async def story(client):
        given = {**story_of, "site": "norrvik.org", "external_id": "7"}
        html = {**given, "html": f"<h1>Lock 😀</h1><p>{given['text']}</p>"}
        del html["text"]
        preview = (await client.post("/v1/preview?include=text", json=html)).json()
        made = (await client.post("/v1/articles?include=text", json=given)).json()
        again = (await client.post("/v1/articles?include=text", json=given)).json()
        place = f"/v1/articles/{made['article_id']}"
        read = (await client.get(f"{place}?include=text")).json()
        history = (await client.get(f"{place}/reports?include=text")).json()["reports"]
        one = (await client.get(f"/v1/reports/{made['id']}?include=text")).json()
        anew = (await client.post(f"{place}/rescore?include=text")).json()
        for report in (preview, made, again, read, *history, one, anew):
            check_passages(report)
        assert made == again == read == one == history[0]
        assert made["text"] == given["text"]

    in_service(story)


def test_the_text_is_left_out_where_nobody_asks_and_passages_are_not(in_service, article):
    async def story(client):
        report = (await client.post("/v1/preview", json=article)).json()
        assert "text" not in report
        marker = next(it for it in report["findings"] if it["code"] == "CIT_ORPHAN_MARKER")
        assert marker["spans"][0]["exact"] == "[3]"
        assert marker["spans"][0]["prefix"].endswith("by a year.")
        assert marker["whole_article"] is False

    in_service(story)


def test_a_finding_on_the_whole_article_has_no_span_and_says_so(in_service, article):
    async def story(client):
        report = (await client.post("/v1/preview", json=article)).json()
        byline = next(it for it in report["findings"] if it["code"] == "ATT_NO_BYLINE")
        assert (byline["spans"], byline["whole_article"]) == ([], True)

    in_service(story)


def test_a_batch_has_passages_too(in_service, article):
    async def story(client):
        import json

        lines = json.dumps(article) + "\n"
        answer = await client.post(
            "/v1/articles:batch?include=text", content=lines, headers={"Content-Type": "application/jsonl"}
        )
        check_passages(json.loads(answer.text))

    in_service(story)


def test_another_value_of_include_is_refused_by_name(in_service, article, problem):
    async def story(client):
        answer = await client.post("/v1/preview?include=evidence", json=article)
        assert problem(answer, 422, "invalid")["errors"][0]["parameter"] == "include"

    in_service(story)


def test_where_no_text_is_kept_only_the_first_answer_quotes(in_service, article):
    async def story(client):
        key = {"Idempotency-Key": "once"}
        made = await client.post("/v1/articles?include=text", json=article, headers=key)
        check_passages(made.json())
        place = made.headers["location"]
        read = (await client.get(place)).json()
        replayed = await client.post("/v1/articles?include=text", json=article, headers=key)
        assert replayed.headers["idempotency-replayed"] == "true"
        for report in (read, replayed.json()):
            assert all(span["exact"] is None for span in spans_of(report))
            assert all(span["start16"] is None for span in spans_of(report))
            assert "text" not in report
        # Who sends the content again has its text.
        again = await client.post("/v1/articles", json=article)
        assert all(span["exact"] is not None for span in spans_of(again.json()))

    in_service(story, store_text=False)


def test_an_older_report_is_quoted_from_the_text_that_it_judged(in_service, article):
    async def story(client):
        named = {**article, "site": "norrvik.org", "external_id": "7"}
        first = (await client.post("/v1/articles", json=named)).json()
        moved = {**named, "text": "Before everything else, a line.\n\n" + named["text"]}
        await client.post("/v1/articles", json=moved)
        answers = await asyncio.gather(
            client.get(f"/v1/articles/{first['article_id']}/reports?include=text"),
            client.get(f"/v1/reports/{first['id']}"),
        )
        history = answers[0].json()["reports"]
        assert [report["text"] for report in history] == [moved["text"], named["text"]]
        for report in history:
            check_passages(report)
        assert answers[1].json() == first

    in_service(story)


def test_a_report_that_is_not_there_is_not_found(in_service, problem):
    async def story(client):
        for id in ("x", "019f0000-0000-7000-8000-000000000000"):
            problem(await client.get(f"/v1/reports/{id}"), 404, "not-found")

    in_service(story)


def test_a_report_of_the_past_is_read_by_whoever_may_read_its_article(in_service, article, add_key, problem):
    async def story(client):
        own = await add_key(client, "score", sites=["norrvik.org"])
        other = await add_key(client, "read", sites=["saltby.org"])
        reader = await add_key(client, "read")
        made = await client.post("/v1/articles", json={**article, "site": "norrvik.org"}, headers=own)
        place = f"/v1/reports/{made.json()['id']}"
        for header in (own, reader):
            assert (await client.get(place, headers=header)).status_code == 200
        problem(await client.get(place, headers=other), 404, "not-found")

    in_service(story)
