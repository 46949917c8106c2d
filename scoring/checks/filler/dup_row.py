"""Table rows that stand twice."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import BlockKind, Document, Span
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity


@check("FIL_DUP_ROW", family=Family.FILLER, severity=Severity.HIGH)
def dup_row(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A table repeats a row word for word.

    Why it matters: whoever made the table did not read it; generated tables run in circles like this.
    What counts: rows of one table whose cells are all equal and at least two of which hold words.
    Limits: rows of numbers or results may be equal for good reasons and are not compared.
    Maps to: W3C CredWeb 0255f049; JTI 10.
    Since: 2026.11
    """
    rows: dict[tuple[int, tuple[str, ...]], list[Span]] = {}
    for block in document.of_kind(BlockKind.TABLE_ROW):
        cells = tuple(_plain(document.lower[cell.start : cell.end]) for cell in block.cells)
        if not block.header and _says_something(cells):
            rows.setdefault((block.group, cells), []).append(block.span)
    for (_, cells), spans in rows.items():
        if len(spans) > 1:
            yield Finding(
                spans=tuple(spans[1:]),
                message=f"The table row “{' | '.join(cells)[:80]}” stands {len(spans)} times.",
                fix="Remove the copies, or write what the row was meant to say.",
                evidence={"times": len(spans)},
            )


def _plain(cell: str) -> str:
    return " ".join(cell.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"').split())


def _says_something(cells: tuple[str, ...]) -> bool:
    """Whether a row holds words: two such cells, and no more numbers than words."""
    words = sum(1 for cell in cells if sum(map(str.isalpha, cell)) >= 4)
    numbers = sum(1 for cell in cells if any(map(str.isdigit, cell)))
    return words >= 2 and words > numbers
