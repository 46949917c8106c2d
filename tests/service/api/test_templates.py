"""What the service makes of lines that it has met before."""

from scoring import Article, fingerprint_of_article
from service.reports.replay import replay
from tests.scoring.test_templates import own, poured

PADDING = "\n\n".join(
    f"Nobody at the {place} could say on Friday when the work will be done, and the board did not ask them."
    for place in ("harbour", "lock", "mill", "depot", "yard")
)


def codes(answer):
    return {finding["code"] for finding in answer.json()["findings"]}


async def submit(client, text, **more):
    answer = await client.post("/v1/articles", json={"text": text, "language": "en", **more})
    assert answer.status_code == 201, answer.text
    return answer


def test_the_fourth_article_out_of_one_mould_is_told_and_its_report_can_be_replayed(in_either_service):
    async def story(client):
        made = [
            await submit(client, poured(number), url=f"https://mill{number}.example/") for number in range(4)
        ]
        assert ["FIL_TEMPLATE" in codes(answer) for answer in made] == [False, False, False, True]
        store = client.services.store
        report = made[-1].json()
        article = await store.article(report["article_id"])
        newest = await store.newest(article.id)
        assert newest.evidence["templates"]
        rules = await store.ruleset(report["ruleset"])
        for other in made[:3]:
            await store.erase(other.json()["article_id"])
        assert replay(article, newest, rules) == newest.body

    in_either_service(story)


def test_erased_articles_tell_nothing_of_the_next(in_service):
    async def story(client):
        for number in range(3):
            answer = await submit(client, poured(number), url=f"https://mill{number}.example/")
            assert (await client.delete(answer.headers["location"])).status_code == 204
        assert "FIL_TEMPLATE" not in codes(await submit(client, poured(3)))

    in_service(story)


def test_a_preview_is_compared_and_leaves_nothing(in_service):
    async def story(client):
        for number in range(3):
            await submit(client, poured(number), url=f"https://mill{number}.example/")
        for _ in range(2):
            answer = await client.post("/v1/preview", json={"text": poured(9), "language": "en"})
            assert "FIL_TEMPLATE" in codes(answer)
        assert "FIL_TEMPLATE" not in codes(await submit(client, own(1) + "\n\n" + PADDING))

    in_service(story)


def test_articles_of_one_site_are_furniture_to_each_other(in_service):
    async def story(client):
        for number in range(6):
            answer = await submit(client, poured(number), site="paper.example", external_id=str(number))
        assert "FIL_TEMPLATE" not in codes(answer)
        assert "FIL_CHROME" in codes(answer)

    in_service(story)


def test_where_no_text_is_kept_no_digest_of_it_is(in_service):
    async def story(client):
        for number in range(5):
            answer = await submit(client, poured(number), url=f"https://mill{number}.example/")
        assert "FIL_TEMPLATE" not in codes(answer)

    in_service(story, store_text=False)


def test_one_text_under_ever_new_identities_is_kept_three_times(in_either_service):
    async def story(client):
        text = own(1) + "\n\n" + PADDING
        for number in range(8):
            answer = await submit(client, text, site=f"site{number}.example", external_id=f"{number}")
        fingerprint = fingerprint_of_article(Article(text, language="en"))
        samples = await client.services.store.samples(fingerprint.digests)
        assert samples
        assert {len(those) for those in samples.values()} == {3}
        assert "FIL_TEMPLATE" not in codes(answer)

    in_either_service(story)
