"""The expert memory on the wire: what an editor attaches to a person, and how it is answered."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from service.api.cursors import SHAPE
from service.api.queries import Moment
from service.api.wire import LISTED, Time
from service.resolve.names import memory_key
from service.storage import SourceRecord
from service.submission import Callback, Line

LONGEST_NAME = 120


# One word is no name that tells anybody from others.
FullName = Annotated[str, Field(max_length=LONGEST_NAME, pattern=r"^[^\x00-\x20\x7f]+( [^\x00-\x20\x7f]+)+$")]
Short = Annotated[Line, Field(min_length=1, max_length=200)]

# How the scope of an idempotency key ends under which an entry is attached.
ATTACHED_UNDER = " /v1/sources"


class SourceGiven(BaseModel):
    """What an editor attaches to a person; at least one of `url` and `note` says how it is known."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "anyOf": [
                {"required": [name], "properties": {name: {"type": "string"}}} for name in ("url", "note")
            ]
        },
    )

    name: FullName = Field(description="Given and family name, titles left out.")
    affiliation: Short | None = Field(
        None, description="Only articles that name this organisation inherit it."
    )
    role: Short | None = Field(
        None, description="What the person works on, for articles that name no organisation."
    )
    url: Callback | None = Field(None, description="A page that shows who the person is.")
    note: Annotated[Line, Field(min_length=1)] | None = Field(None, description="How it is known, in words.")
    expires_at: Moment | None = Field(
        None, description="Articles received at this time or later do not inherit it."
    )

    @model_validator(mode="after")
    def _has_evidence(self) -> "SourceGiven":
        if self.url is None and self.note is None:
            raise ValueError("give url or note: how is it known?")
        return self

    def record(self, id: str, now: datetime) -> SourceRecord:
        """The entry as storage keeps it."""
        return SourceRecord(id=id, key=memory_key(self.name), created_at=now, **self.model_dump())


class Source(BaseModel):
    """What an editor attached to a person."""

    id: str = Field(description="The entry's id.")
    name: str = Field(description="The person's name.")
    affiliation: str | None = Field(description="The organisation that an article must name.")
    role: str | None = Field(description="What the person works on.")
    url: str | None = Field(description="A page that shows who the person is.")
    note: str | None = Field(description="How it is known.")
    created_at: str = Time
    expires_at: str | None = Field(description="RFC 3339, UTC; null where it holds for good.")


class SourcePage(BaseModel):
    """One page of a list."""

    sources: list[Source] = Field(description="The entries, newest first.")
    next: str | None = Field(description=LISTED)


class SourceQuery(BaseModel):
    """Which entries to list."""

    model_config = ConfigDict(extra="forbid")

    name: Short | None = Field(None, description="Only entries for this name, in any spelling.")
    limit: int = Field(20, ge=1, le=100, description="Entries on a page.")
    cursor: Annotated[str, Field(pattern=SHAPE)] | None = Field(
        None, description="`next` of the page before; the other parameters stay the same."
    )
