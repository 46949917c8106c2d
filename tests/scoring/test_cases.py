"""Every check against the cases that its docs page shows."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from scoring import CATALOGUE, Evidence, read
from service.submission import Submission

CASES = Path(__file__).parent.parent / "cases"
CHECKS = {check.code: check for check in CATALOGUE}


def _cases() -> list[Any]:
    return [
        pytest.param(path.stem, case, id=f"{path.stem}: {case['name']}")
        for path in sorted(CASES.glob("*.yaml"))
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize(("code", "case"), _cases())
def test_a_check_does_what_its_case_says(code: str, case: dict[str, Any]) -> None:
    article = Submission.model_validate({"language": "en", **case["article"]}).article()
    document = read(article)
    evidence = Evidence.from_dict(case["evidence"]) if "evidence" in case else Evidence()
    findings = list(CHECKS[code](document, evidence))
    assert bool(findings) == (case["expect"] == "fires")
    for finding in findings:
        assert finding.spans
        assert list(finding.spans) == sorted(finding.spans)
        assert all(0 <= span.start < span.end <= len(document.text) for span in finding.spans)
    if "spans" in case:
        assert [document[span] for finding in findings for span in finding.spans] == case["spans"]
