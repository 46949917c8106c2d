"""One scored article in the form that a reader, a script or another tool takes."""

from collections.abc import Sequence
from typing import Protocol

from service.formats.located import LocatedReport, Part
from service.formats.names import FormatName


class Format(Protocol):
    """Writes articles one after the other, so that neither side holds them all.

    The output is `opening`, the parts' bodies with `joint` between those that are not empty, and `closing`.
    Formats are picklable: parts are made in worker processes.
    """

    joint: bytes

    def opening(self) -> bytes:
        """What stands before the first article."""
        ...

    def part(self, located: LocatedReport) -> Part:
        """One article."""
        ...

    def closing(self, appendices: Sequence[bytes]) -> bytes:
        """What stands after the last one."""
        ...


def make_format(
    name: FormatName, *, several: bool, ruleset: str, colour: bool = False, include_text: bool = False
) -> Format:
    """The writer of a format. `several` says that a list is wanted even where one article comes.

    `colour` speaks of `text` only; `include_text` puts the article's text into the machine formats.
    """
    if name is FormatName.TEXT:
        from service.formats.text import TextFormat

        return TextFormat(colour)
    if name is FormatName.LINES:
        from service.formats.lines import LinesFormat

        return LinesFormat()
    if name is FormatName.HTML:
        from service.formats.html import HtmlFormat

        return HtmlFormat()
    if name is FormatName.SARIF:
        from service.formats.sarif import SarifFormat

        return SarifFormat(ruleset, include_text)
    if name is FormatName.JSONLD:
        from service.formats.jsonld import JsonLdFormat

        return JsonLdFormat(include_text)
    from service.formats.json import JsonFormat, JsonLinesFormat

    return JsonLinesFormat(include_text) if name is FormatName.JSONL else JsonFormat(several, include_text)


__all__ = ["Format", "FormatName", "LocatedReport", "Part", "make_format"]
