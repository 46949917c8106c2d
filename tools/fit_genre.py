"""Fit the weights of `scoring/lexicons/en/genre_weights.csv` on the labelled development data.

Needs numpy and scipy (`pip install -r tools/requirements.txt`) and the data that `make eval` uses. Without
`--write` it only prints how often the genre is right: on articles that the fit has not seen, with the whole source
of the articles left out, and how a sentence more moves it. Genres of which there is too little data keep the
weights that are set here by hand.
"""

import argparse
import csv
import gzip
import json
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlparse

import numpy as np
from scipy.optimize import minimize

from scoring import Article, Genre, read
from scoring.article import Format
from scoring.reading.genre import CLEAR
from scoring.reading.genre_features import measure
from tools.evaluation.corpora import DATA, is_present

TABLE = Path(__file__).parent.parent / "scoring" / "lexicons" / "en" / "genre_weights.csv"
G = Genre
# What is known of a whole set: its file, and the genre of its articles.
SETS = {
    "opinions_20_24": G.OPINION,
    "fresh/g_felix_opinion": G.OPINION,
    "fresh/g_gov_blogs": G.ORGANISATION,
    "fresh/g_ngo_tech": G.ORGANISATION,
    "fresh/g_science_orgs": G.ORGANISATION,
    "fresh/g_prwire2024_26": G.RELEASE,
    "fresh/g_economist2026": G.ANALYSIS,
    "fresh/g_bbc2022": G.NEWS,
    "fresh/g_news2025_west": G.NEWS,
    "fresh/g_agency2025_state": G.NEWS,
    "fresh/g_news2025_regional": G.NEWS,
    "fresh/g_felix_student": G.NEWS,
    "iu_news": G.NEWS,
    "abp_mbfc": G.NEWS,
    "fresh/b_seofarms": G.SERVICE,
}
# Of outlets that mix news with essays only the newsrooms are taken for news.
NEWSROOMS = frozenset(
    [
        "apnews.com", "reuters.com", "cbsnews.com", "usatoday.com", "aljazeera.com", "politico.com", "csmonitor.com",
        "bloomberg.com", "chicago.suntimes.com", "wsj.com", "propublica.org", "texastribune.org",
        "themarshallproject.org", "businessinsider.com", "marketwatch.com", "washingtontimes.com",
    ]
)  # fmt: skip
# Segments of an address that say otherwise than the set, and those that make its articles doubtful.
SEGMENTS = {
    "opinion": G.OPINION, "opinions": G.OPINION, "columnists": G.OPINION, "our-columnists": G.OPINION,
    "editorials": G.OPINION, "commentary": G.OPINION, "sport": G.SPORT, "sports": G.SPORT, "breitbart-sports": G.SPORT,
}  # fmt: skip
DOUBTFUL = frozenset(
    ["blog", "blogs", "columns", "column", "obituaries", "food-recipes", "live", "lifestyle", "instablog"]
)
# A genre weighs in the fit by this power of how many articles it has: between by number (1) and alike (0).
BALANCE = 0.5
RIDGE = 0.002
FOLDS = 5
FEWEST_WORDS = 120
PER_SET = 500

# Genres by convention: bias, and the measures that make them. What the data has of them comes from one hand and
# would teach that hand; it only tests them.
BY_HAND: dict[Genre, dict[str, float]] = {
    G.REVIEW: {"bias": -4.0, "review": 8.0, "present": 1.0, "reporting": -2.0, "statements": -1.5},
    G.SERVICE: {
        "bias": -4.5,
        "recipe": 6.0,
        "amounts": 2.0,
        "imperatives": 5.0,
        "advice": 3.0,
        "you": 3.0,
        "lists": 2.0,
        "headings": 1.0,
        "listing title": 1.5,
        "asking headings": 1.5,
        "links": 1.0,
        "reporting": -2.0,
        "statements": -1.5,
        "we": -2.0,
        "institute": -1.0,
    },
    G.SPORT: {"bias": -3.5, "sport": 8.0, "results": 1.0},
    G.INTERVIEW: {"bias": -4.0, "turns": 8.0, "questions": 1.0, "embedded": 1.0},
    G.OBITUARY: {"bias": -6.0, "death notice": 4.0, "obituary": 3.5, "he or she": 1.5, "past": 1.0},
    G.SPEECH: {
        "bias": -6.0,
        "reporting": -2.0,
        "statements": -2.0,
        "address": 5.0,
        "speech": 3.0,
        "we": 1.0,
        "i": 1.0,
        "embedded": 4.0,
    },
    G.LIVE: {"bias": -5.0, "times of day": 8.0},
    G.EXPLAINER: {"bias": -5.0, "asking headings": 5.0, "asking title": 2.5, "explain": 2.5, "present": 1.0},
    G.SATIRE: {"bias": -9.0},
    G.FICTION: {"bias": -9.0},
}
# What a reader of the report is told of a measure.
CUES = {
    "address": "addresses an audience", "advice": "gives advice", "amounts": "lists amounts",
    "asking headings": "headings ask questions", "asking title": "the title asks or explains",
    "boilerplate": "has the standing parts of a release", "dateline": "has a dateline",
    "death notice": "tells of a death and an age", "duty": "says what should or must be",
    "embedded": "is largely embedded words of others", "exclamations": "exclaims", "explain": "explains terms",
    "future": "speaks of what will be", "he or she": "is about one person", "headings": "has many headings",
    "i": "speaks as I", "imperatives": "gives instructions", "institute": "speaks of its own team and users",
    "joining": "argues with but, because and if", "links": "has many links", "listing title": "the title promises a list",
    "lists": "is largely lists", "long sentences": "has long sentences", "negation": "negates and contracts",
    "obituary": "tells of a life", "past": "is told in the past", "present": "is told in the present",
    "promotion": "promotes", "questions": "asks questions", "quoted": "quotes at length", "recipe": "speaks of cooking",
    "references": "has references", "release": "names a release wire", "reporting": "reports what was said",
    "results": "gives results", "review": "speaks of a work or a product", "speakers": "has many speakers",
    "speech": "thanks and greets", "spoken": "lets people speak", "sport": "speaks of play",
    "spread": "speaks in the first person throughout", "statements": "attributes its statements",
    "times of day": "has dated entries", "turns": "alternates questions and answers", "view": "weighs and believes",
    "we": "speaks as we", "weekday": "dates by weekday", "you": "speaks to you",
}  # fmt: skip


class Sample(NamedTuple):
    """One article: where it comes from, its genre, its measures and its fold."""

    source: str
    genre: Genre
    values: dict[str, float]
    fold: int


def main() -> int:
    """Fit, print the tables, and with `--write` freeze the weights."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="write the weights into the lexicon")
    write = parser.parse_args().write
    if not is_present():
        return 0
    samples = list(_samples())
    names = sorted({name for sample in samples for name in sample.values})
    model = _Model(samples, names)
    print(f"{len(samples)} articles, {len(names)} measures")
    _confusion("articles not seen", samples, model.unseen())
    _confusion("source left out", samples, model.left_out())
    if write:
        _write(names, model.genres, model.fit(np.ones(len(samples), dtype=bool)), samples)
    return 0


def _samples() -> Iterator[Sample]:
    with ProcessPoolExecutor(2) as pool:
        for found in pool.map(_of_set, SETS, SETS.values()):
            yield from found


def _of_set(name: str, genre: Genre) -> list[Sample]:
    found = []
    with gzip.open(DATA / "corpus" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            told = _genre(name, row, genre)
            if (
                told is None
                or row.get("label") == "unreliable"
                or (name == "iu_news" and row["label"] != "human")
            ):
                continue
            document = read(_article(row))
            if document.covered and document.words >= FEWEST_WORDS:
                key = str(row.get("group")) if name == "opinions_20_24" else row["id"]
                values = measure(document, document.quotes) | {"bias": 1.0}
                source = f"{name}/{row['group']}" if name.endswith("prwire2024_26") else name
                found.append(Sample(f"{source}:{told.value}", told, values, zlib.crc32(key.encode()) % FOLDS))
            if len(found) >= PER_SET:
                break
    return found


def _genre(name: str, row: dict[str, Any], genre: Genre) -> Genre | None:
    """The genre of an article, by its set and its address; None where both leave doubts."""
    segments = urlparse(row.get("url") or "").path.lower().split("/")[:-1]
    if not DOUBTFUL.isdisjoint(segments):
        return None
    for segment in segments:
        if segment in SEGMENTS:
            return SEGMENTS[segment]
    if name == "abp_mbfc" and row["domain"] not in NEWSROOMS:
        return None
    return genre


def _article(row: dict[str, Any]) -> Article:
    for form in Format:
        if row.get(form.value):
            return Article(row[form.value], format=form, title=row.get("title") or None, language="en")
    return Article("", language="en")


class _Model:
    """A softmax over the genres that have data, one weight for a measure and a genre."""

    def __init__(self, samples: Sequence[Sample], names: Sequence[str]) -> None:
        self.samples = samples
        fitted = {sample.genre for sample in samples} - set(BY_HAND)
        self.genres = [genre for genre in Genre if genre in fitted]
        self.set = list(BY_HAND)
        self.by_hand = np.array([[BY_HAND[genre].get(name, 0.0) for genre in self.set] for name in names])
        self.x = np.array([[sample.values.get(name, 0.0) for name in names] for sample in samples])
        self.y = np.array(
            [self.genres.index(sample.genre) if sample.genre in fitted else -1 for sample in samples]
        )
        self.bias = list(names).index("bias")

    def fit(self, chosen: np.ndarray) -> np.ndarray:
        """The weights, one row a measure, that explain the chosen articles best."""
        chosen = chosen & (self.y >= 0)
        x, y, kinds = self.x[chosen], self.y[chosen], len(self.genres)
        counts = np.bincount(y, minlength=kinds)
        mass = (counts.clip(1) ** (BALANCE - 1.0))[y]
        mass = mass / mass.sum()
        free = np.ones((x.shape[1], kinds))
        free[self.bias] = 0.05

        def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
            weights = flat.reshape(x.shape[1], kinds)
            scores = x @ weights
            scores -= scores.max(axis=1, keepdims=True)
            odds = np.exp(scores)
            odds /= odds.sum(axis=1, keepdims=True)
            value = -(mass * np.log(odds[np.arange(len(y)), y] + 1e-12)).sum()
            odds[np.arange(len(y)), y] -= 1.0
            slope = x.T @ (odds * mass[:, None]) + 2 * RIDGE * free * weights
            return value + RIDGE * (free * weights**2).sum(), slope.ravel()

        start = np.zeros(x.shape[1] * kinds)
        found: np.ndarray = minimize(loss, start, jac=True, method="L-BFGS-B").x
        weights: np.ndarray = found.reshape(x.shape[1], kinds)
        return weights

    def unseen(self) -> list[Genre]:
        """The genre of each article by a fit that has not seen its fold."""
        folds = np.array([sample.fold for sample in self.samples])
        return self._guessed([folds == fold for fold in range(FOLDS)])

    def left_out(self) -> list[Genre]:
        """The genre of each article by a fit that has not seen its source."""
        sources = np.array([sample.source for sample in self.samples])
        return self._guessed([sources == source for source in sorted(set(sources))])

    def _guessed(self, parts: Sequence[np.ndarray]) -> list[Genre]:
        found = np.zeros(len(self.samples), dtype=int)
        for part in parts:
            scores = self.x[part] @ self.fit(~part)
            scores -= scores[:, [self.genres.index(Genre.NEWS)]]
            scores = np.hstack([scores, self.x[part] @ self.by_hand])
            odds = np.exp(scores - scores.max(axis=1, keepdims=True))
            unclear = odds.sum(axis=1) * CLEAR > 1.0
            found[part] = np.where(unclear, self.genres.index(Genre.NEWS), scores.argmax(axis=1))
        return [(*self.genres, *self.set)[index] for index in found]


def _confusion(head: str, samples: Sequence[Sample], guessed: Sequence[Genre]) -> None:
    rows: dict[str, Counter[Genre]] = defaultdict(Counter)
    for sample, genre in zip(samples, guessed, strict=True):
        rows[sample.source][genre] += 1
    kinds = sorted(set(guessed), key=list(Genre).index)
    print(f"\n{head:36}{'right':>7}" + "".join(f"{kind.value[:9]:>10}" for kind in kinds))
    for source, counts in rows.items():
        right = counts[Genre(source.partition(":")[2])] / counts.total()
        print(f"{source:36}{right:7.3f}" + "".join(f"{counts[kind]:10}" for kind in kinds))
    by_genre: dict[Genre, list[bool]] = defaultdict(list)
    for sample, genre in zip(samples, guessed, strict=True):
        by_genre[sample.genre].append(genre is sample.genre)
    accuracy = np.mean([right for rights in by_genre.values() for right in rights])
    macro = np.mean([np.mean(rights) for rights in by_genre.values()])
    print(
        f"accuracy {accuracy:.3f}, mean over genres {macro:.3f}; "
        + ", ".join(f"{genre.value} {np.mean(rights):.2f}" for genre, rights in by_genre.items())
    )


def _write(
    names: Sequence[str], genres: Sequence[Genre], weights: np.ndarray, samples: Sequence[Sample]
) -> None:
    fitted = {genre: dict(zip(names, weights[:, index], strict=True)) for index, genre in enumerate(genres)}
    # A score of nought is news: only differences matter, and hand-set genres compare with it.
    news = fitted[Genre.NEWS].copy()
    for row in fitted.values():
        for name in row:
            row[name] -= news[name]
    columns = fitted | BY_HAND
    measures = sorted({name for row in columns.values() for name in row} - {"bias"})
    with TABLE.open("w", encoding="utf-8", newline="") as out:
        out.write(
            "# Log-odds of a genre against news for a measure of an article's form at its full value; made by tools/fit_genre.py\n"
            f"# on {len(samples)} articles of the development data; {', '.join(sorted(genre.value for genre in BY_HAND))} by hand. Date: 2026-11.\n"
        )
        sheet = csv.writer(out, lineterminator="\n")
        sheet.writerow(["measure", "cue", *(genre.value for genre in Genre)])
        for name in ("bias", *measures):
            sheet.writerow(
                [
                    name,
                    CUES.get(name, ""),
                    *(_number(columns.get(genre, {}).get(name, 0.0)) for genre in Genre),
                ]
            )


def _number(weight: float) -> str:
    return f"{weight:.2f}" if abs(weight) >= 0.05 else ""


if __name__ == "__main__":
    sys.exit(main())
