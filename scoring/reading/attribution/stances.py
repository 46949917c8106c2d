"""What somebody wants, holds or demands, told without the words: indirect, and no source of the article's facts."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from scoring.document import Span
from scoring.lexicons import sections
from scoring.reading.attribution.speakers import A_FEW, BY, main_subject, subject_before
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
_BEARING = _VERBS["bearing"]
# A paper that suggests something is a noun with its object: `reports suggesting otherwise are wrong`.
_PAPERS = sections("documents")[""] | {f"{noun}s" for noun in sections("documents")[""]}
_NO_BEARER = (
    sections("function_words")["between"]
    | sections("function_words")["preposition"]
    | {"and", "or", "but", "than", "as"}
)
# What follows a verb of which "some" is the subject, not the number: `some sought to`, `some accused Roe`.
_TAKEN = re.compile(r"\s+(?:(?:to|the|it|him|her|them)\s|[A-Z])")
_COMPARING = re.compile(r"\s+(?:to|with)\s")
_BLANKS = re.compile(r" {2,}")
FEWEST_WORDS = 1


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
        joined = kind in ("adjective", "saying") and previous in _COPULAS
        if kind == "object" and lead.endswith(",") and _COMPARING.match(hidden, begin):
            continue  # ", compared with 32 percent"
        if BY.match(hidden, begin, end):
            continue  # a passive: whose it is stands after "by"
        some = previous == "some" and A_FEW.search(lead) and _TAKEN.match(hidden, begin) is not None
        if (previous in _NO_VERB and not joined and not some) or previous.endswith(("'s", "s'")):
            continue
        if kind == "saying" and lead.endswith(","):
            speaker = last or main_subject(hidden, start, stop)
        elif kind == "saying":
            # "a group backing the plan": what the words before it do, not what happens meanwhile.
            bearing = (
                match[0] in _BEARING
                and previous.isalpha()
                and previous not in _NO_BEARER
                and previous not in _PAPERS
            )
            speaker = subject_before(hidden, start, stop) if joined or bearing else None
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
    following = _BLANKS.sub(" ", hidden[begin : begin + 20])[:12]
    if kind == "for":
        return _FOR.match(following) is not None
    if kind == "adjective":
        return _ABOUT.match(following) is not None
    if kind == "to":
        return following.startswith((" to ", " not to ")) or (
            word in _BOTH and following[:1] == " " and following[1:2] not in (HIDDEN, ",")
        )
    return following[:1] == " " and begin + 3 < end and following[1:2] not in (HIDDEN, ",", "(")
