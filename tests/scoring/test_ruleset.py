"""Rulesets: the shipped one, and what a TOML file may change."""

from dataclasses import fields, replace

import pytest

from scoring import (
    CATALOGUE,
    Article,
    Band,
    Evidence,
    Family,
    Genre,
    Ruleset,
    RulesetError,
    judge,
    read,
    shipped,
)
from scoring.bill_policy import Ladder
from scoring.views.provenance import Rung

CODES = frozenset(check.code for check in CATALOGUE)


def test_a_ruleset_survives_its_own_table() -> None:
    assert Ruleset.from_dict(shipped().as_dict()) == shipped()


def test_an_override_changes_what_it_names_and_marks_the_version() -> None:
    changed = shipped().overridden(
        "[bill]\ndefects = 1.0\n[caps]\nfiller = 0.5\n[rules.CIT_ORPHAN_MARKER]\noff = true", CODES
    )
    assert changed.bill is not None
    assert changed.bill.defects == 1.0
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
        ("[bill]\ndefects = 'high'", "bill.defects"),
        ("bass = 1", "bass"),
        ("[caps]\nspelling = 1", "caps.spelling"),
        ("[caps]\nfiller = -1", "caps.filler"),
        ("[rules.CIT_NOTHING]\nweight = 1", "rules.CIT_NOTHING"),
        ("[rules.CIT_ORPHAN_MARKER]\nwait = 1", "rules.CIT_ORPHAN_MARKER.wait"),
        ("[rules.CIT_ORPHAN_MARKER]\nweight = true", "rules.CIT_ORPHAN_MARKER.weight"),
        ("[rules.CIT_ORPHAN_MARKER]\noff = 1", "rules.CIT_ORPHAN_MARKER.off"),
        ("rules = 3", "rules"),
        ("[rules]\nCIT_ORPHAN_MARKER = 3", "rules.CIT_ORPHAN_MARKER"),
        ("[bill]\ndefects = nan", "bill.defects"),
        ("policy = 3", "policy"),
        ("[policy]\nwords = 3", "policy.words"),
        ("[policy]\nfewest_words = 300", "policy.full_words"),
        ("[policy]\nfewest_words = 0", "policy.full_words"),
        ("[policy]\nmild_genres = ['poem']", "policy.mild_genres"),
        ("[policy]\nmild_genres = 3", "policy.mild_genres"),
        ("[policy.bands]\nhigh = 101", "policy.bands.high"),
        ("[policy.bands]\nweak = 70", "policy.bands"),
        ("[policy.bands]\nfair = 70", "policy.bands.fair"),
        ("[policy]\nbands = 3", "policy.bands"),
        ("[policy.confidence]\nlinks = 1.5", "policy.confidence.links"),
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
    own = shipped().overridden("[bill]\ndefects = 1.0", CODES)
    assert own.shadowed(codes).version.startswith(f"{own.version}.shadow-")


def test_what_a_table_leaves_out_is_as_in_the_first_ruleset() -> None:
    # Databases of release 2026.11.0 kept tables without a policy.
    first = shipped("2026.11")
    older = {name: value for name, value in first.as_dict().items() if name != "policy"}
    assert Ruleset.from_dict(older) == first


def test_every_rung_has_its_worth_and_a_table_of_the_bill_comes_back() -> None:
    assert {rung.value for rung in Rung} == {field.name for field in fields(Ladder)}
    assert Ruleset.from_dict(shipped().as_dict()) == shipped()
    assert shipped("2026.11").bill is None


def test_the_numbers_of_the_bill_are_changed_one_by_one() -> None:
    milder = shipped().overridden("[bill.lines]\nwording = 5.0\n[bill.genres]\nopinion = 0.6", CODES)
    assert milder.bill is not None
    assert shipped().bill is not None
    assert milder.bill.lines == replace(shipped().bill.lines, wording=5.0)
    assert milder.bill.genres[Genre.OPINION] == 0.6
    assert milder.bill.ladder == shipped().bill.ladder


@pytest.mark.parametrize(
    ("toml", "key"),
    [
        ("[bill.ladder]\nplaced = 2.0", "bill.ladder.placed"),
        ("[bill.ladder]\nrumour = 0.2", "bill.ladder.rumour"),
        ("[bill.genres]\npoem = 0.2", "bill.genres.poem"),
        ("[bill]\nvoiding = 'ATT_ANONYMOUS'", "bill.voiding"),
        ("[bill]\nlines = 3", "bill.lines"),
        ("base = 1.0", "base"),
    ],
)
def test_a_wrong_number_of_the_bill_names_its_key(toml: str, key: str) -> None:
    with pytest.raises(RulesetError, match=f"^{key}:"):
        shipped().overridden(toml, CODES)


def test_bands_and_lengths_are_the_rulesets() -> None:
    text = "The ferry runs twice a day and carries timber, fish and mail to the islands. " * 10
    document, evidence = read(Article(text, language="en")), Evidence()
    usual = judge(document, evidence, shipped())
    longer = judge(document, evidence, shipped().overridden("[policy]\nfewest_words = 200", CODES))
    assert usual.score is not None
    assert longer.score is None
    assert longer.confidence == 0
    assert usual.score > 2
    lowered = f"[policy.bands]\nweak = 1.0\nmixed = 2.0\nhigh = {usual.score}"
    milder = judge(document, evidence, shipped().overridden(lowered, CODES))
    assert milder.score == usual.score
    assert (usual.band, milder.band) == (Band.LOW, Band.HIGH)
    surer = judge(document, evidence, shipped().overridden("[policy.confidence]\nshortest = 1.0", CODES))
    assert surer.confidence == 1.0


SLOW = "The talk was long and nobody said what it had been about in the end. " * 16


def test_a_genre_that_the_caller_gives_is_treated_as_the_ruleset_says() -> None:
    def told(genre: Genre | None, url: str | None = None, body: str = SLOW) -> float | None:
        return judge(read(Article(body, language="en", genre=genre, url=url)), Evidence(), shipped()).score

    news, opinion = told(Genre.NEWS), told(Genre.OPINION)
    assert news is not None
    assert opinion is not None
    assert news < opinion
    assert told(None, "https://paper.example.org/opinion/the-talk") == opinion
    # Satire and fiction make no claim of fact, and so get no score; what the text says of itself changes nothing.
    assert told(Genre.SATIRE) is None
    assert told(None, "https://paper.example.org/satire/the-talk") is None
    for label in ("Satire", "Opinion"):
        assert told(None, body=f"{label}\n\n{SLOW}") == pytest.approx(told(None), abs=0.5)


def test_a_genre_is_treated_as_the_first_ruleset_says() -> None:
    first = shipped("2026.11")
    document = read(Article("The talk was long. " * 60, language="en", genre=Genre.ANALYSIS))
    free = first.overridden('[policy]\nfree_genres = ["analysis"]\nmild_genres = []', CODES)
    faults = "[rules.ATT_NO_BYLINE]\nweight = 1.0\ncap = 1.0\n"
    strict = judge(document, Evidence(), first.overridden(faults, CODES))
    lax = judge(document, Evidence(), free.overridden(faults, CODES))
    assert strict.score is not None
    assert lax.score is not None
    assert strict.score < lax.score


def test_a_shadowed_code_leaves_the_support_of_statements_alone() -> None:
    # Its weight is nothing already: what it costs is the support that it takes.
    assert shipped().costs("ATT_ANONYMOUS")
    shadowed = shipped().shadowed(frozenset({"ATT_ANONYMOUS", "CIT_ORPHAN_MARKER"}))
    assert not shadowed.costs("ATT_ANONYMOUS")
    assert not shadowed.costs("CIT_ORPHAN_MARKER")
    assert shadowed.costs("ATT_AGENTLESS")
    assert Ruleset.from_dict(shadowed.as_dict()) == shadowed
