"""The golden articles: our own texts with the reports that they must get."""

import json
from pathlib import Path

import orjson

from scoring import Evidence, Report, judge, read, report_json, shipped
from service.submission import Submission

ARTICLES = Path(__file__).parent / "articles"
FIELDS = {".txt": "text", ".html": "html", ".md": "markdown"}
FAULTY = ("invented-references", "farm-expert", "orphan-marker", "empty-analysis", "chat-leftovers")
CLEAN = ("agency-rewrite", "wire-flood", "council-page", "science-brief", "opinion-column")


def submission(name: str) -> Submission:
    """One golden article as its CMS would send it."""
    folder = ARTICLES / name
    (body,) = folder.glob("article.*")
    given = folder / "submission.json"
    fields = json.loads(given.read_text(encoding="utf-8")) if given.exists() else {}
    return Submission.model_validate({FIELDS[body.suffix]: body.read_text(encoding="utf-8"), **fields})


def report(name: str) -> Report:
    """The report on one golden article, with its stored evidence where it has some."""
    path = ARTICLES / name / "evidence.json"
    evidence = (
        Evidence.from_dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else Evidence()
    )
    return judge(read(submission(name).article()), evidence, shipped())


def rendered(name: str) -> bytes:
    """The report as it is kept beside the article, readable in a diff."""
    return orjson.dumps(report_json(report(name)), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
