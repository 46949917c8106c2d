"""A few articles of our own writing, to look at on a new installation."""

from importlib import resources
from typing import Any

import orjson

from service.submission import Submission

FIRST = "first.json"


def first_article() -> dict[str, Any]:
    """The fields of an article to try the service with: it has a score, and faults that anybody sees at once.

    Without apostrophes, so that it stands in a shell's single quotes as it is.
    """
    fields: dict[str, Any] = orjson.loads(resources.files(__name__).joinpath(FIRST).read_bytes())
    return fields


def demo_articles() -> list[Submission]:
    """The articles, in the order of their file names."""
    files = sorted(resources.files(__name__).iterdir(), key=lambda file: file.name)
    return [
        Submission.model_validate_json(file.read_text(encoding="utf-8"))
        for file in files
        if file.name.endswith(".json") and file.name != FIRST
    ]
