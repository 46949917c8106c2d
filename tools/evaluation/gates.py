"""What must hold whatever the separation: gaming edits, sources stripped, one sentence less, local stories, links online."""

import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import fmean, median
from typing import NamedTuple

from scoring import read
from tools.evaluation import edits
from tools.evaluation.corpora import Row, Sets, answered, article_of, labelled
from tools.evaluation.tables import figure, table

STORIES = Path(__file__).parents[2] / "tests" / "data" / "local_stories.txt"
NEWSROOM = ("abp_mbfc", "reliable")
# Generated articles that stand low to begin with.
LOW = (
    ("farm_llm", "llm"),
    ("llmfake_gossipcop", "llm"),
    ("politifact_pp", "llm"),
    ("b_newsagent2026", "llm"),
)
SENTENCES = 6
BANDS = (40.0, 60.0, 75.0)


class Bound(NamedTuple):
    """What a bound is on, the value measured, the bound, and whether it is the least allowed (else the most)."""

    name: str
    value: float | None
    bound: float
    least: bool

    @property
    def met(self) -> bool:
        """Whether it was measured and holds."""
        return self.value is not None and (
            self.value >= self.bound if self.least else self.value <= self.bound
        )


class Measured(NamedTuple):
    """A table to read, and the bounds that are gates."""

    text: str
    bounds: list[Bound]


def gaming(sets: Sets, count: int) -> Measured:
    """How far each edit lifts articles that stand low."""
    pool = [case for part in LOW for case in labelled(sets, *part) if case[1].low and case[0].get("text")]
    pool = random.Random(17).sample(pool, min(count, len(pool)))
    rows = [
        {**row, "edit": name, "text": gate.edit(row["text"], random.Random(3)), "pages": gate.pages}
        for row, _ in pool
        for name, gate in edits.GAMING.items()
    ]
    before = {row["id"]: got.score or 0.0 for row, got in pool}
    lifts: dict[str, list[float]] = defaultdict(list)
    for row, got in answered(rows, "edits"):
        if got.score is not None:
            lifts[row["edit"]].append(got.score - before[row["id"]])
    lines, bounds = [], []
    for name, gate in edits.GAMING.items():
        if not (found := lifts[name]):
            continue
        lines.append(
            [name, figure(fmean(found), 1), figure(max(found), 1), figure(gate.mean, 1), figure(gate.most, 1)]
        )
        if gate.mean is not None:
            bounds.append(Bound(f"{name}: mean rise", fmean(found), gate.mean, False))
        if gate.most is not None:
            bounds.append(Bound(f"{name}: largest rise", max(found), gate.most, False))
    head = ("edit of a low article", "mean rise", "largest", "mean allowed", "largest allowed")
    return Measured(f"{len(pool)} articles.\n\n{table(head, lines)}", bounds)


def stripping(sets: Sets, count: int) -> Measured:
    """How far newsroom articles fall without their sources."""
    rows: list[Row] = []
    for row, got in labelled(sets, *NEWSROOM)[: 2 * count]:
        document = read(article_of(row))
        if got.score is not None and len(document.sentences) >= 12 and len(rows) < 2 * count:
            rows.append(
                {**row, "cut": "all sourced sentences", "before": got.score, "text": edits.stripped(document)}
            )
            rows.append(
                {
                    **row,
                    "cut": "cues, speakers and quotation marks",
                    "before": got.score,
                    "text": edits.unattributed(document),
                }
            )
    falls: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for row, got in answered(rows, "stripped articles"):
        if got.score is not None:
            falls[row["cut"]].append((row["before"] - got.score, got.score))
    lines, bounds = [], []
    for name, found in falls.items():
        fall, still = median(fall for fall, _ in found), fmean(after >= BANDS[-1] for _, after in found)
        lines.append(
            [
                name,
                str(len(found)),
                figure(fall, 1),
                f"{fmean(by >= 20 for by, _ in found):.0%}",
                f"{still:.1%}",
            ]
        )
        if name.startswith("all"):
            bounds.append(Bound("newsroom articles without their sources: median fall", fall, 20.0, True))
            bounds.append(Bound("of these still at 75 or more", still, 0.0, False))
    return Measured(
        table(("cut", "articles", "median fall", "fall by 20 or more", "still at 75 or more"), lines), bounds
    )


def smoothness(sets: Sets, count: int) -> Measured:
    """How far one sentence less moves a newsroom article."""
    chance = random.Random(31)
    rows: list[Row] = []
    for row, got in labelled(sets, *NEWSROOM)[:count]:
        if got.score is not None:
            document = read(article_of(row))
            rows += [
                {**row, "before": got.score, "text": text}
                for text in edits.one_sentence_less(document, chance, SENTENCES)
            ]
    moves = sorted(
        abs(got.score - row["before"])
        for row, got in answered(rows, "shortened articles")
        if got.score is not None
    )
    if not moves:
        return Measured("Not measured.", [])
    high = moves[max(0, int(0.99 * len(moves)) - 1)]
    text = f"{len(moves)} deletions: median {median(moves):.1f}, 99th percentile {high:.1f}, largest {moves[-1]:.1f}."
    return Measured(
        text,
        [
            Bound("one sentence less: 99th percentile of the move", high, 6.0, False),
            Bound("one sentence less: largest move", moves[-1], 15.0, False),
        ],
    )


def stories() -> Iterator[Row]:
    """Local stories of our own writing: a headline, a blank line and the text, parted by lines of `===`."""
    for number, story in enumerate(STORIES.read_text(encoding="utf-8").split("\n===\n")):
        title, _, text = story.strip().partition("\n\n")
        yield {
            "id": f"story {number}",
            "title": title,
            "text": text,
            "source_set": "stories",
            "label": "human",
        }


def local() -> Measured:
    """Well attributed stories about places and people that no list knows."""
    scores = {row["title"]: got.score or 0.0 for row, got in answered(list(stories()), "local stories")}
    lines = [[title, figure(score, 1)] for title, score in scores.items()]
    return Measured(
        table(("story", "score"), lines),
        [
            Bound("local stories: mean", fmean(scores.values()), 80.0, True),
            Bound("local stories: lowest", min(scores.values()), 68.0, True),
        ],
    )


def online(sets: Sets, count: int) -> Measured:
    """Scores with every link living and about what is said, and with every link dead, beside offline ones."""
    lines = []
    names = [
        NEWSROOM,
        ("g_gov_blogs", "human"),
        ("g_science_orgs", "human"),
        ("b_deepresearch", "llm"),
        ("b_seofarms", "llm"),
        ("farm_llm", "llm"),
    ]
    for name, label in names:
        cases = labelled(sets, name, label)[:count]
        rows = [{**row, "pages": pages} for pages in ("living", "dead") for row, _ in cases]
        found: dict[str, list[float]] = defaultdict(list)
        for row, got in answered(rows, f"{name} online"):
            if got.score is not None:
                found[row["pages"]].append(got.score)
        offline = [got.score for _, got in cases if got.score is not None]
        if offline:
            lines.append(
                [
                    name,
                    str(len(offline)),
                    *(figure(fmean(side), 1) for side in (offline, found["living"], found["dead"])),
                ]
            )
    return Measured(
        table(("set", "articles", "mean offline", "every link living", "every link dead"), lines), []
    )


def edges(sets: Sets) -> list[Bound]:
    """How many articles stand exactly at the edge of a band."""
    scores = [got.score for cases in sets.values() for _, got in cases if got.score is not None]
    return [
        Bound("scores exactly at the edge of a band", fmean(score in BANDS for score in scores), 0.01, False)
    ]
