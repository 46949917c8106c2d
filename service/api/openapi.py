"""The OpenAPI page: FastAPI's, with the shapes that it cannot see in our endpoints, in a form that generators understand."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from service.api.dismissals import DismissalGiven
from service.api.feedback import Feedback
from service.api.idempotency import DESCRIPTION, HEADER
from service.api.links import LinksGiven
from service.api.problems import ProblemDetails
from service.api.rescore_shapes import RescoreGiven
from service.api.source_shapes import SourceGiven
from service.api.wire import WebhookMessage
from service.submission import BODIES, Submission

Doc = dict[str, Any]

REF = "#/components/schemas/{model}"
# Described by FastAPI for its own 422, which nobody is sent here.
UNUSED = ("HTTPValidationError", "ValidationError")
BODY_MODELS = (Feedback, DismissalGiven, LinksGiven, SourceGiven, RescoreGiven)

INFO = {
    "description": (
        "Assay reads an article and says how far its sourcing can be verified: citations, dates, attribution, filler. "
        "It judges how claims are sourced, never whether they are true.\n\n"
        "Send the article to `POST /v1/articles`, or to `POST /v1/preview` where nothing is to be stored. The answer "
        "is a report: a score from 0 to 100, and findings, each with the passages that it is about. The protocol on "
        "one page is `docs/api.md`.\n\n"
        "Keys are bearer tokens. Each has scopes: `score` submits, previews, checks links and reads what the key itself "
        "sent; `read` reads everything; `feedback` judges and dismisses findings; `erase` erases articles; `metrics` "
        "reads `/metrics`; `admin` does all of it, and what concerns the installation. A key may be bound to sites: "
        "then it sees and does all this for articles of these sites alone.\n\n"
        "Errors are problem details (RFC 9457); their `type` is an address of this service that says what it stands for."
    ),
    "contact": {"name": "Whoever runs this installation"},
    "license": {"name": "Apache 2.0", "identifier": "Apache-2.0"},
}
SERVERS = [{"url": "/", "description": "This installation."}]
TAGS = {
    "articles": "Submit, preview, read, judge again and erase articles.",
    "findings": "What people say of findings: verdicts for the rule, dismissals for the article.",
    "links": "Citations without an article around them.",
    "sources": "What editors know of people whom articles quote.",
    "rescores": "Judging many stored articles again, under another ruleset or with fresh evidence.",
    "rules": "The catalogue of what is checked.",
    "operations": "For those who run the service.",
}
WEBHOOKS = {
    "report": {
        "post": {
            "operationId": "report_webhook",
            "tags": ["articles"],
            "summary": "A later report",
            "description": (
                "Posted to the `callback_url` of a submission that was answered with 202, once its look-ups have come back "
                "(`report.final`) or were tried often enough (`report.partial`), and again where a later look-up changes "
                "the report. Nothing is posted after 201 and 200: that report was complete.\n\n"
                "Signed as Standard Webhooks (standardwebhooks.com) describes where the installation has a secret: the "
                "signature is over `webhook-id`, `webhook-timestamp` and the body. Refuse timestamps more than five "
                "minutes off, and take a `webhook-id` that you know for delivered. Redirects are not followed. Any "
                "2xx is success and 410 ends it; anything else is tried again after 5 seconds, 5 and 30 minutes, 2, 5 "
                "and 10 hours."
            ),
            "parameters": [
                {
                    "name": "webhook-id",
                    "in": "header",
                    "required": True,
                    "description": "Names the message; the same in every attempt.",
                    "schema": {"type": "string"},
                },
                {
                    "name": "webhook-timestamp",
                    "in": "header",
                    "required": True,
                    "description": "When this attempt was made, in seconds since 1970.",
                    "schema": {"type": "string"},
                },
                {
                    "name": "webhook-signature",
                    "in": "header",
                    "description": "`v1,` and base64, one for each secret, apart by spaces; absent where there is none.",
                    "schema": {"type": "string"},
                },
            ],
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": {"$ref": REF.format(model="WebhookMessage")}}},
            },
            "responses": {
                "204": {"description": "Taken."},
                "410": {"description": "Not wanted any more: this message is not sent again."},
            },
            "security": [],
        }
    }
}


def describe(app: FastAPI) -> Doc:
    """The OpenAPI document of an app, made once."""
    if app.openapi_schema is None:
        page = get_openapi(
            title=app.title,
            version=app.version,
            summary=app.summary,
            routes=app.routes,
        )
        page["info"] |= INFO
        page["servers"] = SERVERS
        page["tags"] = [{"name": name, "description": said} for name, said in TAGS.items()]
        page["webhooks"] = WEBHOOKS
        components = page.setdefault("components", {})
        schemas = components.setdefault("schemas", {})
        for name in UNUSED:
            schemas.pop(name, None)
        schemas |= _answered(WebhookMessage, ProblemDetails)
        for model in BODY_MODELS:
            schemas |= _schemas(model)
        schemas |= _submissions()
        components["parameters"] = {HEADER: DESCRIPTION}
        components["securitySchemes"] = {
            "key": {
                "type": "http",
                "scheme": "bearer",
                "description": "`assay_<id>_<secret>`, from `assay keys create`. Not needed on loopback while no key exists.",
            }
        }
        _simplify(page)
        app.openapi_schema = page
    return app.openapi_schema


def _schemas(model: type[BaseModel]) -> Doc:
    schema = model.model_json_schema(ref_template=REF)
    return {**schema.pop("$defs", {}), model.__name__: schema}


def _answered(*models: type[BaseModel]) -> Doc:
    """The schemas of models as they are answered."""
    _, schema = models_json_schema([(model, "serialization") for model in models], ref_template=REF)
    found: Doc = schema["$defs"]
    return found


def _submissions() -> Doc:
    """A submission, three times over: with each of the bodies that it may have exactly one of.

    Generators make a type of each, and of the whole a choice between them; what is said of all at once in conditions
    they leave out.
    """
    schemas = _schemas(Submission)
    whole = schemas.pop("Submission")
    names = []
    for body, (name, told) in BODIES.items():
        properties = {
            field: schema
            for field, schema in whole["properties"].items()
            if field == body or field not in BODIES
        }
        properties[body] = {
            **{key: value for key, value in properties[body].items() if key not in ("anyOf", "default")},
            **properties[body]["anyOf"][0],
        }
        schemas[name] = {
            **{key: value for key, value in whole.items() if key != "properties"},
            "title": name,
            "description": told,
            "required": [body],
            "properties": properties,
        }
        names.append(name)
    schemas["Submission"] = {
        "title": "Submission",
        "description": whole["description"],
        "oneOf": [{"$ref": REF.format(model=name)} for name in names],
    }
    return schemas


def _simplify(page: Doc) -> None:
    """Say the same so that generators and readers have less to understand.

    A value that may be null has both types, where it has only one other. Defaults of properties go, for generators
    take a property that has one for one that is always there; so do titles that repeat a property's name.
    """
    for schema in _walk(page):
        choices = schema.get("anyOf")
        null = {"type": "null"}
        if isinstance(choices, list) and len(choices) == 2 and null in choices:
            (other,) = [choice for choice in choices if choice != null]
            if isinstance(other.get("type"), str) and "enum" not in other and "const" not in other:
                del schema["anyOf"]
                schema |= {**other, "type": [other["type"], "null"]}
        for property in (schema.get("properties") or {}).values():
            if isinstance(property, dict):
                property.pop("title", None)
                property.pop("default", None)
    for path in page["paths"].values():
        for operation in path.values():
            for parameter in operation.get("parameters", ()):
                parameter.get("schema", {}).pop("title", None)


def _walk(node: Any) -> Iterator[Doc]:
    """Every object in a document, outer ones first."""
    if isinstance(node, dict):
        yield node
        for value in list(node.values()):
            yield from _walk(value)
    elif isinstance(node, list):
        for value in node:
            yield from _walk(value)
