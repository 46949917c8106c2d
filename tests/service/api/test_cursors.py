"""Nobody makes up a page cursor, whatever they know of the service's settings."""

from datetime import UTC, datetime

import pytest

from service.api.cursors import BadCursorError, Cursors

WHEN = datetime(2026, 11, 28, 6, 30, 0, 123456, tzinfo=UTC)


def forge(cursors, content, filters=b""):
    """A rightly signed cursor with any content."""
    return cursors._sealed(content, filters)


def test_a_cursor_comes_back_for_the_same_filters_only():
    cursors = Cursors("a secret")
    made = cursors.make((WHEN, "an id"), b"site=a")
    assert cursors.read(made, b"site=a") == (WHEN, "an id")
    for other, filters in ((cursors, b"site=b"), (Cursors("another"), b"site=a")):
        with pytest.raises(BadCursorError):
            other.read(made, filters)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no JSON at all",
        b"\xff\xfe",
        b"{}",
        b"[]",
        b"[1]",
        b'["2026-11-28T06:30:00+00:00"]',
        b'["2026-11-28T06:30:00+00:00","id","more"]',
        b'["2026-11-28T06:30:00","id"]',
        b'["2026-11-28T06:30:00+00:00",7]',
        b'["2026-11-28T06:30:00+00:00",null]',
        b'["yesterday","id"]',
        b'[7,"id"]',
        b'[null,"id"]',
        b'"ab"',
        b"7",
        b"null",
    ],
)
def test_a_signed_cursor_with_any_other_content_is_a_bad_one(content):
    cursors = Cursors("a secret")
    with pytest.raises(BadCursorError):
        cursors.read(forge(cursors, content), b"")


def test_the_address_of_the_database_signs_nothing(in_either_service, article, problem):
    async def story(client):
        await client.post("/v1/articles", json=article)
        settings = client.services.settings
        for known in (settings.database_url, "sqlite:///assay.sqlite3", "", "None"):
            made = Cursors(known).make((datetime.now(UTC), "x"), b"")
            problem(await client.get("/v1/articles", params={"cursor": made}), 404, "not-found")
        return client.services.cursors._key

    # The secret is made once: every process, and the next start, has the same.
    assert in_either_service(story) == in_either_service(story)


def test_a_given_secret_is_used(in_service, article):
    async def story(client):
        for number in range(2):
            await client.post("/v1/articles", json={**article, "url": f"u:{number}"})
        cursor = (await client.get("/v1/articles?limit=1")).json()["next"]
        assert Cursors("given").read(cursor, b"")

    in_service(story, secret="given")
