"""Articles over HTTP: submit, preview, list, read, erase, judge again."""

import re
from collections.abc import Mapping
from typing import Annotated, Any

import orjson
from fastapi import Depends, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from service.api.access import Caller, Guard
from service.api.bodies import read_submission, require_json
from service.api.idempotency import KeptAnswer, idempotent
from service.api.paging import REVALIDATE, Listing
from service.api.problems import NOT_FOUND, TEXT_NOT_KEPT, Problem, wrong_parameter
from service.api.queries import IncludeText, ListQuery, ReportsQuery
from service.api.services import Services, services_of
from service.api.validators import matches
from service.intake import NoSuchArticleError, Submitted, TextNotKeptError
from service.presenting import report_tag
from service.records import ArticleFilter, ArticleRecord, ReportRecord
from service.sealing import rfc3339
from service.showing import show
from service.submission import HALF_IDENTITY, Submission

ScorerWithText = Annotated[Caller, Depends(Guard("score", query=("include",)))]
# `Caller.may_read` narrows what those see who may only score.
Reader = Annotated[Caller, Depends(Guard("read", "score"))]
ReaderWithText = Annotated[Caller, Depends(Guard("read", "score", query=("include",)))]
Pager = Annotated[Caller, Depends(Guard("read", "score", query=ReportsQuery.model_fields))]
Lister = Annotated[Caller, Depends(Guard("read", "score", query=ListQuery.model_fields))]
Remover = Annotated[Caller, Depends(Guard("erase"))]

ArticleId = Annotated[
    str, Path(alias="id", description="The article's id.", json_schema_extra={"format": "uuid"})
]
ReportId = Annotated[
    str, Path(alias="id", description="The report's id.", json_schema_extra={"format": "uuid"})
]
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

JSON = "application/json"
LONGEST_WAIT = 30
NO_SUCH = "There is no such article."
NO_SUCH_REPORT = "There is no such report."
# When to come back for a report that was not complete.
LATE_SECONDS = "5"
RESPOND_ASYNC = re.compile(r"(?:^|[,;\s])respond-async(?=$|[,;\s])", re.IGNORECASE)
WAIT = re.compile(r"(?:^|[,;\s])wait\s*=\s*\"?(\d{1,6})", re.IGNORECASE)


async def submit(request: Request, caller: ScorerWithText, include: IncludeText = None) -> Response:
    """Store and score an article.

    The same content again returns the stored report with 200. `site` and `external_id` together are the
    article's identity: with new content the pair makes a new revision of the same article. An
    `Idempotency-Key` header makes the request safe to repeat: the first answer is given again.

    Look-ups get the time that `Prefer: wait=N` gives, up to 30 seconds, and none with `Prefer: respond-async`. Where
    they need longer the answer is 202, with the report on what is known so far; the article's next report follows, and
    is posted to `callback_url` where one is given. After 201 and 200 nothing is posted: the report was complete.

    Content is the same where all fields are but `id`, `callback_url` and `modified_at`.
    """
    services = services_of(request)
    require_json(request)
    body = await request.body()
    submission = await read_submission(body, services)
    caller.check_site(submission.site)
    applied = preference_applied(request)

    async def work() -> tuple[Response, str]:
        taken = await services.intake.submit(
            submission, lookup_seconds(request), include_text=include is not None
        )
        headers = {**applied, **location_headers(taken)}
        status = 201 if taken.new else 200
        if taken.late:
            status, headers["Retry-After"] = 202, LATE_SECONDS
            services.rechecks.nudge()
        return ReportAnswer(taken, submission.id, status, headers, services), taken.article.id

    return await idempotent(request, caller, body, work)


async def preview(request: Request, caller: ScorerWithText, include: IncludeText = None) -> Response:
    """Score an article without storing anything of it, for an editor that is still typing."""
    services = services_of(request)
    require_json(request)
    submission = await read_submission(await request.body(), services)
    if submission.site is not None:
        caller.check_site(submission.site)
    report = await services.intake.preview(
        submission, lookup_seconds(request), include_text=include is not None
    )
    report = report.with_dismissals(await _dismissals_of(services, caller, submission))
    content = report.with_caller_id(submission.id)
    return Response(content, headers=preference_applied(request), media_type=JSON)


async def list_articles(request: Request, caller: Lister, query: Annotated[ListQuery, Query()]) -> Response:
    """List the stored articles, newest first, each with its newest score.

    A key that is bound to a site sees that site's, one without the scope `read` what it sent itself.
    """
    services = services_of(request)
    if query.external_id is not None and query.site is None:
        raise wrong_parameter("site", HALF_IDENTITY)
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
        query.external_id,
    )
    found = await services.store.articles(wanted, listing.after, listing.wanted)
    page = listing.page(found, lambda pair: (pair[0].received_at, pair[0].id))
    body = {"articles": [_summary(article, report) for article, report in page.rows], "next": page.next}
    return Response(orjson.dumps(body), headers=page.headers, media_type=JSON)


async def read_article(
    request: Request,
    caller: ReaderWithText,
    article_id: ArticleId,
    include: IncludeText = None,
) -> Response:
    """The newest report of an article."""
    services = services_of(request)
    id = await readable(services, caller, article_id)
    report = await services.store.newest(id)
    if report is None:
        raise Problem(NOT_FOUND, NO_SUCH)
    return await _shown(request, report, include_text=include is not None)


async def read_report(
    request: Request, caller: ReaderWithText, report_id: ReportId, include: IncludeText = None
) -> Response:
    """One report, the newest of its article or one of the past."""
    services = services_of(request)
    id = report_id.lower()
    report = await services.store.report(id) if UUID.fullmatch(id) else None
    if report is None:
        raise Problem(NOT_FOUND, NO_SUCH_REPORT)
    await readable(services, caller, report.article_id, NO_SUCH_REPORT)
    return await _shown(request, report, include_text=include is not None)


async def _shown(request: Request, report: ReportRecord, *, include_text: bool) -> Response:
    """A stored report, or that the caller has it already."""
    presenter = services_of(request).presenter
    dismissals = await presenter.dismissals(report.article_id)
    tag = report_tag(report.id, dismissals, with_text=include_text)
    headers = {"ETag": tag, "Cache-Control": REVALIDATE}
    if matches(request.headers.get("if-none-match"), tag):
        return Response(status_code=304, headers=headers)
    (content,) = await presenter.shown([report], dismissals, include_text=include_text)
    return Response(content, headers=headers, media_type=JSON)


async def list_reports(
    request: Request, caller: Pager, article_id: ArticleId, query: Annotated[ReportsQuery, Query()]
) -> Response:
    """The reports of an article, newest first."""
    services = services_of(request)
    id = await readable(services, caller, article_id)
    included = {} if query.include is None else {"include": query.include}
    listing = Listing(request, services.cursors, query, b"reports " + id.encode(), included)
    found = await services.store.reports(id, listing.after, listing.wanted)
    if not found and listing.after is None:
        raise Problem(NOT_FOUND, NO_SUCH)
    page = listing.page(found, lambda report: (report.scored_at, report.id))
    dismissals = await services.presenter.dismissals(id)
    shown = await services.presenter.shown(page.rows, dismissals, include_text=query.include is not None)
    content = b'{"reports":[' + b",".join(shown) + b'],"next":' + orjson.dumps(page.next) + b"}"
    return Response(content, headers=page.headers, media_type=JSON)


async def erase(request: Request, caller: Remover, article_id: ArticleId) -> Response:
    """Erase an article with its text, evidence, reports and kept replies. Needs the scope `erase`."""
    store = services_of(request).store
    id = known_id(article_id)
    if caller.sites:
        article = await store.brief_article(id)
        if article is None or not caller.serves(article.site):
            raise Problem(NOT_FOUND, NO_SUCH)
    if not await store.recording(caller.act(request, "article.erase", id)).erase(id):
        raise Problem(NOT_FOUND, NO_SUCH)
    return Response(status_code=204)


async def rescore(
    request: Request, caller: ScorerWithText, article_id: ArticleId, include: IncludeText = None
) -> Response:
    """Judge a stored article again, now, with fresh evidence and the current ruleset.

    An `Idempotency-Key` header makes the request safe to repeat.
    """
    services = services_of(request)
    id = await readable(services, caller, article_id)

    async def work() -> tuple[Response, str]:
        try:
            taken = await services.intake.rescore(
                id, lookup_seconds(request), include_text=include is not None
            )
        except NoSuchArticleError:
            raise Problem(NOT_FOUND, NO_SUCH) from None
        except TextNotKeptError:
            raise Problem(TEXT_NOT_KEPT, "Submit the article again to have it judged again.") from None
        headers = {**preference_applied(request), **location_headers(taken)}
        if taken.late:
            services.rechecks.nudge()
        return ReportAnswer(taken, None, 200, headers, services), taken.article.id

    return await idempotent(request, caller, await request.body(), work)


def location_headers(taken: Submitted) -> dict[str, str]:
    """Where the article is found, and the validator of its newest report."""
    return {"Location": f"/v1/articles/{taken.article.id}", "ETag": taken.tag}


def preferred_wait(request: Request) -> int | None:
    """The seconds that `Prefer` (RFC 7240) gives: those of `wait=N`, half a minute at most, or none of `respond-async`."""
    prefer = request.headers.get("prefer", "")
    found = WAIT.search(prefer)
    if found:
        return min(int(found[1]), LONGEST_WAIT)
    return 0 if RESPOND_ASYNC.search(prefer) else None


def preference_applied(request: Request) -> dict[str, str]:
    """The header that says which preference was honoured."""
    prefer = request.headers.get("prefer", "")
    applied = ["respond-async"] if RESPOND_ASYNC.search(prefer) else []
    if WAIT.search(prefer):
        applied.append(f"wait={preferred_wait(request)}")
    return {"Preference-Applied": ", ".join(applied)} if applied else {}


def lookup_seconds(request: Request) -> float:
    """How many seconds look-ups may take before this request is answered."""
    wait = preferred_wait(request)
    return services_of(request).settings.wait_seconds if wait is None else wait


def known_id(article_id: str) -> str:
    """An id as we write them. Raises Problem for what is no id at all."""
    id = article_id.lower()
    if not UUID.fullmatch(id):
        raise Problem(NOT_FOUND, NO_SUCH)
    return id


async def readable(services: Services, caller: Caller, article_id: str, missing: str = NO_SUCH) -> str:
    """The id of an article that the caller may see. Raises Problem: what others sent is as if it were not there."""
    id = known_id(article_id)
    if not caller.sees_all:
        article = await services.store.brief_article(id)
        if article is None or not caller.may_read(article):
            raise Problem(NOT_FOUND, missing)
    return id


async def _dismissals_of(
    services: Services, caller: Caller, submission: Submission
) -> Mapping[str, Mapping[str, Any]]:
    """What is dismissed of the stored article that a submission would revise, where the caller may see that."""
    if submission.site is None or submission.external_id is None:
        return {}
    article = await services.store.identified(submission.site, submission.external_id)
    if article is None or not caller.may_read(article):
        return {}
    return await services.presenter.dismissals(article.id)


class ReportAnswer(KeptAnswer):
    """A report that was made just now. Where no text is stored, what is kept of the answer has none either."""

    def __init__(
        self, taken: Submitted, id: str | None, status: int, headers: Mapping[str, str], services: Services
    ) -> None:
        kept = None if services.settings.store_text else show(taken.report.body, None).with_caller_id(id)
        super().__init__(taken.shown.with_caller_id(id), status, headers=headers, media_type=JSON, kept=kept)


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
