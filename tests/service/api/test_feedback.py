"""Readers agree and disagree, and a check that they do not confirm loses its weight."""

import asyncio

import pytest
from prometheus_client.parser import text_string_to_metric_families

from scoring import shipped
from service.metrics import Metrics
from service.pipeline import Pipeline
from service.reports.replay import replay
from service.resolve import OfflineResolver
from service.shadowing import CheckSuspension

CODE = "CIT_ORPHAN_MARKER"


async def found(client, article, number=0):
    """A finding of a new article."""
    answer = await client.post("/v1/articles", json={**article, "text": f"{article['text']} {number}"})
    assert answer.status_code == 201, answer.text
    return next(finding for finding in answer.json()["findings"] if finding["code"] == CODE)


async def say(client, finding, verdict="agree", **more):
    headers = more.pop("headers", {})
    return await client.post(
        f"/v1/findings/{finding['id']}/feedback", json={"verdict": verdict, **more}, headers=headers
    )


async def rule(client, code=CODE):
    return (await client.get(f"/v1/rules/{code}")).json()


async def counted(client):
    text = (await client.get("/metrics")).text
    return {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_a_verdict_is_kept_and_counted(in_either_service, article):
    async def story(client):
        finding = await found(client, article)
        answer = await say(client, finding, "disagree", note="The list stands on\nthe next page.")
        assert answer.status_code == 200
        kept = answer.json()
        assert kept.pop("given_at").endswith("Z")
        assert kept == {
            "finding": finding["id"],
            "code": CODE,
            "verdict": "disagree",
            "reader": None,
            "note": "The list stands on\nthe next page.",
        }
        told = {"agree": 0, "disagree": 1, "precision": 0.0, "shadowed": False}
        assert (await rule(client))["feedback"] == told
        listed = (await client.get("/v1/rules")).json()["rules"]
        assert {entry["code"]: entry["feedback"] for entry in listed}[CODE] == told
        numbers = await counted(client)
        assert numbers["assay_check_precision", ("code", CODE)] == 0.0
        assert numbers["assay_check_verdicts", ("code", CODE), ("verdict", "disagree")] == 1

    in_either_service(story)


def test_the_last_verdict_of_a_key_counts_and_each_key_has_one(in_either_service, article, add_key):
    async def story(client):
        finding = await found(client, article)
        one, other = [await add_key(client, "feedback", "read") for _ in range(2)]
        client.headers = one
        for verdict in ("agree", "agree", "disagree"):
            assert (await say(client, finding, verdict)).status_code == 200
        assert (await rule(client))["feedback"]["disagree"] == 1
        assert (await rule(client))["feedback"]["agree"] == 0
        await say(client, finding, "agree", headers=other)
        assert (await rule(client))["feedback"]["precision"] == 0.5

    in_either_service(story)


def test_a_repeated_request_is_answered_once(in_service, article):
    async def story(client):
        finding = await found(client, article)
        key = {"Idempotency-Key": "one"}
        first = await say(client, finding, headers=key)
        await say(client, finding, "disagree")
        again = await say(client, finding, headers=key)
        assert again.content == first.content
        assert again.headers["idempotency-replayed"] == "true"
        assert (await rule(client))["feedback"]["disagree"] == 1

    in_service(story)


def test_a_finding_that_does_not_exist_takes_no_verdict(in_either_service, article, problem):
    async def story(client):
        finding = await found(client, article)
        report, _, number = finding["id"].partition(".")
        for id in (f"{report}.{int(number) + 50}", report, "x", f"{report}.-1", f"{report}.9999999"):
            answer = await client.post(f"/v1/findings/{id}/feedback", json={"verdict": "agree"})
            problem(answer, 404, "not-found")
        await client.delete(f"/v1/articles/{(await client.get('/v1/articles')).json()['articles'][0]['id']}")
        problem(await say(client, finding), 404, "not-found")

    in_either_service(story)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/verdict"),
        ({"verdict": "maybe"}, "/verdict"),
        ({"verdict": "agree", "note": "x" * 2001}, "/note"),
        ({"verdict": "agree", "note": "\x00"}, "/note"),
        ({"verdict": "agree", "mood": "good"}, "/mood"),
        ({"verdict": "agree", "reader": ""}, "/reader"),
        ({"verdict": "agree", "reader": "x" * 201}, "/reader"),
        ({"verdict": "agree", "reader": "\x00"}, "/reader"),
        ([], ""),
    ],
)
def test_a_verdict_that_says_something_else_is_refused(in_service, article, problem, body, pointer):
    async def story(client):
        finding = await found(client, article)
        answer = await client.post(f"/v1/findings/{finding['id']}/feedback", json=body)
        assert problem(answer, 422, "invalid")["errors"][0]["pointer"] == pointer

    in_service(story)


def test_a_key_without_the_scope_gives_no_verdict(in_service, article, problem, add_key):
    async def story(client):
        finding = await found(client, article)
        for scopes in (["read"], ["score"], ["score", "read", "erase"]):
            answer = await say(client, finding, headers=await add_key(client, *scopes))
            problem(answer, 403, "missing-scope")

    in_service(story)


def test_erasing_an_article_takes_its_verdicts_away(in_either_service, article):
    async def story(client):
        finding = await found(client, article)
        await say(client, finding, note="Zanzibar-Quokka-Embargo")
        place = (await client.get("/v1/articles")).json()["articles"][0]["id"]
        assert (await client.delete(f"/v1/articles/{place}")).status_code == 204
        assert await client.services.store.tallies() == {}
        await client.services.shadowing.refresh()
        assert (await rule(client))["feedback"]["precision"] is None
        assert ("assay_check_precision", ("code", CODE)) not in await counted(client)

    in_either_service(story)


async def disagree_with_many(client, article, agreed, disagreed):
    findings = [await found(client, article, number) for number in range(agreed + disagreed)]
    for number, finding in enumerate(findings):
        verdict = "agree" if number < agreed else "disagree"
        answer = await say(client, finding, verdict, reader=f"reader {number}")
        assert answer.status_code == 200


def test_verdicts_drive_a_rule_to_weight_nothing_under_a_version_of_its_own(
    in_either_service, article, capsys
):
    async def story(client):
        before = await client.post("/v1/preview", json=article)
        await disagree_with_many(client, article, 4, 15)
        assert (await rule(client))["weight"] == shipped().rule(CODE).weight
        await say(client, await found(client, article, 99), "disagree", reader="another one")
        shown = await rule(client)
        assert (shown["weight"], shown["status"], shown["feedback"]["shadowed"]) == (0.0, "preview", True)
        expected = shipped().shadowed(frozenset({CODE}))
        assert shown["ruleset"] == expected.version != shipped().version
        answer = await client.post("/v1/articles", json={**article, "text": article["text"] + " After."})
        report = answer.json()
        assert report["ruleset"] == expected.version
        assert report["score"] > before.json()["score"]
        assert [f["points"] for f in report["findings"] if f["code"] == CODE] == [0.0]
        numbers = await counted(client)
        assert numbers["assay_ruleset_info", ("version", expected.version)] == 1
        assert numbers["assay_check_precision", ("code", CODE)] == 0.2
        # Its numbers are kept, so that the report can be made again.
        store = client.services.store
        stored = await store.newest(report["article_id"])
        rules = await store.ruleset(report["ruleset"])
        assert replay(await store.article(report["article_id"]), stored, rules) == stored.body

    in_either_service(story, log_level="warning", precision_readers_per_key=100)
    log = capsys.readouterr().err
    assert log.count("check_shadowed") == 1
    assert f"code={CODE}" in log


def test_a_rule_in_the_shadow_stays_there_over_a_restart_and_in_other_workers(in_service, article):
    async def first(client):
        await disagree_with_many(client, article, 2, 3)
        return (await rule(client))["ruleset"]

    async def other(client):
        assert (await rule(client))["feedback"]["shadowed"]
        return (await rule(client))["ruleset"]

    version = in_service(first, precision_readers=5)
    assert version == in_service(other, precision_readers=5)


def test_another_worker_follows_within_its_next_look(in_service, article, monkeypatch):
    monkeypatch.setattr("service.shadowing.REFRESH_SECONDS", 0.01)

    async def story(client):
        findings = [await found(client, article, number) for number in range(5)]
        store, shadowing = client.services.store, client.services.shadowing
        for number, finding in enumerate(findings):
            await say(client, finding, "disagree", reader=str(number))
        assert shadowing.codes == {CODE}
        # What another worker would do.
        assert await store.lift_shadow(CODE)
        for _ in range(200):
            if not shadowing.codes:
                break
            await asyncio.sleep(0.01)
        assert client.services.pipeline.ruleset == shipped()

    in_service(story, precision_readers=5)


def test_a_rule_that_readers_confirm_again_gets_its_weight_back(in_service, article):
    async def story(client):
        findings = [await found(client, article, number) for number in range(6)]
        for number, finding in enumerate(findings):
            await say(client, finding, "disagree", reader=str(number))
        assert (await rule(client))["feedback"]["shadowed"]
        for number, finding in enumerate(findings[:4]):
            await say(client, finding, "agree", reader=str(number))
        assert (await rule(client))["feedback"]["shadowed"]
        await say(client, findings[4], "agree", reader="4")
        shown = await rule(client)
        assert (shown["status"], shown["ruleset"]) == ("active", shipped().version)

    in_service(story, precision_readers=5)


def test_feedback_moves_nothing_where_that_is_forbidden(in_service, article):
    async def story(client):
        await disagree_with_many(client, article, 0, 6)
        shown = await rule(client)
        assert (shown["status"], shown["ruleset"]) == ("active", shipped().version)
        assert shown["feedback"] == {"agree": 0, "disagree": 6, "precision": 0.0, "shadowed": False}

    in_service(story, precision_readers=5, auto_shadow=False)


def test_a_shadow_of_before_is_not_heeded_where_that_is_forbidden(in_service, article):
    async def story(client):
        await disagree_with_many(client, article, 0, 6)

    async def forbidden(client):
        assert (await rule(client))["status"] == "active"

    in_service(story, precision_readers=5)
    in_service(forbidden, precision_readers=5, auto_shadow=False)


def test_two_workers_come_to_the_same_ruleset(in_either_service, article):
    async def story(client):
        services = client.services
        pipeline = Pipeline(OfflineResolver(), shipped())
        other = CheckSuspension(
            services.store,
            pipeline,
            shipped(),
            Metrics(shipped().version),
            services.log,
            services.settings,
        )
        await disagree_with_many(client, article, 0, 5)
        assert pipeline.ruleset == shipped()
        await other.refresh()
        assert pipeline.ruleset == services.pipeline.ruleset != shipped()
        assert other.said(CODE) == services.shadowing.said(CODE)

    in_either_service(story, precision_readers=5)


def test_one_reader_is_one_however_often_it_speaks(in_either_service, article):
    async def story(client):
        for number in range(6):
            await say(client, await found(client, article, number), "disagree", reader="m. oduya")
        shown = await rule(client)
        assert shown["feedback"] == {"agree": 0, "disagree": 1, "precision": 0.0, "shadowed": False}
        # As many for as against: on neither side.
        for number in range(6, 12):
            await say(client, await found(client, article, number), "agree", reader="m. oduya")
        assert (await rule(client))["feedback"]["precision"] is None

    in_either_service(story, precision_readers=5)


def test_one_key_does_not_switch_a_check_off_whatever_readers_it_names(in_either_service, article, add_key):
    async def story(client):
        findings = [await found(client, article, number) for number in range(40)]
        one, other = [await add_key(client, "feedback", "read") for _ in range(2)]
        for number, finding in enumerate(findings[:30]):
            assert (
                await say(client, finding, "disagree", reader=str(number), headers=one)
            ).status_code == 200
        client.headers = one
        shown = await rule(client)
        assert (shown["feedback"]["disagree"], shown["status"]) == (10, "active")
        for number, finding in enumerate(findings[30:]):
            await say(client, finding, "disagree", reader=str(number), headers=other)
        assert (await rule(client))["feedback"]["shadowed"]

    in_either_service(story)


def test_verdicts_are_read_and_taken_back_by_those_who_gave_them(
    in_either_service, article, add_key, problem
):
    async def story(client):
        finding = await found(client, article)
        one, other = [await add_key(client, "feedback") for _ in range(2)]
        path = f"/v1/findings/{finding['id']}/feedback"
        await say(client, finding, "disagree", reader="a/b", note="The list follows.", headers=one)
        await say(client, finding, "agree", headers=other)

        async def seen(key):
            rows = (await client.get(path, headers=key)).json()["feedback"]
            return {(row["verdict"], row["reader"], row["note"]) for row in rows}

        assert await seen(one) == {("disagree", "a/b", "The list follows."), ("agree", None, None)}
        assert await seen(other) == {("disagree", None, None), ("agree", None, None)}
        taken = await client.delete(path, params={"reader": "a/b"}, headers=other)
        problem(taken, 404, "not-found")
        assert (await client.delete(path, params={"reader": "a/b"}, headers=one)).status_code == 204
        assert (await client.delete(path, headers=other)).status_code == 204
        assert await seen(one) == set()

    in_either_service(story)
