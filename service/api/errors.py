"""Turns whatever goes wrong in a request into a problem."""

from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match

from service.api.access import REQUEST_ID
from service.api.problems import (
    INVALID,
    METHOD_NOT_ALLOWED,
    NOT_FOUND,
    OVERLOADED,
    WRONG_STATE,
    Kind,
    Problem,
    not_judged,
    parameter_faults,
)
from service.judge_pool import JudgingFailedError
from service.storage import RunConflictError, StoreBusyError

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def add_handlers(app: FastAPI) -> None:
    """Answer every error of an app with a problem."""
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(StoreBusyError, _busy)
    app.add_exception_handler(RunConflictError, _run_conflict)
    app.add_exception_handler(JudgingFailedError, _not_judged)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)


def _answer(request: Request, problem: Problem) -> Response:
    return problem.response(request.scope.get(REQUEST_ID))


async def _problem(request: Request, error: Any) -> Response:
    return _answer(request, error)


async def _busy(request: Request, error: Any) -> Response:
    return _answer(request, Problem(OVERLOADED, _sentence(error), headers={"Retry-After": "1"}))


async def _run_conflict(request: Request, error: Any) -> Response:
    return _answer(request, Problem(WRONG_STATE, _sentence(error)))


def _sentence(error: Exception) -> str:
    """What an error of the store's says, as a sentence."""
    said = str(error)
    return f"{said[:1].upper()}{said[1:]}."


async def _not_judged(request: Request, error: Any) -> Response:
    return _answer(request, not_judged(error))


async def _invalid(request: Request, error: Any) -> Response:
    return _answer(request, Problem(INVALID, errors=parameter_faults(error.errors())))


async def _http(request: Request, error: Any) -> Response:
    if error.status_code == 405:
        return _answer(request, Problem(METHOD_NOT_ALLOWED, headers={"Allow": ", ".join(_allowed(request))}))
    if error.status_code == 404:
        return _answer(request, Problem(NOT_FOUND))
    kind = Kind("http", error.status_code, "The request cannot be answered")
    return _answer(request, Problem(kind, headers=error.headers))


def _allowed(request: Request) -> list[str]:
    """Every method that the path answers: a path with two of them has two routes."""
    allowed = []
    for method in METHODS:
        scope = {**request.scope, "method": method}
        if any(route.matches(scope)[0] is Match.FULL for route in request.app.routes):
            allowed += ["GET", "HEAD"] if method == "GET" else [method]
    return allowed
