"""The OpenAPI document says what every field means, and no two shapes share a name."""

import pytest

from service.api import openapi, wire
from service.app import create_app
from service.settings import Settings


@pytest.fixture(scope="module")
def page():
    return create_app(Settings(_env_file=None)).openapi()


def test_every_field_is_described(page):
    schemas = page["components"]["schemas"]
    assert [
        f"{name}.{field}"
        for name, schema in schemas.items()
        for field, told in schema.get("properties", {}).items()
        if "description" not in told
    ] == []


def test_the_shape_of_an_answer_and_of_a_request_never_share_a_name(page):
    schemas = page["components"]["schemas"]
    assert schemas["Status"]["enum"] == ["draft", "scheduled", "published"]
    assert schemas["Health"]["properties"]["status"]["enum"] == ["ok", "ready"]
    given = {name for model in openapi.BODY_MODELS for name in openapi._schemas(model)}
    given |= set(openapi._submissions())
    answered = {name for name, it in vars(wire).items() if getattr(it, "__module__", "") == wire.__name__}
    assert not given & answered


def test_a_submission_is_one_of_three_whole_schemas(page):
    schemas = page["components"]["schemas"]
    names = [choice["$ref"].rpartition("/")[2] for choice in schemas["Submission"]["oneOf"]]
    assert names == ["TextSubmission", "HtmlSubmission", "MarkdownSubmission"]
    for name, body in zip(names, ("text", "html", "markdown"), strict=True):
        assert schemas[name]["required"] == [body]
        assert schemas[name]["properties"][body]["type"] == "string"
        assert {"site", "external_id", "status", "callback_url"} < schemas[name]["properties"].keys()
        assert schemas[name]["additionalProperties"] is False


def test_what_a_generator_needs_is_there(page):
    assert page["servers"][0]["url"] == "/"
    assert {"description", "license", "contact"} < page["info"].keys()
    used = {tag for path in page["paths"].values() for it in path.values() for tag in it["tags"]}
    assert used <= {tag["name"] for tag in page["tags"]}
    key = {"$ref": "#/components/parameters/Idempotency-Key"}
    assert key in page["paths"]["/v1/articles"]["post"]["parameters"]
    assert "report" in page["webhooks"]
