"""Rulesets: the shipped one, and what a TOML file may change."""

import pytest

from scoring import CATALOGUE, Family, Ruleset, RulesetError, shipped

CODES = frozenset(check.code for check in CATALOGUE)


def test_a_ruleset_survives_its_own_table() -> None:
    assert Ruleset.from_dict(shipped().as_dict()) == shipped()


def test_an_override_changes_what_it_names_and_marks_the_version() -> None:
    changed = shipped().overridden(
        "base = 1.0\n[caps]\nfiller = 0.5\n[rules.CIT_ORPHAN_MARKER]\noff = true", CODES
    )
    assert changed.base == 1.0
    assert changed.caps[Family.FILLER] == 0.5
    assert changed.caps[Family.DATES] == shipped().caps[Family.DATES]
    assert changed.rule("CIT_ORPHAN_MARKER").off
    assert changed.rule("CIT_ORPHAN_MARKER").weight == shipped().rule("CIT_ORPHAN_MARKER").weight
    assert changed.version.startswith(f"{shipped().version}+")


def test_an_override_may_name_its_own_version() -> None:
    assert shipped().overridden('version = "desk-3"', CODES).version == "desk-3"


@pytest.mark.parametrize(
    ("toml", "key"),
    [
        ("base = 'high'", "base"),
        ("bass = 1", "bass"),
        ("[caps]\nspelling = 1", "caps.spelling"),
        ("[caps]\nfiller = -1", "caps.filler"),
        ("[rules.CIT_NOTHING]\nweight = 1", "rules.CIT_NOTHING"),
        ("[rules.CIT_ORPHAN_MARKER]\nwait = 1", "rules.CIT_ORPHAN_MARKER.wait"),
        ("[rules.CIT_ORPHAN_MARKER]\nweight = true", "rules.CIT_ORPHAN_MARKER.weight"),
        ("[rules.CIT_ORPHAN_MARKER]\noff = 1", "rules.CIT_ORPHAN_MARKER.off"),
        ("rules = 3", "rules"),
        ("[rules]\nCIT_ORPHAN_MARKER = 3", "rules.CIT_ORPHAN_MARKER"),
        ("base = nan", "base"),
        ("version = ''", "version"),
        ("= 3", "not TOML"),
    ],
)
def test_a_wrong_override_names_its_key(toml: str, key: str) -> None:
    with pytest.raises(RulesetError, match=f"^{key}:"):
        shipped().overridden(toml, CODES)


def test_an_unknown_version_is_refused() -> None:
    with pytest.raises(RulesetError, match="1999"):
        shipped("1999.01")


def test_a_shadow_takes_the_weight_and_marks_the_version_the_same_way_everywhere() -> None:
    codes = frozenset({"FIL_PHRASE", "CIT_ORPHAN_MARKER"})
    shadowed = shipped().shadowed(codes)
    assert {shadowed.rule(code).weight for code in codes} == {0.0}
    assert shadowed.rule("CIT_DEAD") == shipped().rule("CIT_DEAD")
    assert shadowed.version == shipped().shadowed(frozenset(sorted(codes, reverse=True))).version
    assert shadowed.version.startswith(f"{shipped().version}+shadow-")
    assert shadowed.version != shipped().shadowed(frozenset({"FIL_PHRASE"})).version
    assert shipped().shadowed(frozenset()) == shipped()
    assert Ruleset.from_dict(shadowed.as_dict()) == shadowed
    own = shipped().overridden("base = 1.0", CODES)
    assert own.shadowed(codes).version.startswith(f"{own.version}.shadow-")
