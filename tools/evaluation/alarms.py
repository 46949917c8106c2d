"""False alarms on genuine articles, and what the score says of article farms."""

from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import median

from scoring import CATALOGUE
from service.precision import bounds
from service.records import Tally
from tools.evaluation.corpora import Answer, Case, Sets, answered, compared, labelled, part_of, rows_of, share
from tools.evaluation.metrics import LLM_SETS, MORE_LLM_SETS
from tools.evaluation.tables import percent, table

GENUINE = {
    "newsrooms (abp_mbfc, reliable)": ("abp_mbfc", "reliable"),
    "wikinews": ("wikinews", "human"),
    "op-eds (opinions_20_24)": ("opinions_20_24", "human"),
    "fact-checked as true (fnn_politifact)": ("fnn_politifact", "reliable"),
    "fact-checked as true (fnn_gossipcop)": ("fnn_gossipcop", "reliable"),
    "human side of detectrl_xsum": ("detectrl_xsum", "human"),
    "human side of politifact_pp": ("politifact_pp", "human"),
}
KNOWN_KIND = "farm_llm, other articles of its sites in the fit"
WARM = "farm_rss, warm, each stored under its feed"
NEWSROOMS, OP_EDS = "newsrooms (abp_mbfc, reliable)", "op-eds (opinions_20_24)"
PRINTED = (
    ("abp_mbfc", "reliable"),
    ("opinions_20_24", "human"),
    ("farm_llm", "llm"),
    ("farm_rss", "unreliable"),
)


def answers_of(cases: Iterable[Case]) -> list[Answer]:
    """The answers without their rows."""
    return [got for _, got in cases]


def low_share(answers: Sequence[Answer]) -> float | None:
    """The share under 40 of those that have a score."""
    return share(got.low for got in answers if got.score is not None)


def share_under(answers: Sequence[Answer], bound: float) -> float | None:
    """The share of scores under a bound."""
    return share(got.score < bound for got in answers if got.score is not None)


def share_from(answers: Sequence[Answer], bound: float) -> float | None:
    """The share of scores from a bound on."""
    return share(got.score >= bound for got in answers if got.score is not None)


def middle(answers: Sequence[Answer]) -> float | None:
    """The median score."""
    scores = [got.score for got in answers if got.score is not None]
    return median(scores) if scores else None


def _with_bounds(answers: Sequence[Answer]) -> str:
    scored = [got for got in answers if got.score is not None]
    low = sum(got.low for got in scored)
    least, most = bounds(Tally(low, len(scored) - low))
    return f"{percent(low_share(answers))} [{least:.1%}, {most:.1%}]"


def under_40(sets: Sets) -> str:
    """The share of genuine articles under 40, and the share with any finding of each severity."""
    lines = []
    for name, (part, label) in GENUINE.items():
        if answers := answers_of(labelled(sets, part, label)):
            worst = [percent(_with(answers, severity)) for severity in ("high", "medium", "low")]
            lines.append([name, str(len(answers)), _with_bounds(answers), *worst])
    return table(("genuine", "articles", "under 40", "any high", "any medium", "any low"), lines)


def _with(answers: Sequence[Answer], severity: str) -> float | None:
    return share(any(told == severity for _, told in got.fires()) for got in answers)


def fire_rates(sets: Sets) -> str:
    """How often every code fires on newsrooms' articles and on op-eds; those that never do in one line."""
    sides = [answers_of(labelled(sets, *GENUINE[name])) for name in (NEWSROOMS, OP_EDS)]
    counts = [Counter(code for got in side for code, _ in got.fires()) for side in sides]
    order = {"high": 0, "medium": 1, "low": 2, "info": 3}
    checks = sorted(CATALOGUE, key=lambda check: (order[check.severity.value], -counts[0][check.code]))
    lines = [
        [
            check.code,
            check.severity.value,
            *(f"{count[check.code] / len(side):.2%}" for count, side in zip(counts, sides, strict=True)),
        ]
        for check in checks
        if any(count[check.code] for count in counts)
    ]
    silent = sorted(check.code for check in CATALOGUE if not any(count[check.code] for count in counts))
    told = table(("code", "severity", "newsrooms", "op-eds"), lines)
    return f"{told}\n\nNever on either ({len(silent)} of {len(CATALOGUE)}): {', '.join(silent)}."


def farms(sets: Sets) -> tuple[str, dict[str, float | None]]:
    """The shares under 40 of generated articles, and of a feed with and without knowledge of each other."""
    feed = [row for row, _ in labelled(sets, "farm_rss")]
    cold = answers_of(answered([{**row, "templates": {}} for row in feed], "feed items, cold"))
    whole = compared([{**row, "domain": "farm"} for row in rows_of("farm_rss")]) if feed else []
    drawn = {row["id"] for row in feed}
    one = answers_of(answered([row for row in whole if row["id"] in drawn], "feed items, one site"))
    generated = (*(name for name in LLM_SETS if name != "farm"), *MORE_LLM_SETS, "farm_llm")
    farm = [{**row, "part": part_of(row)} for row, _ in labelled(sets, "farm_llm", "llm")]
    told = {
        **{name: answers_of(labelled(sets, name, "llm")) for name in generated},
        KNOWN_KIND: answers_of(answered(farm, "farm_llm, a known kind")),
        "farm_rss, cold": cold,
        "farm_rss, warm, all stored as one site": one,
        WARM: answers_of(labelled(sets, "farm_rss")),
    }
    lines = [
        [
            name,
            str(len(answers)),
            percent(share(got.score is not None for got in answers)),
            _with_bounds(answers),
        ]
        for name, answers in told.items()
    ]
    text = table(("set", "articles", "scored", "under 40, of those scored"), lines)
    return text, {name: low_share(answers) for name, answers in told.items()}


def printed(sets: Sets) -> None:
    """What fires where, for the terminal."""
    for name, label in PRINTED:
        answers = answers_of(labelled(sets, name, label))
        print(f"\n{name} {label}: {len(answers)} articles, {percent(low_share(answers))} low of those scored")
        fired = Counter(one for got in answers for one in got.fires())
        for (code, severity), count in fired.most_common():
            print(f"  {code:26}{severity:8}{count / len(answers):7.2%}")
    broken = Counter(code for cases in sets.values() for _, got in cases for code in got.failed)
    if broken:
        print(f"RAISED: {dict(broken)}")
