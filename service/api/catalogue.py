"""The catalogue of rules over HTTP."""

from typing import Annotated
from urllib.parse import quote

import orjson
from fastapi import Depends, Path
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from service.api.access import Caller, Guard
from service.api.problems import NOT_FOUND, Problem
from service.api.services import services_of
from service.api.validators import matches, strong
from service.keys import SCOPES
from service.rules import rule_json, rule_page, rules_json

Reader = Annotated[Caller, Depends(Guard(*SCOPES))]
MARKDOWN = "text/markdown"


async def list_rules(request: Request, caller: Reader) -> Response:
    """Every rule with its family, severity, weight and cap under the ruleset in use."""
    services = services_of(request)
    ruleset = services.pipeline.ruleset
    rules = [{**rule, "feedback": services.shadowing.said(rule["code"])} for rule in rules_json(ruleset)]
    body = {"ruleset": ruleset.version, "rules": rules}
    return _validated(request, orjson.dumps(body), "application/json")


async def read_rule(
    request: Request, caller: Reader, code: Annotated[str, Path(description="The rule's code.")]
) -> Response:
    """One rule with its page; `Accept: text/markdown` gives the page itself."""
    try:
        if _wants_markdown(request.headers.get("accept", "")):
            return _validated(request, rule_page(code).encode(), f"{MARKDOWN}; charset=utf-8")
        services = services_of(request)
        rule = rule_json(code, services.pipeline.ruleset)
    except KeyError:
        raise Problem(NOT_FOUND, "There is no such rule.") from None
    body = orjson.dumps({**rule, "feedback": services.shadowing.said(code)})
    return _validated(request, body, "application/json")


async def follow_help(code: Annotated[str, Path()]) -> Response:
    """Where the `help` of a finding leads until editors have pages of their own."""
    return RedirectResponse(f"/v1/rules/{quote(code, safe='')}", 307)


def _validated(request: Request, content: bytes, media_type: str) -> Response:
    tag = strong(content)
    headers = {"ETag": tag, "Cache-Control": "private, max-age=60", "Vary": "Accept"}
    if matches(request.headers.get("if-none-match"), tag):
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type=media_type)


def _wants_markdown(accept: str) -> bool:
    """Whether Markdown is preferred to JSON; JSON wins a draw."""
    weights = {"text/markdown": 0.0, "application/json": 0.0}
    for part in accept.lower().split(","):
        kind, *parameters = (piece.strip() for piece in part.split(";"))
        weight = next((_number(p[2:]) for p in parameters if p.startswith("q=")), 1.0)
        if kind in weights:
            weights[kind] = weight
    return weights["text/markdown"] > weights["application/json"]


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
