"""Who says what: attributions and their sources."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice

from scoring.document import DateMention, Draft, Link, Quote, Source, SourceKind, Span
from scoring.reading.attribution.noun_phrases import Phrase, describe
from scoring.reading.attribution.quote_speakers import MOST, Attribution, find_all
from scoring.reading.attribution.source_register import Mention, SourceRegistry, fold
from scoring.reading.attribution.unnamed_sources import agentless, named_documents, vague_groups

_NOBODY = frozenset(["it", "some", "others", "many"])


def find_attributions(document: Draft) -> tuple[tuple[Quote, ...], tuple[Source, ...]]:
    """The quotes of the text with their speakers, and every mention of a source, both in text order.

    Two passes are merged: from quotations and cue verbs to whoever is named beside them, and from nouns that
    name a source to whatever they vouch for. A pronoun is a speaker, with its referent's facts, but no mention;
    nor is somebody of whom the text only tells what he wants.
    """
    hidden, attributions = find_all(document)
    register = SourceRegistry(document.text, hidden, document.lower, document.lexicon)
    mentions: dict[Span, Mention] = {}
    for span, place in sorted(_places(document, hidden, attributions).items(), key=lambda pair: pair[0]):
        if isinstance(place, Attribution):
            mentions[span] = register.mention(span, place.statement, place.cue)
        else:
            mentions[span] = register.add(span, *place)
    quotes = tuple(
        _quote(document, found, register.source(mentions[found.speaker]) if found.speaker else None, register)
        for found in attributions
    )
    # Whoever wants or holds something has told the article nothing.
    silent = {found.speaker for found in attributions if found.stance}
    silent -= {found.speaker for found in attributions if not found.stance}
    named = [mention for mention in mentions.values() if not mention.points_back]
    heard = [mention for mention in named if mention.span not in silent]
    heard += [mention for mention in register.introduced if mention.span not in mentions]
    # Whoever is named where he only acts, and speaks as "he" after that.
    told = {mentions[found.speaker].key for found in attributions if found.speaker and not found.stance}
    told -= {mention.key for mention in heard}
    for mention in named:
        if mention.key in told:
            told.remove(mention.key)
            heard.append(mention)
    return quotes, tuple(register.source(mention) for mention in sorted(heard, key=lambda one: one.span))


def _places(
    document: Draft, hidden: str, attributions: list[Attribution]
) -> dict[Span, Attribution | tuple[Phrase, str | None]]:
    """Every place that names a source: speakers first, then what the other pass finds beside them."""
    places: dict[Span, Attribution | tuple[Phrase, str | None]] = {}
    for found in attributions:
        if found.speaker:
            places.setdefault(found.speaker, found)
    taken = sorted(places)
    for span, phrase, key in islice(_unquoted(document, hidden), MOST):
        near = bisect_left(taken, span)
        beside = [other for other in taken[max(0, near - 2) : near + 2] if span.touches(other)]
        # "It is believed", "some have suggested": whoever stands there is nobody that could stand in the way.
        if all(document.lower[slice(*other)] in _NOBODY for other in beside):
            places.setdefault(span, (phrase, key))
    return places


def _unquoted(document: Draft, hidden: str) -> Iterator[tuple[Span, Phrase, str | None]]:
    for span in vague_groups(document, hidden):
        phrase = describe(" ".join(hidden[span.start : span.end].split()))
        if phrase.kind not in (SourceKind.GENERIC_EXPERT, SourceKind.CROWD):
            phrase = Phrase(SourceKind.CROWD, role=phrase.role)
        yield span, phrase, None
    for span, origin in named_documents(document, hidden):
        name = " ".join(hidden[origin.start : origin.end].split())
        yield span, Phrase(SourceKind.DOCUMENT, None, None, name, checkable=True), f"{fold(name)} document"
    for span in agentless(document, hidden):
        yield span, Phrase(SourceKind.AGENTLESS), None


def _quote(document: Draft, found: Attribution, speaker: Source | None, register: SourceRegistry) -> Quote:
    provenance = _provenance(document, found, speaker, register)
    return Quote(found.kind, found.span, speaker, found.cue, provenance, found.stance)


def _provenance(document: Draft, found: Attribution, speaker: Source | None, register: SourceRegistry) -> int:
    """How well the words can be traced: the ladder of `Quote.provenance`."""
    if speaker is None or speaker.kind is SourceKind.AGENTLESS:
        return 0
    if speaker.name is None and speaker.kind is not SourceKind.DOCUMENT:
        return 1
    office = speaker.kind in (SourceKind.OFFICE, SourceKind.ORGANISATION)
    step = (
        3
        if speaker.affiliation or office or (speaker.kind is SourceKind.DOCUMENT and speaker.checkable)
        else 2
    )
    if step < 3:
        return step
    where = found.statement
    placed = speaker.key in register.placed or _holds(where, document.links) or _holds(where, document.dates)
    return step + placed


def _holds(where: Span, parts: Sequence[Link] | Sequence[DateMention]) -> bool:
    """Whether the first part that begins in a statement lies in it; parts are in text order."""
    at = bisect_left(parts, where.start, key=lambda part: part.span.start)
    return at < len(parts) and where.covers(parts[at].span)
