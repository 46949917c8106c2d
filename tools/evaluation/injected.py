"""Known answers: faults put into genuine articles are found with their spans, look-alikes stay quiet, no score rises."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from tools.evaluation.corpora import Case, Row, answered, rows_of
from tools.evaluation.tables import figure, percent, table

CLOSE = 0.8
BASES = ("abp_mbfc", "opinions_20_24")


@dataclass(frozen=True, slots=True)
class Injected:
    """The answers to the injected faults; a violation is a row's id, the score of its base and its own."""

    cases: list[Case]
    compared: int
    without_base: int
    violations: list[tuple[str, float, float]]

    @property
    def recall(self) -> float:
        """The share of faults found closely, rows without an injected fault left out."""
        found = [_closeness(case) >= CLOSE for case in self.cases if _is_fault(case[0])]
        return sum(found) / len(found)

    @property
    def false_fires(self) -> float:
        """The share of look-alikes on which their code fires."""
        quiet = [bool(_spans(case)) for case in self.cases if case[0]["expect"] == "quiet"]
        return sum(quiet) / len(quiet)


def injected() -> Injected:
    """Score the injected faults, and each one's base under the same title and without a date."""
    rows = rows_of("inject.dev")
    bases = {row["id"]: row["text"] for name in BASES for row in rows_of(name)}
    cases = answered(rows, "injected faults")
    faults = [case for case in cases if case[0]["expect"] == "fire"]
    known = [case for case in faults if case[0]["base_id"] in bases]
    plain = answered([{**row, "text": bases[row["base_id"]]} for row, _ in known], "their bases")
    violations = [
        (str(row["id"]), before.score, after.score)
        for (row, after), (_, before) in zip(known, plain, strict=True)
        if before.score is not None and after.score is not None and after.score > before.score
    ]
    return Injected(cases, len(known), len(faults) - len(known), violations)


def _code(row: Row) -> str:
    return str(row["code"]).replace("FILL-", "FIL_").replace("-", "_")


def _is_fault(row: Row) -> bool:
    """Whether a row holds the fault it is named for: a run of a title's words needs a title."""
    return row["expect"] == "fire" and not (_code(row) == "FIL_KEYWORD" and not row.get("title"))


def _spans(case: Case) -> list[tuple[int, int]]:
    row, got = case
    return [span for code, _, spans in got.findings for span in spans if code == _code(row)]


def _closeness(case: Case) -> float:
    """How closely the best span covers the fault (intersection over union); -1 where the code does not fire."""
    row = case[0]
    if row["start"] is None:
        # Faults of the whole text, such as a title that stands four times, have no span of their own.
        return 1.0 if _spans(case) else -1.0
    return max((_overlap(span, (row["start"], row["end"])) for span in _spans(case)), default=-1.0)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> float:
    both = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, both) / (max(one[1], other[1]) - min(one[0], other[0]))


def by_code(found: Injected) -> str:
    """The table of codes, then the sums both ways and the property that no fault raises a score."""
    fire: dict[str, list[Case]] = defaultdict(list)
    quiet: dict[str, list[Case]] = defaultdict(list)
    for case in found.cases:
        (fire if case[0]["expect"] == "fire" else quiet)[_code(case[0])].append(case)
    lines = [_line(code, fire[code], quiet[code]) for code in sorted(fire)]
    everyone = [case for cases in fire.values() for case in cases]
    lookalikes = [case for cases in quiet.values() for case in cases]
    lines.append(_line("all rows", everyone, lookalikes))
    real = [case for case in everyone if _is_fault(case[0])]
    untitled = len(everyone) - len(real)
    lines.append(_line(f"without the {untitled} untitled", real, lookalikes))
    head = ("code", "rows", "found", f"span overlap >= {CLOSE}", "look-alikes", "false fires")
    titles = len([case for case in fire["FIL_KEYWORD"] if _is_fault(case[0])])
    note = (
        f"{untitled} of the {len(fire['FIL_KEYWORD'])} `FIL_KEYWORD` rows have an empty title and therefore hold no injected fault: "
        f"of the {titles} that do, {_sum(fire['FIL_KEYWORD'])} are found. Both sums are in the table."
    )
    return f"{table(head, lines)}\n\n{note}\n\n{_property(found)}"


def _sum(cases: Sequence[Case]) -> int:
    return sum(_closeness(case) >= CLOSE for case in cases if _is_fault(case[0]))


def _line(name: str, fire: Sequence[Case], quiet: Sequence[Case]) -> list[str]:
    closeness = [_closeness(case) for case in fire]
    found = [sum(value >= least for value in closeness) / len(fire) for least in (0, CLOSE)]
    false = percent(sum(bool(_spans(case)) for case in quiet) / len(quiet)) if quiet else "-"
    return [name, str(len(fire)), *map(percent, found), str(len(quiet)) if quiet else "-", false]


def _property(found: Injected) -> str:
    told = (
        f"An injected fault never raises the score: {found.compared} articles were compared with their base under the "
        f"same title ({found.without_base} bases are not in these halves), **{len(found.violations)} violations**."
    )
    rows = [[id, figure(before, 1), figure(after, 1)] for id, before, after in found.violations]
    return told + ("\n\n" + table(("row", "base", "with the fault"), rows) if rows else "")
