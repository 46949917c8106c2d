"""Reads what a request carries: its content type, its JSON, its fields, its length."""

from typing import TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import Request

from service.api.problems import INVALID, MALFORMED, MEDIA_TYPE_UNKNOWN, TOO_LARGE, Problem, faults
from service.api.services import Services
from service.submission import HALF_IDENTITY, LONGEST_IDENTITY, Submission

Model = TypeVar("Model", bound=BaseModel)

# Larger bodies are read in a thread: a hundred thousand wrong fields take a while to tell.
INLINE = 65_536


def media_type(request: Request) -> str:
    """The content type without its parameters, in lower case; empty where there is none."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def require_json(request: Request) -> None:
    """Raises Problem unless the request says that it carries JSON."""
    kind = media_type(request)
    if kind != "application/json" and not (kind.startswith("application/") and kind.endswith("+json")):
        raise Problem(
            MEDIA_TYPE_UNKNOWN,
            "Send the body as application/json.",
            headers={"Accept-Post": "application/json"},
        )


async def read_submission(body: bytes, services: Services) -> Submission:
    """The submission in a body. Raises Problem: 400, 413 or 422."""
    if len(body) <= INLINE:
        submission = parse(body, services.settings.max_text_chars)
    else:
        submission = await services.run_cpu(parse, body, services.settings.max_text_chars)
    if submission.callback_url is not None:
        _check_callback(submission.callback_url, services)
    return submission


def _check_callback(url: str, services: Services) -> None:
    """Raises Problem for an address to which no message would ever be sent."""
    rule = services.poster.refusal(url)
    if rule is not None:
        message = f"is no public web address that messages are sent to ({rule.replace('_', ' ')})"
        raise Problem(INVALID, errors=[{"pointer": "/callback_url", "message": message}])


def parse(body: bytes, longest: int) -> Submission:
    """The submission in a body whose text may have `longest` characters. Raises Problem."""
    submission = validated(Submission, body)
    if len(submission.body) > longest:
        raise Problem(
            TOO_LARGE,
            f"The text has more than {longest} characters.",
            errors=[{"pointer": f"/{submission.format}", "message": f"has more than {longest} characters"}],
        )
    if overlong := submission.overlong():
        message = f"must have at most {LONGEST_IDENTITY} characters"
        raise Problem(INVALID, errors=[{"pointer": f"/{name}", "message": message} for name in overlong])
    if submission.external_id is not None and submission.site is None:
        raise Problem(INVALID, errors=[{"pointer": "/site", "message": HALF_IDENTITY}])
    return submission


def validated(model: type[Model], body: bytes) -> Model:
    """The value in a JSON body. Raises Problem: 400 or 422."""
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        # A field that nobody knows is an error of its own; a million of them need no full list.
        first = error.errors(include_url=False, include_context=False, include_input=False)
        if first[0]["type"] == "json_invalid":
            raise Problem(MALFORMED, f"The body is not valid JSON: {_place(first[0]['msg'])}.") from None
        raise Problem(INVALID, errors=faults(first)) from None


def _place(message: str) -> str:
    return message.removeprefix("Invalid JSON: ")
