"""API keys and ruleset versions are kept."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from scoring import Ruleset, shipped
from service.storage import ConflictError, KeyRecord

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


def key(name: str, minutes: int = 0) -> KeyRecord:
    made = NOW + timedelta(minutes=minutes)
    return KeyRecord(name, f"the {name} desk", "0" * 64, frozenset({"read", "score"}), made)


async def test_keys_come_back_oldest_first(store):
    assert await store.keys() == []
    for record in (key("b", 1), key("a", 2), key("c")):
        await store.add_key(record)
    assert [record.id for record in await store.keys()] == ["c", "b", "a"]
    assert await store.key("a") == key("a", 2)
    assert await store.key("unknown") is None
    bound = replace(key("d"), sites=frozenset({"vantry.org", "norrvik.org"}))
    await store.add_key(bound)
    assert await store.key("d") == bound


async def test_a_key_id_is_given_once(store):
    await store.add_key(key("a"))
    with pytest.raises(ConflictError):
        await store.add_key(key("a"))


async def test_a_key_is_revoked_once(store):
    await store.add_key(key("a"))
    assert await store.revoke_key("a", LATER) is True
    assert await store.revoke_key("a", LATER + timedelta(hours=1)) is False
    assert await store.revoke_key("unknown", LATER) is False
    assert (await store.key("a")).revoked_at == LATER


async def test_the_last_use_of_a_key_is_noted(store):
    await store.add_key(key("a"))
    await store.touch_key("a", LATER)
    await store.touch_key("unknown", LATER)
    assert (await store.key("a")).last_used_at == LATER


async def test_a_ruleset_version_never_changes(store):
    rules = {"version": "2026.11", "base": 1.5, "rules": {"CIT_DEAD": {"weight": 0.1}}}
    assert await store.ruleset("2026.11") is None
    await store.keep_ruleset("2026.11", rules)
    await store.keep_ruleset("2026.11", dict(rules))
    with pytest.raises(ConflictError, match="new version"):
        await store.keep_ruleset("2026.11", rules | {"base": 2})
    assert await store.ruleset("2026.11") == rules


async def test_one_more_check_in_preview_is_the_same_ruleset(store):
    # Release 2026.11.0 kept codes in preview with the others.
    table = shipped().as_dict()
    preview = {"weight": 0.0, "cap": 0.0, "off": False}
    rules = {**table["rules"], "CIT_INCONCLUSIVE": preview, "FIL_CHROME": preview}
    await store.keep_ruleset(shipped().version, {**table, "rules": rules})
    await store.keep_ruleset(shipped().version, table)
    one_more = {**table, "rules": {**table["rules"], "FIL_NEW_FAULT": preview}}
    await store.keep_ruleset(shipped().version, Ruleset.from_dict(one_more).as_dict())
    other = {**table["rules"], "FIL_NEW_FAULT": {"weight": 0.1, "cap": 0.1, "off": False}}
    with pytest.raises(ConflictError, match="new version"):
        await store.keep_ruleset(shipped().version, {**table, "rules": other})
