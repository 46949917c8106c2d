"""A report as it leaves the house: sealed once with its ids and time, the same bytes ever after."""

from datetime import UTC, datetime
from typing import Any

import orjson

from scoring import Report, report_json


def seal(
    report: Report,
    *,
    id: str | None,
    article_id: str | None,
    external_id: str | None,
    scored_at: datetime,
) -> bytes:
    """The report's JSON. Replaying with the stored ids and time gives the same bytes.

    Findings of a stored report get an id of their own, `<report id>.<number>`, for feedback.
    """
    body: dict[str, Any] = {"id": id, "article_id": article_id, "external_id": external_id}
    body |= report_json(report)
    body["scored_at"] = rfc3339(scored_at)
    if article_id is not None:
        for number, finding in enumerate(body["findings"]):
            finding["id"] = f"{id}.{number}"
    return orjson.dumps(body)


def rfc3339(moment: datetime) -> str:
    """A time in UTC, to the second, ending in Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
