"""Reports as one page that stands alone: no script, nothing loaded, everything escaped."""

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from service.formats.bill import UNSOURCED, UNSOURCED_FIX, unsourced
from service.formats.excerpt import plain
from service.formats.located import WHOLE, LocatedReport, Part

STYLE = """
:root{color-scheme:light dark}
body{font:16px/1.55 Georgia,"Times New Roman",serif;max-width:46rem;margin:2rem auto;padding:0 1rem}
h1,h2,h3,table,.facts,.finding,nav{font-family:system-ui,sans-serif}
h1{font-size:1.5rem;line-height:1.25}
article+article{border-top:3px double;margin-top:3rem;padding-top:1rem}
.score{font-size:2rem;font-weight:700}
.facts{color:#666;font-size:.9rem}
meter{width:8rem}
table{border-collapse:collapse;font-size:.9rem}
td,th{padding:.15rem .8rem .15rem 0;text-align:left}
td.n{text-align:right}
.text{white-space:pre-wrap;overflow-wrap:anywhere;border-left:3px solid #ccc;padding-left:1rem}
mark{color:#000;background:#fff2a8}
mark.high{background:#ffc9c2}
mark.info{background:#dfe9f5}
mark a{color:inherit;text-decoration:none;font:600 .65em system-ui,sans-serif;vertical-align:super;margin-left:.3em}
.finding{font-size:.92rem;margin:1rem 0}
.finding:target{outline:2px solid}
.code{font-family:ui-monospace,monospace;font-weight:600}
""".strip()
_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'"
_RANK = ("info", "low", "medium", "high")

# More statements than this are counted only; the report itself lists all.
MOST_UNSOURCED = 10
Row = dict[str, Any]


@dataclass
class HtmlFormat:
    """One section for each article: score, families, the text with its flagged spans, the findings."""

    joint: bytes = b"\n"

    def opening(self) -> bytes:
        """The page up to the first article."""
        return (
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="referrer" content="no-referrer">\n'
            f"<title>Sourcing report</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        ).encode()

    def part(self, located: LocatedReport) -> Part:
        """One article's section."""
        return Part("\n".join(_section(located)).encode("utf-8", "replace"))

    def closing(self, appendices: Sequence[bytes]) -> bytes:
        """The end of the page."""
        return b"\n</main>\n</body>\n</html>\n"


def _section(located: LocatedReport) -> Iterator[str]:
    report = located.report
    # Anchors carry the place, so that two articles on one page do not share them.
    anchor = "f" + hashlib.sha256(located.label.encode("utf-8", "replace")).hexdigest()[:8]
    yield "<article>"
    yield f"<h1>{_text(located.name)}</h1>"
    yield from _verdict(report)
    yield from _bill(report)
    yield from _unsourced(located)
    yield f'<p class="facts">{_source(located)}</p>'
    yield from _families(report)
    yield "<h2>Text</h2>"
    yield f'<div class="text" lang="{_text(report["language"])}">{marked(located, anchor)}</div>'
    yield "<h2>Findings</h2>" if report["findings"] else "<p>No findings.</p>"
    for number, finding in enumerate(report["findings"], 1):
        yield from _finding(number, finding, located, anchor)
    yield "</article>"


def _verdict(report: Row) -> Iterator[str]:
    score = report["score"]
    if score is None:
        yield '<p><span class="score">no score</span> too short, or in a language that is not covered</p>'
    else:
        yield (
            f'<p><span class="score">{score:g}</span> of 100, <strong>{_text(report["band"])}</strong> '
            f'<meter min="0" max="100" low="40" high="75" optimum="100" value="{score:g}">{score:g}</meter></p>'
        )
    facts = [
        f"confidence {report['confidence']:.2f}",
        f"ruleset {report['ruleset']}",
        f"language {report['language']}",
        f"located {report['scored_at']}",
    ]
    if left_out := report.get("lookups_left_out"):
        facts.append(f"look-ups beyond the limit of one article: {left_out}")
    yield f'<p class="facts">{_text(" · ".join(facts))}</p>'


def _bill(report: Row) -> Iterator[str]:
    """Why the score is what it is: a sentence, and the bill line by line."""
    if report["score"] is None or not report.get("bill"):
        return
    yield f"<p>{_text(report['summary'])}</p>"
    yield "<table><thead><tr><th>Bill<th>Points<th>Why</thead><tbody>"
    for line in report["bill"]:
        if line["points"]:
            yield (
                f'<tr><td class="code">{_text(line["line"])}<td class="n">{line["points"]:.1f}'
                f"<td>{_text(line['why'])}"
            )
    yield f'<tr><td>score<td class="n">{report["score"]:.1f}<td></tbody></table>'


def _unsourced(located: LocatedReport) -> Iterator[str]:
    """The dearest statements that say no source, with what each costs."""
    found = unsourced(located.report)
    if not found:
        return
    yield f"<h2>{_text(UNSOURCED.rstrip(':'))}</h2><ol>"
    for place in found[:MOST_UNSOURCED]:
        yield f"<li>{_text(located.text[place['start'] : place['end']])} ({_counted(-place['points'])})</li>"
    yield "</ol>"
    if len(found) > MOST_UNSOURCED:
        yield f"<p>… and {len(found) - MOST_UNSOURCED} more.</p>"
    yield f"<p>{_text(UNSOURCED_FIX)}</p>"


def _counted(points: float) -> str:
    return f"{points:.1f} {'point' if points == 1 else 'points'}"


def _source(located: LocatedReport) -> str:
    place = _text(located.label)
    if located.url and located.url.startswith(("http://", "https://")):
        return f'{place} · <a href="{_text(located.url)}" rel="noopener noreferrer">{_text(located.url)}</a>'
    return place


def _families(report: Row) -> Iterator[str]:
    yield "<table><thead><tr><th>Family<th>Score<th>Points<th>Findings<th>Coverage</thead><tbody>"
    for name, family in report["families"].items():
        score = "–" if family["score"] is None else f"{family['score']:g}"
        yield (
            f'<tr><td>{_text(name)}<td class="n">{score}<td class="n">{family["points"]:.1f}'
            f'<td class="n">{family["findings"]}<td>{_text(report["coverage"][name])}'
        )
    yield "</tbody></table>"


def marked(located: LocatedReport, anchor: str = "f") -> str:
    """The text as HTML with every flagged span in `<mark>`; overlapping spans are cut where they cross.

    Each span ends in the numbers of its findings, which link to `#<anchor>-<number>`.
    """
    turns: dict[int, tuple[list[int], list[int]]] = {}
    for number, finding in enumerate(located.report["findings"], 1):
        for span in finding["spans"]:
            turns.setdefault(span["start"], ([], []))[0].append(number)
            turns.setdefault(span["end"], ([], []))[1].append(number)
    pieces: list[str] = []
    running: list[int] = []
    at = 0
    for place in sorted(turns):
        starts, ends = turns[place]
        pieces.append(_piece(located, at, place, running, ends, anchor))
        for number in ends:
            running.remove(number)
        running += starts
        at = place
    pieces.append(_piece(located, at, len(located.text), [], [], anchor))
    return "".join(pieces)


def _piece(
    located: LocatedReport, start: int, end: int, running: list[int], ends: list[int], anchor: str
) -> str:
    words = _text(located.text[start:end])
    if not running or not words:
        return words
    findings = located.report["findings"]
    worst = max((findings[number - 1]["severity"] for number in running), key=_RANK.index)
    links = "".join(f'<a href="#{anchor}-{number}">{number}</a>' for number in sorted(set(ends)))
    codes = ", ".join(dict.fromkeys(findings[number - 1]["code"] for number in sorted(running)))
    return f'<mark class="{worst}" title="{codes}">{words}{links}</mark>'


def _finding(number: int, finding: Row, located: LocatedReport, anchor: str) -> Iterator[str]:
    gain = f"{-finding['points']:g} points" if finding["points"] else "costs no points by itself"
    yield f'<section class="finding" id="{anchor}-{number}">'
    yield (
        f'<h3>{number}. <span class="code">{_text(finding["code"])}</span> '
        f"{_text(finding['severity'])}, {gain}, {_where(finding, located)}</h3>"
    )
    yield f"<p>{_text(finding['message'])}</p>"
    yield f"<p><strong>Fix:</strong> {_text(finding['fix'])}</p>"
    yield "</section>"


def _where(finding: Row, located: LocatedReport) -> str:
    if not finding["spans"]:
        return WHOLE
    line, column = located.line_and_column(finding["spans"][0]["start"], finding["spans"][0]["end"])
    return f"line {line}:{column}"


def _text(text: str) -> str:
    """Text for element content or a quoted attribute, free of characters that HTML forbids."""
    return escape("\n".join(plain(line) for line in text.split("\n")))
