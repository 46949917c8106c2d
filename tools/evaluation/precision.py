"""Which findings a reader called right: the ledger of verdicts joined with what fires today."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scoring import CATALOGUE, shipped
from service.precision import bounds
from service.records import Tally
from tools.evaluation.corpora import DATA, Case, Sets, answered, rows_of
from tools.evaluation.tables import table

LEDGER = Path(__file__).with_name("verdicts.tsv")
# What a reader may say of a finding: right and worth saying, right but of no use, open to argument, wrong.
VERDICTS = ("true", "unhelpful", "arguable", "false")
GENUINE, GENERATED = "genuine", "generated"
# The sets of each kind, with the label that is taken of them where they hold several.
SETS = {
    GENUINE: (
        ("abp_mbfc", "reliable"),
        ("opinions_20_24", None),
        ("wikinews", None),
        ("fnn_politifact", "reliable"),
        *((f"fresh/g_{name}", None) for name in (
            "news2025_west", "news2025_regional", "agency2025_state", "bbc2022", "economist2026", "felix_student",
            "felix_opinion", "ukraine2026", "gov_blogs", "science_orgs", "ngo_tech", "prwire2024_26",
        )),
    ),
    GENERATED: (
        ("farm_llm", None),
        ("llmfake_gossipcop", "llm"),
        ("politifact_pp", "llm"),
        *((f"fresh/b_{name}", None) for name in (
            "ainewsrooms2026", "aiseo_luggage", "api_reviews", "deepresearch", "disinfo_kinit", "elon_stocks",
            "glimpse_xsum", "jakes2026", "newsagent2026", "seofarms", "tnz_ainews", "trends_today", "ufo433",
        )),
    ),
}  # fmt: skip
# How much context is shown with a finding that nobody has judged, in characters on each side.
CONTEXT = 320


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one reader said of one finding; `why` has facts, never the article's words."""

    set: str
    id: str
    code: str
    start: int
    end: int
    reader: str
    verdict: str
    why: str


@dataclass(frozen=True, slots=True)
class Fired:
    """One finding of today with the verdicts on it, newest last, and its article's text."""

    kind: str
    case: Case
    code: str
    severity: str
    start: int
    end: int
    verdicts: tuple[Verdict, ...]

    @property
    def verdict(self) -> str | None:
        """The last reader's word; None where nobody has read it."""
        return self.verdicts[-1].verdict if self.verdicts else None


def ledger() -> list[Verdict]:
    """Every verdict, in the order in which they were given. Raises ValueError for a word that is no verdict."""
    with LEDGER.open(encoding="utf-8", newline="") as lines:
        rows = [
            Verdict(
                row["set"], row["id"], row["code"], int(row["start"]), int(row["end"]), row["reader"], row["verdict"],
                row["why"],
            )
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]  # fmt: skip
    for row in rows:
        if row.verdict not in VERDICTS:
            raise ValueError(f"{row.id} {row.code}: {row.verdict!r} is none of {', '.join(VERDICTS)}")
    return rows


def fired(kinds: Iterable[str] = (GENUINE, GENERATED)) -> tuple[list[Fired], Counter[str]]:
    """Everything that fires today on the sets, and how many articles each kind has."""
    given: dict[tuple[str, str], list[Verdict]] = defaultdict(list)
    for verdict in ledger():
        given[verdict.id, verdict.code].append(verdict)
    found: list[Fired] = []
    articles: Counter[str] = Counter()
    for kind in kinds:
        for name, label in SETS[kind]:
            if not (DATA / "corpus" / f"{name}.jsonl.gz").is_file():
                continue
            rows = [
                row for row in rows_of(name) if row.get("text") and (label is None or row["label"] == label)
            ]
            for case in answered(rows, name):
                articles[kind] += 1
                found += _findings(kind, case, given)
    return found, articles


def _findings(kind: str, case: Case, given: dict[tuple[str, str], list[Verdict]]) -> Iterator[Fired]:
    row, got = case
    for code, severity, spans in got.findings:
        if severity == "info" or not spans:
            continue
        start, end = spans[0]
        verdicts = tuple(
            verdict
            for verdict in given.get((row["id"], code), ())
            if any(verdict.start < stop and begin < verdict.end for begin, stop in spans)
        )
        yield Fired(kind, case, code, severity, start, end, verdicts)


def section(_: Sets | None = None) -> str:
    """The table of `docs/error-rates.md`: by code and kind, share of articles, findings, verdicts, and Wilson's bounds."""
    found, articles = fired()
    lines = []
    order = [check.code for check in CATALOGUE]
    for code in sorted({one.code for one in found}, key=order.index):
        sides = {kind: [one for one in found if (one.code, one.kind) == (code, kind)] for kind in SETS}
        lines += [
            [code, kind, _share(of, articles[kind]), str(len(of)), *_judged(of)]
            for kind, of in sides.items()
            if of
        ]
        both = [one for one in found if one.code == code]
        lines.append([code, "**all**", "", str(len(both)), *_judged(both)])
    head = ("code", "sets", "articles", "findings", "judged", *VERDICTS, "share true", "disagree")
    return table(head, lines)


def _share(of: Sequence[Fired], articles: int) -> str:
    return f"{len({id(one.case[0]) for one in of}) / max(1, articles):.2%}"


def _judged(of: Sequence[Fired]) -> list[str]:
    words = Counter(one.verdict for one in of if one.verdict)
    judged = sum(words.values())
    apart = sum(len({verdict.verdict for verdict in one.verdicts}) > 1 for one in of)
    if not judged:
        return ["0", *("" for _ in VERDICTS), "", ""]
    low, high = bounds(Tally(words["true"], judged - words["true"]))
    return [
        str(judged),
        *(str(words[word]) for word in VERDICTS),
        f"{words['true'] / judged:.0%} [{low:.0%}, {high:.0%}]",
        str(apart),
    ]


def weighing() -> frozenset[str]:
    """The codes that have a weight: those whose findings have to be read."""
    return frozenset(code for code, rule in shipped().rules.items() if rule.weight)


def unjudged(found: Iterable[Fired], codes: frozenset[str]) -> Iterator[str]:
    """What nobody has read, each with the words around it, for reading: never for the project."""
    for one in found:
        if one.code in codes and not one.verdicts:
            row = one.case[0]
            text = row["text"]
            around = text[max(0, one.start - CONTEXT) : one.start]
            after = text[one.end : one.end + CONTEXT]
            told = f"{around}>>>{text[one.start : one.end][:300]}<<<{after}".replace("\n", " / ")
            yield "\t".join(
                [row["source_set"], row["id"], one.code, str(one.start), str(one.end), one.kind, told]
            )
