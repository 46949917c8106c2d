"""Figures and Markdown tables as the page shows them."""

from collections.abc import Iterable, Mapping, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table, its first column to the left, the others to the right."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def figure(value: float | None, digits: int = 3) -> str:
    """A number, or a dash for none."""
    return "-" if value is None else f"{value:.{digits}f}"


def percent(value: float | None) -> str:
    """A share with one digit, or a dash for none."""
    return "-" if value is None else f"{value:.1%}"


def interval(told: Mapping[str, float]) -> str:
    """An AUC with its interval where it has one."""
    if "auc_lo" not in told:
        return figure(told.get("auc"))
    return f"{told['auc']:.3f} [{told['auc_lo']:.3f}, {told['auc_hi']:.3f}]"
