"""How the article words its own prose: about particulars, or in general terms that would fit any subject."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from typing import NamedTuple

from scoring.document import BlockKind, Document, Span
from scoring.lexicons import table
from scoring.memo import once_per_document
from scoring.reading.words import letters
from scoring.views.own_prose import own_prose

# Up to this lean prose is worded as newsrooms word it.
_PLAIN = -1.1
# Shorter prose is counted as if it had this many words, so that two words in a brief mean little.
_FEWEST_WORDS = 150

_WORD = re.compile(r"[a-z]+")
# What stands before a capital is asked behind it, so that the patterns are tried at capitals and digits alone.
_PARTICULAR = re.compile(r"[A-Z\d](?:(?<=\d)|(?<=[a-z,;] .))")
_NAME = re.compile(r"[A-Z](?<=[a-z,] [A-Z])[a-z]+")
_NUMBER = re.compile(r"\d+")
# What tools leave in brackets is nobody's wording.
_TOOL = re.compile(r":?\w{0,30}[\[{【][^\]}】\n]{0,200}[\]}】]")
_BRACKETS = "[{【"
# ", underscoring the importance of ...": an evaluation hung on to a finished sentence.
_TAIL = re.compile(
    r", (?:underscor|highlight|reflect|signal|emphasi[sz]|showcas|demonstrat|ensur|mark|foster|creat|caus|rais|spark"
    r"|express|leav|offer|provid|mak)ing\b"
)
_ABSTRACT = ("tion", "tions", "ment", "ments", "ness", "ity", "ities", "ance", "ence")

# The shapes of prose and how much of each is as much as counts: shares of sentences, or numbers in 1,000 words.
_CEILINGS = {
    "(no particulars)": 1.0,
    "(abstract nouns)": 80.0,
    "(participle tails)": 8.0,
    "(names)": 90.0,
    "(numbers)": 25.0,
}
# With fewer sentences a share means little.
_FEWEST_SENTENCES = 5


class Entry(NamedTuple):
    """One row of the lexicon: a word or a shape, its weight in log-odds, and whether it is a stock word."""

    weight: float
    stock: bool


@dataclass(frozen=True, slots=True)
class Wording:
    """How a text's own prose is worded.

    `lean` is how far it leans from the wording of newsrooms (below zero) to that of generated prose, in the
    log-odds of the fit; `stock` says how often each stock word stands there. `words` is the length of all that
    the article says in its own words, lists included.
    """

    lean: float
    stock: Mapping[str, int]
    words: int

    def generality(self, full: float) -> float:
        """How general the terms are, 0 to 1; 1 from a lean of `full` on."""
        return round(min(1.0, max(0.0, (self.lean - _PLAIN) / (full - _PLAIN))), 3)


@once_per_document
def wording_of(document: Document) -> Wording:
    """The register of a document's own sentences."""
    measured = _measured(document)
    lexicon = _lexicon()
    weights = document.memo.get(_WEIGHTS) or _weights()
    lean = sum((weights[name] * value for name, value in measured.values().items()), weights["(base)"])
    stock = {word: count for word, count in measured.counts.items() if lexicon[word].stock}
    return Wording(round(lean, 3), stock, _lengths(document)[0])


def reweighed(document: Document, weights: Mapping[str, float]) -> None:
    """Let a document be judged by other weights than the lexicon's: those that were fitted without its set, say."""
    document.memo[_WEIGHTS] = weights


_WEIGHTS = "weights of the wording"


@once_per_document
def own_words(document: Document) -> int:
    """How many words stand in the article's own sentences, those that lean on a citation or on nobody among them."""
    return sum(_lengths(document))


@once_per_document
def _lengths(document: Document) -> tuple[int, int]:
    """How many words stand in the own and in the leaning sentences."""
    own, leaning = (
        sum([len(document.text[it.span.start : it.span.end].split()) for it in part])
        for part in own_prose(document)
    )
    return own, leaning


def measures(document: Document) -> dict[str, float]:
    """Every measure that the lexicon weighs, by its name: what the fit sees."""
    return _measured(document).values()


def word_counts(document: Document) -> tuple[Counter[str], int]:
    """How often each word of the lexicon stands in the article's own sentences, and how many words these have."""
    measured = _measured(document)
    return measured.counts, measured.words


def stock_spans(document: Document) -> tuple[Span, ...]:
    """Where the stock words stand in the article's own sentences."""
    lexicon = _lexicon()
    own, leaning = _paragraphs(document)
    return tuple(
        Span(match.start(), match.end())
        for start, end in sorted(own + leaning)
        for match in _WORD.finditer(document.lower, start, end)
        if (entry := lexicon.get(match[0])) and entry.stock
    )


class _Measured(NamedTuple):
    """How often the words of the lexicon stand in the prose, how much there is of each shape, and its words."""

    counts: Counter[str]
    shapes: dict[str, float]
    words: int

    def values(self) -> dict[str, float]:
        per_1000 = 1000 / max(_FEWEST_WORDS, self.words)
        return {word: sqrt(count * per_1000) for word, count in self.counts.items()} | self.shapes


def _measured(document: Document) -> _Measured:
    """Leaning sentences add to what is general and to nothing else: neither they nor losing their prop helps."""
    own, leaning = ([_plain(document[span]) for span in spans] for spans in _paragraphs(document))
    text = "\n".join(own)
    own_counts, leaning_counts = (
        Counter(letters("\n".join(part).lower()).split()) for part in (own, leaning)
    )
    words = own_counts.total()
    both = own_counts + leaning_counts if leaning_counts else own_counts
    abstract = sum(count for word, count in both.items() if word.endswith(_ABSTRACT))
    tails = len(_TAIL.findall("\n".join(own + leaning)))
    bare = sum(1 for sentence in own + leaning if not _PARTICULAR.search(sentence))
    per_1000 = 1000 / max(_FEWEST_WORDS, words)
    found = {
        "(no particulars)": bare / max(_FEWEST_SENTENCES, len(own)),
        "(abstract nouns)": per_1000 * abstract,
        "(participle tails)": per_1000 * tails,
        "(names)": per_1000 * len(_NAME.findall(text)),
        "(numbers)": per_1000 * len(_NUMBER.findall(text)),
    }
    shapes = {name: min(1.0, found[name] / ceiling) for name, ceiling in _CEILINGS.items()}
    return _Measured(_weighed(own_counts, both), shapes, words)


def _weighed(own: Counter[str], both: Counter[str]) -> Counter[str]:
    """The counts of the lexicon's words: stock ones wherever they stand, plain ones in the own sentences."""
    lexicon = _lexicon()
    counts = {word: (both if lexicon[word].stock else own)[word] for word in both.keys() & lexicon.keys()}
    return Counter({word: counts[word] for word in sorted(counts) if counts[word]})


def _paragraphs(document: Document) -> tuple[list[Span], list[Span]]:
    """The own and the leaning sentences of the running text: the entries of a list are no sentences to weigh."""
    blocks = document.blocks
    own, leaning = (
        [it.span for it in sentences if blocks[it.block].kind is BlockKind.PARAGRAPH]
        for sentences in own_prose(document)
    )
    return own, leaning


def _plain(text: str) -> str:
    if any(bracket in text for bracket in _BRACKETS):
        text = _TOOL.sub("", text)
    return " ".join(text.split())


@lru_cache(maxsize=1)
def _lexicon() -> dict[str, Entry]:
    return {row["entry"]: Entry(float(row["weight"]), row["leans"] == "stock") for row in table("register")}


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    return {name: entry.weight for name, entry in _lexicon().items()}
