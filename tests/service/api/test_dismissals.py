"""What somebody finds all right stays said, as long as the passage reads the same."""

import asyncio

import pytest

SITE = {"site": "norrvik.org", "external_id": "7"}
REASON = {"reason": "The marker belongs to the print edition.", "reader": "editor-17"}


async def post(client, article, **more):
    answer = await client.post("/v1/articles", json={**article, **SITE, **more})
    assert answer.status_code in (200, 201), answer.text
    return answer.json()


def marker_of(report):
    return next(it for it in report["findings"] if it["code"] == "CIT_ORPHAN_MARKER")


def place_of(report, fingerprint=None):
    return f"/v1/articles/{report['article_id']}/dismissals/{fingerprint or marker_of(report)['fingerprint']}"


def test_a_dismissed_finding_says_so_in_every_later_report_and_costs_what_it_costs(
    in_either_service, article
):
    async def story(client):
        first = await post(client, article)
        assert marker_of(first)["dismissed"] is None
        kept = await client.put(place_of(first), json=REASON)
        assert kept.status_code == 200
        said = kept.json()
        assert said["fingerprint"] == marker_of(first)["fingerprint"]
        assert (said["code"], said["by"], said["reason"], said["stands"]) == (
            "CIT_ORPHAN_MARKER", "editor-17", REASON["reason"], True,
        )  # fmt: skip
        expected = {name: said[name] for name in ("by", "at", "reason")}
        read = (await client.get(f"/v1/articles/{first['article_id']}")).json()
        again = await post(client, article)
        anew = (await client.post(f"/v1/articles/{first['article_id']}/rescore")).json()
        edited = await post(
            client, article, text="A line before.\n\n" + article["text"] + "\n\nA line after."
        )
        preview = (await client.post("/v1/preview", json={**article, **SITE})).json()
        for report in (read, again, anew, edited, preview):
            assert marker_of(report)["dismissed"] == expected
        assert read["score"] == first["score"]
        assert marker_of(read)["points"] == marker_of(first)["points"]

    in_either_service(story)


@pytest.mark.parametrize("edit", [("by a year.[3]", "by two years.[3]"), ("[3] Its members", "[3] Nobody")])
def test_it_vanishes_when_its_passage_changes(in_service, article, edit):
    async def story(client):
        first = await post(client, article)
        await client.put(place_of(first), json=REASON)
        changed = await post(client, article, text=article["text"].replace(*edit))
        assert marker_of(changed)["dismissed"] is None
        listed = (await client.get(f"/v1/articles/{first['article_id']}/dismissals")).json()["dismissals"]
        assert [row["stands"] for row in listed] == [False]
        # And it is back with the words.
        back = await post(client, article, title="Another headline")
        assert marker_of(back)["dismissed"]["reason"] == REASON["reason"]

    in_service(story)


def test_it_is_listed_replaced_and_taken_back(in_either_service, article, problem):
    async def story(client):
        report = await post(client, article)
        place = place_of(report)
        await client.put(place, json=REASON)
        await client.put(place, json={"reason": "No matter."})
        rows = (await client.get(place.rpartition("/")[0])).json()["dismissals"]
        assert [(row["by"], row["reason"]) for row in rows] == [(None, "No matter.")]
        assert (await client.delete(place)).status_code == 204
        problem(await client.delete(place), 404, "not-found")
        assert (await client.get(place.rpartition("/")[0])).json() == {"dismissals": []}
        assert (
            marker_of((await client.get(f"/v1/articles/{report['article_id']}")).json())["dismissed"] is None
        )

    in_either_service(story)


def test_conditional_requests_notice_a_dismissal(in_service, article):
    async def story(client):
        report = await post(client, article)
        place = f"/v1/articles/{report['article_id']}"
        tag = (await client.get(place)).headers["etag"]
        assert (await client.get(place, headers={"If-None-Match": tag})).status_code == 304
        await client.put(place_of(report), json=REASON)
        changed = await client.get(place, headers={"If-None-Match": tag})
        assert changed.status_code == 200
        await client.delete(place_of(report))
        assert (await client.get(place, headers={"If-None-Match": tag})).status_code == 304

    in_service(story)


def test_only_a_finding_of_the_article_can_be_dismissed(in_service, article, problem):
    async def story(client):
        report = await post(client, article)
        for fingerprint in (
            "x",
            "CIT_ORPHAN_MARKER.0",
            "CIT_ORPHAN_MARKER." + "0" * 24,
            "NO_SUCH." + "0" * 24,
        ):
            problem(await client.put(place_of(report, fingerprint), json=REASON), 404, "not-found")
        nobody = {**report, "article_id": "019f0000-0000-7000-8000-000000000000"}
        problem(await client.put(place_of(nobody), json=REASON), 404, "not-found")
        problem(await client.get(place_of(nobody).rpartition("/")[0]), 404, "not-found")
        wrong = await client.put(place_of(report), json={"reason": ""})
        assert problem(wrong, 422, "invalid")["errors"][0]["pointer"] == "/reason"

    in_service(story)


def test_dismissing_needs_the_scope_feedback_and_the_article_s_site(in_service, article, add_key, problem):
    async def story(client):
        sender = await add_key(client, "score", sites=["norrvik.org"])
        editor = await add_key(client, "feedback", sites=["norrvik.org"])
        stranger = await add_key(client, "feedback", sites=["saltby.org"])
        made = await client.post("/v1/articles", json={**article, **SITE}, headers=sender)
        place = place_of(made.json())
        problem(await client.put(place, json=REASON, headers=sender), 403, "missing-scope")
        problem(await client.put(place, json=REASON, headers=stranger), 404, "not-found")
        problem(await client.delete(place, headers=stranger), 404, "not-found")
        assert (await client.put(place, json=REASON, headers=editor)).status_code == 200
        listed = await client.get(place.rpartition("/")[0], headers=sender)
        assert len(listed.json()["dismissals"]) == 1
        # A preview tells what is dismissed of the article only to whom may read it.
        other = await add_key(client, "score")
        preview = await client.post("/v1/preview", json={**article, **SITE}, headers=other)
        assert marker_of(preview.json())["dismissed"] is None

    in_service(story)


def test_they_go_with_their_article(in_either_service, article):
    async def story(client):
        report = await post(client, article)
        await client.put(place_of(report), json=REASON)
        assert (await client.delete(f"/v1/articles/{report['article_id']}")).status_code == 204
        assert await client.services.store.dismissals(report["article_id"]) == []

    in_either_service(story)


def test_an_article_has_so_many_and_no_more(in_service, article, monkeypatch, problem):
    async def story(client):
        monkeypatch.setattr("service.storage.dismissals.MOST", 1)
        report = await post(client, article)
        first, second = [it["fingerprint"] for it in report["findings"]][:2]
        assert (await client.put(place_of(report, first), json=REASON)).status_code == 200
        problem(await client.put(place_of(report, second), json=REASON), 409, "wrong-state")
        assert (await client.put(place_of(report, first), json=REASON)).status_code == 200

    in_service(story)


def test_where_no_text_is_kept_the_fingerprint_of_the_answer_holds(in_service, article):
    async def story(client):
        report = await post(client, article)
        kept = await client.put(place_of(report), json=REASON)
        assert (kept.status_code, kept.json()["stands"]) == (200, None)
        assert marker_of(await post(client, article))["dismissed"]["by"] == "editor-17"
        read = (await client.get(f"/v1/articles/{report['article_id']}")).json()
        assert marker_of(read)["fingerprint"] is None

    in_service(story, store_text=False)


def test_dismissals_are_counted(in_service, article):
    async def story(client):
        report = await post(client, article)
        await asyncio.gather(*(client.put(place_of(report), json=REASON) for _ in range(3)))
        metrics = (await client.get("/metrics")).text
        assert 'assay_dismissals_total{code="CIT_ORPHAN_MARKER"} 3.0' in metrics

    in_service(story)
