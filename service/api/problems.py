"""Every error as an RFC 9457 problem: a stable type, a plain sentence, and where the fault is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from pydantic import BaseModel, Field
from starlette.responses import Response

from service.judge_pool import JudgingFailedError, JudgingTimeoutError

MEDIA_TYPE = "application/problem+json"

# A body can hold thousands of faults and a field's name can be a megabyte; an answer tells the first few.
MOST_ERRORS = 20
LONGEST_NAME = 100
# When to send an article again whose process died.
JUDGE_AGAIN_SECONDS = "10"


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of problem; `slug` names it for ever."""

    slug: str
    status: int
    title: str

    @property
    def type(self) -> str:
        """Its address, which is the `type` of an error."""
        return f"/problems/{self.slug}"


MALFORMED = Kind("malformed", 400, "The request body cannot be read")
UNAUTHORIZED = Kind("unauthorized", 401, "A valid API key is needed")
FORBIDDEN = Kind("missing-scope", 403, "The API key lacks a scope")
NOT_LOCAL = Kind("not-local", 403, "The request does not come from this machine")
OTHER_SITE = Kind("other-site", 403, "The API key is bound to another site")
NOT_FOUND = Kind("not-found", 404, "There is nothing here")
METHOD_NOT_ALLOWED = Kind("method-not-allowed", 405, "The method is not allowed here")
TIMED_OUT = Kind("timed-out", 408, "The request took too long to arrive")
STILL_RUNNING = Kind("still-running", 409, "The same request is still being answered")
TEXT_NOT_KEPT = Kind("text-not-kept", 409, "The text of this article was not kept")
WRONG_STATE = Kind("wrong-state", 409, "That cannot be done now")
TOO_LARGE = Kind("too-large", 413, "The request is too large")
MEDIA_TYPE_UNKNOWN = Kind("unsupported-media-type", 415, "The content type is not supported")
CODING_UNKNOWN = Kind("unsupported-encoding", 415, "The content coding is not supported")
INVALID = Kind("invalid", 422, "The request is not valid")
TOO_COSTLY = Kind("too-costly", 422, "The article takes too long to judge")
KEY_REUSED = Kind("idempotency-key-reused", 422, "The idempotency key belongs to another request")
TOO_FAST = Kind("rate-limited", 429, "Too many requests")
HEAD_TOO_LARGE = Kind("head-too-large", 431, "The head of the request is too large")
INTERNAL = Kind("internal", 500, "Something went wrong on our side")
JUDGING_FAILED = Kind("judging-failed", 503, "The article could not be judged")
OVERLOADED = Kind("overloaded", 503, "The service is busy")
NOT_READY = Kind("not-ready", 503, "The service is not ready")

KINDS = {kind.slug: kind for kind in list(globals().values()) if isinstance(kind, Kind)}


class Fault(BaseModel):
    """One thing that is wrong, and where: a JSON pointer into the body, or a parameter's name."""

    pointer: str | None = Field(None, description="JSON pointer (RFC 6901) into the request body.")
    parameter: str | None = Field(None, description="Name of the query parameter or header.")
    message: str = Field(description="What is wrong there.")


class ProblemDetails(BaseModel):
    """An error (RFC 9457)."""

    type: str = Field(description="Names the sort of problem; stable.")
    title: str = Field(description="What sort of problem it is, in a few words.")
    status: int = Field(description="The HTTP status.")
    detail: str | None = Field(None, description="What is wrong with this request, and what to do.")
    request_id: str | None = Field(None, description="The answer's X-Request-Id.")
    errors: list[Fault] | None = Field(None, description="Each fault and its place; the first 20.")


class Problem(Exception):
    """An error to answer with. `headers` go onto the answer."""

    def __init__(
        self,
        kind: Kind,
        detail: str | None = None,
        *,
        errors: Iterable[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail or kind.title)
        self.kind = kind
        self.detail = detail
        self.errors = list(errors)
        self.headers = dict(headers or {})

    def body(self, **more: Any) -> dict[str, Any]:
        """The problem as JSON-ready values, with members of the caller's where they are not None."""
        body: dict[str, Any] = {
            "type": self.kind.type,
            "title": self.kind.title,
            "status": self.kind.status,
            "detail": self.detail,
            "errors": self.errors or None,
            **more,
        }
        return {name: value for name, value in body.items() if value is not None}

    def response(self, request_id: str | None) -> Response:
        """The problem as an answer."""
        return Response(
            orjson.dumps(self.body(request_id=request_id)),
            self.kind.status,
            headers=self.headers,
            media_type=MEDIA_TYPE,
        )


def not_judged(error: JudgingFailedError) -> Problem:
    """An article that could not be judged: sending it again helps only where the process merely died."""
    if isinstance(error, JudgingTimeoutError):
        return Problem(
            TOO_COSTLY,
            "Reading or judging this article did not end in time. Send it with less text, or with simpler markup.",
        )
    return Problem(
        JUDGING_FAILED,
        "The process that judged this article ended twice before it was done. Send it again later.",
        headers={"Retry-After": JUDGE_AGAIN_SECONDS},
    )


def wrong_parameter(name: str, message: str) -> Problem:
    """A query parameter or header that cannot be used."""
    return Problem(INVALID, errors=[{"parameter": name[:LONGEST_NAME], "message": message}])


def faults(errors: Sequence[Any], *, skip: int = 0) -> list[dict[str, str]]:
    """Pydantic's errors as pointers and messages, never with the input; `skip` drops leading places."""
    return [
        {"pointer": pointer(error["loc"][skip:]), "message": _message(error)}
        for error in errors[:MOST_ERRORS]
    ]


def parameter_faults(errors: Sequence[Any]) -> list[dict[str, str]]:
    """Pydantic's errors about query parameters, by the parameter's name."""
    return [
        {"parameter": str(error["loc"][-1])[:LONGEST_NAME], "message": _message(error)}
        for error in errors[:MOST_ERRORS]
    ]


def pointer(place: Iterable[str | int]) -> str:
    """A JSON pointer; overlong names are cut."""
    return "".join("/" + str(step)[:LONGEST_NAME].replace("~", "~0").replace("/", "~1") for step in place)


def _message(error: Any) -> str:
    if error["type"] == "extra_forbidden":
        return "there is no such field"
    if error["type"] == "missing":
        return "is missing"
    message = str(error["msg"]).removeprefix("Value error, ")
    return message[:1].lower() + message[1:]
