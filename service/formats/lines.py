"""One line a finding, as linters write them: for hooks, editors and people in a hurry."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from service.formats.excerpt import plain
from service.formats.located import LocatedReport, Part


@dataclass
class LinesFormat:
    """`file:line:column: CODE severity: message`; findings on a whole article stand at 1:1."""

    joint: bytes = b""

    def opening(self) -> bytes:
        """Nothing."""
        return b""

    def part(self, located: LocatedReport) -> Part:
        """One article's findings in the order of their places; nothing where there are none."""
        rows = sorted(_rows(located))
        return Part("".join(f"{line}\n" for *_, line in rows).encode("utf-8", "replace"))

    def closing(self, appendices: Sequence[bytes]) -> bytes:
        """Nothing."""
        return b""


def _rows(located: LocatedReport) -> Iterator[tuple[int, int, str]]:
    report = located.report
    if report["score"] is None:
        why = "too short, or in a language that is not covered"
        yield 0, 0, plain(f"{_place(located, 1, 1)}: no score: {why}")
    for finding in report["findings"]:
        if finding.get("dismissed"):
            continue
        line, column = _position(finding, located)
        told = f"{finding['code']} {finding['severity']}: {finding['message']}"
        yield line, column, plain(f"{_place(located, line, column)}: {told}")


def _position(finding: dict[str, Any], located: LocatedReport) -> tuple[int, int]:
    if not finding["spans"]:
        return 1, 1
    span = finding["spans"][0]
    place = located.in_file(span["start"], span["end"])
    return (place.line, place.column) if place else (1, 1)


def _place(located: LocatedReport, line: int, column: int) -> str:
    """Where editors jump to: in a file of many articles the line of the record."""
    if located.record is not None:
        return f"{located.place}:{located.record}:1"
    return f"{located.label}:{line}:{column}"
