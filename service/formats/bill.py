"""The bill of a report in words that do not depend on the format: what each line costs, and why there is no score."""

from collections.abc import Mapping
from typing import Any

Row = dict[str, Any]

# Satire shorter than this has no score for its length.
_SHORT = 120
# The line `support` of the bill, passage by passage.
UNSOURCED = "Statements with nothing behind them that a reader could follow, dearest first:"
UNSOURCED_FIX = "Say in the sentence, or in the one before it, who says so (name and post), or link the document that it rests on."
# What costs less than this many points is not worth a line of its own.
_LEAST = 0.5


def unsourced(report: Row) -> list[Row]:
    """The statements without a source that a scored report lists, dearest first: each with start, end and points."""
    if report["score"] is None:
        return []
    listed: list[Row] = report.get("support", {}).get("unsourced", [])
    return [place for place in listed if place["points"] <= -_LEAST]


def costs(report: Mapping[str, Any]) -> dict[str, float]:
    """The points of each line of the bill, zero or less; lines of one name count together."""
    points: dict[str, float] = {}
    for line in report.get("bill") or ():
        points[line["line"]] = round(points.get(line["line"], 0.0) + line["points"], 1)
    return points


def why_no_score(report: Mapping[str, Any]) -> str:
    """Why a report without a score has none."""
    if report["genre"] in ("satire", "fiction") and report["words"] >= _SHORT:
        return f"This is {report['genre']}, as the sender or the address says, so the article gets no score."
    if report["language"] != "en":
        return (
            f"The language ({report['language']}) is not covered, so the article gets no score. "
            "Its links, references and identifiers were checked all the same."
        )
    return "The text is too short to be judged, so the article gets no score."
