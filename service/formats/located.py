"""A sealed report with the text that its spans count in, and where both came from."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:  # a command names its formats without loading what scores
    from scoring import Document, SourceMap
    from service.sealing import SealedReport
    from service.showing import ShownReport


# Where a finding stands that is about no passage.
WHOLE = "the whole article"


class Place(NamedTuple):
    """A stretch of a file: lines and columns from 1, columns, `offset` and `length` in code points, its very words."""

    line: int
    column: int
    end_line: int
    end_column: int
    offset: int
    length: int
    words: str


class _Lines:
    """A text by line and column."""

    def __init__(self, text: str) -> None:
        self._starts = [0]
        at = text.find("\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = text.find("\n", at + 1)

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


@dataclass(frozen=True)
class LocatedReport:
    """One article after judging, as the formats take it.

    `body` is the sealed report, `text` the text of its spans. `place` is the file, `record` the line that the article
    begins on in a file of many, `item` its number in one without such lines. `file` is the document that was read where the file holds its body and
    nothing else; without it, the file's own lines are not known. `dismissals` are the findings that somebody found
    all right, by their fingerprints.
    """

    body: "SealedReport"
    text: str
    place: str
    record: int | None = None
    item: int | None = None
    file: "Document | None" = None
    title: str | None = None
    url: str | None = None
    dismissals: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @cached_property
    def report(self) -> dict[str, Any]:
        """The report as JSON values; what is dismissed says so."""
        return self.shown().members() if self.dismissals else self.body.members()

    def shown(self, *, include_text: bool = False) -> "ShownReport":
        """The report with the words of its passages, as the service answers it."""
        from service.showing import show

        return show(self.body, self.text, include_text=include_text).with_dismissals(self.dismissals)

    @property
    def label(self) -> str:
        """The file, and the record in it: `drafts.jsonl:12`, `ghost.json#12`."""
        if self.record is not None:
            return f"{self.place}:{self.record}"
        return self.place if self.item is None else f"{self.place}#{self.item}"

    @property
    def name(self) -> str:
        """What to call the article: its title, else its id, else its place."""
        return self.title or self.report["id"] or self.label

    @cached_property
    def _lines(self) -> _Lines:
        return _Lines(self.text)

    @cached_property
    def _file_lines(self) -> _Lines:
        assert self.file is not None
        return _Lines(self.file.article.body)

    @cached_property
    def _map(self) -> "SourceMap":
        from scoring import map_source

        assert self.file is not None
        return map_source(self.file)

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset of the text, both from 1."""
        return self._lines.position(offset)

    def in_file(self, start: int, end: int) -> Place | None:
        """Where a passage of the text stands in the file itself; None where the file's own lines are not known."""
        if self.file is None:
            return None
        from scoring import Span

        body = self.file.article.body
        found = (start, end) if body == self.text else self._map.place(Span(start, end))
        if found is None:
            return None
        first, last = found
        return Place(
            *self._file_lines.position(first),
            *self._file_lines.position(last),
            first,
            last - first,
            body[first:last],
        )

    def line_and_column(self, start: int, end: int) -> tuple[int, int]:
        """Where a passage begins: in the file itself where its lines are known, else in the text that was read."""
        place = self.in_file(start, end)
        return self.position(start) if place is None else (place.line, place.column)


class Part(NamedTuple):
    """What one article adds to an output: `body` in its place, `appendix` to what the closing lists (SARIF)."""

    body: bytes
    appendix: bytes = b""
