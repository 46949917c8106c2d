"""Reports as SARIF 2.1.0, for the tools that show findings of linters."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Any
from urllib.parse import quote

import orjson

from service.extensions import catalogue
from service.formats.located import LocatedReport, Part
from service.rules import rule_page

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {"high": "error", "medium": "warning", "low": "note", "info": "note"}


@dataclass
class SarifFormat:
    """One run; a result for each finding, an artifact for each article with its score.

    Regions are stretches of the file itself, markup included, in lines and columns of code points; the flagged passage
    as it is read stands in the result's `passages`. Where a file holds more than one article's body (JSON, archives),
    the region is the record's line or left out.
    """

    ruleset: str
    include_text: bool = False
    joint: bytes = b",\n"

    def opening(self) -> bytes:
        """The log and its run, up to the results."""
        return b"".join(
            (
                b'{"$schema": ',
                orjson.dumps(SCHEMA),
                b', "version": "2.1.0", "runs": [{"tool": ',
                orjson.dumps({"driver": _driver()}),
                b', "columnKind": "unicodeCodePoints", "properties": ',
                orjson.dumps({"ruleset": self.ruleset}),
                b', "results": [\n',
            )
        )

    def part(self, located: LocatedReport) -> Part:
        """The results of one article."""
        results = [_result(finding, located) for finding in located.report["findings"]]
        artifact = orjson.dumps(_artifact(located, self.include_text))
        return Part(self.joint.join(map(orjson.dumps, results)), artifact)

    def closing(self, appendices: Sequence[bytes]) -> bytes:
        """The artifacts and the end of the log."""
        return b'\n], "artifacts": [\n' + self.joint.join(appendices) + b"\n]}]}\n"


def _driver() -> dict[str, Any]:
    release = version("assay")
    return {
        "name": "Assay",
        "version": release,
        "semanticVersion": release,
        "rules": [
            {
                "id": check.code,
                "name": check.function.__name__.title().replace("_", ""),
                "shortDescription": {"text": check.summary},
                "fullDescription": {"text": check.sections.get("Why it matters") or check.summary},
                "help": {
                    "text": check.sections.get("What counts") or check.summary,
                    "markdown": rule_page(check.code),
                },
                "defaultConfiguration": {"level": LEVELS[check.severity]},
                "properties": {"family": check.family.value, "tags": [check.family.value]},
            }
            for check in catalogue()
        ],
    }


@cache
def _index() -> dict[str, int]:
    return {check.code: number for number, check in enumerate(catalogue())}


def _result(finding: dict[str, Any], located: LocatedReport) -> dict[str, Any]:
    spans = finding["spans"]
    passages = [located.text[span["start"] : span["end"]] for span in spans]
    result = {
        "ruleId": finding["code"],
        "ruleIndex": _index()[finding["code"]],
        "level": LEVELS[finding["severity"]],
        "message": {"text": f"{finding['message']} {finding['fix']}"},
        "locations": [_location(spans[0] if spans else None, located)],
        "relatedLocations": [
            {"id": number, **_location(span, located)} for number, span in enumerate(spans[1:], 1)
        ],
        # Stable when text is inserted above, so that a known finding is not announced as new.
        "partialFingerprints": {"flaggedText/v1": _fingerprint(finding, passages)},
        "properties": {
            "points": finding["points"],
            "family": finding["family"],
            "evidence": finding["evidence"],
            "passages": passages,
        },
    }
    if suppressions := _suppressions(finding):
        result["suppressions"] = suppressions
    return result


def _suppressions(finding: dict[str, Any]) -> list[dict[str, str]]:
    """Somebody's word that a finding is all right, given outside the article."""
    dismissed = finding.get("dismissed")
    if not dismissed:
        return []
    return [{"kind": "external", "status": "accepted", "justification": dismissed["reason"] or ""}]


def _fingerprint(finding: dict[str, Any], passages: Sequence[str]) -> str:
    flagged = passages[0] if passages else finding["code"]
    return hashlib.sha256(flagged.encode()).hexdigest()[:16]


def _location(span: dict[str, int] | None, located: LocatedReport) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(located)}}
    if span is not None and (place := located.in_file(span["start"], span["end"])):
        physical["region"] = {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
            "charOffset": place.offset,
            "charLength": place.length,
            "snippet": {"text": place.words},
        }
    elif located.record is not None:
        physical["region"] = {"startLine": located.record}
    return {"physicalLocation": physical}


def _artifact(located: LocatedReport, include_text: bool) -> dict[str, Any]:
    report = located.report
    artifact: dict[str, Any] = {
        "location": {"uri": _uri(located)},
        "roles": ["analysisTarget"],
        "properties": {name: report[name] for name in ("id", "score", "band", "confidence", "coverage")},
    }
    if located.file is None:
        artifact["description"] = {
            "text": "This file holds more than an article's body: passages have no columns."
        }
    if include_text:
        artifact["contents"] = {"text": located.text}
    return artifact


def _uri(located: LocatedReport) -> str:
    """The file, its record as a fragment: every artifact of a log has an address of its own."""
    if located.place.startswith(("http://", "https://")):
        return located.place
    uri = "stdin" if located.place == "-" else quote(located.place)
    record = "" if located.record is None else f"#L{located.record}"
    record = record if located.item is None else f"#{located.item}"
    return f"{'file://' if located.place.startswith('/') else ''}{uri}{record}"
