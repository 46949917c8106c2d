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
from tools.cases import Case, cases_of, evidence_of, flagged

CASES = [(check.code, case) for check in CATALOGUE for case in cases_of(check.code)]


@pytest.mark.parametrize(("code", "case"), CASES, ids=[f"{code}: {case.name}" for code, case in CASES])
def test_a_check_does_what_its_case_says(code: str, case: Case) -> None:
    document = read(case.article)
    findings = list(CATALOGUE.of_code(code)(document, case.evidence))
    for finding in findings:
        assert list(finding.spans) == sorted(finding.spans)
        assert all(0 <= span.start < span.end <= len(document.text) for span in finding.spans)
    assert flagged(document, findings) == case.spans
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
