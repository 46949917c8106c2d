"""Which findings a reader called right: the ledger of verdicts joined with what fires today."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scoring import CATALOGUE, read, shipped
from service.precision import bounds
from service.records import Tally
from tools.cases import cases_of, has_cases
from tools.evaluation.corpora import DATA, Case, Sets, answered, rows_of
from tools.evaluation.tables import table

LEDGER = Path(__file__).with_name("verdicts.tsv")
# What a reader may say of a finding: right and worth saying, right but of no use, open to argument, wrong.
VERDICTS = ("true", "unhelpful", "arguable", "false")
# A severity needs so much precision, by Wilson's lower bound over all sets together; less than the last, and a code only notes.
FLOORS = {"high": 0.85, "medium": 0.7, "low": 0.5}
# A code that fires more seldom than this is also judged on its own cases.
OFTEN = 40
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
    """One finding of today with the verdicts on it, in the order in which they were given, and its article's text."""

    kind: str
    case: Case
    code: str
    severity: str
    start: int
    end: int
    verdicts: tuple[Verdict, ...]

    @property
    def verdict(self) -> str | None:
        """What readers say of it, the least favourable of them where they differ; None where nobody has read it."""
        return max((one.verdict for one in self.verdicts), key=VERDICTS.index, default=None)


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


@dataclass(frozen=True, slots=True)
class Level:
    """What one code's findings of one severity are worth, by its readers and its own cases."""

    code: str
    severity: str
    findings: tuple[Fired, ...]
    # How many of its own cases fire at this severity; 0 where it fires often enough to be judged without them.
    cases: int

    def of(self, kind: str) -> tuple[Fired, ...]:
        """Those on one kind of set."""
        return tuple(one for one in self.findings if one.kind == kind)

    @property
    def bounds(self) -> tuple[float, float]:
        """Wilson's bounds of the share that is right, own cases among them."""
        return bounds(_tally(self.findings, self.cases))

    @property
    def allowed(self) -> str:
        """The highest severity that the readings bear; `info` where readers of genuine articles doubt most of them."""
        genuine = _tally(self.of(GENUINE))
        if genuine.agreed < genuine.disagreed:
            return "info"
        return next((name for name, floor in FLOORS.items() if self.bounds[0] >= floor), "info")

    @property
    def holds(self) -> bool:
        """Whether its severity is no higher than that."""
        return self.allowed in (*FLOORS, "info")[: (*FLOORS, "info").index(self.severity) + 1]


def levels(found: Iterable[Fired]) -> list[Level]:
    """Every code that weighs anything, or fires, with each severity at which it does; in the order of the catalogue."""
    fires: dict[tuple[str, str], list[Fired]] = defaultdict(list)
    for one in found:
        fires[one.code, one.severity].append(one)
    own = own_cases()
    order = [check.code for check in CATALOGUE]
    names = list(FLOORS)
    keys = {*fires, *(key for key in own if key[0] in weighing())}
    return [
        Level(
            code,
            severity,
            tuple(fires[code, severity]),
            own[code, severity] if len(fires[code, severity]) < OFTEN else 0,
        )
        for code, severity in sorted(keys, key=lambda key: (order.index(key[0]), names.index(key[1])))
    ]


def own_cases() -> Counter[tuple[str, str]]:
    """How many findings that cost something the cases of each code raise, by code and severity."""
    told: Counter[tuple[str, str]] = Counter()
    for check in CATALOGUE:
        if not has_cases(check.code):
            continue
        for case in cases_of(check.code):
            if case.expect == "fires":
                levels = {
                    finding.severity or check.severity for finding in check(read(case.article), case.evidence)
                }
                told.update((check.code, level.value) for level in levels if level.value != "info")
    return told


def section(_: Sets | None = None) -> str:
    """The table of `docs/error-rates.md`: by code, severity and kind, share of articles, findings, verdicts, and Wilson's bounds."""
    found, articles = fired()
    return told(levels(found), articles)


def told(every: Iterable[Level], articles: Mapping[str, int]) -> str:
    """The table itself."""
    lines = []
    for level in every:
        name = f"{level.code}, {level.severity}"
        lines += [
            [name, kind, _share(of, articles[kind]), str(len(of)), *_judged(of), _between(_tally(of)), "", ""]
            for kind in SETS
            if (of := level.of(kind))
        ]
        lines.append(
            [
                name,
                "**all**",
                "",
                str(len(level.findings)),
                *_judged(level.findings),
                _between(_tally(level.findings, level.cases)),
                str(level.cases or ""),
                level.allowed,
            ]
        )
    head = (
        "code",
        "sets",
        "articles",
        "findings",
        "judged",
        *VERDICTS,
        "twice",
        "differ",
        "share true",
        "cases",
        "may be",
    )
    return table(head, lines)


def _share(of: Sequence[Fired], articles: int) -> str:
    return f"{len({id(one.case[0]) for one in of}) / max(1, articles):.2%}"


def _judged(of: Sequence[Fired]) -> list[str]:
    words = Counter(one.verdict for one in of if one.verdict)
    if not words:
        return ["0", *("" for _ in VERDICTS), "", ""]
    twice = [one for one in of if len({verdict.reader for verdict in one.verdicts}) > 1]
    apart = sum(len({verdict.verdict == "true" for verdict in one.verdicts}) > 1 for one in twice)
    return [str(words.total()), *(str(words[word]) for word in VERDICTS), str(len(twice)), str(apart)]


def _tally(of: Iterable[Fired], cases: int = 0) -> Tally:
    """Right and not right. What is read alike of one code in one article is one reading."""
    read = {(id(one.case[0]), one.verdict) for one in of if one.verdict}
    right = sum(verdict == "true" for _, verdict in read)
    return Tally(right + cases, len(read) - right)


def _between(tally: Tally) -> str:
    if not tally.total:
        return ""
    low, high = bounds(tally)
    return f"{tally.agreed / tally.total:.0%} [{low:.0%}, {high:.0%}]"


def weighing() -> frozenset[str]:
    """The codes that cost something, by a weight or by the support that they take: those whose findings have to be read."""
    rules = shipped()
    voiding = rules.bill.voiding if rules.bill else ()
    return frozenset(code for code, rule in rules.rules.items() if rule.weight) | frozenset(voiding)


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
