"""When the things happened that a sentence cites a reference for."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from scoring.document import DateMention, Document, Grain, Marker, Reference, Sentence, Span, starting_in
from scoring.memo import once_per_document
from scoring.reading.dates.timex import reading
from scoring.views.office_holders import current_roles, writing_window


class Basis(StrEnum):
    """What dates a claim: NONE has no sign of its time, OTHER looks back or ahead, so that no date binds it."""

    DATE = "date"
    OFFICE = "office"
    PRESENT = "present"
    NONE = "none"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Claim:
    """One citing sentence: `earliest` is the first day on which what it says can have happened.

    With the bases PRESENT and NONE that is the first day on which the article can have been written.
    """

    span: Span
    basis: Basis
    earliest: date | None = None


# Words of looking back or ahead: what they speak of has another time than the article.
_HISTORY = re.compile(
    r"\b(?:since|founded|founding|established|born|birth|grew up|raised in|studied|graduated|educated|attended|childhood|former|formerly|then-|ex-|once|originally|previous|previously|"
    r"earlier|history|historic|historically|histories|decades?|century|centuries|years? (?:ago|earlier|before)|long-|"
    r"long (?:been|had|argued|held|ago)|used to|back in|dates? back|dating back|first term|early years|at the time|"
    r"had (?:been|become|already|long|never|not|also|\w{2,14}(?:ed|en|wn|ought|ade|old|id|ent|ost|elt|ept|ung))|"
    r"was (?:created|formed|built|launched|introduced|invented|discovered|signed|adopted)|in the past|over the (?:past|last) "
    r"(?:\w{1,9} )?(?:years|decades)|for (?:\w{1,9} )?(?:years|decades)|recent (?:years|decades|history))\b"
)
_AHEAD = re.compile(
    r"\b(?:will|would|shall|could|may|might|should|expected|projected|projections?|forecasts?|predicts?|predicted|due|"
    r"scheduled|plans?|planned|planning|aims?|targets?|goals?|until|deadline|expires?|upcoming|set to|"
    r"ahead of|pledged|promised|commitments?|roadmap|bid|candidates?|campaign)\b"
)
# Words of now: with them the sentence happens when the article is written.
_NOW = re.compile(
    r"\b(?:now|currently|today|tonight|yesterday|recent|recently|latest|this (?:week|month|morning|year)|last (?:week|month|night)|"
    r"(?:earlier|later) this (?:week|month|year)|in (?:the )?(?:past|last|coming|next) (?:few )?(?:days|weeks|months)|"
    r"coming (?:days|weeks)|ongoing|so far this year|on (?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
)
# A year alone dates a claim only where a preposition makes it one: "the 2024 election" may be spoken of before.
_IN_YEAR = re.compile(r"\b(?:in|during|throughout|of|early|late|mid-?)\s{1,9}$")

# The first words of what a comma sets apart to say what or where a thing is.
_BACKGROUND = re.compile(
    r"(?:an?|one of|some of|known as|also (?:known|called)|(?:which|who) (?:is|are)|(?:in|at|near|on) an?)\b"
)

# A date without its year is no better than the stamp that it is completed from.
_WHOLE_YEAR = re.compile(r"\d{4}")


class Claims:
    """The claims of one document's citing sentences, each read once."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._known: dict[Span, Claim] = {}
        self._roles = tuple(current_roles(document))
        self.window = writing_window(document, self._roles)

    def of(self, reference: Reference) -> tuple[Claim, ...]:
        """The claims of the sentences that cite a reference, in text order, each once."""
        spans: dict[Span, bool] = {}
        for marker in (self.document.markers[index] for index in reference.anchors):
            span = citing_span(self.document, marker)
            spans[span] = spans.get(span, True) and self._is_background(span, marker)
        return tuple(
            Claim(span, Basis.OTHER) if background else self._claim(span)
            for span, background in spans.items()
        )

    def _is_background(self, span: Span, marker: Marker) -> bool:
        """Whether a marker closes words that only explain or place a thing, and so have no time of their own.

        "On 5 March she died of mesothelioma, a cancer caused by asbestos [1]" cites asbestos and not the death.
        """
        before = self.document.lower[span.start : max(span.start, marker.span.start)]
        _, comma, clause = before.rpartition(", ")
        start = marker.span.start - len(clause)
        if not comma or not _BACKGROUND.match(clause):
            return False
        return not starting_in(self.document.dates, Span(start, marker.span.start))

    def _claim(self, span: Span) -> Claim:
        if span not in self._known:
            self._known[span] = self._read(span)
        return self._known[span]

    def _read(self, span: Span) -> Claim:
        words = " ".join(self.document.lower[span.start : span.end].split())
        if _HISTORY.search(words):
            return Claim(span, Basis.OTHER)
        dates = [mention for mention in starting_in(self.document.dates, span) if not mention.relative]
        if dates:
            days = [day for mention in dates for day in _first_days(mention)]
            last = self.window[1]
            future = bool(days) and last is not None and max(days) > last
            if not days or future or self._ahead(span, dates) or not all(map(self._dates_event, dates)):
                return Claim(span, Basis.OTHER)
            return Claim(span, Basis.DATE, min(days))
        now = _NOW.search(words) is not None
        offices = max((mention.since for mention in starting_in(self._roles, span)), default=None)
        written = self.window[0]
        if offices and not (now and written and written >= offices):
            return Claim(span, Basis.OFFICE, offices)
        return Claim(span, Basis.PRESENT if now else Basis.NONE, written)

    def _ahead(self, span: Span, dates: list[DateMention]) -> bool:
        """Whether a sentence speaks of what is to come; "May" in its dates is a month."""
        lower = self.document.lower
        edges = [span.start, *(edge for it in dates for edge in it.span), span.end]
        pieces = [lower[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
        return any(_AHEAD.search(" ".join(piece.split())) for piece in pieces) or any(
            lower[max(0, it.span.start - 9) : it.span.start].split()[-1:] == ["by"] for it in dates
        )

    def _dates_event(self, mention: DateMention) -> bool:
        """Whether a date says when something was, and is no part of a name ("the November 2026 election")."""
        before = self.document.lower[max(0, mention.span.start - 20) : mention.span.start]
        if not _WHOLE_YEAR.search(self.document[mention.span]) and not self.document.stamps:
            return False
        if mention.grain is Grain.DAY:
            return True
        if mention.grain is Grain.MONTH:
            return before.split()[-1:] != ["the"]
        return mention.grain is Grain.YEAR and _IN_YEAR.search(before) is not None


@once_per_document
def claims_of(document: Document) -> Claims:
    """The claims of a document."""
    return Claims(document)


def citing_span(document: Document, marker: Marker) -> Span:
    """The sentence that a marker belongs to; one that opens a sentence closes the one before it."""
    sentences = document.sentences
    index = bisect_right(sentences, marker.span.start, key=_start) - 1
    if index < 0:
        return marker.span
    span = sentences[index].span
    lead = document.text[span.start : min(marker.span.start, span.start + 60)]
    if index and sentences[index - 1].block == sentences[index].block and not any(map(str.isalpha, lead)):
        return sentences[index - 1].span
    return span


def reference_days(reference: Reference) -> tuple[date, date] | None:
    """The closed interval of days in which a reference says that it appeared, or None where it says nothing.

    The day in its URL where that lies in the printed year; where the two disagree, the later one.
    """
    intervals = []
    for value in (reference.url_date, reference.published):
        found = reading(value) if value else None
        if found and found.first and found.last:
            intervals.append((found.first, found.last))
    if not intervals:
        return None
    first = intervals[0]
    if len(intervals) == 2 and not (intervals[1][0] <= first[0] and first[1] <= intervals[1][1]):
        return max(intervals, key=lambda days: days[1])
    return first


def _first_days(mention: DateMention) -> list[date]:
    return [it.first for it in mention.readings if it.first]


def _start(item: Sentence) -> int:
    return item.span.start
