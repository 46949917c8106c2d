"""The expert memory over HTTP: an editor attaches evidence to a person once, and later articles inherit it."""

from datetime import UTC, datetime
from typing import Annotated

import orjson
from fastapi import Depends, Path, Query
from starlette.requests import Request
from starlette.responses import Response
from uuid_utils import uuid7

from service.api.access import Caller, Guard
from service.api.articles import JSON, UUID
from service.api.bodies import require_json, validated
from service.api.idempotency import idempotent
from service.api.paging import REVALIDATE, Listing
from service.api.problems import NOT_FOUND, Problem
from service.api.services import services_of
from service.api.source_shapes import ATTACHED_UNDER, SourceGiven, SourceQuery
from service.resolve.names import memory_key
from service.sealing import rfc3339
from service.storage import SourceRecord

# What is attached to a person changes how every article that cites the person is judged.
Editor = Annotated[Caller, Depends(Guard("admin", all_sites=True))]
Reader = Annotated[Caller, Depends(Guard("read", all_sites=True))]
Lister = Annotated[Caller, Depends(Guard("read", query=SourceQuery.model_fields, all_sites=True))]
SourceId = Annotated[
    str, Path(alias="id", description="The entry's id.", json_schema_extra={"format": "uuid"})
]
NO_SUCH = "There is no such entry."


async def attach_source(request: Request, caller: Editor) -> Response:
    """Attach evidence to a person, for all articles that are judged from now on. Needs the scope `admin`.

    An `Idempotency-Key` header makes the request safe to repeat.
    """
    services = services_of(request)
    require_json(request)
    body = await request.body()
    given = validated(SourceGiven, body)

    async def work() -> tuple[Response, None]:
        record = given.record(str(uuid7()), datetime.now(UTC))
        act = caller.act(request, "source.attach", record.id)
        await services.store.recording(act).add_source(record)
        headers = {"Location": f"/v1/sources/{record.id}"}
        return Response(orjson.dumps(_told(record)), 201, headers=headers, media_type=JSON), None

    return await idempotent(request, caller, body, work)


async def list_sources(request: Request, caller: Lister, query: Annotated[SourceQuery, Query()]) -> Response:
    """List what editors attached to people, newest first, expired entries too."""
    services = services_of(request)
    filters = {"name": query.name} if query.name is not None else {}
    listing = Listing(request, services.cursors, query, b"sources ", filters)
    key = None if query.name is None else memory_key(query.name)
    found = await services.store.sources(key, listing.after, listing.wanted)
    page = listing.page(found, lambda record: (record.created_at, record.id))
    body = {"sources": [_told(record) for record in page.rows], "next": page.next}
    return Response(orjson.dumps(body), headers=page.headers, media_type=JSON)


async def read_source(request: Request, caller: Reader, source_id: SourceId) -> Response:
    """What an editor attached to a person."""
    record = await services_of(request).store.source(_id(source_id))
    if record is None:
        raise Problem(NOT_FOUND, NO_SUCH)
    return Response(orjson.dumps(_told(record)), headers={"Cache-Control": REVALIDATE}, media_type=JSON)


async def remove_source(request: Request, caller: Editor, source_id: SourceId) -> Response:
    """Remove what an editor attached. Stored reports keep what they rested on. Needs the scope `admin`."""
    id = _id(source_id)
    act = caller.act(request, "source.remove", id)
    if not await services_of(request).store.recording(act).remove_source(id, ATTACHED_UNDER):
        raise Problem(NOT_FOUND, NO_SUCH)
    return Response(status_code=204)


def _id(given: str) -> str:
    id = given.lower()
    if not UUID.fullmatch(id):
        raise Problem(NOT_FOUND, NO_SUCH)
    return id


def _told(record: SourceRecord) -> dict[str, str | None]:
    return {
        "id": record.id,
        "name": record.name,
        "affiliation": record.affiliation,
        "role": record.role,
        "url": record.url,
        "note": record.note,
        "created_at": rfc3339(record.created_at),
        "expires_at": rfc3339(record.expires_at) if record.expires_at else None,
    }
