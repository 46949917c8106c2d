"""`docs/error-rates.md`, put together from what every module measured."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tools.evaluation import alarms, calibration, gates, peers, precision, separation, speed
from tools.evaluation.corpora import RULES, Sets, labelled
from tools.evaluation.gates import Bound
from tools.evaluation.injected import Injected, by_code, injected
from tools.evaluation.metrics import NEWSROOMS_FRESH, OWN_WRITING, Told, macro
from tools.evaluation.tables import figure, table

PAGE = Path(__file__).parents[2] / "docs" / "error-rates.md"
TEXT = Path(__file__).with_name("page.md")
GATES = {
    "gaming": gates.gaming,
    "stripping": gates.stripping,
    "smoothness": gates.smoothness,
    "online": gates.online,
}
PARTS: dict[str, Callable[[Sets], str]] = {
    "under_40": alarms.under_40,
    "fire_rates": alarms.fire_rates,
    "precision": precision.section,
    "coverage": separation.coverage,
    "veracity": separation.veracity,
    "speed": speed.section,
    "peers": peers.section,
}


def write(sets: Sets, count: int, most: int | None) -> bool:
    """Measure everything and write the page; whether every gate holds. `count` is how many articles an edit is tried on."""
    told = separation.separation(sets, bootstrap=400)
    found = injected()
    farms, farm_shares = alarms.farms(sets)
    mapped, mapped_error = calibration.section(sets)
    tried = {name: part(sets, count) for name, part in GATES.items()}
    tried["local"] = gates.local()
    bounds = [
        *_separation_bounds(told, sets),
        *_alarm_bounds(sets, farm_shares),
        *(bound for part in tried.values() for bound in part.bounds),
        *gates.edges(sets),
        *_injected_bounds(found),
        Bound("ECE of the map on its pool", mapped_error, 0.05, False),
    ]
    measured = {
        "targets": targets(bounds),
        "generated": separation.generated(told),
        "fresh": separation.fresh(sets),
        "farms": farms,
        "injected": by_code(found),
        "calibration": mapped,
        "real_fake": separation.real_fake(told),
        **{name: part.text for name, part in tried.items()},
    }
    drawn = f"up to {most} articles of each set and label" if most else "all articles of every set"
    _fill(
        {
            "ruleset": RULES.version,
            "drawn": drawn,
            **measured,
            **{name: part(sets) for name, part in PARTS.items()},
        }
    )
    return all(bound.met for bound in bounds)


def quick(sets: Sets, count: int) -> None:
    """Print the gates that take a few minutes."""
    tried = [part(sets, count) for part in GATES.values()] + [gates.local()]
    for part in tried:
        print(f"\n{part.text}")
    print(f"\n{targets([bound for part in tried for bound in part.bounds] + gates.edges(sets))}")


def _fill(parts: Mapping[str, str]) -> None:
    text = TEXT.read_text(encoding="utf-8")
    for name, part in parts.items():
        text = text.replace(f"<!-- {name} -->", part)
    PAGE.write_text(text, encoding="utf-8")
    print(f"wrote {PAGE.name}")


def _separation_bounds(told: Mapping[str, Told], sets: Sets) -> list[Bound]:
    mean, worst, low = macro(told)
    pooled = told[separation.POOLED].get("auc_len")
    return [
        Bound("macro AUC, six sets of generated text", mean, 0.90, True),
        Bound(f"worst of them ({worst})", low, 0.82, True),
        Bound("AUC inside length quintiles, all pooled", pooled, 0.90, True),
        Bound(
            "fresh generated sets beside newsrooms, AUC",
            separation.fresh_auc(sets, NEWSROOMS_FRESH),
            0.94,
            True,
        ),
        Bound(
            "the same beside organisations' own writing", separation.fresh_auc(sets, OWN_WRITING), 0.85, True
        ),
    ]


def _alarm_bounds(sets: Sets, farms: Mapping[str, float | None]) -> list[Bound]:
    news, op_eds = (
        alarms.answers_of(labelled(sets, *alarms.GENUINE[name])) for name in (alarms.NEWSROOMS, alarms.OP_EDS)
    )
    fresh, own = (
        [got for name in names for _, got in labelled(sets, name)] for names in (NEWSROOMS_FRESH, OWN_WRITING)
    )
    regional = alarms.answers_of(labelled(sets, "g_news2025_regional"))
    farm = alarms.answers_of(labelled(sets, "farm_llm", "llm"))
    return [
        Bound("newsrooms' articles under 40", alarms.low_share(news), 0.01, False),
        Bound("newsrooms' articles under 60", alarms.share_under(news, 60), 0.10, False),
        Bound("newsrooms' articles, median", alarms.middle(news), 76.0, True),
        Bound("fresh newsrooms under 40", alarms.low_share(fresh), 0.015, False),
        Bound("regional newsrooms under 40", alarms.low_share(regional), 0.03, False),
        Bound("op-eds under 40, genre guessed", alarms.low_share(op_eds), 0.04, False),
        Bound("organisations' own writing under 40", alarms.low_share(own), 0.06, False),
        Bound(
            "farm_llm under 40, wording fitted on other articles of the kind",
            farms[alarms.KNOWN_KIND],
            0.80,
            True,
        ),
        Bound("farm_llm under 40, an unknown kind", farms["farm_llm"], 0.80, True),
        Bound("farm_llm at 60 or more", alarms.share_from(farm, 60), 0.04, False),
        Bound("farm_rss under 40, warm, each item stored under its feed", farms[alarms.WARM], 0.95, True),
    ]


def _injected_bounds(found: Injected) -> list[Bound]:
    return [
        Bound("injected faults found with their spans, untitled rows left out", found.recall, 0.98, True),
        Bound("look-alikes that fire", found.false_fires, 0.02, False),
        Bound("injected faults that raise a score", float(len(found.violations)), 0.0, False),
    ]


def targets(bounds: Sequence[Bound]) -> str:
    """Every gate with what was measured and whether it holds."""
    lines = [
        [
            bound.name,
            figure(bound.value),
            f"{'>=' if bound.least else '<='} {bound.bound:g}",
            "not measured" if bound.value is None else "yes" if bound.met else "**no**",
        ]
        for bound in bounds
    ]
    return table(("what", "measured", "target", "met"), lines)
