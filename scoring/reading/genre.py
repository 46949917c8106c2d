"""What kind of piece an article is, where the caller does not say: told by its form, with a probability."""

import re
from collections.abc import Iterator, Sequence
from math import exp
from typing import NamedTuple

from scoring.article import Genre
from scoring.document import BlockKind, Document, Draft, Page, Quote
from scoring.lexicons import sections, table
from scoring.memo import once_per_document
from scoring.reading.genre_features import measure
from scoring.straight import straight

_LISTS = sections("genres")
# Labels that stand as a line of their own or as a part of a title, and words that begin one.
_LABELS = {label: genre for genre in Genre for label in _LISTS.get(f"label {genre}", ())}
_BEGINNINGS = [
    (label.removesuffix("…"), genre) for label, genre in sorted(_LABELS.items()) if label.endswith("…")
]
_SEGMENTS = {segment: genre for genre in Genre for segment in _LISTS.get(f"address {genre}", ())}
_PHRASES = [(phrase, genre) for genre in Genre for phrase in sorted(_LISTS.get(f"notice {genre}", ()))]
_AUTHORS = sorted(_LISTS["author"])

# Where labels and notices stand: the first lines and the last ones.
_FIRST, _LAST, _LONGEST_LABEL = 8, 4, 40
_TITLE_MARK = re.compile(r"\s{0,9}(?::|\||–|—|\s-\s|•|·|»|/)\s{0,9}")
# Log-odds of what a piece or its address calls itself. A line that anybody can type tips the scales and no more;
# the address comes from the newsroom's own system.
_LABEL, _NOTICE, _AUTHOR, _ADDRESS = 2.0, 2.5, 1.5, 7.0
# Genres that no form tells from news: only the caller or the address may say so.
_UNTOLD = frozenset({Genre.SATIRE, Genre.FICTION})
# Other genres than news must be as likely as this: what is unclear is taken for news.
CLEAR = 0.4
_MOST_CUES = 4
# Under this key reading leaves what it measured for judging, which asks again: the form takes six million instructions.
_FORM = "form of the genres"
# What moves the scales by less is no cue.
_FAINT = 0.15


class _Scale(NamedTuple):
    """What a measure is called in a report, what it weighs for the genres at its full value, and the mean of that."""

    cue: str
    weights: dict[Genre, float]
    mean: float


def _scale(cue: str, weights: dict[Genre, float]) -> _Scale:
    return _Scale(cue, weights, sum(weights.values()) / len(Genre))


def _scales() -> dict[str, _Scale]:
    """The scales by measure, the genres' biases under `bias`; made by `tools/fit_genre.py`."""
    return {
        row["measure"]: _scale(
            row["cue"], {genre: float(row[genre.value]) for genre in Genre if row[genre.value]}
        )
        for row in table("genre_weights")
    }


_SCALES = _scales()
_BIAS = dict.fromkeys(Genre, 0.0) | _SCALES.pop("bias").weights


class GenreGuess(NamedTuple):
    """A genre with its probability and what told it, strongest first: `speaks as I`, `label “opinion”`."""

    genre: Genre
    given: bool
    probability: float = 1.0
    cues: tuple[str, ...] = ()


def guess_genre(document: Draft, quotes: Sequence[Quote]) -> GenreGuess:
    """The genre of an article: what the caller says, else the likeliest by its form."""
    if document.article.genre:
        return GenreGuess(document.article.genre, given=True)
    form = document.memo[_FORM] = _by_form(document, quotes)
    evidence = form + [(1.0, _scale(cue, {genre: weight})) for cue, genre, weight in _said(document)]
    best, probability = _likeliest(_probabilities(evidence))
    return GenreGuess(best, False, probability, _cues(evidence, best))


@once_per_document
def genres_by_form(document: Document) -> dict[Genre, float]:
    """How likely each genre is by the form alone: whatever label, notice or address says so, nobody can type it in."""
    form = document.memo.get(_FORM)
    return _probabilities(_by_form(document, document.quotes) if form is None else form)


def _by_form(document: Draft, quotes: Sequence[Quote]) -> list[tuple[float, _Scale]]:
    return [
        (value, scale) for name, value in measure(document, quotes).items() if (scale := _SCALES.get(name))
    ]


def _probabilities(evidence: Sequence[tuple[float, _Scale]]) -> dict[Genre, float]:
    scores = dict(_BIAS)
    for value, scale in evidence:
        for genre, weight in scale.weights.items():
            scores[genre] += value * weight
    top = max(scores.values())
    odds = {genre: exp(score - top) for genre, score in scores.items()}
    whole = sum(odds.values())
    return {genre: odd / whole for genre, odd in odds.items()}


def _likeliest(probabilities: dict[Genre, float]) -> tuple[Genre, float]:
    """The likeliest genre and its probability; news, with its own, where none is clear."""
    best = max(probabilities, key=probabilities.__getitem__)
    if probabilities[best] < CLEAR:
        best = Genre.NEWS
    return best, round(probabilities[best], 2)


def _cues(evidence: Sequence[tuple[float, _Scale]], best: Genre) -> tuple[str, ...]:
    """What speaks most for the genre, against the mean of all genres."""
    strength = ((value * (scale.weights.get(best, 0.0) - scale.mean), scale.cue) for value, scale in evidence)
    ranked = sorted((-weight, cue) for weight, cue in strength if weight > _FAINT)
    return tuple(cue for _, cue in ranked[:_MOST_CUES])


# What the piece and its address say themselves


def _said(document: Page) -> Iterator[tuple[str, Genre, float]]:
    if found := genre_of_address(document):
        yield f"address has /{found[0]}/", found[1], _ADDRESS - min(0.0, _BIAS[found[1]])
    if (found := _by_label(document)) and found[1] not in _UNTOLD:
        yield f"label “{found[0]}”", found[1], _LABEL
    if found := _by_notice(document):
        yield f"notice “{found[0]}”", found[1], _AUTHOR if found[0] in _AUTHORS else _NOTICE


def genre_of_address(document: Page) -> tuple[str, Genre] | None:
    """The segment of the article's address that names a genre, with the genre; None where none does."""
    address = (document.article.url or "").lower()[:2000].partition("?")[0]
    segments = address.split("/")[2:-1] if "://" in address else address.split("/")[:-1]
    for segment in segments:
        if genre := _SEGMENTS.get(segment.removeprefix("www.")):
            return segment, genre
    return None


def _by_label(document: Page) -> tuple[str, Genre] | None:
    for line in _titles(document):
        begins = " ".join(line[:300].split())
        for words, told in _BEGINNINGS:
            if begins.startswith(words):
                return words.rstrip(), told
        parts = _TITLE_MARK.split(line[:300])
        for part in (parts[0], parts[-1]) if len(parts) > 1 else ():
            label = " ".join(part.split())
            if genre := _LABELS.get(label):
                return label, genre
    for line in _edges(document, _LONGEST_LABEL):
        label = " ".join(line.strip(" \t[]()*#|:-–—").split())
        if genre := _LABELS.get(label):
            return label, genre
    return None


def _titles(document: Page) -> Iterator[str]:
    if document.title:
        yield document.title.lower()
    for block in document.blocks[:3]:
        if block.span.end - block.span.start <= 200:
            yield document.lower[block.span.start : block.span.end]


def _edges(document: Page, longest: int) -> Iterator[str]:
    """The first and last lines, those up to `longest` code points."""
    blocks = [block for block in document.blocks if block.kind not in (BlockKind.REFERENCE, BlockKind.CODE)]
    chosen = blocks if len(blocks) <= _FIRST + _LAST else blocks[:_FIRST] + blocks[-_LAST:]
    for block in chosen:
        if block.span.end - block.span.start <= longest:
            yield document.lower[block.span.start : block.span.end]


def _by_notice(document: Page) -> tuple[str, Genre] | None:
    """A line at the top or the end that says what this is, or who its author is."""
    lines = [straight(" ".join(line.split())) for line in _edges(document, 600)]
    text = "\n".join(lines)
    for phrase, genre in _PHRASES:
        if phrase in text and genre not in _UNTOLD:
            return phrase, genre
    short = "\n".join(line for line in lines if len(line) <= 300)
    for phrase in _AUTHORS:
        if phrase in short:
            return phrase, Genre.OPINION
    return None
