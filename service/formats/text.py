"""A report to read in a terminal, good in 80 columns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from textwrap import shorten, wrap
from typing import Any

from scoring import Span
from service.extensions import catalogue
from service.formats.bill import UNSOURCED, UNSOURCED_FIX, costs, unsourced, why_no_score
from service.formats.excerpt import excerpt, plain
from service.formats.located import WHOLE, LocatedReport, Part

WIDTH = 80
# More findings of one code than this repeat what the first ones said; the JSON formats list all.
MOST_SHOWN = 5

_STYLES = {"bold": "1", "dim": "2", "high": "31", "medium": "33", "low": "36", "info": "2", "good": "32"}
_BAND_STYLES = {"high": "good", "mixed": "low", "weak": "medium", "low": "high", "insufficient": "dim"}

Row = dict[str, Any]


def _why(code: str) -> str:
    return catalogue().of_code(code).sections.get("Why it matters", "") if code in catalogue().codes else ""


@dataclass
class TextFormat:
    """Score, families, then the findings by code, dearest first."""

    colour: bool = False
    joint: bytes = b"\n"

    def opening(self) -> bytes:
        """Nothing."""
        return b""

    def part(self, located: LocatedReport) -> Part:
        """One article's report."""
        return Part(("\n".join(self._lines(located)) + "\n").encode("utf-8", "replace"))

    def closing(self, appendices: Sequence[bytes]) -> bytes:
        """Nothing."""
        return b""

    def _lines(self, located: LocatedReport) -> Iterator[str]:
        report = located.report
        yield self._style("bold", plain(located.label))
        if located.title:
            yield from _wrapped(located.title, "  ")
        yield ""
        yield from self._verdict(report)
        yield from self._unsourced(located)
        yield ""
        for name, family in report["families"].items():
            yield self._family(name, family, report["coverage"][name])
        if left_out := report.get("lookups_left_out"):
            count = _counted(left_out, "more look-up")
            yield from _wrapped(f"{count} not made: one article gets no more than were made.", "  ")
        if report["failed"]:
            yield from _wrapped(
                f"These checks failed and were left out: {', '.join(report['failed'])}.", "  "
            )
        if not report["findings"]:
            yield ""
            yield "  No findings."
        codes = list(dict.fromkeys(finding["code"] for finding in report["findings"]))
        ranked = sorted(report["findings"], key=lambda finding: codes.index(finding["code"]))
        for code, findings in groupby(ranked, key=lambda finding: str(finding["code"])):
            yield ""
            yield from self._code(code, list(findings), located)

    def _verdict(self, report: Row) -> Iterator[str]:
        score, band = report["score"], report["band"]
        head = self._style("bold", "no score" if score is None else f"{score:g} / 100")
        yield f"  {head}  {self._style(_BAND_STYLES[band], band)}   confidence {report['confidence']:.2f}"
        yield f"  {report['language']}, {_genre(report)}, {report['words']} words, ruleset {report['ruleset']}"
        if score is None:
            yield from _wrapped(why_no_score(report), "  ")
            return
        if report.get("summary"):
            yield from _wrapped(report["summary"], "  ")
        if report.get("bill"):
            yield ""
            yield from self._bill(report)

    def _bill(self, report: Row) -> Iterator[str]:
        """100, what is taken off, and the score; lines of one code are told as one."""
        yield f"  {'to begin with':<28}{100:>8.1f}"
        for name, points in costs(report).items():
            if points:
                yield f"  {name:<28}{points:>8.1f}"
        yield f"  {'score':<28}{report['score']:>8.1f}"

    def _unsourced(self, located: LocatedReport) -> Iterator[str]:
        """Where the line `support` of the bill comes from: the dearest statements, with their places."""
        found = unsourced(located.report)
        if not found:
            return
        yield ""
        yield f"  {UNSOURCED}"
        for place in found[:MOST_SHOWN]:
            span = Span(place["start"], place["end"])
            line, column = located.line_and_column(*span)
            head = f"    {f'{line}:{column}':<8}{place['points']:>5.1f}  "
            words = " ".join(plain(located.text[span.start : span.end]).split())
            yield head + shorten(words, WIDTH - len(head), placeholder=" …")
        if len(found) > MOST_SHOWN:
            yield f"    … and {len(found) - MOST_SHOWN} more; --format json lists all"
        yield from _wrapped(f"Fix: {UNSOURCED_FIX}", "    ")

    def _family(self, name: str, family: Row, coverage: str) -> str:
        score = "-" if family["score"] is None else f"{family['score']:g}"
        count = family["findings"]
        line = f"  {name:<12}{score:>6}{family['points']:>8.1f}   {_counted(count, 'finding')}"
        return line if coverage == "complete" else f"{line:<46} {self._style('dim', coverage)}"

    def _code(self, code: str, findings: list[Row], located: LocatedReport) -> Iterator[str]:
        severity = findings[0]["severity"]
        times = f" x {len(findings)}" if len(findings) > 1 else ""
        yield f"  {self._style(severity, code)}{times}  {severity}"
        if why := _why(code):
            for line in _wrapped(f"Why: {why}", "  "):
                yield self._style("dim", line)
        for finding in findings[:MOST_SHOWN]:
            yield from self._finding(finding, located)
        if len(findings) > MOST_SHOWN:
            yield f"    … and {len(findings) - MOST_SHOWN} more; --format json lists all"

    def _finding(self, finding: Row, located: LocatedReport) -> Iterator[str]:
        if not finding["spans"]:
            yield self._style("dim", f"    {WHOLE}")
        for place in finding["spans"][:MOST_SHOWN]:
            span = Span(place["start"], place["end"])
            line, column = located.line_and_column(*span)
            cut = excerpt(located.text, span, WIDTH - 8)
            yield self._style("dim", f"    {line}:{column}")
            yield f"      {cut.text}"
            yield f"      {self._style(finding['severity'], cut.underline)}"
        if len(finding["spans"]) > MOST_SHOWN:
            yield f"    … and in {_counted(len(finding['spans']) - MOST_SHOWN, 'more place')}"
        yield from _wrapped(finding["message"], "    ")
        yield from _wrapped(f"Fix: {finding['fix']}", "    ")
        yield f"    {_gain(finding['points'], finding.get('loss', 0.0))}"

    def _style(self, style: str, text: str) -> str:
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if self.colour else text


def _gain(points: float, loss: float) -> str:
    if points:
        return f"Fixing this alone gives back {_counted(-points, 'point')}."
    if loss:
        return f"Costs {_counted(-loss, 'point')} together with others; fixing this alone gives nothing back."
    return "Costs no points by itself."


def _counted(number: float, thing: str) -> str:
    return f"{number:g} {thing}{'' if number == 1 else 's'}"


def _genre(report: Row) -> str:
    """The genre as given, or as guessed with its probability: `opinion (guessed, 0.87)`."""
    if not report["genre_guessed"]:
        return f"{report['genre']} (given)"
    return f"{report['genre']} (guessed, {report.get('genre_probability', 1.0):.2f})"


def _wrapped(text: str, indent: str) -> list[str]:
    return wrap(plain(text), WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
