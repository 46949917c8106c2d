"""Table rows that stand twice."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import BlockKind, Document, Span
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.straight import straight

# From so many words on a cell is written for its row, and not one value of a few.
_SENTENCE = 5
# Columns in which a table weighs things up, so that no two rows of it are equal by nature, as results and timetables are.
_WEIGHING = frozenset(
    [
        "advantage",
        "advantages",
        "approach",
        "argument",
        "aspect",
        "assessment",
        "benefit",
        "benefits",
        "challenge",
        "challenges",
        "concern",
        "concerns",
        "consequence",
        "consequences",
        "consideration",
        "considerations",
        "cons",
        "drawback",
        "drawbacks",
        "effect",
        "effects",
        "explanation",
        "factor",
        "factors",
        "implication",
        "implications",
        "importance",
        "impact",
        "impacts",
        "insight",
        "insights",
        "key",
        "limitation",
        "limitations",
        "mitigation",
        "opportunity",
        "opportunities",
        "outcome",
        "outcomes",
        "pros",
        "rationale",
        "recommendation",
        "recommendations",
        "relevance",
        "response",
        "risk",
        "risks",
        "significance",
        "solution",
        "solutions",
        "strategy",
        "strategies",
        "strength",
        "strengths",
        "takeaway",
        "takeaways",
        "weakness",
        "weaknesses",
    ]
)


@check("FIL_DUP_ROW", family=Family.FILLER, severity=Severity.HIGH)
def dup_row(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A table repeats a row word for word.

    Why it matters: whoever made the table did not read it; generated tables run in circles like this.
    What counts: rows of one table whose cells are all equal and hold words, in a table that weighs things up (impact, challenge, benefit), or with a cell that is a sentence.
    Limits: rows of numbers, results, days and names may be equal for good reasons and are not compared.
    Maps to: W3C CredWeb 0255f049; JTI 10.
    Since: 2026.11
    """
    rows: dict[tuple[int, tuple[str, ...]], list[Span]] = {}
    weighing: set[int] = set()
    met: set[int] = set()
    for block in document.of_kind(BlockKind.TABLE_ROW):
        cells = tuple(_plain(document.lower[cell.start : cell.end]) for cell in block.cells)
        heads = block.header or block.group not in met
        met.add(block.group)
        if heads and not _WEIGHING.isdisjoint(" ".join(cells).split()):
            weighing.add(block.group)
        if not block.header and _says_something(cells, block.group in weighing):
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
    return " ".join(straight(cell).split())


def _says_something(cells: tuple[str, ...], weighing: bool) -> bool:
    """Whether a row holds what was written for it: two cells of words, no more numbers than words, and no mere values."""
    words = sum(1 for cell in cells if sum(map(str.isalpha, cell)) >= 4)
    numbers = sum(1 for cell in cells if any(map(str.isdigit, cell)))
    written = weighing or any(len(cell.split()) >= _SENTENCE for cell in cells)
    return words >= 2 and words > numbers and written
