"""How often a check fires and how often readers found it right, as `docs/error-rates.md` has it, in the words of a rule page."""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from scoring import Check
from scoring.views.plain_words import counted

PAGE = Path(__file__).parent.parent / "docs" / "error-rates.md"
_ROW = re.compile(
    r"\| (?P<code>[A-Z]{3}_\w+) \| (?P<kind>genuine|generated) \| (?P<articles>[\d.]+)% \| (?P<findings>\d+) \| (?P<judged>\d+) "
    r"\| (?P<true>\d*) \| (?P<unhelpful>\d*) \| (?P<arguable>\d*) \| (?P<false>\d*) \|"
)
KINDS = {"genuine": "genuine articles", "generated": "generated ones"}


class Rate(NamedTuple):
    """One row of the table: the share of articles in per cent, the findings there, and what readers said of those they read."""

    kind: str
    articles: float
    findings: int
    judged: int
    words: dict[str, int]


def error_rates(check: Check) -> str:
    """One sentence for each kind of labelled articles; what was not measured is said."""
    rates = rates_in(PAGE.read_text(encoding="utf-8")).get(check.code, ())
    if not rates:
        if check.needs:
            return "Not measured on labelled articles: it needs look-ups, and those articles are judged without a network."
        return "It cost points in none of the labelled articles, genuine or generated (docs/error-rates.md)."
    return " ".join(_sentence(rate) for rate in rates)


def _sentence(rate: Rate) -> str:
    told = f"On {KINDS[rate.kind]} it fires in {rate.articles:g} % ({counted(rate.findings, 'finding')})"
    if not rate.judged:
        return f"{told}; no reader has judged them yet."
    words = ", ".join(f"{count} {word}" for word, count in rate.words.items() if count)
    return f"{told}; of {rate.judged} that a reader judged: {words}."


@cache
def rates_in(text: str) -> dict[str, list[Rate]]:
    """The rows of the table of precision by code."""
    found: dict[str, list[Rate]] = {}
    for row in _ROW.finditer(text):
        words = {word: int(row[word] or 0) for word in ("true", "unhelpful", "arguable", "false")}
        rate = Rate(row["kind"], float(row["articles"]), int(row["findings"]), int(row["judged"]), words)
        found.setdefault(row["code"], []).append(rate)
    return found
