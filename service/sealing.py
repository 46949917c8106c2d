"""A report as it leaves the service: sealed once with its ids and time, the same bytes ever after."""

from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

import orjson

from scoring import Report, report_json

# The release that judges: the same article, ruleset and evidence give the same bytes within one release.
ENGINE = version("assay")


@dataclass(frozen=True, slots=True)
class Labels:
    """What a report is sealed with apart from its content; all None but the time where nothing is stored."""

    scored_at: datetime
    id: str | None = None
    article_id: str | None = None
    external_id: str | None = None


class SealedReport(bytes):
    """The JSON of a report. It is changed by its members' names only, and everything else keeps its bytes."""

    __slots__ = ()

    @property
    def engine(self) -> str | None:
        """The release that sealed it; None for a report that was sealed before releases were named."""
        engine: str | None = self.members().get("engine")
        return engine

    def under(self, labels: Labels) -> "SealedReport":
        """The same report under other labels, byte for byte as `seal` would write it."""
        members = self.members()
        return _sealed(_labelled(members, labels))

    def moved_to(self, article_id: str) -> "SealedReport":
        """The report about the same content stored as another article. Ids of findings begin with the report's own."""
        return _sealed({**self.members(), "article_id": article_id})

    def members(self) -> dict[str, Any]:
        """The report as JSON values, a new copy."""
        # orjson takes bytes themselves and no subclass.
        members: dict[str, Any] = orjson.loads(memoryview(self))
        return members


def seal(report: Report, labels: Labels, engine: str | None = ENGINE) -> SealedReport:
    """The report's JSON under its labels. Replaying with the stored labels and engine gives the same bytes.

    Findings of a stored report get an id of their own, `<report id>.<number>`, for feedback. `engine` is None for
    the replay of a report that was sealed before engines were named.
    """
    members = report_json(report)
    if engine is not None:
        members["engine"] = engine
    return _sealed(_labelled(members, labels))


def rfc3339(moment: datetime) -> str:
    """A time in UTC, to the second, ending in Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _labelled(members: dict[str, Any], labels: Labels) -> dict[str, Any]:
    body: dict[str, Any] = {
        "id": labels.id,
        "article_id": labels.article_id,
        "external_id": labels.external_id,
    }
    body |= {name: value for name, value in members.items() if name not in (*body, "scored_at")}
    body["scored_at"] = rfc3339(labels.scored_at)
    for number, finding in enumerate(body["findings"]):
        finding.pop("id", None)
        if labels.article_id is not None:
            finding["id"] = f"{labels.id}.{number}"
    return body


def _sealed(members: dict[str, Any]) -> SealedReport:
    return SealedReport(orjson.dumps(members))
