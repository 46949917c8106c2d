"""Every check against the cases that its docs page shows."""

from dataclasses import replace

import pytest

from scoring import (
    CATALOGUE,
    Coverage,
    Document,
    Evidence,
    LinkEvidence,
    LookupKind,
    PersonEvidence,
    PersonVerdict,
    Verdict,
    judge,
    read,
    shipped,
    wants,
)
from tools.cases import Case, CaseError, cases_of, evidence_of

CASES: list[tuple[str, Case]] = []
FAULTS: dict[str, str | None] = {}
for _check in CATALOGUE:
    FAULTS[_check.code] = None
    try:
        CASES += [(_check.code, case) for case in cases_of(_check.code)]
    except CaseError as _error:
        FAULTS[_check.code] = str(_error)


@pytest.mark.parametrize("code", FAULTS)
def test_the_cases_of_a_check_can_be_read(code: str) -> None:
    if fault := FAULTS[code]:
        pytest.fail(fault, pytrace=False)


GOOD = """\
- name: a dead page
  expect: fires
  article:
    title: Ferry late
    text: "It was late, says https://a.example/x."
  evidence:
    https://a.example/x: dead
  spans:
  - https://a.example/x
"""


@pytest.mark.parametrize(
    ("wrong", "right", "told"),
    [
        ("expect: fires", "expect: fire", ":2: 'a dead page': expect: must be one of fires, quiet, unknown"),
        ("text:", "txt:", ":5: 'a dead page': article.txt: "),
        (
            ": dead",
            ": deaf",
            ":7: 'a dead page': evidence.https://a.example/x: 'deaf' is not a valid Verdict",
        ),
        ("  spans:\n  - https://a.example/x\n", "", ":2: 'a dead page': expect: a case that fires says what"),
        ("- name: a dead page", "- named: a dead page", ":1: named: there is no such field"),
        ('says https://a.example/x."', "says", ":5: is no YAML: "),
        ("- name: a dead page\n  expect", "expect", ": is no YAML: "),
        ("  - https://a.example/x\n", "  - 2026-11-28\n", ":8: 'a dead page': spans: is a list of pieces"),
    ],
)
def test_a_bad_file_names_file_line_and_field(tmp_path, monkeypatch, wrong, right, told) -> None:
    monkeypatch.setattr("tools.cases.FOLDER", tmp_path)
    path = tmp_path / "CIT_DEAD.yaml"
    path.write_text(GOOD)
    (case,) = cases_of("CIT_DEAD")
    assert case.spans == ("https://a.example/x",)
    assert wrong in GOOD
    path.write_text(GOOD.replace(wrong, right))
    with pytest.raises(CaseError) as raised:
        cases_of("CIT_DEAD")
    assert str(raised.value).startswith(f"{path}:")
    assert told in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(("code", "case"), CASES, ids=[f"{code}: {case.name}" for code, case in CASES])
def test_a_check_does_what_its_case_says(code: str, case: Case) -> None:
    document = read(case.article)
    findings = list(CATALOGUE.of_code(code)(document, case.evidence))
    for finding in findings:
        assert finding.spans
        assert list(finding.spans) == sorted(finding.spans)
        assert all(0 <= span.start < span.end <= len(document.text) for span in finding.spans)
    assert tuple(document[span] for finding in findings for span in finding.spans) == case.spans
    if case.expect == "unknown":
        unknown = judge(document, case.evidence, shipped())
        known = judge(document, settled(document, case.evidence), shipped())
        assert set(unknown.coverage.values()) != {Coverage.COMPLETE}
        assert set(known.coverage.values()) == {Coverage.COMPLETE}
        assert unknown.confidence < known.confidence or document.words < shipped().policy.fewest_words
        nobody_looked = list(
            CATALOGUE.of_code(code)(document, replace(Evidence(), as_of=case.evidence.as_of))
        )
        assert findings == nobody_looked


def settled(document: Document, evidence: Evidence) -> Evidence:
    """The same, but every look-up came back."""
    link, person = LinkEvidence(Verdict.RESOLVES), PersonEvidence(PersonVerdict.CONFIRMED)
    found = {it: person if it.kind is LookupKind.PERSON else link for it in wants(document, shipped())}
    return Evidence.gathered(evidence.as_of, True, found)


def test_evidence_is_written_short() -> None:
    short = evidence_of(
        {"https://a.example/x": "dead", "doi 10.5555/x": {"verdict": "mismatch", "reason": "title"}}
    )
    assert short.online
    assert {lookup: found.verdict for lookup, found in short.links.items()} == {
        (LookupKind.LINK, "https://a.example/x", ()): Verdict.DEAD,
        (LookupKind.DOI, "10.5555/x", ()): Verdict.MISMATCH,
    }


def test_evidence_written_long_is_evidence_too() -> None:
    assert evidence_of({"as_of": None, "online": True, "links": []}) == Evidence(online=True)


@pytest.mark.parametrize("written", [{"https://a.example/x": "gone"}, {"page 10": "dead"}])
def test_evidence_of_no_known_word_is_refused(written: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="is not a valid"):
        evidence_of(written)
