"""The statements of an article, each with what a reader could follow it to."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple, TypeVar

from scoring.document import (
    BlockKind,
    Document,
    Identifier,
    Link,
    Marker,
    Quote,
    QuoteKind,
    Source,
    SourceKind,
    Span,
)
from scoring.evidence import Lookup, identifier_lookup
from scoring.memo import once_per_document
from scoring.reading.units import merged
from scoring.reading.words import letters_of
from scoring.views.citations import link_lookup, reference_lookup
from scoring.views.experts import person_lookup
from scoring.views.known_sources import is_known
from scoring.views.particulars import Particulars, ParticularsReader
from scoring.views.provenance import Rung, is_pronoun, rung_of

# The provenance of a quote whose source is named and placed, and that says when, where or by which link.
_TRACED = 4
# A sentence with so much of it in quotation marks is its speaker's, not the article's.
MOSTLY = 0.5
_FIRST_PERSON = re.compile(r"\b(?:I|my|me|myself|we|our|us|ours|let's)\b", re.IGNORECASE)
_OPINION = re.compile(
    r"\b(?:should|must|ought|need to|needs to|I think|I believe|in my view|perhaps|surely|of course|let us|imagine|deserves?"
    r"|shameful|outrageous|wrong|right thing)\b",
    re.IGNORECASE,
)
# Where none of these runs of letters stands, the two patterns find nothing: trying them at every character of every sentence
# took a tenth of all reading and judging.
_FIRST_PERSONS = frozenset({"i", "my", "me", "myself", "we", "our", "us", "ours", "let"})
_OPINION_WORDS = frozenset(
    {
        "should",
        "must",
        "ought",
        "need",
        "needs",
        "think",
        "believe",
        "view",
        "perhaps",
        "surely",
        "course",
        "let",
        "imagine",
    }
    | {"deserve", "deserves", "shameful", "outrageous", "wrong", "right"}
)
# Bodies of which the text alone knows, and whose word so tires sooner than a person's.
_IMPERSONAL = frozenset({SourceKind.ORGANISATION, SourceKind.DOCUMENT})

_LABEL = re.compile(r"[^\n:.!?;,\"“”\d]{2,60}:(?=\s)")

T = TypeVar("T")


class Prop(NamedTuple):
    """Something that a statement stands on.

    `traced` says when or where, or has a link, beside the source. A `wish` is told of the source by the article. A `mention` names a
    source and ties no statement to it. `lookup` is the question that would settle it.
    """

    rung: Rung
    key: str
    traced: bool = False
    wish: bool = False
    indirect: bool = False
    impersonal: bool = False
    author: bool = False
    mention: bool = False
    lookup: Lookup | None = None

    @property
    def speaks(self) -> bool:
        """Whether it is somebody's word, no citation and no mere mention."""
        return not self.mention and self.rung not in (Rung.LINK, Rung.MARKER)


class Statement(NamedTuple):
    """One sentence: `quoted` is the share of it in quotation marks; `first_person` and `opinion` look outside of them.

    One that is `repeated` stood in the article before, word for word: it claims nothing anew.
    """

    span: Span
    block: int
    listed: bool
    words: int
    question: bool
    first_person: bool
    opinion: bool
    quoted: float
    particulars: Particulars
    props: tuple[Prop, ...]
    repeated: bool = False

    @property
    def bare(self) -> bool:
        """Whether it names nobody, no number and no date, in the article's own words."""
        return self.quoted < MOSTLY and self.particulars.bare


class _Parts(NamedTuple):
    """What touches each sentence, by the sentence's number."""

    quotes: Sequence[list[Quote]]
    quotations: Sequence[list[Span]]
    sources: Sequence[list[Source]]
    links: Sequence[list[Link]]
    calls: Sequence[list[Span]]
    cited: Sequence[list[Prop]]
    dates: Sequence[list[Span]]


@once_per_document
def statements_of(document: Document) -> tuple[Statement, ...]:
    """Every sentence of the prose as a statement, in text order."""
    parts = _parts(document)
    reader = ParticularsReader(document)
    seen: set[str] = set()
    found = []
    for number, sentence in enumerate(document.sentences):
        start, end = sentence.span
        words = " ".join(document.lower[start:end].split()).strip(_AROUND_WORDS)
        found.append(_statement(document, number, parts, reader, repeated=words in seen))
        seen.add(words)
    return tuple(found)


# What a pull quote has around it, or leaves out, of the sentence that it repeats.
_AROUND_WORDS = " \"'“”‘’.,…"


def _parts(document: Document) -> _Parts:
    spread = _Spread(document)
    marks: list[Marker | Identifier] = [*document.markers, *document.identifiers]
    addresses = [link for link in document.links if document[link.span].startswith(("http", "www"))]
    calls = sorted([it.span for it in marks] + [link.span for link in addresses])
    own = attrgetter("span")
    return _Parts(
        quotes=spread.over(document.quotes, own),
        quotations=spread.over(merged(document.quotations), lambda span: span),
        sources=spread.over(document.sources, own),
        links=spread.over([link for link in document.links if not link.furniture], own),
        calls=spread.over(calls, lambda span: span),
        cited=[[prop for _, prop in found] for found in spread.over(_calls(document), lambda pair: pair[0])],
        dates=spread.over([mention.span for mention in document.dates], lambda span: span),
    )


def _calls(document: Document) -> list[tuple[Span, Prop]]:
    """Markers and identifiers with the question that settles each."""
    entries: dict[str, Lookup | None] = {
        reference.label: reference_lookup(reference) for reference in document.references if reference.label
    }
    found = [
        (marker.span, Prop(Rung.MARKER, f"marker {label}", lookup=entries.get(label)))
        for marker in document.markers
        for label in marker.labels[:20]
    ]
    found += [
        (it.span, Prop(Rung.MARKER, it.value, lookup=identifier_lookup(it))) for it in document.identifiers
    ]
    return found


class _Spread:
    """Puts what stands in a text under the sentences that it touches."""

    def __init__(self, document: Document) -> None:
        self._spans = [sentence.span for sentence in document.sentences]
        self._starts = [span.start for span in self._spans]

    def over(self, items: Iterable[T], span_of: Callable[[T], Span]) -> list[list[T]]:
        """For each sentence, the items that share a code point with it."""
        found: list[list[T]] = [[] for _ in self._spans]
        for item in items:
            span = span_of(item)
            first = max(0, bisect_right(self._starts, span.start) - 1)
            for number in range(first, bisect_left(self._starts, span.end)):
                if self._spans[number].touches(span):
                    found[number].append(item)
        return found


def _statement(
    document: Document, number: int, parts: _Parts, reader: ParticularsReader, *, repeated: bool
) -> Statement:
    sentence = document.sentences[number]
    span = sentence.span
    text = document[span]
    quotes, quotations = parts.quotes[number], parts.quotations[number]
    outside, quoted = text, 0.0
    if quotations:
        outside = _outside(text, span.start, quotations)
        quoted = 1 - _length(outside) / max(1, _length(text))
    speakers = [it for quote in quotes for it in (quote.speaker and quote.speaker.span, quote.cue) if it]
    listed = document.blocks[sentence.block].kind is BlockKind.LIST_ITEM
    label = _label(document, span) if listed else None
    calls = parts.calls[number] if label is None else [*parts.calls[number], label]
    particulars = reader.read(span, len(parts.dates[number]), calls, speakers)
    said = set(letters_of(document)[span.start : span.end].split())
    first_person = not _FIRST_PERSONS.isdisjoint(said) and _holds(_FIRST_PERSON, outside)
    return Statement(
        span=span,
        block=sentence.block,
        listed=listed,
        words=len(text.split()),
        question=text.rstrip().rstrip('"”').endswith("?"),
        first_person=first_person,
        opinion=not _OPINION_WORDS.isdisjoint(said) and _holds(_OPINION, outside),
        quoted=quoted,
        particulars=particulars,
        props=tuple(_props(document, number, parts, particulars, first_person and quoted < _MOSTLY_QUOTED)),
        repeated=repeated,
    )


def _label(document: Document, span: Span) -> Span | None:
    """The label that an entry of a list begins with, up to its colon: its capitals name no one."""
    found = _LABEL.match(document.text, span.start, span.end)
    return Span(*found.span()) if found else None


# From this share of a sentence in quotation marks on, "I" is somebody else.
_MOSTLY_QUOTED = 0.3


def _props(
    document: Document, number: int, parts: _Parts, particulars: Particulars, author: bool
) -> Iterable[Prop]:
    traced = bool(particulars.dates or parts.links[number])
    keys: set[str] = set()
    for quote in parts.quotes[number]:
        if (speaker := quote.speaker) is None:
            continue
        keys.add(speaker.key)
        yield Prop(
            rung_of(speaker, document.lexicon),
            speaker.key,
            traced=traced or quote.provenance == _TRACED,
            wish=quote.stance,
            indirect=quote.kind is QuoteKind.INDIRECT,
            impersonal=speaker.kind in _IMPERSONAL
            or (speaker.kind is SourceKind.OFFICE and not speaker.name),
            author=author and is_pronoun(speaker),
            lookup=person_lookup(speaker),
        )
    for source in parts.sources[number]:
        if source.key not in keys and _stands_alone(document, source):
            yield Prop(rung_of(source, document.lexicon), source.key, mention=True)
    for link in parts.links[number]:
        yield Prop(Rung.LINK, link.url, lookup=link_lookup(link))
    yield from parts.cited[number]


def _stands_alone(document: Document, source: Source) -> bool:
    """Whether a source counts where no statement is tied to it: a named document, or a body that is known."""
    if source.kind is SourceKind.DOCUMENT:
        return source.checkable or is_known(source, document.lexicon)
    return source.kind is SourceKind.ORGANISATION and (source.checkable or is_known(source, document.lexicon))


def _holds(pattern: re.Pattern[str], text: str) -> bool:
    """Whether a pattern that is written with single blanks stands in a text."""
    return pattern.search(" ".join(text.split())) is not None


def _length(text: str) -> int:
    """How many characters are no white space."""
    return sum(map(len, text.split()))


def _outside(text: str, start: int, quotations: Iterable[Span]) -> str:
    """A text that starts at `start`, with blanks for what stands in quotation marks."""
    parts: list[str] = []
    at = 0
    for span in sorted(quotations):
        first, last = max(at, span.start - start), min(len(text), span.end - start)
        if first < last:
            parts += (text[at:first], " " * (last - first))
            at = last
    return "".join(parts) + text[at:] if parts else text
