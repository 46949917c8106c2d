"""A catalogue is a value: others may bring checks, and the ruleset's version says so."""

from collections.abc import Iterator

import pytest

from scoring import (
    CATALOGUE,
    Article,
    CatalogueError,
    Check,
    Document,
    Evidence,
    Family,
    Finding,
    Severity,
    Span,
    judge,
    read,
    shipped,
    wants,
)
from scoring.check import check
from scoring.evidence import LookupKind

ARTICLE = Article("The council met on Monday and agreed to mend the weir.", language="en")


@check("WEIR_NAMED", family=Family.FILLER, severity=Severity.LOW, needs={LookupKind.LINK})
def named(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A weir is named."""
    at = document.lower.find("weir")
    if at >= 0:
        yield Finding((Span(at, at + 4),), "A weir is named.", "Name a bridge.")


def coded(code: str) -> Check:
    return check(code, family=Family.FILLER, severity=Severity.LOW)(named.function)


def test_a_check_of_another_package_is_judged_by() -> None:
    catalogue = CATALOGUE.extended([named])
    document = read(ARTICLE)
    (found,) = [it for it in judge(document, Evidence(), shipped(), catalogue).findings if it.check is named]
    assert found.points == 0
    assert not [it for it in judge(document, Evidence(), shipped()).findings if it.check is named]
    assert catalogue.of_code("WEIR_NAMED") is named
    assert catalogue.codes - CATALOGUE.codes == {"WEIR_NAMED"}


def test_its_needs_are_asked_for() -> None:
    document = read(Article("See https://example.org/report on the weir.", language="en"))
    silent = shipped().overridden(
        "".join(f"[rules.{it.code}]\noff = true\n" for it in CATALOGUE), CATALOGUE.codes
    )
    assert wants(document, silent) == ()
    assert wants(document, silent, CATALOGUE.extended([named])) != ()


@pytest.mark.parametrize("code", ["FIL_CHAT", "fil_new", "FIL", "FIL_A/../B", "A_B", ""])
def test_a_code_that_cannot_be_is_refused(code: str) -> None:
    with pytest.raises(CatalogueError):
        CATALOGUE.extended([coded(code)])


def test_one_code_twice_is_refused() -> None:
    with pytest.raises(CatalogueError, match="WEIR_NAMED"):
        CATALOGUE.extended([named, named])


def test_added_checks_are_in_the_version() -> None:
    one, other = CATALOGUE.extended([named]), CATALOGUE.extended([coded("WEIR_TWICE")])
    versions = {shipped().made_for(catalogue.mark).version for catalogue in (CATALOGUE, one, other)}
    assert len(versions) == 3
    assert shipped().made_for(CATALOGUE.mark) == shipped()


def test_a_ruleset_for_other_checks_says_so() -> None:
    mark = CATALOGUE.extended([named]).mark
    ruleset = shipped().made_for(mark)
    assert ruleset.fits(mark)
    assert not ruleset.fits(CATALOGUE.mark)
    assert not shipped().fits(mark)
    assert type(ruleset).from_dict(ruleset.as_dict()).fits(mark)


def test_a_changed_ruleset_keeps_what_it_was_made_for() -> None:
    mark = CATALOGUE.extended([named]).mark
    changed = (
        shipped()
        .made_for(mark)
        .overridden("[bill]\ndefects = 1.5", CATALOGUE.codes)
        .shadowed(frozenset({"CIT_DEAD"}))
    )
    assert changed.fits(mark)
    assert changed.version.startswith(f"{shipped().version}+with-")
    assert changed.version.count("+") == 1
