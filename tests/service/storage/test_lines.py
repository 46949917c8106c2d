"""Lines by which articles are known again, kept with the articles."""

from scoring import Sample
from service.records import KeptMarks
from service.storage.lines import prune

LEAST, MOST = -(2**63), 2**63 - 1


async def test_lines_are_found_by_their_digests_with_work_and_outlet(store, make):
    one, judged = make(marks=KeptMarks((LEAST, 0, 5, MOST), 5, 8, None))
    other, too = make(marks=KeptMarks((5, 6), 6, 8, 77))
    await store.save(one, judged)
    await store.save(other, too)
    found = await store.samples([LEAST, 5, MOST, 99])
    assert {mark: sorted(rows, key=str) for mark, rows in found.items()} == {
        LEAST: [Sample(5, 8, None)],
        5: [Sample(5, 8, None), Sample(6, 8, 77)],
        MOST: [Sample(5, 8, None)],
    }
    assert await store.samples([5], besides=one.id) == {5: [Sample(6, 8, 77)]}
    assert await store.samples([]) == {}


async def test_a_revision_takes_the_lines_of_its_elder_away(store, make):
    article, report = make(marks=KeptMarks((1, 2, 3), 3, 8, None))
    await store.save(article, report)
    later = make(id=article.id, external_id=article.external_id, marks=KeptMarks((2, 4), 4, 8, 9))
    await store.save(*later, replaces=article.content_hash)
    assert await store.samples([1, 2, 3, 4]) == {2: [Sample(4, 8, 9)], 4: [Sample(4, 8, 9)]}


async def test_another_report_on_the_same_article_leaves_its_lines(store, make):
    article, report = make(marks=KeptMarks((1, 2), 2, 8, None))
    await store.save(article, report)
    later = make(id=article.id, external_id=article.external_id)
    await store.save(*later, replaces=article.content_hash)
    assert await store.samples([1, 2]) == {1: [Sample(2, 8, None)], 2: [Sample(2, 8, None)]}


async def test_erasing_an_article_takes_what_it_told_of_others_away(store, make):
    article, report = make(marks=KeptMarks((1, 2), 2, 8, None))
    await store.save(article, report)
    kept, judged = make(marks=KeptMarks((2,), 2, 8, 4))
    await store.save(kept, judged)
    assert await store.erase(article.id)
    assert await store.samples([1, 2]) == {2: [Sample(2, 8, 4)]}


async def test_the_lines_seen_longest_ago_are_let_go_first(store, make):
    for day in range(5):
        await store.save(*make(marks=KeptMarks((day * 2, day * 2 + 1), 1, 8, None)))
    assert await store.gate.write(prune, 4) == 6
    assert set(await store.samples(range(10))) == {6, 7, 8, 9}
    assert await store.gate.write(prune, 4) == 0


async def test_an_article_of_many_lines_is_kept_and_found(store, make):
    digests = tuple(range(-4000, 4000))
    article, report = make(marks=KeptMarks(digests, 0, 8, None))
    await store.save(article, report)
    assert len(await store.samples(digests)) == 8000
