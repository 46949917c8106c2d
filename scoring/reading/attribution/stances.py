"""What somebody wants, holds or demands, told without the words: indirect, and no source of the article's facts."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from scoring.document import Span
from scoring.lexicons import sections
from scoring.reading.attribution.speakers import NAME, subject_before
from scoring.reading.attribution.statements import HIDDEN, Statement

_VERBS = sections("stance_verbs")
STANCES = {
    word: kind for kind in ("for", "to", "showing", "object", "saying", "adjective") for word in _VERBS[kind]
}
# After these a form is a noun, a participle or a passive: `his proposed law`, `is believed`.
_NO_VERB = sections("function_words")["determining"] | {"is", "are", "was", "were", "be", "been", "being"}
_BOTH = _VERBS["to"] & _VERBS["object"]
_COPULAS = frozenset({"is", "are", "was", "were", "be", "been", "being"})
_FOR = re.compile(r" (?:for|on|to|against|about|of|that|with|at|out) ")
_ABOUT = re.compile(r" (?:to|that|about|of|by|he|she|they|it|the) ")
_END = re.compile(
    r"[,;]\s+(?:while|but|although|though|whereas|and|after|when|as|which|who|saying|adding|arguing|noting|calling)\b|;|\s(?:while|but|after|because|during)\s"
)
_OPENING = re.compile(
    rf"""\W*((?:(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Tt]heir)\s(?:[\w'.&-]+\s){{0,5}}?[\w'.&-]+(?=\s(?:\w+ed|has|have|had|was|were|is|are|will)\b))
    |(?:former\s|[a-z]+\s){{0,2}}(?:{NAME}\s){{0,5}}{NAME}|[Hh]e|[Ss]he|[Tt]hey)\b""",
    re.VERBOSE,
)
_NO_NAME = (
    sections("function_words")["preposition"]
    | sections("function_words")["opener"]
    | sections("function_words")["quantifier"]
)
FEWEST_WORDS = 2


class Stance(NamedTuple):
    """The words that tell the stance, whose it is, and its verb."""

    span: Span
    speaker: Span
    cue: Span


def stances(
    hidden: str, statement: Statement, verbs: Sequence[re.Match[str]], last: Span | None
) -> Iterator[Stance]:
    """The stances of a statement, told by those of its `verbs`; `last` is the speaker already found in it, if any."""
    start, end = statement.span
    at = start
    for match in verbs:
        kind = STANCES.get(match[0])
        if kind is None or match.start() < at:
            continue
        begin, stop = match.end(), match.start()
        if hidden[stop - 1 : stop] in ("-", "'") or hidden[begin : begin + 1] in ("-", "'"):
            continue
        lead = hidden[max(start, stop - 24) : stop].rstrip(" ")
        previous = lead[lead.rfind(" ") + 1 :].lower()
        if (previous in _NO_VERB and not (kind == "adjective" and previous in _COPULAS)) or previous.endswith(
            ("'s", "s'")
        ):
            continue
        if kind == "saying":
            speaker = last or _opening(hidden, start, stop) if hidden[stop - 2 : stop] == ", " else None
        else:
            if not _complemented(hidden, kind, match[0], begin, end):
                continue
            speaker = subject_before(hidden, start, stop)
        if speaker is None or speaker.end - speaker.start < 2:
            continue
        cut = _END.search(hidden, begin + 1, end)
        finish = cut.start() if cut else end
        if hidden.count(" ", begin, finish) < FEWEST_WORDS:
            continue
        yield Stance(Span(begin + 1, finish), speaker, Span(stop, begin))
        at = finish


def _complemented(hidden: str, kind: str, word: str, begin: int, end: int) -> bool:
    following = hidden[begin : begin + 12]
    if kind == "for":
        return _FOR.match(following) is not None
    if kind == "adjective":
        return _ABOUT.match(following) is not None
    if kind == "to":
        return following.startswith(" to ") or (
            word in _BOTH and following[:1] == " " and following[1:2] not in (HIDDEN, ",")
        )
    return following[:1] == " " and begin + 3 < end and following[1:2] not in (HIDDEN, ",", "(")


def _opening(hidden: str, start: int, stop: int) -> Span | None:
    """The name that the main clause begins with, words of time or place before it passed over."""
    found = _OPENING.match(hidden, start, stop)
    if found and found[1].lower() in _NO_NAME:
        comma = hidden.find(", ", start, stop - 2)
        found = _OPENING.match(hidden, comma + 2, stop) if comma > 0 else None
    return Span(*found.span(1)) if found and found[1].lower() not in _NO_NAME else None
