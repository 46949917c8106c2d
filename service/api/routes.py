"""The HTTP table: every call, what it takes and everything it may answer."""

from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel
from starlette.responses import Response

from service.api import articles, batch, catalogue, operations, problems, wire
from service.api.idempotency import HEADER as IDEMPOTENCY_KEY
from service.api.problems import Kind

Doc = dict[str, Any]

# What any call with a key may meet.
GUARDED = (problems.UNAUTHORIZED, problems.FORBIDDEN, problems.INVALID, problems.TOO_FAST, problems.INTERNAL)
# What any call with a body may meet besides.
BODIED = (
    problems.MALFORMED,
    problems.TOO_LARGE,
    problems.MEDIA_TYPE_UNKNOWN,
    problems.CODING_UNKNOWN,
    problems.OVERLOADED,
)
ONCE = (problems.STILL_RUNNING, problems.KEY_REUSED)

LOCATION = {"Location": {"description": "Where the article is read.", "schema": {"type": "string"}}}
ETAG = {"ETag": {"description": "Validator of the newest report.", "schema": {"type": "string"}}}
LINK = {
    "Link": {"description": "The next page (RFC 8288), where there is one.", "schema": {"type": "string"}}
}

PREFER = {
    "name": "Prefer",
    "in": "header",
    "description": "`wait=N`: seconds that network checks may take before the answer (RFC 7240).",
    "schema": {"type": "string"},
}
KEY = {
    "name": IDEMPOTENCY_KEY,
    "in": "header",
    "description": "A request sent again with the same key and body gets the first answer.",
    "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
}
IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "description": "Validators that the caller has; one that still holds is answered with 304.",
    "schema": {"type": "string"},
}
SUBMISSION = {
    "required": True,
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Submission"}}},
}
LINES = {
    "required": True,
    "content": {
        kind: {"schema": {"type": "string", "description": "A `Submission` a line."}}
        for kind in batch.MEDIA_TYPES
    },
}
NOT_MODIFIED: Doc = {"description": "The caller has it already."}


def add_routes(app: FastAPI) -> None:
    """Put the whole table on an app."""
    _articles(app)
    _catalogue(app)
    _operations(app)


def _articles(app: FastAPI) -> None:
    known = _answer("The report of the same content.", wire.Report, LOCATION | ETAG)
    new = _answer("Scored and stored.", wire.Report, LOCATION | ETAG)
    report = _answer("The report.", wire.Report)
    rescored = _answer("The new report.", wire.Report, LOCATION | ETAG)
    newest = _answer("The newest report.", wire.ReportWithText, ETAG)
    page = _answer("A page of articles.", wire.ArticlePage, LINK)
    reports = _answer("The article's reports.", wire.Reports)
    erased: Doc = {"description": "Erased."}
    missing = problems.NOT_FOUND
    lines = {
        "description": "A report or a problem a line.",
        "content": {kind: {"schema": {"type": "string"}} for kind in batch.MEDIA_TYPES},
    }
    table = [
        (
            "POST",
            "/v1/articles",
            articles.submit,
            {201: new, 200: known},
            (*GUARDED, *BODIED, *ONCE),
            [PREFER, KEY],
            SUBMISSION,
        ),
        ("POST", "/v1/preview", articles.preview, {200: report}, (*GUARDED, *BODIED), [PREFER], SUBMISSION),
        ("POST", "/v1/articles:batch", batch.submit_batch, {200: lines}, (*GUARDED, *BODIED), [], LINES),
        ("GET", "/v1/articles", articles.list_articles, {200: page}, GUARDED, [], None),
        (
            "GET",
            "/v1/articles/{id}",
            articles.read_article,
            {200: newest, 304: NOT_MODIFIED},
            (*GUARDED, missing),
            [IF_NONE_MATCH],
            None,
        ),
        (
            "GET",
            "/v1/articles/{id}/reports",
            articles.list_reports,
            {200: reports},
            (*GUARDED, missing),
            [],
            None,
        ),
        (
            "DELETE",
            "/v1/articles/{id}",
            articles.erase,
            {204: erased},
            (*GUARDED, missing, problems.OVERLOADED),
            [],
            None,
        ),
        (
            "POST",
            "/v1/articles/{id}/rescore",
            articles.rescore,
            {200: rescored},
            (*GUARDED, missing, problems.TEXT_NOT_KEPT, *ONCE, *BODIED),
            [PREFER, KEY],
            None,
        ),
    ]
    for method, path, endpoint, answers, kinds, parameters, body in table:
        _add(app, method, path, endpoint, answers, kinds, "articles", parameters=parameters, body=body)


def _catalogue(app: FastAPI) -> None:
    rules = _answer("The catalogue.", wire.Rules, ETAG)
    rule = _answer("The rule.", wire.RuleWithPage, ETAG)
    rule["content"] = {"text/markdown": {"schema": {"type": "string"}}}
    unchanged = {304: NOT_MODIFIED}
    held = [IF_NONE_MATCH]
    _add(
        app,
        "GET",
        "/v1/rules",
        catalogue.list_rules,
        {200: rules, **unchanged},
        GUARDED,
        "rules",
        parameters=held,
    )
    kinds = (*GUARDED, problems.NOT_FOUND)
    _add(
        app,
        "GET",
        "/v1/rules/{code}",
        catalogue.read_rule,
        {200: rule, **unchanged},
        kinds,
        "rules",
        parameters=held,
    )


def _operations(app: FastAPI) -> None:
    alive = _answer("Alive.", wire.Status)
    ready = _answer("Ready.", wire.Status)
    text: Doc = {
        "description": "Prometheus' text format.",
        "content": {"text/plain": {"schema": {"type": "string"}}},
    }
    broken = (problems.INTERNAL,)
    _add(app, "GET", "/healthz", operations.healthz, {200: alive}, broken, "operations", open_=True)
    _add(
        app,
        "GET",
        "/readyz",
        operations.readyz,
        {200: ready},
        (*broken, problems.NOT_READY),
        "operations",
        open_=True,
    )
    _add(app, "GET", "/metrics", operations.metrics, {200: text}, broken, "operations", open_=True)


def _add(
    app: FastAPI,
    method: str,
    path: str,
    endpoint: Any,
    answers: dict[int, Doc],
    kinds: tuple[Kind, ...],
    tag: str,
    *,
    parameters: list[Doc] | None = None,
    body: Doc | None = None,
    open_: bool = False,
) -> None:
    extra: Doc = {"security": [] if open_ else [{"key": []}, {}]}
    if parameters:
        extra["parameters"] = parameters
    if body is not None:
        extra["requestBody"] = body
    app.add_api_route(
        path,
        endpoint,
        methods=[method],
        status_code=next(iter(answers)),
        response_class=Response,
        response_model=None,
        responses=_problems(kinds) | dict(answers.items()),
        operation_id=endpoint.__name__,
        openapi_extra=extra,
        tags=[tag],
    )


def _answer(description: str, model: type[BaseModel], headers: Doc | None = None) -> Doc:
    return {"description": description, "model": model, **({"headers": headers} if headers else {})}


def _problems(kinds: tuple[Kind, ...]) -> dict[int | str, Doc]:
    found: dict[int | str, Doc] = {}
    for kind in sorted(kinds, key=lambda kind: kind.status):
        doc = found.setdefault(
            kind.status,
            {
                "description": "",
                "content": {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}},
            },
        )
        doc["description"] += f"{kind.title} (`/problems/{kind.slug}`). "
        if kind.status in (429, 503):
            doc["headers"] = {
                "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}
            }
    return found
