"""The cases of a check, as its file in `tests/cases/` writes them: for the tests, and for the check's page.

A case has a `name`, an `article` (a submission), what to `expect`, and the `spans` of the text that are flagged:

- `fires`: the check finds something; `spans` say what.
- `quiet`: it finds nothing.
- `unknown`: what was needed could not be looked up. Coverage falls, and nothing is held against the article for it; a
  check that asks for more than the article gives may still flag it (`spans`), as it would if nobody had looked.

`evidence` is written short, what is cited and what became of it: `https://a.example/x: dead`, or with more fields
`doi 10.5555/x: {verdict: mismatch, reason: title}`; `as_of` may stand beside it. Named experts need the long form
of `Evidence.as_dict`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from scoring import Article, Evidence, LinkEvidence, Lookup, LookupKind, Verdict
from service.submission import Submission

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "tests" / "cases"
OUTCOMES = ("fires", "quiet", "unknown")
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


class CaseError(ValueError):
    """A case file that cannot be read; the message is one line, `file:line: case: field: what is wrong`."""


def cases_of(code: str) -> list[Case]:
    """The cases of a check, in the order of its file. Raises CaseError."""
    path = FOLDER / f"{code}.yaml"
    shown = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
    try:
        text = path.read_text(encoding="utf-8")
        node, rows = yaml.compose(text, yaml.SafeLoader), yaml.safe_load(text)
    except (OSError, UnicodeDecodeError) as error:
        raise CaseError(f"{shown}: cannot be read: {error}") from None
    except yaml.MarkedYAMLError as error:
        mark = error.context_mark or error.problem_mark  # where what is not ended begins
        line = f":{mark.line + 1}" if mark else ""
        raise CaseError(f"{shown}{line}: is no YAML: {error.problem}") from None
    except yaml.YAMLError as error:
        raise CaseError(f"{shown}: is no YAML: {' '.join(str(error).split())}") from None
    if not (isinstance(rows, list) and isinstance(node, yaml.SequenceNode)):
        raise CaseError(f"{shown}:1: a file of cases is a list, each case beginning with `- name:`")
    return [_placed(shown, node.value[number], row) for number, row in enumerate(rows)]


class _Fault(Exception):
    """What is wrong with a field of a case, and where in the case it stands."""

    def __init__(self, place: tuple[str | int, ...], message: str) -> None:
        super().__init__(message)
        self.place = place


def _placed(path: Path, node: yaml.Node, row: Any) -> Case:
    try:
        return _case(row)
    except _Fault as fault:
        name = row.get("name") if isinstance(row, Mapping) else None
        field = ".".join(map(str, fault.place))
        told = ": ".join(filter(None, (repr(name) if name else "", field, str(fault))))
        raise CaseError(f"{path}:{_line(node, fault.place)}: {told}") from None


def _line(node: yaml.Node, place: tuple[str | int, ...]) -> int:
    """The line, counted from 1, of the innermost part of `place` that the file has."""
    line = node.start_mark.line
    for step in place:
        if isinstance(node, yaml.MappingNode):
            found = [pair for pair in node.value if pair[0].value == str(step)]
            if not found:
                break
            line, node = found[0][0].start_mark.line, found[0][1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line
        else:
            break
    return int(line) + 1


def _case(row: Any) -> Case:
    """Raises _Fault."""
    if not isinstance(row, Mapping):
        raise _Fault((), "a case is a mapping with name, expect and article")
    if unknown := sorted(map(str, row.keys() - {"name", "expect", "article", "evidence", "spans"})):
        raise _Fault(
            (unknown[0],), "there is no such field; there are name, expect, article, evidence and spans"
        )
    if not isinstance(row.get("name"), str):
        raise _Fault(("name",), "a case has a name, in words")
    if row.get("expect") not in OUTCOMES:
        raise _Fault(("expect",), f"must be one of {', '.join(OUTCOMES)}")
    spans = row.get("spans", [])
    if not isinstance(spans, list) or not all(isinstance(span, str) for span in spans):
        raise _Fault(
            ("spans",),
            "is a list of pieces of the text, in quotation marks where they look like something else",
        )
    if row["expect"] == "fires" and not spans:
        raise _Fault(("expect",), "a case that fires says what is flagged, as `spans`")
    if row["expect"] == "quiet" and "spans" in row:
        raise _Fault(("spans",), "a quiet case flags nothing")
    if not isinstance(row.get("article"), Mapping):
        raise _Fault(("article",), "a case has an article: a mapping with text, html or markdown")
    evidence = _evidence(row["evidence"]) if "evidence" in row else Evidence()
    case = Case(
        row["name"], row["expect"], row["article"], evidence, tuple(spans), tuple(evidence.links.items())
    )
    try:
        _ = case.submission
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise _Fault(("article", *first["loc"]), first["msg"].removeprefix("Value error, ")) from None
    return case


def _evidence(written: Any) -> Evidence:
    if not isinstance(written, Mapping):
        raise _Fault(("evidence",), "is a mapping of what is cited to what became of it")
    short = () if written.keys() & _LONG else written
    for key in short:
        try:
            evidence_of({key: written[key]})
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise _Fault(("evidence", str(key)), _said(error)) from None
    try:
        return evidence_of(written)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _Fault(("evidence",), _said(error)) from None


def _said(error: Exception) -> str:
    return f"lacks {error}" if isinstance(error, KeyError) else str(error)


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
