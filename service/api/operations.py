"""For those who run the service: is it alive, is it ready, what does it count."""

from starlette.requests import Request
from starlette.responses import Response

from service.api.problems import NOT_READY, Problem
from service.api.services import services_of
from service.metrics import CONTENT_TYPE


async def healthz(request: Request) -> Response:
    """Whether the process answers at all; asks nobody else."""
    return Response(b'{"status":"ok"}', media_type="application/json")


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


async def metrics(request: Request) -> Response:
    """Counters and timings in Prometheus' text format."""
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


def _in_a_line(error: Exception) -> str:
    """An error without its traceback and without the statement that a driver adds."""
    return f"{type(error).__name__}: {str(error).partition(chr(10))[0]}"
