"""Which of the people who are cited could be looked up: experts by name, never officials or residents."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from enum import StrEnum

from scoring.article import Genre
from scoring.document import Document, Source, SourceKind, Span
from scoring.evidence import Lookup, LookupKind, lookup_for
from scoring.memo import once_per_document
from scoring.reading.attribution.noun_phrases import inflated
from scoring.reading.bodies import BodyType, body_of
from scoring.reading.capitals import CAPITAL

# Registries are asked about no more people than these for one article.
MOST_EXPERTS = 3
# A longer name or role is no name or role; whoever is asked need not read it.
LONGEST_CLAIM = 120
# Genres that make no claim of fact.
_FREE = frozenset({Genre.SATIRE, Genre.FICTION})


class Standing(StrEnum):
    """What an article says of a named expert.

    PRAISED: praise where a post should be. TITLED: a title, and nothing besides. BARE: a trade, and no institution. POSTED: an institution, or what
    looks like one, that no list knows. FINDABLE: a university or institute that can be found and asked. STAFF: an authority, an outlet or a company
    for which they speak.
    """

    PRAISED = "praised"
    TITLED = "titled"
    BARE = "bare"
    POSTED = "posted"
    FINDABLE = "findable"
    STAFF = "staff"


def standing(source: Source) -> Standing:
    """What is said of an expert, by the role and the affiliation."""
    if inflated(source.role) and not _POST.search(source.role or ""):
        return Standing.PRAISED
    if source.affiliation is None:
        return Standing.TITLED if _TITLE.fullmatch(source.role or "") else Standing.BARE
    body = body_of(source.affiliation)
    if body is None or not body.real:
        return Standing.POSTED
    return Standing.FINDABLE if body.type in _LEARNED else Standing.STAFF


# Bodies whose people are cited for what they know, not as the body's voice.
_LEARNED = frozenset({BodyType.UNIVERSITY, BodyType.ORGANISATION, BodyType.BODY})


# What follows a name and ties it to an institution: `, professor of sociology and law at Arden University`.
_PLACED = re.compile(rf"[^.;:!?“”\"]{{0,80}}?\b(?:of|at|for|with|from)\s(?:the\s)?{CAPITAL}[\w&.'’-]+")
# How many characters after a name such a tie may reach.
_TIE = 160


def is_placed(document: Document, source: Source) -> bool:
    """Whether the words after a mention tie the person to something with a name, which the reading of the phrase left out."""
    return _PLACED.match(document.text, source.span.end, source.span.end + _TIE) is not None


# A post, which somebody gave, beside any praise.
_POST = re.compile(
    r"\b(?:professor|prof|lecturer|director|head|chair|chairman|chairwoman|chief|president|dean|editor|fellow|researcher|curator)\b",
    re.IGNORECASE,
)
# What an article that has introduced somebody before writes before the name, two names that share one trade, or no trade at all.
_TITLE = re.compile(
    r"(?:(?:prof|professor|dr|sir|dame|lord|mr|ms|mrs)\.?\s*)+|as\b.*|(?:two|both|three)\b.*|.*\b(?:economists|scientists|researchers|professors|analysts|scholars|historians|experts|sociologists|psychologists)\b.*",
    re.IGNORECASE,
)
# What an expert has made or where the words stand: a book, paper, study, outlet or page named by its title.
_WORK = re.compile(
    r"\b(?:author|co-author|coauthor|translator) of\b|\b(?:his|her|their) (?:\w+ ){0,2}"
    r"(?:book|study|paper|memoir|article|essay|column|research|report|findings|blog|podcast|thesis|survey|film|documentary|newsletter)\b"
    r"|\b(?:led|leads|co-led|headed|designed|authored|co-authored|wrote|published|conducted|carried out|worked on) (?:the|a|an|this|that|another) (?:\w+ ){0,3}"
    r"(?:study|paper|research|report|survey|review|analysis|trial|investigation|project|work|book|article|essay|letter)\b"
    r"|\b(?:in|of|to|from) (?:a|an|the|this|another|one) (?:\w+ ){0,3}(?:paper|study|book|essay|survey|analysis|article|memoir|trial)\b"
    r"|\b(?:the|this|that|new|recent|latest|another) (?:study|paper|research|survey|trial|findings|experiment)\b"
    r"|\b(?:lead|first|senior|corresponding|study|report) authors?\b|\bone of (?:the|its) authors\b|\bpublished (?:in|by|on)\b"
    r"|\b(?:who|which) (?:was|were|is) not (?:involved|part)\b"
    r"|\b(?:writes|wrote|writing|argues|argued|tweeted|posted|told|interview|podcast|op-ed)\b[^.]{0,60}\b(?:in|on|for|with|to|magazine|journal|radio|newspaper)\b",
    re.IGNORECASE,
)


def works_beside(document: Document, source: Source, passage: Span) -> bool:
    """Whether the block that brings an expert in, or the one before or after it, names a work or says where the words stand."""
    blocks = document.blocks
    at = bisect_right(blocks, passage.start, key=lambda block: block.span.start) - 1
    start = blocks[max(0, at - 1)].span.start if at >= 0 else passage.start
    end = blocks[min(len(blocks) - 1, at + 1)].span.end if at >= 0 else passage.end
    start, end = max(start, passage.start - _AROUND), min(end, passage.end + _AROUND)
    if "author" in source.text or "author" in (source.role or ""):
        return True
    return _WORK.search(document.text, start, end) is not None


# How far from the passage, in characters, a work may be named.
_AROUND = 400


def person_lookup(source: Source) -> Lookup | None:
    """The question that settles who a named expert is; None for any other source.

    One word is no name that could be looked up.
    """
    if source.kind is not SourceKind.EXPERT or not source.name or " " not in source.name.strip():
        return None
    return lookup_for(
        LookupKind.PERSON,
        source.key[:LONGEST_CLAIM],
        name=_claim(source.name),
        role=_claim(source.role),
        affiliation=_claim(source.affiliation),
    )


@once_per_document
def expert_lookups(document: Document) -> tuple[Lookup, ...]:
    """The questions about the article's named experts: first those whom a reader could not check, in text order."""
    if document.genre in _FREE:
        return ()
    found = dict(_experts(document))
    first = sorted(found, key=lambda lookup: found[lookup])
    return tuple(first[:MOST_EXPERTS])


def _experts(document: Document) -> Iterator[tuple[Lookup, bool]]:
    seen: set[str] = set()
    for source in document.sources:
        if source.key not in seen and (lookup := person_lookup(source)):
            seen.add(source.key)
            yield lookup, source.checkable


def _claim(text: str | None) -> str | None:
    """A claim on one line, cut at a word."""
    if text is None:
        return None
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_CLAIM else line[:LONGEST_CLAIM].rpartition(" ")[0]
