"""Articles over HTTP: submit, preview, list, read, erase, judge again."""

import re
from typing import Annotated

import orjson
from fastapi import Depends, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from service.api.access import Caller, Guard
from service.api.bodies import read_submission, require_json
from service.api.idempotency import idempotent
from service.api.paging import REVALIDATE, Listing
from service.api.problems import NOT_FOUND, TEXT_NOT_KEPT, Problem, wrong_parameter
from service.api.queries import ListQuery, PageQuery
from service.api.services import Services, services_of
from service.api.validators import matches
from service.intake import NoSuchArticleError, Submitted, TextNotKeptError
from service.records import ArticleFilter, ArticleRecord, ReportRecord
from service.sealing import SealedReport, rfc3339

Scorer = Annotated[Caller, Depends(Guard("score"))]
# `Caller.may_read` narrows what those see who may only score.
Reader = Annotated[Caller, Depends(Guard("read", "score"))]
ReaderWithText = Annotated[Caller, Depends(Guard("read", "score", query=("include",)))]
Pager = Annotated[Caller, Depends(Guard("read", "score", query=PageQuery.model_fields))]
Lister = Annotated[Caller, Depends(Guard("read", "score", query=ListQuery.model_fields))]
Remover = Annotated[Caller, Depends(Guard("erase"))]

ArticleId = Annotated[
    str, Path(alias="id", description="The article's id.", json_schema_extra={"format": "uuid"})
]
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

JSON = "application/json"
LONGEST_WAIT = 30
NO_SUCH = "There is no such article."
# When to come back for a report that was not complete.
LATE_SECONDS = "5"
WAIT = re.compile(r"(?:^|[,;\s])wait\s*=\s*\"?(\d{1,6})", re.IGNORECASE)


async def submit(request: Request, caller: Scorer) -> Response:
    """Store and score an article.

    The same content again returns the stored report with 200. `site` and `external_id` together are the
    article's identity: with new content the pair makes a new revision of the same article. An
    `Idempotency-Key` header makes the request safe to repeat: the first answer is given again.

    Look-ups get the time that `Prefer: wait=N` gives. Where they need longer the answer is 202, with the report
    on what is known so far; the article's next report follows, and is posted to `callback_url` where one is given.
    """
    services = services_of(request)
    require_json(request)
    body = await request.body()
    submission = await read_submission(body, services)
    caller.check_site(submission.site)
    applied = preference_applied(request)

    async def work() -> tuple[Response, str]:
        taken = await services.intake.submit(submission, lookup_seconds(request))
        content = SealedReport(taken.report.body).with_caller_id(submission.id)
        headers = {**applied, **location_headers(taken)}
        status = 201 if taken.new else 200
        if taken.late:
            status, headers["Retry-After"] = 202, LATE_SECONDS
            services.rechecks.nudge()
        return Response(content, status, headers=headers, media_type=JSON), taken.article.id

    return await idempotent(request, caller, body, work)


async def preview(request: Request, caller: Scorer) -> Response:
    """Score an article without storing anything of it, for an editor that is still typing."""
    services = services_of(request)
    require_json(request)
    submission = await read_submission(await request.body(), services)
    if submission.site is not None:
        caller.check_site(submission.site)
    report = await services.intake.preview(submission, lookup_seconds(request))
    content = report.with_caller_id(submission.id)
    return Response(content, headers=preference_applied(request), media_type=JSON)


async def list_articles(request: Request, caller: Lister, query: Annotated[ListQuery, Query()]) -> Response:
    """List the stored articles, newest first, each with its newest score.

    A key that is bound to a site sees that site's, one without the scope `read` what it sent itself.
    """
    services = services_of(request)
    if query.site is not None:
        caller.check_site(query.site)
    listing = Listing(request, services.cursors, query, b"", query.filters())
    wanted = ArticleFilter(
        query.site,
        query.band,
        query.code,
        query.since,
        caller.sites,
        caller.name if caller.own_only else None,
    )
    found = await services.store.articles(wanted, listing.after, listing.wanted)
    page = listing.page(found, lambda pair: (pair[0].received_at, pair[0].id))
    body = {"articles": [_summary(article, report) for article, report in page.rows], "next": page.next}
    return Response(orjson.dumps(body), headers=page.headers, media_type=JSON)


async def read_article(
    request: Request,
    caller: ReaderWithText,
    article_id: ArticleId,
    include: Annotated[
        str | None,
        Query(
            description="`text` adds the text that spans point into.", json_schema_extra={"enum": ["text"]}
        ),
    ] = None,
) -> Response:
    """The newest report of an article."""
    services = services_of(request)
    if include not in (None, "text"):
        raise wrong_parameter("include", "must be text")
    id = await _readable(services, caller, article_id)
    report = await services.store.newest(id)
    if report is None:
        raise Problem(NOT_FOUND, NO_SUCH)
    tag = f'"{report.id}+text"' if include else f'"{report.id}"'
    headers = {"ETag": tag, "Cache-Control": REVALIDATE}
    if matches(request.headers.get("if-none-match"), tag):
        return Response(status_code=304, headers=headers)
    content = await _with_text(services, report) if include else report.body
    return Response(content, headers=headers, media_type=JSON)


async def list_reports(
    request: Request, caller: Pager, article_id: ArticleId, query: Annotated[PageQuery, Query()]
) -> Response:
    """The reports of an article, newest first."""
    services = services_of(request)
    id = await _readable(services, caller, article_id)
    listing = Listing(request, services.cursors, query, b"reports " + id.encode())
    found = await services.store.reports(id, listing.after, listing.wanted)
    if not found and listing.after is None:
        raise Problem(NOT_FOUND, NO_SUCH)
    page = listing.page(found, lambda report: (report.scored_at, report.id))
    bodies = b",".join(report.body for report in page.rows)
    content = b'{"reports":[' + bodies + b'],"next":' + orjson.dumps(page.next) + b"}"
    return Response(content, headers=page.headers, media_type=JSON)


async def erase(request: Request, caller: Remover, article_id: ArticleId) -> Response:
    """Erase an article with its text, evidence, reports and kept replies. Needs the scope `erase`."""
    store = services_of(request).store
    id = _known(article_id)
    if caller.sites:
        article = await store.brief_article(id)
        if article is None or not caller.serves(article.site):
            raise Problem(NOT_FOUND, NO_SUCH)
    if not await store.recording(caller.act(request, "article.erase", id)).erase(id):
        raise Problem(NOT_FOUND, NO_SUCH)
    return Response(status_code=204)


async def rescore(request: Request, caller: Scorer, article_id: ArticleId) -> Response:
    """Judge a stored article again, now, with fresh evidence and the current ruleset.

    An `Idempotency-Key` header makes the request safe to repeat.
    """
    services = services_of(request)
    id = await _readable(services, caller, article_id)

    async def work() -> tuple[Response, str]:
        try:
            taken = await services.intake.rescore(id, lookup_seconds(request))
        except NoSuchArticleError:
            raise Problem(NOT_FOUND, NO_SUCH) from None
        except TextNotKeptError:
            raise Problem(TEXT_NOT_KEPT, "Submit the article again to have it judged again.") from None
        headers = {**preference_applied(request), **location_headers(taken)}
        if taken.late:
            services.rechecks.nudge()
        return Response(taken.report.body, headers=headers, media_type=JSON), taken.article.id

    return await idempotent(request, caller, await request.body(), work)


def location_headers(taken: Submitted) -> dict[str, str]:
    """Where the article is found, and the validator of its newest report."""
    return {"Location": f"/v1/articles/{taken.article.id}", "ETag": f'"{taken.report.id}"'}


def preferred_wait(request: Request) -> int | None:
    """The seconds that `Prefer: wait=N` (RFC 7240) gives, half a minute at most."""
    found = WAIT.search(request.headers.get("prefer", ""))
    return min(int(found[1]), LONGEST_WAIT) if found else None


def preference_applied(request: Request) -> dict[str, str]:
    """The header that says which preference was honoured."""
    wait = preferred_wait(request)
    return {} if wait is None else {"Preference-Applied": f"wait={wait}"}


def lookup_seconds(request: Request) -> float:
    """How many seconds look-ups may take before this request is answered."""
    wait = preferred_wait(request)
    return services_of(request).settings.wait_seconds if wait is None else wait


def _known(article_id: str) -> str:
    """An id as we write them. Raises Problem for what is no id at all."""
    id = article_id.lower()
    if not UUID.fullmatch(id):
        raise Problem(NOT_FOUND, NO_SUCH)
    return id


async def _readable(services: Services, caller: Caller, article_id: str) -> str:
    """The id of an article that the caller may see. Raises Problem: what others sent is as if it were not there."""
    id = _known(article_id)
    if not caller.sees_all:
        article = await services.store.brief_article(id)
        if article is None or not caller.may_read(article):
            raise Problem(NOT_FOUND, NO_SUCH)
    return id


async def _with_text(services: Services, report: ReportRecord) -> bytes:
    article = await services.store.article(report.article_id)
    text = await services.intake.text(article) if article else None
    return SealedReport(report.body).with_text(text)


def _summary(article: ArticleRecord, report: ReportRecord) -> dict[str, object]:
    return {
        "id": article.id,
        "site": article.site,
        "external_id": article.external_id,
        "title": article.title,
        "url": article.url,
        "received_at": rfc3339(article.received_at),
        "report": {
            "id": report.id,
            "score": report.score,
            "band": report.band,
            "confidence": report.confidence,
            "ruleset": report.ruleset,
            "scored_at": rfc3339(report.scored_at),
        },
    }
