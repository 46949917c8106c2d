"""Counts in which articles a line stands, so that any order of the articles gives the same counts."""

from array import array
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from scoring.article import Article
from scoring.reading import LAY_OUT
from scoring.reading.lowering import lower
from scoring.reading.marks import Marks, marks
from scoring.standing import FEWEST, Seen, TemplateEvidence

# So many articles are kept for one line: enough to tell an outlet's line from everybody's.
MOST_SAMPLES = 24
# Articles without an outlet may all be of one, so that no line is all theirs.
MOST_UNNAMED = 16
CELLS = 1 << 22


class Sample(NamedTuple):
    """One article in which a line stands: its longest line, and its outlet where that is known."""

    work: int
    outlet: int | None


def skim(article: Article) -> Marks:
    """The marks of an article that is not read otherwise; those of its document are the same."""
    layout = LAY_OUT[article.format](article)
    return marks(lower(layout.text), layout.blocks)


def recurring(found: Marks, outlet: int | None, samples: Mapping[int, Iterable[Sample]]) -> TemplateEvidence:
    """What `samples` tell of an article's lines; those of the article itself may be among them."""
    # Who has our longest line, or whose longest line is one of ours, carries the same text. Where many have
    # it that are no copies of each other, it belongs to all of them: a template whose filling is short.
    copies = {sample.work for sample in samples.get(found.work, ())} if found.work is not None else set()
    if len(copies) >= MOST_SAMPLES // 2:
        copies = set()
    copies |= found.long
    copies |= found.lines.keys() - {mark for mark in found.lines if _is_frame_of_many(samples.get(mark, ()))}
    if found.work is not None:
        copies.add(found.work)
    lines = {}
    for mark in found.digests:
        seen = _count(samples.get(mark, ()), outlet, copies)
        if seen.elsewhere + seen.unnamed >= FEWEST or seen.house >= FEWEST:
            lines[mark] = seen
    return TemplateEvidence(lines)


def _is_frame_of_many(samples: Iterable[Sample]) -> bool:
    return len({sample.work for sample in samples}) >= MOST_SAMPLES // 2


def _count(samples: Iterable[Sample], outlet: int | None, copies: set[int]) -> Seen:
    works: dict[int, int | None] = {}
    for work, where in samples:
        # A text at several outlets is counted once, at an outlet that does not depend on the order.
        if work not in copies and (work not in works or _rank(where) < _rank(works[work])):
            works[work] = where
    named = [where for where in works.values() if where is not None and where != outlet]
    unnamed = sum(where is None for where in works.values())
    return Seen(len(named), len(set(named)), unnamed, len(works) - len(named) - unnamed)


def crowded(samples: Iterable[Sample], outlet: int | None) -> bool:
    """Whether one more article of an outlet would tell nothing new of a line."""
    works = {sample.work: sample.outlet for sample in samples}
    most = MOST_UNNAMED if outlet is None else FEWEST + 1
    return len(works) >= MOST_SAMPLES or sum(where == outlet for where in works.values()) >= most


def _rank(outlet: int | None) -> tuple[bool, int]:
    return outlet is None, outlet or 0


class Ledger:
    """Where the lines of a list of articles stand; every article is entered before the first is asked about.

    Takes 8 bytes a line; only lines that may have recurred get an entry of their own, a bounded one.
    """

    def __init__(self) -> None:
        self._lines = array("q")
        self._articles: list[tuple[int, int, int | None]] = []
        # How often a line may have been met, up to 255: digests that share a cell are told apart later.
        self._met = bytearray(CELLS)
        self._samples: dict[int, dict[int, int | None]] | None = None

    def enter(self, found: Marks, outlet: int | None) -> None:
        """Count an article in. Raises RuntimeError once the list has been asked."""
        if self._samples is not None:
            raise RuntimeError("the ledger is closed: its answers must not depend on the order")
        if found.work is None:
            return
        digests = found.digests
        self._lines.extend(digests)
        self._articles.append((len(digests), found.work, outlet))
        for mark in digests:
            if self._met[mark % CELLS] < 255:
                self._met[mark % CELLS] += 1

    def close(self) -> None:
        """Make the entries; nothing can be entered any more."""
        if self._samples is not None:
            return
        self._samples = {}
        start = 0
        for length, work, outlet in self._articles:
            for mark in self._lines[start : start + length]:
                if self._met[mark % CELLS] > FEWEST:
                    _keep(self._samples.setdefault(mark, {}), work, outlet)
            start += length
        self._lines, self._articles, self._met = array("q"), [], bytearray()

    def evidence(self, found: Marks, outlet: int | None) -> TemplateEvidence:
        """What the list tells of one article's lines."""
        self.close()
        entries = self._samples or {}
        samples = {
            mark: [Sample(*pair) for pair in entries[mark].items()]
            for mark in found.digests
            if mark in entries
        }
        return recurring(found, outlet, samples)


def _keep(works: dict[int, int | None], work: int, outlet: int | None) -> None:
    """Keep the articles with the smallest digests, whatever the order they come in."""
    if work not in works or _rank(outlet) < _rank(works[work]):
        works[work] = outlet
    if len(works) > MOST_SAMPLES:
        del works[max(works)]
