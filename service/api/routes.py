"""The HTTP table: every call, what it takes and everything it may answer."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel
from starlette.responses import Response

from service.api import (
    articles,
    batch,
    catalogue,
    dismissals,
    feedback,
    links,
    operations,
    problems,
    rescore_shapes,
    rescores,
    source_shapes,
    sources,
    wire,
)
from service.api.idempotency import HEADER
from service.api.problems import Kind

Doc = dict[str, Any]

# What any call with a key may meet.
GUARDED = (
    problems.UNAUTHORIZED,
    problems.FORBIDDEN,
    problems.NOT_LOCAL,
    problems.OTHER_SITE,
    problems.INVALID,
    problems.TOO_FAST,
    problems.INTERNAL,
)
# What any call with a body may meet besides.
BODIED = (
    problems.MALFORMED,
    problems.TOO_LARGE,
    problems.MEDIA_TYPE_UNKNOWN,
    problems.CODING_UNKNOWN,
    problems.OVERLOADED,
)
# What any call may meet that reads or judges an article.
JUDGED = (problems.TOO_COSTLY, problems.JUDGING_FAILED)
ONCE = (problems.STILL_RUNNING, problems.KEY_REUSED)

LOCATION = {"Location": {"description": "Where the article is read.", "schema": {"type": "string"}}}
APPLIED = {
    "Preference-Applied": {"description": "Which of `Prefer` was honoured.", "schema": {"type": "string"}}
}
RETRY_AFTER = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}}
ETAG = {"ETag": {"description": "Validator of the newest report.", "schema": {"type": "string"}}}
LINK = {
    "Link": {"description": "The next page (RFC 8288), where there is one.", "schema": {"type": "string"}}
}

PREFER = {
    "name": "Prefer",
    "in": "header",
    "description": "RFC 7240. `wait=N`: seconds that look-ups may take before the answer, 30 at most and 2 by default; `respond-async`: none.",
    "schema": {"type": "string"},
    "example": "wait=10",
}
ONCE_ONLY = {"$ref": f"#/components/parameters/{HEADER}"}
IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "description": "Validators that the caller has; one that still holds is answered with 304.",
    "schema": {"type": "string"},
}


def _body(name: str) -> Doc:
    return {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}},
    }


SUBMISSION = _body("Submission")
FEEDBACK = _body("Feedback")
DISMISSAL = _body("DismissalGiven")
LINKS = _body("LinksGiven")
SOURCE = _body("SourceGiven")
RESCORE = _body("RescoreGiven")

EVENT = {
    "type": "object",
    "required": ["event", "data"],
    "properties": {
        "event": {"const": "progress"},
        "data": {
            "type": "string",
            "contentMediaType": "application/json",
            "description": "A `Rescore` as JSON.",
        },
    },
}


def _lines(description: str) -> Doc:
    # Any content will do: what is wrong with a line is said on its line of the answer.
    return {kind: {"schema": {"description": description}} for kind in batch.MEDIA_TYPES}


LINES = {"required": True, "content": _lines("A `Submission` a line.")}
NOT_MODIFIED: Doc = {"description": "The caller has it already."}


def add_routes(app: FastAPI) -> None:
    """Put the whole table on an app."""
    _articles(partial(_add, app, "articles"))
    _findings(partial(_add, app, "findings"))
    _links(partial(_add, app, "links"))
    _sources(partial(_add, app, "sources"))
    _rescores(partial(_add, app, "rescores"))
    _catalogue(partial(_add, app, "rules"))
    _operations(partial(_add, app, "operations", open_=True))
    app.add_api_route("/rules/{code}", catalogue.follow_help, include_in_schema=False)
    app.add_api_route(operations.OPENAPI, operations.openapi_page, include_in_schema=False)
    app.add_api_route("/docs", operations.docs_page, include_in_schema=False)


def _articles(add: Callable[..., None]) -> None:
    place = LOCATION | ETAG | APPLIED
    new = _answer("Scored and stored.", wire.Report, place)
    known = _answer("The report of the same content.", wire.Report, place)
    scored = _answer("The report.", wire.Report, APPLIED)
    rescored = _answer("The new report.", wire.Report, place)
    newest = _answer("The newest report.", wire.Report, ETAG)
    page = _answer("A page of articles.", wire.ArticlePage, LINK)
    reports = _answer("A page of the article's reports.", wire.Reports, LINK)
    lines: Doc = {"description": "A report or a problem a line.", "content": _lines("The answers.")}
    one = (*GUARDED, problems.NOT_FOUND)
    read, again = (*one,), (*one, problems.TEXT_NOT_KEPT, *ONCE, *BODIED, *JUDGED)
    answers: dict[int, Doc]

    late = _answer("Scored and stored; look-ups are still under way.", wire.Report, place | RETRY_AFTER)
    answers = {201: new, 200: known, 202: late}
    add(
        "POST /v1/articles",
        articles.submit,
        answers,
        (*GUARDED, *BODIED, *JUDGED, *ONCE),
        [PREFER, ONCE_ONLY],
        SUBMISSION,
    )
    add(
        "POST /v1/preview",
        articles.preview,
        {200: scored},
        (*GUARDED, *BODIED, *JUDGED),
        [PREFER],
        SUBMISSION,
    )
    add(f"POST {batch.PATH}", batch.submit_batch, {200: lines}, (*GUARDED, *BODIED), [], LINES)
    add("GET /v1/articles", articles.list_articles, {200: page}, one)
    answers = {200: newest, 304: NOT_MODIFIED}
    add("GET /v1/articles/{id}", articles.read_article, answers, (*one, *JUDGED), [IF_NONE_MATCH])
    add("GET /v1/articles/{id}/reports", articles.list_reports, {200: reports}, (*read, *JUDGED))
    add("GET /v1/reports/{id}", articles.read_report, answers, (*one, *JUDGED), [IF_NONE_MATCH])
    erased: Doc = {"description": "Erased."}
    add("DELETE /v1/articles/{id}", articles.erase, {204: erased}, (*one, problems.OVERLOADED))
    add("POST /v1/articles/{id}/rescore", articles.rescore, {200: rescored}, again, [PREFER, ONCE_ONLY])


def _links(add: Callable[..., None]) -> None:
    checked = _answer("What became of their sources.", wire.LinksChecked, APPLIED)
    add("POST /v1/links", links.check_links, {200: checked}, (*GUARDED, *BODIED), [PREFER], LINKS)


def _findings(add: Callable[..., None]) -> None:
    one = (*GUARDED, problems.NOT_FOUND)
    _dismissals(add, one)
    kept = _answer("The verdict as it is kept.", wire.FeedbackKept)
    said = (*one, *ONCE, *BODIED)
    add("POST /v1/findings/{id}/feedback", feedback.give_feedback, {200: kept}, said, [ONCE_ONLY], FEEDBACK)
    verdicts = _answer("What readers said.", wire.FeedbackList)
    add("GET /v1/findings/{id}/feedback", feedback.list_feedback, {200: verdicts}, one)
    gone: Doc = {"description": "Taken back."}
    take_back = "DELETE /v1/findings/{id}/feedback"
    add(take_back, feedback.take_back_feedback, {204: gone}, (*one, problems.OVERLOADED))


def _dismissals(add: Callable[..., None], one: tuple[Kind, ...]) -> None:
    place = "/v1/articles/{id}/dismissals"
    kept = _answer("The dismissal as it is kept.", wire.DismissalKept)
    listed = _answer("What is dismissed.", wire.DismissalList)
    undone: Doc = {"description": "Not dismissed any more."}
    said, asked = (*one, *BODIED, *JUDGED, problems.WRONG_STATE), (*one, *JUDGED)
    add(f"PUT {place}/{{fingerprint}}", dismissals.dismiss_finding, {200: kept}, said, [], DISMISSAL)
    add(f"GET {place}", dismissals.list_dismissals, {200: listed}, asked)
    gone = (*one, problems.OVERLOADED)
    add(f"DELETE {place}/{{fingerprint}}", dismissals.undo_dismissal, {204: undone}, gone)


def _sources(add: Callable[..., None]) -> None:
    place = {"Location": {"description": "Where the entry is read.", "schema": {"type": "string"}}}
    new = _answer("Attached.", source_shapes.Source, place)
    page = _answer("A page of entries.", source_shapes.SourcePage, LINK)
    entry = _answer("The entry.", source_shapes.Source)
    removed: Doc = {"description": "Removed."}
    one = (*GUARDED, problems.NOT_FOUND)
    add(
        "POST /v1/sources", sources.attach_source, {201: new}, (*GUARDED, *BODIED, *ONCE), [ONCE_ONLY], SOURCE
    )
    add("GET /v1/sources", sources.list_sources, {200: page}, one)
    add("GET /v1/sources/{id}", sources.read_source, {200: entry}, one)
    add("DELETE /v1/sources/{id}", sources.remove_source, {204: removed}, (*one, problems.OVERLOADED))


def _rescores(add: Callable[..., None]) -> None:
    place = {"Location": {"description": "Where the run is followed.", "schema": {"type": "string"}}}
    begun = _answer("Begun.", rescore_shapes.Rescore, place)
    run = _answer("The run.", rescore_shapes.Rescore)
    page = _answer("A page of runs.", rescore_shapes.RescorePage, LINK)
    moved = _answer("A page of articles.", rescore_shapes.MovedPage)
    events: Doc = {
        "description": "Server-sent events named `progress`.",
        "content": {"text/event-stream": {"schema": EVENT}},
    }
    one = (*GUARDED, problems.NOT_FOUND, problems.OVERLOADED)
    change = (*one, problems.WRONG_STATE)
    again = (*change, *ONCE)
    bodied = (*GUARDED, *BODIED, *ONCE, problems.WRONG_STATE)
    add("POST /v1/rescores", rescores.start_rescore, {202: begun}, bodied, [ONCE_ONLY], RESCORE)
    add("GET /v1/rescores", rescores.list_rescores, {200: page}, one)
    add("GET /v1/rescores/{id}", rescores.read_rescore, {200: run}, one)
    add("GET /v1/rescores/{id}/articles", rescores.list_rescored, {200: moved}, one)
    add("GET /v1/rescores/{id}/events", rescores.follow_rescore, {200: events}, one)
    add("DELETE /v1/rescores/{id}", rescores.cancel_rescore, {200: run}, change)
    changes = (*again, problems.TOO_LARGE, problems.CODING_UNKNOWN, problems.MALFORMED)
    add("POST /v1/rescores/{id}/pause", rescores.pause_rescore, {200: run}, changes, [ONCE_ONLY])
    add("POST /v1/rescores/{id}/resume", rescores.resume_rescore, {200: run}, changes, [ONCE_ONLY])
    add("POST /v1/rescores/{id}/publish", rescores.publish_rescore, {200: run}, changes, [ONCE_ONLY])
    add("POST /v1/rescores/{id}/rollback", rescores.roll_back_rescore, {200: run}, changes, [ONCE_ONLY])


def _catalogue(add: Callable[..., None]) -> None:
    rules = _answer("The catalogue.", wire.Rules, ETAG)
    rule = _answer("The rule.", wire.RuleWithPage, ETAG)
    rule["content"] = {"text/markdown": {"schema": {"type": "string"}}}
    unchanged = {304: NOT_MODIFIED}
    add("GET /v1/rules", catalogue.list_rules, {200: rules, **unchanged}, GUARDED, [IF_NONE_MATCH])
    one = (*GUARDED, problems.NOT_FOUND)
    add("GET /v1/rules/{code}", catalogue.read_rule, {200: rule, **unchanged}, one, [IF_NONE_MATCH])


def _operations(add: Callable[..., None]) -> None:
    alive = _answer("Alive.", wire.Health)
    ready = _answer("Ready.", wire.Health)
    counts = {"description": "The counters.", "content": {"text/plain": {"schema": {"type": "string"}}}}
    broken = (problems.INTERNAL,)
    add("GET /healthz", operations.healthz, {200: alive}, broken)
    add("GET /readyz", operations.readyz, {200: ready}, (*broken, problems.NOT_READY))
    sort = _answer("The sort of problem.", wire.ProblemType)
    add(
        "GET /problems/{slug}",
        operations.read_problem,
        {200: sort},
        (*broken, problems.INVALID, problems.NOT_FOUND),
    )
    add("GET /metrics", operations.metrics, {200: counts}, GUARDED, open_=False)


def _add(
    app: FastAPI,
    tag: str,
    call: str,
    endpoint: Callable[..., Any],
    answers: dict[int, Doc],
    kinds: tuple[Kind, ...],
    parameters: Sequence[Doc] = (),
    body: Doc | None = None,
    *,
    open_: bool = False,
) -> None:
    method, _, path = call.partition(" ")
    extra: Doc = {"security": [] if open_ else [{"key": []}, {}]}
    summary = (endpoint.__doc__ or "").partition("\n")[0].partition(". ")[0].rstrip(".")
    if parameters:
        extra["parameters"] = list(parameters)
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
        summary=summary,
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
        doc["description"] += f"{kind.title} (`{kind.type}`). "
        if kind.status in (429, 503):
            doc["headers"] = RETRY_AFTER
    return found
