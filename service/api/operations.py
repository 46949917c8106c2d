"""For those who run the service: is it alive, is it ready, what does it count."""

from typing import Annotated

from fastapi import Depends
from fastapi.openapi.docs import get_swagger_ui_html
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from service.api.access import Caller, Guard
from service.api.problems import KINDS, NOT_FOUND, NOT_READY, Problem
from service.api.services import services_of
from service.metrics import CONTENT_TYPE

OPENAPI = "/openapi.json"

# From this machine they are open; elsewhere they tell strangers what runs here and how busy it is.
Scraper = Annotated[Caller, Depends(Guard("metrics", open_here=True))]
Visitor = Annotated[Caller, Depends(Guard(open_here=True))]


async def healthz(request: Request) -> Response:
    """Whether the process answers at all; asks nobody else."""
    return Response(b'{"status":"ok"}', media_type="application/json")


async def read_problem(slug: str) -> Response:
    """What the `type` of an error stands for; the address of a type answers here."""
    kind = KINDS.get(slug)
    if kind is None:
        raise Problem(NOT_FOUND, "There is no such sort of problem.")
    return JSONResponse({"type": kind.type, "title": kind.title, "status": kind.status})


async def readyz(request: Request) -> Response:
    """Whether requests may be sent here: the database answers, takes writes, its schema is current, nothing is stopping."""
    services = services_of(request)
    if services.stopping:
        raise Problem(NOT_READY, "The service is stopping.", headers={"Retry-After": "5"})
    try:
        await services.store.ready()
    except Exception as error:
        # One line: it is asked every few seconds, and the log may be on the disk that is full.
        services.log.error("not_ready", reason=_in_a_line(error))
        raise Problem(
            NOT_READY,
            "The database does not answer, takes no writes, or its schema is not current.",
            headers={"Retry-After": "5"},
        ) from None
    return Response(b'{"status":"ready"}', media_type="application/json")


async def metrics(request: Request, caller: Scraper) -> Response:
    """Counters and timings in Prometheus' text format. Other machines need a key with the scope `metrics`."""
    services = services_of(request)
    try:
        runs = await services.ledger.unfinished()
        progress = [await services.ledger.progress(run.id) for run in runs]
        services.metrics.rescoring([one for one in progress if one is not None])
    except Exception as error:
        # Counters are asked for most of all when the database is away.
        services.log.warning("rescoring_not_counted", reason=_in_a_line(error))
    return Response(
        services.metrics.exposition(waiting=services.store.waiting), headers={"Content-Type": CONTENT_TYPE}
    )


async def openapi_page(request: Request, caller: Visitor) -> Response:
    """The OpenAPI document. Other machines need a key."""
    return JSONResponse(request.app.openapi())


async def docs_page(request: Request, caller: Visitor) -> Response:
    """The OpenAPI document, to read and to try. Other machines need a key."""
    return get_swagger_ui_html(openapi_url=OPENAPI, title=f"{request.app.title} - documentation")


def _in_a_line(error: Exception) -> str:
    """An error without its traceback and without the statement that a driver adds."""
    return f"{type(error).__name__}: {str(error).partition(chr(10))[0]}"
