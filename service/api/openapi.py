"""The OpenAPI page: FastAPI's, with the shapes that it cannot see in our endpoints."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel

from service.api.dismissals import DismissalGiven
from service.api.feedback import Feedback
from service.api.idempotency import DESCRIPTION, HEADER
from service.api.links import LinksGiven
from service.api.problems import ProblemDetails
from service.api.rescore_shapes import RescoreGiven
from service.api.source_shapes import SourceGiven
from service.submission import Submission

REF = "#/components/schemas/{model}"
# Described by FastAPI for its own 422, which nobody is sent here.
UNUSED = ("HTTPValidationError", "ValidationError")


def describe(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document of an app, made once."""
    if app.openapi_schema is None:
        page = get_openapi(
            title=app.title,
            version=app.version,
            summary=app.summary,
            description=app.description,
            routes=app.routes,
            tags=app.openapi_tags,
        )
        components = page.setdefault("components", {})
        schemas = components.setdefault("schemas", {})
        for name in UNUSED:
            schemas.pop(name, None)
        for model in (
            Submission,
            Feedback,
            DismissalGiven,
            LinksGiven,
            SourceGiven,
            RescoreGiven,
            ProblemDetails,
        ):
            schemas.update(_schemas(model))
        # On the page, not in the operations: a tool that invents values would send one key with many bodies.
        components["parameters"] = {HEADER: DESCRIPTION}
        components["securitySchemes"] = {
            "key": {
                "type": "http",
                "scheme": "bearer",
                "description": "`assay_<id>_<secret>`, from `assay keys create`. Not needed on loopback while no key exists.",
            }
        }
        app.openapi_schema = page
    return app.openapi_schema


def _schemas(model: type[BaseModel]) -> dict[str, Any]:
    schema = model.model_json_schema(ref_template=REF)
    return {**schema.pop("$defs", {}), model.__name__: schema}
