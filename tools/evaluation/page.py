"""`docs/error-rates.md`, put together from what every module measured."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tools.evaluation import alarms, calibration, peers, precision, separation, speed
from tools.evaluation.corpora import RULES, Sets, labelled
from tools.evaluation.injected import Injected, by_code, injected
from tools.evaluation.metrics import LLM_SETS, Told, macro
from tools.evaluation.tables import figure, table

PAGE = Path(__file__).parents[2] / "docs" / "error-rates.md"
TEXT = Path(__file__).with_name("page.md")
# What a bound is on, the value measured, the bound, and whether it is the least allowed (else the most).
Bound = tuple[str, float | None, float, bool]
PARTS: dict[str, Callable[[Sets], str]] = {
    "under_40": alarms.under_40,
    "fire_rates": alarms.fire_rates,
    "precision": precision.section,
    "coverage": separation.coverage,
    "veracity": separation.veracity,
    "speed": speed.section,
    "peers": peers.section,
}


def write(sets: Sets) -> None:
    """Measure everything and write the page."""
    told = separation.separation(sets, bootstrap=400)
    left_out, apart = separation.left_out()
    found = injected()
    farms, farm_shares = alarms.farms(sets)
    mapped, mapped_error = calibration.section(sets)
    bounds = [
        *_separation_bounds(told, apart),
        *_alarm_bounds(sets, farm_shares),
        *_injected_bounds(found),
        ("ECE of the map on its pool", mapped_error, 0.05, False),
    ]
    measured = {
        "targets": _targets(bounds),
        "generated": separation.generated(told),
        "left_out": left_out,
        "farms": farms,
        "injected": by_code(found),
        "calibration": mapped,
        "real_fake": separation.real_fake(told),
    }
    _fill({"ruleset": RULES.version, **measured, **{name: part(sets) for name, part in PARTS.items()}})


def _fill(parts: Mapping[str, str]) -> None:
    text = TEXT.read_text(encoding="utf-8")
    for name, part in parts.items():
        text = text.replace(f"<!-- {name} -->", part)
    PAGE.write_text(text, encoding="utf-8")
    print(f"wrote {PAGE.name}")


def _separation_bounds(told: Mapping[str, Told], apart: float | None) -> list[Bound]:
    mean, worst, low = macro(told)
    pooled = told[separation.POOLED].get("auc_len")
    return [
        ("macro AUC, six sets of generated text", mean, 0.88, True),
        (f"worst of them ({worst})", low, 0.80, True),
        ("register's weights, set left out, macro AUC", apart, 0.84, True),
        ("AUC inside length quintiles, all pooled", pooled, 0.90, True),
    ]


def _alarm_bounds(sets: Sets, farms: Mapping[str, float | None]) -> list[Bound]:
    news, op_eds = (
        alarms.low_share([got for _, got in labelled(sets, *alarms.GENUINE[name])])
        for name in (alarms.NEWSROOMS, alarms.OP_EDS)
    )
    news_llm = [got for name in LLM_SETS if name != "farm" for _, got in labelled(sets, name, "llm")]
    return [
        ("newsrooms' articles under 40", news, 0.03, False),
        ("op-eds under 40", op_eds, 0.06, False),
        ("generated news of the five sets under 40", alarms.low_share(news_llm), 0.50, True),
        ("farm_llm under 40", farms["farm_llm"], 0.70, True),
        ("farm_rss under 40, warm", farms["farm_rss, warm"], 0.90, True),
    ]


def _injected_bounds(found: Injected) -> list[Bound]:
    return [
        ("injected faults found with their spans, untitled rows left out", found.recall, 0.98, True),
        ("look-alikes that fire", found.false_fires, 0.02, False),
        ("injected faults that raise a score", float(len(found.violations)), 0.0, False),
    ]


def _targets(bounds: Sequence[Bound]) -> str:
    lines = [
        [name, figure(value), f"{'>=' if least else '<='} {bound:g}", _verdict(value, bound, least)]
        for name, value, bound, least in bounds
    ]
    return table(("what", "measured", "target", "met"), lines)


def _verdict(value: float | None, bound: float, least: bool) -> str:
    if value is None:
        return "not measured"
    return "yes" if (value >= bound if least else value <= bound) else "**no**"
