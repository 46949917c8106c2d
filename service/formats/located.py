"""A sealed report with the text that its spans count in, and where both came from."""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:  # a command names its formats without loading what scores
    from service.sealing import SealedReport


# Where a finding stands that is about no passage.
WHOLE = "the whole article"


@dataclass(frozen=True)
class LocatedReport:
    """One article after judging, as the formats take it.

    `body` is the sealed report, `text` the text of its spans. `place` is the file (with `#L12` for the twelfth
    line of a JSON Lines file); `verbatim` says that the file is that very text, so that lines and columns hold
    in it.
    """

    body: "SealedReport"
    text: str
    place: str
    verbatim: bool = False
    title: str | None = None
    url: str | None = None

    @cached_property
    def report(self) -> dict[str, Any]:
        """The report as JSON values."""
        return self.body.members()

    @property
    def name(self) -> str:
        """What to call the article: its title, else its id, else its place."""
        return self.title or self.report["id"] or self.place

    @cached_property
    def line_starts(self) -> list[int]:
        """The offset of every line's first code point."""
        starts = [0]
        at = self.text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = self.text.find("\n", at + 1)
        return starts

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1."""
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1


class Part(NamedTuple):
    """What one article adds to an output: `body` in its place, `appendix` to what the closing lists (SARIF)."""

    body: bytes
    appendix: bytes = b""
