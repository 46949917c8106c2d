"""Articles over HTTP, on both databases."""

import asyncio
import secrets
from dataclasses import replace

import pytest

from scoring import Evidence
from service.reports.replay import replay
from service.showing import show
from service.submission import Submission


async def submit(client, article, **more):
    answer = await client.post("/v1/articles", json={**article, **more})
    assert answer.status_code in (200, 201), answer.text
    return answer


def test_a_new_article_is_stored_and_its_report_is_read_back_byte_for_byte(in_either_service, article):
    async def story(client):
        made = await submit(client, article)
        assert made.status_code == 201
        report = made.json()
        assert made.headers["location"] == f"/v1/articles/{report['article_id']}"
        assert report["id"] in made.headers["etag"]
        assert [finding["code"] for finding in report["findings"]].count("CIT_ORPHAN_MARKER") == 1
        read = await client.get(made.headers["location"])
        assert read.status_code == 200
        assert read.content == made.content
        assert read.headers["etag"] == made.headers["etag"]

    in_either_service(story)


def test_the_same_content_again_gives_the_stored_report(in_either_service, article):
    async def story(client):
        first = await submit(client, article)
        again = await submit(client, article, callback_url="https://cms.norrvik.org/late")
        assert (first.status_code, again.status_code) == (201, 200)
        assert again.content == first.content
        assert again.headers["location"] == first.headers["location"]

    in_either_service(story)


def test_the_same_content_sent_many_times_at_once_is_one_article(in_either_service, article):
    async def story(client):
        answers = await asyncio.gather(*(submit(client, article) for _ in range(8)))
        assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]
        assert len({answer.content for answer in answers}) == 1

    in_either_service(story)


def test_new_content_under_the_same_identity_is_a_new_revision(in_either_service, article):
    async def story(client):
        named = {**article, "site": "norrvik.example", "external_id": "4711"}
        first = (await submit(client, named)).json()
        revised = await submit(client, named, text=article["text"].replace("[3]", ""))
        assert revised.status_code == 201
        second = revised.json()
        assert second["article_id"] == first["article_id"]
        assert second["id"] != first["id"]
        assert second["external_id"] == "4711"
        history = (await client.get(f"/v1/articles/{first['article_id']}/reports")).json()["reports"]
        assert history == [second, first]

    in_either_service(story)


def test_two_processes_that_store_the_same_article_end_up_with_one(in_either_service, article, monkeypatch):
    async def story(client):
        store = client.services.store
        find, asked = store.find, []

        async def blind_once(*identity):
            # What a second process sees that asks just before the first one saves.
            asked.append(identity)
            return None if len(asked) == 2 else await find(*identity)

        monkeypatch.setattr(type(store), "find", lambda _self, *identity: blind_once(*identity))
        first = await submit(client, article)
        second = await submit(client, article)
        assert second.status_code == 200
        assert second.content == first.content
        assert len(asked) == 3

    in_either_service(story)


def test_an_article_is_erased_with_all_its_reports(in_either_service, article):
    async def story(client):
        place = (await submit(client, article)).headers["location"]
        assert (await client.delete(place)).status_code == 204
        assert (await client.get(place)).status_code == 404
        assert (await client.get(f"{place}/reports")).status_code == 404
        assert (await client.delete(place)).status_code == 404
        assert (await submit(client, article)).status_code == 201

    in_either_service(story)


def test_rescoring_adds_a_report_and_keeps_the_older_one(in_either_service, article):
    async def story(client):
        first = await submit(client, article)
        place = first.headers["location"]
        again = await client.post(f"{place}/rescore")
        assert again.status_code == 200
        assert again.json()["id"] != first.json()["id"]
        assert again.json()["score"] == first.json()["score"]
        assert (await client.get(place)).content == again.content
        history = (await client.get(f"{place}/reports")).json()["reports"]
        assert history == [again.json(), first.json()]

    in_either_service(story)


def test_a_list_is_paged_to_its_end_without_gap_or_repeat(in_either_service, article):
    async def story(client):
        made = [(await submit(client, article, url=f"https://norrvik.example/{n}")).json() for n in range(7)]
        url, seen = "/v1/articles?limit=3", []
        while url:
            page = await client.get(url)
            assert page.status_code == 200
            seen += [row["id"] for row in page.json()["articles"]]
            assert ("next" in page.links) == (page.json()["next"] is not None)
            url = page.links["next"]["url"] if "next" in page.links else None
        assert seen == [report["article_id"] for report in reversed(made)]

    in_either_service(story)


def test_a_list_is_filtered_by_site_band_code_and_time(in_either_service, article):
    async def story(client):
        ours = (await submit(client, article, site="a.example", external_id="1")).json()
        other = (await submit(client, article, site="b.example", external_id="1")).json()
        short = (await submit(client, {"text": "Too short to say.", "language": "en"})).json()

        async def listed(query):
            rows = (await client.get(f"/v1/articles?{query}")).json()["articles"]
            return {row["id"] for row in rows}

        assert await listed("site=a.example") == {ours["article_id"]}
        assert await listed("band=insufficient") == {short["article_id"]}
        assert await listed("code=CIT_ORPHAN_MARKER") == {ours["article_id"], other["article_id"]}
        assert await listed("code=CIT_ORPHAN_MARKER&site=b.example") == {other["article_id"]}
        assert await listed("since=2020-01-01") >= {short["article_id"]}
        assert await listed("since=2999-01-01T00:00:00%2B01:00") == set()

    in_either_service(story)


def test_a_listed_article_tells_its_identity_and_newest_score(in_service, article):
    async def story(client):
        report = (await submit(client, article, site="a.example", external_id="1")).json()
        row = (await client.get("/v1/articles")).json()["articles"][0]
        assert (row["site"], row["external_id"], row["title"]) == ("a.example", "1", article["title"])
        for name in ("id", "score", "band", "confidence", "ruleset", "scored_at"):
            assert row["report"][name] == report[name]

    in_service(story)


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=101",
        "limit=many",
        "band=best",
        "code=lower_case",
        "since=yesterday",
        "page=2",
        "site=%00",
    ],
)
def test_a_query_that_means_nothing_is_refused_by_name(in_service, problem, query):
    async def story(client):
        told = problem(await client.get(f"/v1/articles?{query}"), 422, "invalid")
        assert [fault["parameter"] for fault in told["errors"]] == [query.partition("=")[0]]

    in_service(story)


def test_a_cursor_serves_only_the_list_it_came_from(in_service, article, problem):
    async def story(client):
        for number in range(3):
            await submit(client, article, url=f"https://norrvik.example/{number}")
        cursor = (await client.get("/v1/articles?limit=1")).json()["next"]
        assert (await client.get(f"/v1/articles?limit=2&cursor={cursor}")).status_code == 200
        problem(await client.get(f"/v1/articles?band=low&cursor={cursor}"), 404, "not-found")
        forged = ("A" if cursor[0] != "A" else "B") + cursor[1:]
        problem(await client.get(f"/v1/articles?cursor={forged}"), 404, "not-found")
        problem(await client.get("/v1/articles?cursor=short"), 422, "invalid")

    in_service(story)


def test_the_text_is_added_on_request_and_spans_point_into_it(in_service, article):
    async def story(client):
        made = await submit(client, {**article, "text": "🌊 " + article["text"]})
        plain = await client.get(made.headers["location"])
        assert "text" not in plain.json()
        full = await client.get(made.headers["location"] + "?include=text")
        text = full.json()["text"]
        assert text == "🌊 " + article["text"]
        assert full.headers["etag"] != plain.headers["etag"]
        finding = next(row for row in full.json()["findings"] if row["code"] == "CIT_ORPHAN_MARKER")
        span = finding["spans"][0]
        assert text[span["start"] : span["end"]] == "[3]"

    in_service(story)


def test_a_reader_who_has_the_newest_report_is_told_so(in_service, article):
    async def story(client):
        made = await submit(client, article)
        place, tag = made.headers["location"], made.headers["etag"]
        for header in (tag, f"W/{tag}", f'"other", {tag}', "*"):
            held = await client.get(place, headers={"If-None-Match": header})
            assert (held.status_code, held.content, held.headers["etag"]) == (304, b"", tag)
        assert (await client.get(place, headers={"If-None-Match": '"other"'})).status_code == 200
        await client.post(f"{place}/rescore")
        assert (await client.get(place, headers={"If-None-Match": tag})).status_code == 200

    in_service(story)


def test_a_preview_leaves_nothing_behind(in_service, article):
    async def story(client):
        shown = await client.post("/v1/preview", json=article)
        assert shown.status_code == 200
        assert (shown.json()["id"], shown.json()["article_id"]) == (None, None)
        assert shown.json()["findings"]
        assert (await client.get("/v1/articles")).json()["articles"] == []

    in_service(story)


def test_the_callers_id_is_handed_back_and_the_reports_own_id_is_kept_beside_it(in_service, article):
    async def story(client):
        made = (await submit(client, article, id='mine: "7"')).json()
        assert made["id"] == 'mine: "7"'
        stored = (await client.get(f"/v1/articles/{made['article_id']}")).json()
        assert stored["id"] == made["report_id"]
        again = await submit(client, article, id="another")
        assert (again.status_code, again.json()["id"]) == (200, "another")
        shown = (await client.post("/v1/preview", json={**article, "id": "x"})).json()
        assert (shown["id"], shown["report_id"]) == ("x", None)

    in_service(story)


def test_without_kept_text_nothing_but_the_report_is_stored(in_either_service, article, problem):
    async def story(client):
        made = await submit(client, article)
        report = made.json()
        kept = await client.services.store.article(report["article_id"])
        assert (kept.submission, kept.title) == (None, None)
        stored = await client.services.store.newest(report["article_id"])
        assert stored.evidence is None
        assert show(stored.body, article["text"]) == made.content
        assert (await client.get(made.headers["location"] + "?include=text")).json()["text"] is None
        problem(await client.post(made.headers["location"] + "/rescore"), 409, "text-not-kept")
        assert (await submit(client, article)).status_code == 200

    in_either_service(story, store_text=False)


@pytest.mark.parametrize(
    ("prefer", "applied"),
    [
        ("wait=5", "wait=5"),
        ("respond-async, wait=1000", "respond-async, wait=30"),
        ("respond-async", "respond-async"),
        ("respond-asynchronously", None),
        ("wait=soon", None),
    ],
)
def test_a_preference_is_answered_where_it_was_honoured(in_service, article, prefer, applied):
    async def story(client):
        answer = await client.post("/v1/articles", json=article, headers={"Prefer": prefer})
        assert answer.status_code == 201
        assert answer.headers.get("preference-applied") == applied

    in_service(story)


@pytest.mark.parametrize("id", ["1", "..", "0197-", "x" * 300, "%00", "01a20559-5393-702c-a0c4-4ffebd97ee7f"])
def test_an_id_that_nobody_has_is_not_found(in_service, problem, id):
    async def story(client):
        problem(await client.get(f"/v1/articles/{id}"), 404, "not-found")

    in_service(story)


def test_a_resolver_that_has_to_ask_is_waited_for(in_service, article, outside):
    class Asking:
        def known(self, lookups, as_of):
            return None

        async def resolve(self, lookups, as_of, seconds, *, again=False):
            assert seconds == 2.0
            await asyncio.sleep(0)
            return Evidence(as_of=as_of, online=True)

    async def story(client):
        made = await submit(client, article)
        stored = await client.services.store.newest(made.json()["article_id"])
        assert stored.evidence["online"] is True

    in_service(story, parts={"open_outside": outside(Asking())})


@pytest.mark.parametrize("name", ["site", "external_id"])
def test_an_identity_is_at_most_200_characters_long(in_either_service, article, problem, name):
    async def story(client):
        identity = {"site": "s", "external_id": "e", name: "文" * 200}
        assert (await client.post("/v1/articles", json={**article, **identity})).status_code == 201
        identity[name] += "x"
        told = problem(await client.post("/v1/articles", json={**article, **identity}), 422, "invalid")
        assert told["errors"] == [{"pointer": f"/{name}", "message": "must have at most 200 characters"}]

    in_either_service(story)


def test_the_longest_identity_fits_the_index(in_either_service, article):
    async def story(client):
        identity = {"site": random_text(200), "external_id": random_text(200)}
        assert (await client.post("/v1/articles", json={**article, **identity})).status_code == 201

    in_either_service(story)


def random_text(length):
    """Characters of four bytes each, which no compression makes shorter."""
    return "".join(chr(0x20000 + secrets.randbelow(0xA000)) for _ in range(length))


def test_the_reports_of_an_article_come_in_pages(in_either_service, article, problem):
    async def story(client):
        made = await client.post("/v1/articles", json=article)
        place, ids = made.headers["location"], [made.json()["id"]]
        for _ in range(6):
            again = await client.post(f"{place}/rescore")
            ids.append(again.json()["id"])
        seen, following = [], f"{place}/reports?limit=3"
        while following:
            answer = await client.get(following)
            page = answer.json()
            assert len(page["reports"]) <= 3
            seen += [report["id"] for report in page["reports"]]
            following = answer.links["next"]["url"] if page["next"] else None
        assert seen == ids[::-1]
        other = await client.post("/v1/articles", json={**article, "title": "Another"})
        cursor = (await client.get(f"{place}/reports?limit=1")).json()["next"]
        elsewhere = f"{other.headers['location']}/reports?cursor={cursor}"
        problem(await client.get(elsewhere), 404, "not-found")
        problem(await client.get(f"{place}/reports?limit=0"), 422, "invalid")

    in_either_service(story)


def test_half_an_identity_is_refused(in_service, article, problem):
    async def story(client):
        for path in ("/v1/articles", "/v1/preview"):
            half = await client.post(path, json={**article, "external_id": "7"})
            assert problem(half, 422, "invalid")["errors"][0]["pointer"] == "/site"
        asked = await client.get("/v1/articles", params={"external_id": "7"})
        assert problem(asked, 422, "invalid")["errors"][0]["parameter"] == "site"
        # A site alone is one: it names the outlet.
        assert (await client.post("/v1/articles", json={**article, "site": "norrvik.org"})).status_code == 201

    in_service(story)


def test_an_article_is_found_by_the_id_of_its_cms(in_either_service, article, add_key):
    async def story(client):
        named = {"site": "norrvik.org", "external_id": "post 7/ü"}
        made = (await submit(client, article, **named)).json()
        await submit(client, article, site="norrvik.org", external_id="8")
        await submit(client, article, site="saltby.org", external_id="post 7/ü")
        page = (await client.get("/v1/articles", params=named)).json()
        assert [row["id"] for row in page["articles"]] == [made["article_id"]]
        assert page["next"] is None
        none = await client.get("/v1/articles", params={**named, "external_id": "9"})
        assert none.json()["articles"] == []
        stranger = await add_key(client, "score")
        assert (await client.get("/v1/articles", params=named, headers=stranger)).json()["articles"] == []

    in_either_service(story)


def test_a_new_time_of_change_alone_is_no_revision(in_either_service, article):
    async def story(client):
        for identity in ({"site": "norrvik.org", "external_id": "7"}, {}):
            first = await submit(client, article, modified_at="2026-10-06T08:00:00Z", **identity)
            for stamp in ("2026-10-06T09:00:00Z", "2026-10-07"):
                again = await submit(client, article, modified_at=stamp, **identity)
                assert (again.status_code, again.json()["id"]) == (200, first.json()["id"])
            plain = await submit(client, article, **identity)
            assert (plain.status_code, plain.json()["id"]) == (200, first.json()["id"])

    in_either_service(story)


def test_what_an_earlier_release_stored_is_known_again(in_either_service, article):
    async def story(client):
        stamped = {**article, "modified_at": "2026-10-06T08:00:00Z"}
        for identity in ({"site": "norrvik.org", "external_id": "7"}, {}):
            submission = Submission.model_validate({**stamped, **identity})
            with pytest.MonkeyPatch.context() as before:
                before.setattr(Submission, "content_hash", property(lambda self: self.content_hash_of_before))
                first = await submit(client, stamped, **identity)
            assert submission.content_hash != submission.content_hash_of_before
            again = await submit(client, stamped, **identity)
            assert (again.status_code, again.json()["id"]) == (200, first.json()["id"])

    in_either_service(story)


def test_an_article_that_goes_back_to_what_it_said_goes_back_to_its_time_too(in_either_service, article):
    async def story(client):
        identity = {"site": "norrvik.org", "external_id": "7"}
        first = (await submit(client, article, modified_at="2026-10-04", **identity)).json()
        await submit(client, article, title="Another title", modified_at="2026-10-06", **identity)
        last = (await submit(client, article, modified_at="2026-10-07", **identity)).json()
        assert last["article_id"] == first["article_id"]
        store = client.services.store
        kept = await store.article(first["article_id"])
        rules = await store.ruleset(first["ruleset"])
        for report in await store.reports(first["article_id"]):
            judged = replace(kept, submission=await store.submission(report.id))
            assert replay(judged, report, rules) == report.body

    in_either_service(story)


@pytest.mark.parametrize(
    "url",
    ["http://169.254.169.254/", "http://127.0.0.1:8000/late", "https://cms.internal/late", "https://me@cms.norrvik.org/", "https://cms.norrvik.org:81/"],
)  # fmt: skip
def test_a_callback_that_would_never_be_called_is_refused_at_once(in_service, article, problem, url):
    async def story(client):
        answer = await client.post("/v1/articles", json={**article, "callback_url": url})
        (fault,) = problem(answer, 422, "invalid")["errors"]
        assert fault["pointer"] == "/callback_url"
        assert (await client.get("/v1/articles")).json()["articles"] == []

    in_service(story)


def test_a_locale_as_a_cms_keeps_it_is_a_language(in_service, article, problem):
    async def story(client):
        plain = await submit(client, article, language="en-US")
        wordpress = await submit(client, article, language="en_US")
        assert wordpress.json()["id"] == plain.json()["id"]
        assert (
            await client.post("/v1/preview", json={**article, "language": "de_DE_formal"})
        ).status_code == 200
        wrong = await client.post("/v1/preview", json={**article, "language": "English"})
        (fault,) = problem(wrong, 422, "invalid")["errors"]
        assert fault == {
            "pointer": "/language",
            "message": "must be a language tag such as en, en-GB or en_US",
        }

    in_service(story)


def test_a_scheduled_article_is_not_from_the_future(in_service, article):
    async def story(client):
        def codes(answer):
            return [finding["code"] for finding in answer.json()["findings"]]

        ahead = {**article, "published_at": "2099-01-01"}
        assert "DAT_PUB_IN_FUTURE" in codes(await client.post("/v1/preview", json=ahead))
        for status in ("scheduled", "draft"):
            given = {**ahead, "status": status}
            assert "DAT_PUB_IN_FUTURE" not in codes(await client.post("/v1/preview", json=given))

    in_service(story)
