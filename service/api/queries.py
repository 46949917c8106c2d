"""The query of a list, validated."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import Query
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from scoring import Band
from service.api.cursors import SHAPE
from service.submission import Line

RFC3339 = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)|\d{4}-\d\d-\d\d", re.ASCII
)


def _moment(given: Any) -> datetime:
    text = str(given)
    try:
        if not RFC3339.fullmatch(text):
            raise ValueError
        moment = datetime.fromisoformat(text.upper())
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("must be an RFC 3339 time or a date such as 2026-11-22") from None


Moment = Annotated[
    datetime,
    BeforeValidator(_moment),
    WithJsonSchema(
        {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "string", "format": "date"}]}
    ),
]


IncludeText = Annotated[
    Literal["text"] | None, Query(description="`text` adds the text that spans count in.")
]


class PageQuery(BaseModel):
    """Which page of a list."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(20, ge=1, le=100, description="Entries on a page.")
    cursor: Annotated[str, Field(pattern=SHAPE)] | None = Field(
        None, description="`next` of the page before; the other parameters stay the same."
    )


class ReportsQuery(PageQuery):
    """Which reports of an article to list, and how."""

    include: Literal["text"] | None = Field(
        None, description="`text` adds to each report the text that its spans count in."
    )


class ListQuery(PageQuery):
    """Which articles to list."""

    site: Line | None = Field(None, description="Only articles of this site.")
    external_id: Line | None = Field(
        None, description="With `site`: the one article that the CMS knows by this id."
    )
    band: Band | None = Field(None, description="Only articles whose newest report is in this band.")
    code: Annotated[str, Field(pattern=r"^[A-Z]{3}_[A-Z0-9_]{1,60}$")] | None = Field(
        None, description="Only articles whose newest report has a finding of this code."
    )
    since: Moment | None = Field(None, description="Only articles received at this time or later.")

    def filters(self) -> dict[str, str]:
        """The filters that were given, as query parameters."""
        given = {"site": self.site, "external_id": self.external_id, "band": self.band, "code": self.code}
        if self.since is not None:
            given["since"] = self.since.isoformat()
        return {name: str(value) for name, value in given.items() if value is not None}
