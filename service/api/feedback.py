"""What readers say of findings, over HTTP."""

import re
from datetime import UTC, datetime
from typing import Annotated, Literal

import orjson
from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request
from starlette.responses import Response

from service.api.articles import Scorer
from service.api.bodies import require_json
from service.api.idempotency import once
from service.api.problems import INVALID, MALFORMED, NOT_FOUND, Problem, faults
from service.api.services import services_of
from service.envelope import rfc3339
from service.storage.records import Opinion
from service.submission import Line

FindingId = Annotated[str, Path(alias="id", description="The finding's id, `<report id>.<number>`.")]
ID = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.(\d{1,6})")


class Feedback(BaseModel):
    """What a reader says of a finding."""

    model_config = ConfigDict(extra="forbid")

    verdict: Literal["agree", "disagree"]
    note: Line | None = Field(None, description="Why, for whoever looks after the rule.")


async def give_feedback(request: Request, caller: Scorer, finding_id: FindingId) -> Response:
    """Agree or disagree with one finding of a stored report.

    There is one verdict for each key and finding: the last one counts, and the same one again changes nothing.
    The verdicts on a rule's findings are its precision; a rule that too few confirm costs nothing any more.
    """
    require_json(request)
    body = await request.body()
    given = _feedback(body)

    async def work() -> tuple[Response, str]:
        services = services_of(request)
        report_id, number = _place(finding_id)
        found = await services.store.finding_place(report_id, number)
        if found is None:
            raise Problem(NOT_FOUND, "There is no such finding.")
        code, article_id = found
        opinion = Opinion(
            report_id, number, caller.name, code, given.verdict == "agree", given.note, datetime.now(UTC)
        )
        if not await services.shadowing.give(opinion):
            raise Problem(NOT_FOUND, "There is no such finding.")
        answer = {
            "finding": f"{report_id}.{number}",
            "code": code,
            "verdict": given.verdict,
            "note": given.note,
            "given_at": rfc3339(opinion.given_at),
        }
        return Response(orjson.dumps(answer), media_type="application/json"), article_id

    return await once(request, caller, body, work)


def _feedback(body: bytes) -> Feedback:
    try:
        return Feedback.model_validate_json(body)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
        if found[0]["type"] == "json_invalid":
            message = found[0]["msg"].removeprefix("Invalid JSON: ")
            raise Problem(MALFORMED, f"The body is not valid JSON: {message}.") from None
        raise Problem(INVALID, errors=faults(found)) from None


def _place(finding_id: str) -> tuple[str, int]:
    """Report and number of a finding. Raises Problem for what is no id at all."""
    match = ID.fullmatch(finding_id.lower())
    if match is None:
        raise Problem(NOT_FOUND, "There is no such finding.")
    return match[1], int(match[2])
