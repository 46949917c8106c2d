"""A report as it leaves the house: sealed once with its ids and time, the same bytes ever after."""

from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

import orjson

from scoring import Report, report_json

# The release that judges: the same article, ruleset and evidence give the same bytes within one release.
ENGINE = version("assay")


def seal(
    report: Report,
    *,
    id: str | None,
    article_id: str | None,
    external_id: str | None,
    scored_at: datetime,
    engine: str | None = ENGINE,
) -> bytes:
    """The report's JSON. Replaying with the stored ids, time and engine gives the same bytes.

    Findings of a stored report get an id of their own, `<report id>.<number>`, for feedback. `engine` is None for the
    replay of a report that was sealed before engines were named.
    """
    body: dict[str, Any] = {"id": id, "article_id": article_id, "external_id": external_id}
    body |= report_json(report)
    if engine is not None:
        body["engine"] = engine
    body["scored_at"] = rfc3339(scored_at)
    if article_id is not None:
        for number, finding in enumerate(body["findings"]):
            finding["id"] = f"{id}.{number}"
    return orjson.dumps(body)


def engine_of(body: bytes) -> str | None:
    """The release that sealed a report; None for one that was sealed before engines were named."""
    engine: str | None = orjson.loads(body).get("engine")
    return engine


def rfc3339(moment: datetime) -> str:
    """A time in UTC, to the second, ending in Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
