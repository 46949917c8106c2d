"""Counts in which articles a line stands, so that any order of the articles gives the same counts."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from scoring.article import Article
from scoring.layout.lowercase import lower
from scoring.line_evidence import FEWEST, LineCounts, TemplateEvidence
from scoring.reading import LAY_OUT
from scoring.views.fingerprint import Fingerprint, fingerprint_of_blocks

# So many articles are kept for one line: enough to tell an outlet's line from everybody's.
MOST_SAMPLES = 24
# Articles without an outlet may all be of one, so that no line is all theirs.
MOST_UNNAMED = 16
# So many copies of one text are kept: they count as one, but any of them may be erased.
MOST_COPIES = 3
CELLS = 1 << 22

Text = tuple[int, int]


class Sample(NamedTuple):
    """One article in which a line stands: its two longest lines, and its outlet where that is known."""

    work: int
    second: int
    outlet: int | None

    @property
    def text(self) -> tuple[int, int]:
        """What copies of the article share."""
        return self.work, self.second


def fingerprint_of_article(article: Article) -> Fingerprint:
    """The marks of an article that is not read otherwise; those of its document are the same."""
    layout = LAY_OUT[article.format](article)
    return fingerprint_of_blocks(lower(layout.text), layout.blocks)


def recurring(
    found: Fingerprint, outlet: int | None, samples: Mapping[int, Iterable[Sample]]
) -> TemplateEvidence:
    """What `samples` tell of an article's lines; those of the article itself may be among them."""
    copies = _copies(found, samples)
    lines = {}
    for mark in found.lines if found.frame is None else (*found.lines, found.frame):
        seen = _count(samples.get(mark, ()), outlet, copies)
        if seen.elsewhere >= FEWEST or seen.house >= FEWEST:
            lines[mark] = seen
    return TemplateEvidence(lines)


def _copies(found: Fingerprint, samples: Mapping[int, Iterable[Sample]]) -> set[Text]:
    """The texts that are the article's own, whole or cut: one has the two longest lines of the other.

    A line that many have who are no copies of each other belongs to all of them, and tells no copy.
    """
    texts = {mark: {sample.text for sample in those} for mark, those in samples.items()}
    known = {mark for mark, those in texts.items() if len(those) >= MOST_SAMPLES // 2}
    ours = (found.lines.keys() | found.long) - known
    copies = {(found.work, found.second)}
    copies |= {text for those in texts.values() for text in those if ours.issuperset(filter(None, text))}
    longest = [mark for mark in (found.work, found.second) if mark]
    if longest and known.isdisjoint(longest):
        copies |= set.intersection(*(texts.get(mark, set()) for mark in longest))
    return copies


def _count(samples: Iterable[Sample], outlet: int | None, copies: set[Text]) -> LineCounts:
    works: dict[Text, int | None] = {}
    for sample in samples:
        text, where = sample.text, sample.outlet
        # A text at several outlets is counted once, at an outlet that does not depend on the order.
        if text not in copies and (text not in works or _rank(where) < _rank(works[text])):
            works[text] = where
    named = [where for where in works.values() if where is not None and where != outlet]
    unnamed = sum(where is None for where in works.values())
    return LineCounts(len(named), len(set(named)), unnamed, len(works) - len(named) - unnamed)


def is_saturated(samples: Sequence[Sample], new: Sample) -> bool:
    """Whether a new article would tell nothing that `samples` do not tell of a line."""
    if sum(sample.text == new.text for sample in samples) >= MOST_COPIES:
        return True
    works = {sample.text: sample.outlet for sample in samples}
    most = MOST_UNNAMED if new.outlet is None else FEWEST + 1
    return len(works) >= MOST_SAMPLES or sum(where == new.outlet for where in works.values()) >= most


def _rank(outlet: int | None) -> tuple[bool, int]:
    return outlet is None, outlet or 0


class LineIndex:
    """Where the lines of a list of articles stand; every article is entered before the first is asked about.

    Takes 8 bytes a line; only lines that may have recurred get an entry of their own, a bounded one.
    """

    def __init__(self) -> None:
        self._lines = array("q")
        self._articles: list[tuple[int, Text, int | None]] = []
        # How often a line may have been met, up to 255: digests that share a cell are told apart later.
        self._met = bytearray(CELLS)
        self._samples: dict[int, list[Sample]] | None = None

    def enter(self, found: Fingerprint, outlet: int | None) -> None:
        """Count an article in. Raises RuntimeError once the list has been asked."""
        if self._samples is not None:
            raise RuntimeError("the ledger is closed: its answers must not depend on the order")
        if not found.work:
            return
        digests = found.digests
        self._lines.extend(digests)
        self._articles.append((len(digests), (found.work, found.second), outlet))
        for mark in digests:
            if self._met[mark % CELLS] < 255:
                self._met[mark % CELLS] += 1

    def close(self) -> None:
        """Make the entries; nothing can be entered any more."""
        if self._samples is not None:
            return
        self._samples = {}
        # In an order of their own, so that the same ones are kept however they came.
        starts = accumulate((length for length, _, _ in self._articles), initial=0)
        for (length, text, outlet), start in sorted(zip(self._articles, starts, strict=False), key=_place):
            sample = Sample(*text, outlet)
            for mark in self._lines[start : start + length]:
                if self._met[mark % CELLS] > FEWEST:
                    kept = self._samples.setdefault(mark, [])
                    if not (kept and kept[-1].text == text) and not is_saturated(kept, sample):
                        kept.append(sample)
        self._lines, self._articles, self._met = array("q"), [], bytearray()

    def evidence(self, found: Fingerprint, outlet: int | None) -> TemplateEvidence:
        """What the list tells of one article's lines."""
        self.close()
        entries = self._samples or {}
        return recurring(found, outlet, {mark: entries[mark] for mark in found.digests if mark in entries})


def _place(entry: tuple[tuple[int, Text, int | None], int]) -> tuple[Text, tuple[bool, int]]:
    (_, text, outlet), _ = entry
    return text, _rank(outlet)
