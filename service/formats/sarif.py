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

    Lines and columns hold in the file where the file is the plain text; for other inputs they count in the
    text that was read from it, which the artifact's description says.
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
    flagged = located.text[spans[0]["start"] : spans[0]["end"]] if spans else ""
    return {
        "ruleId": finding["code"],
        "ruleIndex": _index()[finding["code"]],
        "level": LEVELS[finding["severity"]],
        "message": {"text": f"{finding['message']} {finding['fix']}"},
        "locations": [_location(spans[0], located) if spans else _whole(located)],
        "relatedLocations": [
            {"id": number, **_location(span, located)} for number, span in enumerate(spans[1:], 1)
        ],
        # Stable when text is inserted above, so that a known finding is not announced as new.
        "partialFingerprints": {"flaggedText/v1": hashlib.sha256(flagged.encode()).hexdigest()[:16]},
        "properties": {
            "points": finding["points"],
            "family": finding["family"],
            "evidence": finding["evidence"],
        },
    }


def _location(span: dict[str, int], located: LocatedReport) -> dict[str, Any]:
    start_line, start_column = located.position(span["start"])
    end_line, end_column = located.position(span["end"])
    region = {
        "startLine": start_line,
        "startColumn": start_column,
        "endLine": end_line,
        "endColumn": end_column,
        "charOffset": span["start"],
        "charLength": span["end"] - span["start"],
        "snippet": {"text": located.text[span["start"] : span["end"]]},
    }
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(located)}, "region": region}}


def _whole(located: LocatedReport) -> dict[str, Any]:
    """The article without a region: a finding on the whole of it is to blame on no line."""
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(located)}}}


def _artifact(located: LocatedReport, include_text: bool) -> dict[str, Any]:
    report = located.report
    artifact: dict[str, Any] = {
        "location": {"uri": _uri(located)},
        "roles": ["analysisTarget"],
        "properties": {name: report[name] for name in ("id", "score", "band", "confidence", "coverage")},
    }
    if not located.verbatim:
        artifact["description"] = {"text": "Regions count in the text read from this input, not in the file."}
    if include_text:
        artifact["contents"] = {"text": located.text}
    return artifact


def _uri(located: LocatedReport) -> str:
    path, mark, line = located.place.rpartition("#L")
    if not (mark and line.isdigit()):
        path, line = located.place, ""
    uri = "stdin" if path == "-" else quote(path)
    return f"{'file://' if path.startswith('/') else ''}{uri}{f'#L{line}' if line else ''}"
