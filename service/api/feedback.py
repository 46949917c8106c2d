"""What readers say of findings, over HTTP."""

import re
from datetime import UTC, datetime
from typing import Annotated, Literal

import orjson
from fastapi import Depends, Path, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from service.api.access import Caller, Guard
from service.api.articles import JSON
from service.api.bodies import require_json, validated
from service.api.idempotency import idempotent
from service.api.paging import REVALIDATE
from service.api.problems import NOT_FOUND, Problem
from service.api.services import Services, services_of
from service.records import Opinion
from service.sealing import rfc3339
from service.submission import Line

Giver = Annotated[Caller, Depends(Guard("feedback"))]
GiverOrReader = Annotated[Caller, Depends(Guard("feedback", "read"))]
Taker = Annotated[Caller, Depends(Guard("feedback", query=("reader",)))]
FindingId = Annotated[str, Path(alias="id", description="The finding's id, `<report id>.<number>`.")]
Reader = Annotated[Line, Field(min_length=1, max_length=200)]
NO_SUCH = "There is no such finding."
ID = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.(\d{1,6})")


class Feedback(BaseModel):
    """What a reader says of a finding."""

    model_config = ConfigDict(extra="forbid")

    verdict: Literal["agree", "disagree"]
    reader: Reader | None = Field(
        None,
        description="Who says so: any string that is the same for one person and tells nobody who it is.",
    )
    note: Line | None = Field(None, description="Why, for whoever looks after the rule.")


async def give_feedback(request: Request, caller: Giver, finding_id: FindingId) -> Response:
    """Agree or disagree with one finding of a stored report, as a `reader`. Needs the scope `feedback`.

    There is one verdict for each reader and finding: the last one counts, and the same one again changes nothing.
    A key without a `reader` is one reader. What counts for a rule is how many readers are for and against it, not
    how often they say so, and of one key so many at most; a rule that too few confirm costs nothing any more.
    """
    require_json(request)
    body = await request.body()
    given = validated(Feedback, body)

    async def work() -> tuple[Response, str]:
        services = services_of(request)
        place, code, article_id = await _finding(services, caller, finding_id)
        opinion = Opinion(
            *place,
            giver=_giver(caller, given.reader),
            caller=caller.name,
            code=code,
            agrees=given.verdict == "agree",
            note=given.note,
            given_at=datetime.now(UTC),
        )
        if not await services.shadowing.give(opinion):
            raise Problem(NOT_FOUND, NO_SUCH)
        return Response(orjson.dumps(_told(opinion, caller)), media_type=JSON), article_id

    return await idempotent(request, caller, body, work)


async def list_feedback(request: Request, caller: GiverOrReader, finding_id: FindingId) -> Response:
    """What readers said of one finding, oldest first; of other keys' readers their verdicts alone."""
    services = services_of(request)
    place, _, _ = await _finding(services, caller, finding_id)
    told = [_told(opinion, caller) for opinion in await services.store.opinions_on(*place)]
    return Response(orjson.dumps({"feedback": told}), headers={"Cache-Control": REVALIDATE}, media_type=JSON)


async def take_back_feedback(
    request: Request,
    caller: Taker,
    finding_id: FindingId,
    reader: Annotated[Reader | None, Query(description="Whose verdict; the key's own without it.")] = None,
) -> Response:
    """Take back what a reader of this key said of a finding. Needs the scope `feedback`."""
    services = services_of(request)
    place, code, _ = await _finding(services, caller, finding_id)
    if not await services.shadowing.take_back(*place, _giver(caller, reader), code):
        raise Problem(NOT_FOUND, "This reader said nothing of this finding.")
    return Response(status_code=204)


def _giver(caller: Caller, reader: str | None) -> str:
    """A reader within a caller: two keys' readers of one name are two."""
    return caller.name if reader is None else f"{caller.name}/{reader}"


async def _finding(services: Services, caller: Caller, finding_id: str) -> tuple[tuple[str, int], str, str]:
    """Report and number of a finding, its code and its article. Raises Problem for one that is not the caller's."""
    place = _place(finding_id)
    found = await services.store.finding_place(*place)
    if found is None or not caller.serves(found[1].site):
        raise Problem(NOT_FOUND, NO_SUCH)
    return place, found[0], found[1].id


def _told(opinion: Opinion, caller: Caller) -> dict[str, str | None]:
    own = opinion.caller == caller.name
    _, named, reader = opinion.giver.removeprefix(opinion.caller).partition("/")
    return {
        "finding": f"{opinion.report_id}.{opinion.number}",
        "code": opinion.code,
        "verdict": "agree" if opinion.agrees else "disagree",
        "reader": reader if own and named else None,
        "note": opinion.note if own else None,
        "given_at": rfc3339(opinion.given_at),
    }


def _place(finding_id: str) -> tuple[str, int]:
    """Report and number of a finding. Raises Problem for what is no id at all."""
    match = ID.fullmatch(finding_id.lower())
    if match is None:
        raise Problem(NOT_FOUND, NO_SUCH)
    return match[1], int(match[2])
