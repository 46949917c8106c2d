"""Rescoring over HTTP: start a run, follow it, pause, cancel or publish it."""

import asyncio
from collections.abc import AsyncIterator
from time import monotonic
from typing import Annotated, Any, Literal

import orjson
from fastapi import Depends, Path, Query
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from service.api.access import Caller, Guard
from service.api.articles import JSON, UUID
from service.api.bodies import require_json, validated
from service.api.idempotency import idempotent
from service.api.paging import REVALIDATE, Listing
from service.api.problems import INVALID, NOT_FOUND, WRONG_STATE, Problem
from service.api.rescore_shapes import MovedQuery, RescoreGiven, RescoreQuery, told, told_standing
from service.api.services import Services, services_of
from service.jobs.queue import wake_workers
from service.jobs.starting import begin
from service.storage import Progress, RunState

# A run rewrites what every reader is told.
Operator = Annotated[Caller, Depends(Guard("admin", all_sites=True))]
Reader = Annotated[Caller, Depends(Guard("read", all_sites=True))]
Lister = Annotated[Caller, Depends(Guard("read", query=RescoreQuery.model_fields, all_sites=True))]
Pager = Annotated[Caller, Depends(Guard("read", query=MovedQuery.model_fields, all_sites=True))]
RunId = Annotated[
    str, Path(alias="id", description="The rescoring's id.", json_schema_extra={"format": "uuid"})
]
Move = Literal["cancel", "pause", "resume", "publish", "roll_back"]
SEALED = b"rescores"
NO_SUCH = "There is no such rescoring."
EVENT_SECONDS = 1.0
# A stream ends after so long, whatever happens; an EventSource then asks again by itself.
STREAM_SECONDS = 15.0


async def start_rescore(request: Request, caller: Operator) -> Response:
    """Judge stored articles again under the current ruleset, from stored evidence. Needs the scope `admin`.

    Answers at once with 202; the work goes on in the background, here or on other machines. New reports stand
    beside the old ones until all are made. Then they are published together, unless too many moved: `drift_limit`.
    One rescoring at a time: 409 while another one runs, rests or waits to be published. An `Idempotency-Key` header makes the request safe to repeat.
    """
    services = services_of(request)
    require_json(request)
    body = await request.body()
    given = validated(RescoreGiven, body)
    if given.refresh_evidence and services.settings.offline:
        fault = {"pointer": "/refresh_evidence", "message": "cannot be done offline"}
        raise Problem(INVALID, errors=[fault])

    async def work() -> tuple[Response, None]:
        run = await begin(
            services.ledger,
            services.pipeline.ruleset,
            services.settings,
            created_by=caller.name,
            chosen=given.chosen(),
            max_rate=given.max_rate,
            drift_limit=given.drift_limit,
            refresh_evidence=given.refresh_evidence,
        )
        await services.store.note(caller.act(request, "rescore.start", run.id))
        services.wake()
        services.spawn(wake_workers(services.settings))
        headers = {"Location": f"/v1/rescores/{run.id}"}
        return await _answer(services, run.id, 202, headers), None

    return await idempotent(request, caller, body, work)


async def list_rescores(
    request: Request, caller: Lister, query: Annotated[RescoreQuery, Query()]
) -> Response:
    """List the rescorings, newest first, and the ruleset that stored articles stand under."""
    services = services_of(request)
    listing = Listing(request, services.cursors, query, SEALED)
    found = await services.ledger.runs(listing.after, listing.wanted)
    page = listing.page(found, lambda run: (run.created_at, run.id))
    progress = [await services.ledger.progress(run.id) for run in page.rows]
    body: dict[str, Any] = {
        "rescores": [told(one) for one in progress if one is not None],
        "standing": told_standing(await services.ledger.standing()),
        "next": page.next,
    }
    return Response(orjson.dumps(body), headers=page.headers, media_type=JSON)


async def read_rescore(request: Request, caller: Reader, run_id: RunId) -> Response:
    """How far a rescoring is, and how far the scores moved."""
    return await _answer(services_of(request), _id(run_id), 200, {"Cache-Control": "no-store"})


async def list_rescored(
    request: Request, caller: Pager, run_id: RunId, query: Annotated[MovedQuery, Query()]
) -> Response:
    """The articles that a rescoring moved or failed on, with the findings that came and went."""
    ledger = services_of(request).ledger
    if await ledger.run(_id(run_id)) is None:
        raise Problem(NOT_FOUND, NO_SUCH)
    found = await ledger.drifts(_id(run_id), query.after or "", query.limit + 1)
    page, more = found[: query.limit], len(found) > query.limit
    names = ("article_id", "report_id", "change", "band_before", "band", "error")
    rows = [
        {name: row[name] for name in names} | {name: row[name] or {} for name in ("added", "removed")}
        for row in page
    ]
    body = {"articles": rows, "next": page[-1]["article_id"] if more else None}
    return Response(orjson.dumps(body), headers={"Cache-Control": REVALIDATE}, media_type=JSON)


async def follow_rescore(request: Request, caller: Reader, run_id: RunId) -> Response:
    """Follow a rescoring: an event a second with what `GET /v1/rescores/{id}` answers, until it rests or ends."""
    services = services_of(request)
    first = await services.ledger.progress(_id(run_id))
    if first is None:
        raise Problem(NOT_FOUND, NO_SUCH)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_events(services, first), headers=headers, media_type="text/event-stream")


async def _events(services: Services, first: Progress) -> AsyncIterator[bytes]:
    progress: Progress | None = first
    until = monotonic() + STREAM_SECONDS
    while progress is not None:
        yield b"event: progress\ndata: " + orjson.dumps(told(progress)) + b"\n\n"
        ended = progress.run.state is not RunState.RUNNING or services.stopping
        if ended or monotonic() >= until:
            return
        await asyncio.sleep(EVENT_SECONDS)
        progress = await services.ledger.progress(progress.run.id)


async def cancel_rescore(request: Request, caller: Operator, run_id: RunId) -> Response:
    """Cancel a rescoring that is not published yet; what it made is never shown. Needs the scope `admin`."""
    return await _move(request, caller, run_id, "cancel")


async def pause_rescore(request: Request, caller: Operator, run_id: RunId) -> Response:
    """Pause a rescoring; ranges at hand are finished. Needs the scope `admin`."""
    return await _once_moved(request, caller, run_id, "pause")


async def resume_rescore(request: Request, caller: Operator, run_id: RunId) -> Response:
    """Go on with a paused rescoring. Needs the scope `admin`."""
    return await _once_moved(request, caller, run_id, "resume")


async def publish_rescore(request: Request, caller: Operator, run_id: RunId) -> Response:
    """Publish a rescoring that waits because too much moved: all its reports at once. Needs the scope `admin`."""
    return await _once_moved(request, caller, run_id, "publish")


async def roll_back_rescore(request: Request, caller: Operator, run_id: RunId) -> Response:
    """Put back the reports that a published rescoring replaced. Needs the scope `admin`.

    The rescoring that was published last goes first: 409 while another one stands on this one.
    """
    return await _once_moved(request, caller, run_id, "roll_back")


async def _once_moved(request: Request, caller: Caller, run_id: str, move: Move) -> Response:
    async def work() -> tuple[Response, None]:
        return await _move(request, caller, run_id, move), None

    return await idempotent(request, caller, await request.body(), work)


async def _move(request: Request, caller: Caller, run_id: str, move: Move) -> Response:
    services = services_of(request)
    run = await services.ledger.run(_id(run_id))
    if run is None:
        raise Problem(NOT_FOUND, NO_SUCH)
    ledger = services.ledger.recording(caller.act(request, f"rescore.{move}", run.id))
    moves = {
        "cancel": ledger.cancel,
        "pause": ledger.pause,
        "resume": ledger.resume,
        "publish": ledger.publish,
        "roll_back": ledger.roll_back,
    }
    if not await moves[move](run.id):
        raise Problem(WRONG_STATE, f"It is {run.state}.")
    services.wake()
    return await _answer(services, run.id, 200, {"Cache-Control": "no-store"})


async def _answer(services: Services, run_id: str, status: int, headers: dict[str, str]) -> Response:
    progress = await services.ledger.progress(run_id)
    if progress is None:
        raise Problem(NOT_FOUND, NO_SUCH)
    return Response(orjson.dumps(told(progress)), status, headers=headers, media_type=JSON)


def _id(given: str) -> str:
    id = given.lower()
    if not UUID.fullmatch(id):
        raise Problem(NOT_FOUND, NO_SUCH)
    return id
