"""What kind of piece an article is, where the caller does not say."""

import re
from collections.abc import Iterator

from scoring.article import Genre
from scoring.document import PROSE, BlockKind, Page
from scoring.lexicons import sections

_LISTS = sections("genres")
# Labels that stand as a line of their own, begin a title, or are a segment of the address.
_LABELS = {label: genre for genre in Genre for label in _LISTS.get(f"label {genre}", ())}
_SEGMENTS = {segment: genre for genre in Genre for segment in _LISTS.get(f"address {genre}", ())}
_PHRASES = [(phrase, genre) for genre in Genre for phrase in sorted(_LISTS.get(f"notice {genre}", ()))]
_AUTHORS = sorted(_LISTS["author"])

# Where labels and notices stand: the first lines and the last ones.
_FIRST, _LAST, _LONGEST_LABEL = 8, 4, 40
_TITLE_MARK = re.compile(r"\s{0,9}(?::|\||–|—|\s-\s|•|·|»|/)\s{0,9}")
_QUESTION = re.compile(r"(?:^|\n)[ \t]{0,9}(?:q|question)\s?[:.](?=\s)")
_ANSWER = re.compile(r"(?:^|\n)[ \t]{0,9}(?:a|answer)\s?[:.](?=\s)")
# Questions and answers that make an interview.
_FEWEST_TURNS = 3

_I = frozenset({"i", "i'm", "i've", "i'd", "i'll", "my", "me", "myself"})
_WE = frozenset({"we", "our", "us", "ours", "ourselves", "we're", "we've", "let's"})
_YOU = frozenset({"you", "your", "you're"})
_DUTY = frozenset({"should", "must", "ought", "need"})
_REPORTING = frozenset(
    {"said", "says", "told", "according", "reported", "added", "announced", "reporters", "statement"}
    | {"spokesman", "spokeswoman", "spokesperson"}
)
# Shares of all words outside quotation marks: an essay speaks as I or we, says what should be, and reports little.
_LEAST_I, _LEAST_I_AND_WE, _LEAST_DUTY = 0.006, 0.016, 0.001
_MOST_REPORTING, _MOST_YOU = 0.003, 0.012
# The first person runs through an essay; in news it is one block that somebody else speaks.
_LEAST_SPREAD = 0.4
# Fewer words do not make an essay.
_FEWEST_WORDS = 150


def guess_genre(document: Page) -> tuple[Genre, bool]:
    """The genre, and whether it was guessed. News, unless a label, the address or the form says otherwise."""
    if document.article.genre:
        return document.article.genre, False
    for cue in (genre_of_address, _by_label, _by_notice, _by_form):
        if genre := cue(document):
            return genre, True
    return Genre.NEWS, True


def genre_of_address(document: Page) -> Genre | None:
    """The genre that a segment of the article's address names; None where none does."""
    address = (document.article.url or "").lower()[:2000].partition("?")[0]
    segments = address.split("/")[2:-1] if "://" in address else address.split("/")[:-1]
    for segment in segments:
        if genre := _SEGMENTS.get(segment.removeprefix("www.")):
            return genre
    return None


def _by_label(document: Page) -> Genre | None:
    for line in _titles(document):
        parts = _TITLE_MARK.split(line[:300])
        for part in (parts[0], parts[-1]) if len(parts) > 1 else ():
            if genre := _LABELS.get(" ".join(part.split())):
                return genre
    for line in _edges(document, _LONGEST_LABEL):
        if genre := _LABELS.get(" ".join(line.strip(" \t[]()*#|:-–—").split())):
            return genre
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


def _by_notice(document: Page) -> Genre | None:
    """A line at the top or the end that says what this is, or who its author is."""
    lines = [" ".join(line.split()).replace("’", "'") for line in _edges(document, 600)]
    text = "\n".join(lines)
    for phrase, genre in _PHRASES:
        if phrase in text:
            return genre
    short = "\n".join(line for line in lines if len(line) <= 300)
    return Genre.OPINION if any(phrase in short for phrase in _AUTHORS) else None


def _by_form(document: Page) -> Genre | None:
    lower = document.lower
    questions = len(_QUESTION.findall(lower))
    if questions >= _FEWEST_TURNS and len(_ANSWER.findall(lower)) >= _FEWEST_TURNS:
        return Genre.INTERVIEW
    return Genre.OPINION if _is_essay(_own_words(document)) else None


def _own_words(document: Page) -> list[str]:
    """The words of the prose, without what stands in quotation marks; a mark left open lasts to the end of its line."""
    lower = document.lower
    prose = "\n".join([lower[block.span.start : block.span.end] for block in document.of_kind(*PROSE)])
    text = prose.replace("“", '"').replace("”", '"').replace("’", "'")
    return " ".join([part for line in text.split("\n") for part in line.split('"')[::2]]).split()


def _is_essay(words: list[str]) -> bool:
    if len(words) < _FEWEST_WORDS:
        return False
    first = _share(words, _I)
    if first < _LEAST_I and first + _share(words, _WE) < _LEAST_I_AND_WE:
        return False
    places = [index for index, word in enumerate(words) if word in _I or word in _WE]
    return (
        places[-1] - places[0] >= _LEAST_SPREAD * len(words)
        and _share(words, _DUTY) >= _LEAST_DUTY
        and _share(words, _REPORTING) < _MOST_REPORTING
        and _share(words, _YOU) < _MOST_YOU
    )


def _share(words: list[str], which: frozenset[str]) -> float:
    return sum(map(which.__contains__, words)) / len(words)
