"""What is read in an article, each part anchored to a span of its text."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from operator import attrgetter
from typing import Any, NamedTuple, Protocol, TypeVar

from scoring.article import Article, Genre
from scoring.lexicons import ENGLISH, Lexicon


class Span(NamedTuple):
    """A half-open range of Unicode code points of `Document.text`."""

    start: int
    end: int

    def covers(self, other: "Span") -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def touches(self, other: "Span") -> bool:
        """Whether the two spans share at least one code point."""
        return self.start < other.end and other.start < self.end


class BlockKind(StrEnum):
    """What a block is in the article's layout."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    QUOTATION = "quotation"
    CODE = "code"
    CAPTION = "caption"
    BYLINE = "byline"
    STAMP = "stamp"
    REFERENCE = "reference"
    FURNITURE = "furniture"


# Kinds whose words are the article's own prose; the rest is layout, credits or somebody's list.
PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTATION})


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list item, table row, ...: spans are trimmed of white space and of list bullets.

    `level` is the depth of a heading (1 to 6) or of a list item. `group` numbers the list or table that the
    block belongs to (0: none). `cells` are the cells of a table row; `header` marks a table's head row.
    """

    kind: BlockKind
    span: Span
    level: int = 0
    group: int = 0
    cells: tuple[Span, ...] = ()
    header: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of prose; `block` is the index of its block in `Document.blocks`."""

    span: Span
    block: int


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink or a bare URL in the text; `span` covers its visible words, `furniture` marks page navigation.

    `assumed` says that it was written without the scheme that its `url` has.
    """

    span: Span
    url: str
    furniture: bool = False
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Marker:
    """An in-text call for a reference: `[3]`, `[1][2]`, `[1-3]`; `labels` lists every entry it calls."""

    span: Span
    labels: tuple[str, ...]


class IdentifierKind(StrEnum):
    """Registered identifiers of works."""

    DOI = "doi"
    ARXIV = "arxiv"
    PMID = "pmid"
    ISBN = "isbn"
    ISSN = "issn"


@dataclass(frozen=True, slots=True)
class Identifier:
    """A DOI, arXiv number, PMID, ISBN or ISSN in the text; `value` is its canonical form."""

    kind: IdentifierKind
    span: Span
    value: str


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of the reference list, from the text or from the submission's `references` (then without span).

    `published` and `retrieved` are TIMEX3 values (`2021`, `2021-10-16`); `url_date` is the date that the
    URL's path states. `anchors` are the indices of the markers that call the entry. `words` are those of the entry
    without its addresses, `assumed` says that its address was written without a scheme, and `certain` names the parts (`title`, `outlet`, `published`) that its form tells beyond doubt.
    """

    label: str | None
    span: Span | None
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    retrieved: str | None = None
    url_date: str | None = None
    anchors: tuple[int, ...] = ()
    words: str | None = None
    assumed: bool = False
    certain: frozenset[str] = frozenset()


class QuoteKind(StrEnum):
    """How another's words are given."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class SourceKind(StrEnum):
    """Who or what is named as the source; the report folds these into the contract's five kinds."""

    PERSON = "person"
    OFFICE = "office"
    EXPERT = "expert"
    ORGANISATION = "organisation"
    DOCUMENT = "document"
    GENERIC_EXPERT = "generic_expert"
    CROWD = "crowd"
    ANONYMOUS = "anonymous"
    AGENTLESS = "agentless"


@dataclass(frozen=True, slots=True)
class Source:
    """A source as the text names it: `span` is the whole noun phrase, `name` its bare name where it has one.

    `key` is equal for two mentions of one source. `checkable` says that a reader could check it from what
    the text gives (an office, an organisation, a titled document, a dated venue), not that anybody did.
    """

    text: str
    span: Span
    kind: SourceKind
    key: str
    name: str | None = None
    role: str | None = None
    affiliation: str | None = None
    checkable: bool = False


@dataclass(frozen=True, slots=True)
class Embedded:
    """Somebody else's words without quotation marks: a block quotation, a post, a statement, a turn of a transcript.

    `speaker` is where the text credits them: a signature or a label; None where only the sentence before may tell.
    """

    span: Span
    speaker: Span | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """Words attributed to a source: `span` has the quotation marks, `provenance` is the ladder 0 to 4.

    0 nobody, 1 a role, 2 a name, 3 name and affiliation, 4 these and when, where or a link. A `stance` is what the
    text tells of somebody's wishes and beliefs: the article's own words about him.
    """

    kind: QuoteKind
    span: Span
    speaker: Source | None = None
    cue: Span | None = None
    provenance: int = 0
    stance: bool = False


class Grain(StrEnum):
    """How fine a date is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    SEASON = "season"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    TIME = "time"
    REF = "ref"
    VAGUE = "vague"


class Reading(NamedTuple):
    """One way to read a date: TIMEX3 value and the closed interval of days that it covers (None: open)."""

    value: str
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class DateMention:
    """An expression of time. An ambiguous one lists every reading; an impossible one has no reading at all.

    `value` is the TIMEX3 value of the reading that evidence favours, else the first one's.
    """

    span: Span
    value: str
    grain: Grain
    readings: tuple[Reading, ...] = ()
    relative: bool = False

    @property
    def ambiguous(self) -> bool:
        """Whether more than one reading is possible."""
        return len(self.readings) > 1


class StampKind(StrEnum):
    """What a stamp on the page dates."""

    PUBLISHED = "published"
    MODIFIED = "modified"


class StampOrigin(StrEnum):
    """Where a stamp was read, strongest first."""

    CMS = "cms"
    JSON_LD = "json_ld"
    META = "meta"
    URL = "url"
    LABEL = "label"
    DATELINE = "dateline"


@dataclass(frozen=True, slots=True)
class Stamp:
    """A publication or modification date of the page itself; `span` is set where it stands in the text."""

    kind: StampKind
    origin: StampOrigin
    text: str
    readings: tuple[Reading, ...]
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Byline:
    """Who signs: a person, or a desk (`wire desk`, `admin`, `team`); `span` is None where only the CMS says so."""

    name: str
    desk: bool
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Dateline:
    """`Kyiv • UNN`, `LONDON (Reuters) -`: the place and the outlet that an agency puts before its text."""

    place: str | None
    outlet: str | None
    span: Span


@dataclass(frozen=True)
class Page:
    """An article laid out, before anything is read in its text; readers that need no more take a Page.

    `code` are stretches of code within blocks. `lower` is the text in small letters, of the same length. `lexicon` are the word lists that it is read by. `memo`
    keeps what `once_per_document` worked out.
    """

    article: Article
    text: str
    blocks: tuple[Block, ...] = ()
    title: str | None = None
    title_spans: tuple[Span, ...] = ()
    code: tuple[Span, ...] = ()
    lower: str = field(default="", repr=False)
    lexicon: Lexicon = field(default=ENGLISH, repr=False, compare=False)
    memo: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __getitem__(self, span: Span) -> str:
        """The text of a span."""
        return self.text[span[0] : span[1]]

    def of_kind(self, *kinds: BlockKind) -> Iterator[Block]:
        """The blocks of these kinds, in text order."""
        return (block for block in self.blocks if block.kind in kinds)


@dataclass(frozen=True)
class Draft(Page):
    """An article of which all is read but who is quoted. Tuples are in text order.

    `quotations` are all passages that are somebody else's words, `embedded` among them. `covered` is False where
    the language gate refused the text. `words` counts the words of the prose and headings, page furniture and
    references left out.
    """

    language: str = "und"
    covered: bool = False
    words: int = 0
    sentences: tuple[Sentence, ...] = ()
    links: tuple[Link, ...] = ()
    markers: tuple[Marker, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    references: tuple[Reference, ...] = ()
    embedded: tuple[Embedded, ...] = ()
    quotations: tuple[Span, ...] = ()
    dates: tuple[DateMention, ...] = ()
    stamps: tuple[Stamp, ...] = ()
    bylines: tuple[Byline, ...] = ()
    dateline: Dateline | None = None

    def inside_quotation(self, span: Span) -> bool:
        """Whether a span is somebody else's words: inside quotation marks, or embedded without them."""
        return within(span, self.quotations)


@dataclass(frozen=True)
class Document(Draft):
    """Everything that was read in one article: `quotes` with their speakers, every source that it names, and its genre.

    A guessed genre has its probability and what told it; a given one has 1 and nothing.
    """

    quotes: tuple[Quote, ...] = ()
    sources: tuple[Source, ...] = ()
    genre: Genre = Genre.NEWS
    genre_guessed: bool = True
    genre_probability: float = 1.0
    genre_cues: tuple[str, ...] = ()


P = TypeVar("P", bound=Page)


def grown(kind: type[P], page: Page, **more: Any) -> P:
    """A page, or what was made of it, with more that was read; what was worked out of the page is kept."""
    parts = {it.name: getattr(page, it.name) for it in fields(page) if it.init}
    made = kind(**parts, **more)
    made.memo.update(page.memo)
    return made


def within(span: Span, spans: Sequence[Span]) -> bool:
    """Whether one of `spans`, which are in text order and do not overlap, covers `span`."""
    place = bisect_right(spans, span.start, key=attrgetter("start"))
    return place > 0 and spans[place - 1].covers(span)


class _Placed(Protocol):
    @property
    def span(self) -> Span: ...


PlacedT = TypeVar("PlacedT", bound=_Placed)


def starting_in(parts: Sequence[PlacedT], span: Span) -> Sequence[PlacedT]:
    """Those of `parts`, which are in text order, that start in `span`; takes no longer than they are many."""
    first, after = (bisect_left(parts, edge, key=attrgetter("span.start")) for edge in span)
    return parts[first:after]
