"""Findings that somebody finds all right, over HTTP."""

import re
from datetime import UTC, datetime
from typing import Annotated

import orjson
from fastapi import Depends, Path
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from service.api.access import Caller, Guard
from service.api.articles import JSON, ArticleId, known_id, readable
from service.api.articles import NO_SUCH as NO_SUCH_ARTICLE
from service.api.bodies import require_json, validated
from service.api.feedback import Reader
from service.api.paging import REVALIDATE
from service.api.problems import NOT_FOUND, WRONG_STATE, Problem
from service.api.services import Services, services_of
from service.extensions import catalogue
from service.presenting import told
from service.records import Dismissal
from service.storage import TooManyDismissalsError
from service.submission import Line

Dismisser = Annotated[Caller, Depends(Guard("feedback"))]
Onlooker = Annotated[Caller, Depends(Guard("feedback", "read", "score"))]
SHAPE = r"[A-Z]{3}_[A-Z0-9_]{1,40}\.[0-9a-f]{24}"
Fingerprint = Annotated[
    str,
    Path(
        description="The finding's `fingerprint`.",
        json_schema_extra={
            "pattern": f"^{SHAPE}$",
            "examples": ["CIT_ORPHAN_MARKER.5f0c1d2e3a4b5c6d7e8f9a0b"],
        },
    ),
]
NO_SUCH = "The newest report of this article has no finding with this fingerprint."
NOT_DISMISSED = "This finding is not dismissed."


class DismissalGiven(BaseModel):
    """Why a finding is all right as it is."""

    model_config = ConfigDict(extra="forbid")

    reason: Annotated[Line, Field(min_length=1)] = Field(
        description="Why this is fine, for whoever reads the report next.",
        examples=["The marker belongs to the print edition."],
    )
    reader: Reader | None = Field(
        None,
        description="Who says so: any string that is the same for one person. It is shown in reports.",
        examples=["editor-17"],
    )


async def dismiss_finding(
    request: Request, caller: Dismisser, article_id: ArticleId, fingerprint: Fingerprint
) -> Response:
    """Say that a finding is all right as it is. Needs the scope `feedback`.

    The article's reports carry it from then on as the finding's `dismissed`; the score stays what it is. It holds in
    later reports too, as long as the passage reads the same, and is gone with it. The same call again replaces the
    reason. Where the text is kept, the finding must be in the article's newest report.
    """
    require_json(request)
    given = validated(DismissalGiven, await request.body())
    services = services_of(request)
    id = await _dismissable(services, caller, article_id)
    if not re.fullmatch(SHAPE, fingerprint) or fingerprint.partition(".")[0] not in catalogue().codes:
        raise Problem(NOT_FOUND, NO_SUCH)
    standing = await _standing(services, id)
    if standing is not None and fingerprint not in standing:
        raise Problem(NOT_FOUND, NO_SUCH)
    kept = Dismissal(
        id,
        fingerprint,
        code=fingerprint.partition(".")[0],
        reason=given.reason,
        reader=given.reader,
        caller=caller.name,
        dismissed_at=datetime.now(UTC),
    )
    try:
        if not await services.store.dismiss(kept):
            raise Problem(NOT_FOUND, NO_SUCH)
    except TooManyDismissalsError as error:
        raise Problem(WRONG_STATE, f"{str(error).capitalize()}.") from None
    services.metrics.dismissed(kept.code)
    return Response(orjson.dumps(_row(kept, standing)), media_type=JSON)


async def list_dismissals(request: Request, caller: Onlooker, article_id: ArticleId) -> Response:
    """What is dismissed of an article, oldest first; `stands` says whether its newest report still has the finding."""
    services = services_of(request)
    id = await readable(services, caller, article_id)
    kept = await services.store.dismissals(id)
    if not kept and await services.store.brief_article(id) is None:
        await readable(services, caller, id)
        raise Problem(NOT_FOUND, NO_SUCH_ARTICLE)
    standing = await _standing(services, id) if kept else None
    rows = [_row(one, standing) for one in kept]
    return Response(
        orjson.dumps({"dismissals": rows}), headers={"Cache-Control": REVALIDATE}, media_type=JSON
    )


async def undo_dismissal(
    request: Request, caller: Dismisser, article_id: ArticleId, fingerprint: Fingerprint
) -> Response:
    """Take a dismissal back, whoever gave it. Needs the scope `feedback`."""
    services = services_of(request)
    id = await _dismissable(services, caller, article_id)
    if not await services.store.undo_dismissal(id, fingerprint):
        raise Problem(NOT_FOUND, NOT_DISMISSED)
    return Response(status_code=204)


async def _dismissable(services: Services, caller: Caller, article_id: str) -> str:
    """The id of an article whose findings the caller may dismiss: any of its sites. Raises Problem."""
    id = known_id(article_id)
    article = await services.store.brief_article(id)
    if article is None or not caller.serves(article.site):
        raise Problem(NOT_FOUND, NO_SUCH_ARTICLE)
    return id


async def _standing(services: Services, article_id: str) -> frozenset[str] | None:
    """The fingerprints of an article's newest report; None where its text is not kept, so that they are not known."""
    report = await services.store.newest(article_id)
    if report is None:
        return frozenset()
    (shown,) = await services.presenter.shown([report], {})
    found = [finding["fingerprint"] for finding in shown.members()["findings"]]
    return None if None in found else frozenset(found)


def _row(kept: Dismissal, standing: frozenset[str] | None) -> dict[str, object]:
    return {
        "fingerprint": kept.fingerprint,
        "code": kept.code,
        **told(kept),
        "stands": None if standing is None else kept.fingerprint in standing,
    }
