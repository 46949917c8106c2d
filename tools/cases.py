"""The cases of a check, as its file in `tests/cases/` writes them: for the tests, and for the check's page.

A case has a `name`, an `article` (a submission), what to `expect`, and the `spans` of the text that are flagged:

- `fires`: the check finds something; `spans` say what, and `the whole article` where it is about no passage.
- `quiet`: it finds nothing.
- `unknown`: what was needed could not be looked up. Coverage falls, and nothing is held against the article for it; a
  check that asks for more than the article gives may still flag it (`spans`), as it would if nobody had looked.

`evidence` is written short, what is cited and what became of it: `https://a.example/x: dead`, or with more fields
`doi 10.5555/x: {verdict: mismatch, reason: title}`; `as_of` may stand beside it. Named experts need the long form
of `Evidence.as_dict`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from scoring import Article, Document, Evidence, Finding, LinkEvidence, Lookup, LookupKind, Verdict
from service.submission import Submission

FOLDER = Path(__file__).parent.parent / "tests" / "cases"
OUTCOMES = ("fires", "quiet", "unknown")
# What a case writes for a finding that has no span.
WHOLE = "the whole article"
_LONG = frozenset({"links", "people", "templates"})


@dataclass(frozen=True)
class Case:
    """One case of a check; `given` is the article as the file writes it."""

    name: str
    expect: str
    given: Mapping[str, Any]
    evidence: Evidence
    spans: tuple[str, ...]
    looked_up: tuple[tuple[Lookup, LinkEvidence], ...] = field(default=())

    @property
    def submission(self) -> Submission:
        """The article as it would be sent; English where the case does not say."""
        return Submission.model_validate({"language": "en", **self.given})

    @property
    def article(self) -> Article:
        """The article."""
        return self.submission.article()


def has_cases(code: str) -> bool:
    """Whether a check has a file of cases yet."""
    return (FOLDER / f"{code}.yaml").is_file()


def cases_of(code: str) -> list[Case]:
    """The cases of a check, in the order of its file. Raises ValueError for a case that cannot be read."""
    rows = yaml.safe_load((FOLDER / f"{code}.yaml").read_text(encoding="utf-8"))
    return [_case(code, row) for row in rows]


def _case(code: str, row: Mapping[str, Any]) -> Case:
    where = f"{code}: {row.get('name')!r}"
    if unknown := row.keys() - {"name", "expect", "article", "evidence", "spans"}:
        raise ValueError(f"{where}: there is no {', '.join(sorted(unknown))}")
    if row.get("expect") not in OUTCOMES:
        raise ValueError(f"{where}: expect must be one of {', '.join(OUTCOMES)}")
    if row["expect"] == "fires" and not row.get("spans"):
        raise ValueError(f"{where}: a case that fires says what is flagged, as `spans`")
    if row["expect"] == "quiet" and "spans" in row:
        raise ValueError(f"{where}: a quiet case flags nothing")
    evidence = evidence_of(row["evidence"]) if "evidence" in row else Evidence()
    return Case(
        row["name"],
        row["expect"],
        row["article"],
        evidence,
        tuple(row.get("spans", ())),
        tuple(evidence.links.items()),
    )


def flagged(document: Document, findings: Iterable[Finding]) -> tuple[str, ...]:
    """What findings flag, as a case writes it."""
    return tuple(
        words
        for finding in findings
        for words in ([document[span] for span in finding.spans] if finding.spans else [WHOLE])
    )


def evidence_of(written: Mapping[str, Any]) -> Evidence:
    """Evidence from its short or its long form. Raises ValueError or KeyError for neither."""
    if written.keys() & _LONG:
        return Evidence.from_dict({"as_of": None, "online": True, "links": [], **written})
    found = {_lookup(key): _answer(value) for key, value in written.items() if key not in ("as_of", "online")}
    as_of = written.get("as_of")
    return Evidence.gathered(
        datetime.fromisoformat(as_of) if as_of else None, written.get("online", True), found
    )


def _lookup(key: str) -> Lookup:
    """`https://a.example/x` or `doi 10.5555/x`."""
    kind, blank, rest = key.partition(" ")
    return Lookup(LookupKind(kind), rest) if blank else Lookup(LookupKind.LINK, key)


def _answer(written: str | Mapping[str, Any]) -> LinkEvidence:
    if isinstance(written, str):
        return LinkEvidence(Verdict(written), "looked_up")
    return LinkEvidence.from_dict({"reason": "looked_up", **written})
