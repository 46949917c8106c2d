"""Reports as JSON, as the service answers them: one object or a list to read, or one line each to process."""

from collections.abc import Sequence
from dataclasses import dataclass

import orjson

from service.formats.located import LocatedReport, Part
from service.showing import ShownReport


@dataclass
class JsonLinesFormat:
    """The report of each article on a line of its own."""

    include_text: bool = False
    joint: bytes = b""

    def opening(self) -> bytes:
        """Nothing."""
        return b""

    def part(self, located: LocatedReport) -> Part:
        """One line."""
        return Part(_body(located, self.include_text) + b"\n")

    def closing(self, appendices: Sequence[bytes]) -> bytes:
        """Nothing."""
        return b""


@dataclass
class JsonFormat:
    """Indented JSON: one object, or a list of them where several articles were asked for."""

    several: bool
    include_text: bool = False
    joint: bytes = b",\n"

    def opening(self) -> bytes:
        """The list's bracket."""
        return b"[\n" if self.several else b""

    def part(self, located: LocatedReport) -> Part:
        """One object."""
        body = _body(located, self.include_text).members()
        return Part(orjson.dumps(body, option=orjson.OPT_INDENT_2) + (b"" if self.several else b"\n"))

    def closing(self, appendices: Sequence[bytes]) -> bytes:
        """The list's other bracket."""
        return b"\n]\n" if self.several else b""


def _body(located: LocatedReport, include_text: bool) -> ShownReport:
    return located.shown(include_text=include_text)
