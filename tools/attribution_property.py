"""On real articles: an invented source never raises a score, and no text, whole or cut up, raises an exception."""

import gzip
import json
import random
import string
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from scoring import Article, Evidence, Report, Rule, judge, read, report_json, shipped

SEED = 7
PER_CORPUS = 40
ARTICLES = 1_000
FUZZED = 500
SHORTEST = 900
# Sources that only these sentences know: of each sort that a generator could add.
INVENTED = (
    "“We see the same pattern in every district,” said Dr. Selma Vaughn, a leading expert on planning at the University of Kestrel.",
    "“It was colder than I had thought,” said Martin Oakes.",
    "Professor Ada Lindholm, a renowned authority on the subject, argues that little will change.",
    "The Kestrel Institute for Coastal Policy said that the figures are sound.",
    "“The trend is clear,” said Nora Quist, director of the Halden Centre for Market Research.",
    "A study by the Veldt Foundation found that most people agree.",
    "Hanna Ilves, a spokeswoman for Norvale Analytics, said that demand had doubled.",
    "Analysts at Corvane Partners expect a slow year.",
    "The Kestrel Tribune reported that the talks had ended.",
    "The Ford Institute of Halden said that the water was clean.",
    "Many experts believe that the plan will be changed again.",
    "Sources close to the matter say that the talks go on.",
)
RULES = shipped()
# Filler is judged by its share of the words: any sentence dilutes it a little, whoever says it.
UNFILLED = replace(
    RULES,
    rules={code: Rule(off=True) if code.startswith("FIL_") else rule for code, rule in RULES.rules.items()},
)
PIECES = (
    "“",
    "”",
    '"',
    "''",
    "’",
    "said",
    "Dr. ",
    ",",
    "—",
    "\n\n",
    "\n",
    "according to",
    "told Reuters",
    "The",
    ":",
)


def run(corpus: Path) -> int:
    """Print both results; 1 where one of them is bad, 0 also where there are no corpora."""
    if not corpus.is_dir():
        print(f"no corpora in {corpus.parent}: the property was not tried")
        return 0
    raised = _property(list(_sample(corpus, PER_CORPUS)))
    return int(bool(_exceptions(list(_sample(corpus, 10_000))[:ARTICLES])) or raised > 0)


def _property(rows: list[dict[str, Any]]) -> int:
    rng = random.Random(SEED)
    pairs, raised = 0, 0
    codes: Counter[str] = Counter()
    for row in rows:
        article = _article(row)
        before = _judged(article)
        if before.score is None:
            continue
        # Where an article stands in the paper is known to its newsroom; a guess must not move with a sentence.
        article = replace(article, genre=before.document.genre)
        paragraphs = article.body.split("\n\n")
        place = rng.randrange(len(paragraphs) + 1)
        for sentence in INVENTED:
            body = "\n\n".join([*paragraphs[:place], sentence, *paragraphs[place:]])
            after = _judged(replace(article, body=body))
            pairs += 1
            if after.score is not None and after.score > before.score:
                raised += 1
                codes.update(_codes(before) - _codes(after))
    print(
        f"invented sources: {pairs} pairs on {len(rows)} articles, the score rose in {raised} {dict(codes) or ''}"
    )
    return raised


def _exceptions(rows: list[dict[str, Any]]) -> int:
    """How many articles, whole or cut up, lost a check or raised."""
    rng = random.Random(SEED)
    started, failed, fuzzed = time.process_time(), Counter[str](), 0
    for number, row in enumerate(rows):
        texts = [row["text"]]
        if number < FUZZED:
            texts.append(_cut_up(row["text"], rng))
            fuzzed += 1
        for text in texts:
            try:
                report = judge(read(Article(text, language="en")), Evidence(), RULES)
                report_json(report)
                failed.update(failure.code for failure in report.failed)
            except Exception as error:
                failed[f"{type(error).__name__} on {row['id']}"] += 1
    spent = time.process_time() - started
    print(
        f"exceptions: {failed.total()} on {len(rows)} articles and {fuzzed} cut up {dict(failed) or ''} ({spent:.0f} s CPU)"
    )
    return failed.total()


def _cut_up(text: str, rng: random.Random) -> str:
    """A text with marks, line breaks and stray letters put in, and stretches taken out."""
    signs = list(text)
    for _ in range(40):
        at = rng.randrange(len(signs) + 1)
        what = rng.choice((*PIECES, rng.choice(string.printable), chr(rng.randrange(0xA0, 0x2FFF)), ""))
        signs[at : at + rng.choice((0, 0, 1, 7, 60))] = what
    return "".join(signs)


def _sample(corpus: Path, most: int) -> Iterator[dict[str, Any]]:
    rng = random.Random(SEED)
    for path in sorted(corpus.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            rows = [
                row for row in map(json.loads, lines) if len(row["text"]) >= SHORTEST and "base_id" not in row
            ]
        rng.shuffle(rows)
        yield from rows[: min(most, max(PER_CORPUS, ARTICLES // 16))]


def _article(row: dict[str, Any]) -> Article:
    return Article(
        row["text"],
        title=row.get("title") or None,
        url=row.get("url"),
        published_at=row.get("published_at"),
        language="en",
    )


def _judged(article: Article) -> Report:
    return judge(read(article), Evidence(), UNFILLED)


def _codes(report: Report) -> Counter[str]:
    return Counter(judged.check.code for judged in report.findings)
