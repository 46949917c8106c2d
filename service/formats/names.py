"""The forms that a report can be written in."""

from enum import StrEnum


class FormatName(StrEnum):
    """A form by name."""

    TEXT = "text"
    LINES = "lines"
    JSON = "json"
    JSONL = "jsonl"
    HTML = "html"
    SARIF = "sarif"
    JSONLD = "jsonld"
