"""Citations alone, over HTTP: what became of a list of URLs."""

from datetime import UTC, datetime
from typing import Annotated

import orjson
from fastapi import Depends
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from scoring import Evidence, Lookup
from service.api.access import Caller, Guard
from service.api.articles import JSON, lookup_seconds, preference_applied
from service.api.bodies import require_json, validated
from service.api.services import services_of
from service.resolve.caching import unfinished
from service.resolve.questions import question
from service.submission import Line

MOST_LINKS = 100
Checker = Annotated[Caller, Depends(Guard("score"))]


class LinkGiven(BaseModel):
    """One citation, with what it claims of its source."""

    model_config = ConfigDict(extra="forbid")

    url: Annotated[Line, Field(min_length=1)] = Field(
        description="A URL, or an identifier: `doi:10.…`, `arXiv:…`, `PMID …`, `ISBN …`.",
        examples=["https://norrvik.example/minutes/2026-10-05"],
    )
    title: Line | None = Field(None, description="The title that the citation gives.")
    outlet: Line | None = Field(None, description="The outlet that the citation names.")
    published: Line | None = Field(None, description="The date that the citation gives.")
    id: Line | None = Field(None, description="Any string of the caller's, handed back.")


class LinksGiven(BaseModel):
    """Citations to check."""

    model_config = ConfigDict(extra="forbid")

    links: list[LinkGiven] = Field(
        min_length=1, max_length=MOST_LINKS, description="What to check, in any order."
    )


async def check_links(request: Request, caller: Checker) -> Response:
    """What became of the sources of up to 100 citations, without an article. Nothing is stored.

    They get the time that `Prefer: wait=N` gives, 2 seconds by default. What takes longer is `transient` with the
    reason `not_yet`, `complete` is false, and the look-ups go on: the same question a little later gets the answers.
    """
    require_json(request)
    given = validated(LinksGiven, await request.body())
    services = services_of(request)
    asked = [
        question(link.url, link.model_dump(include={"title", "outlet", "published"})) for link in given.links
    ]
    evidence = await services.resolver.resolve(
        list(dict.fromkeys(asked)), datetime.now(UTC), lookup_seconds(request)
    )
    rows = [_row(link, lookup, evidence) for link, lookup in zip(given.links, asked, strict=True)]
    body = {"complete": not unfinished(evidence), "links": rows}
    return Response(orjson.dumps(body), headers=preference_applied(request), media_type=JSON)


def _row(given: LinkGiven, lookup: Lookup, evidence: Evidence) -> dict[str, object]:
    found = evidence.link(lookup)
    return {
        "id": given.id,
        "url": given.url,
        "verdict": found.verdict.value,
        "reason": found.reason,
        "status": found.status,
        "final_url": found.final_url,
        "title": found.title,
        "archived": found.archived,
        "checked_at": found.checked_at,
    }
