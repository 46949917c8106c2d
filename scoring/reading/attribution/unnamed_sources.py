"""Sources found from their nouns, not from a quotation: groups without names, documents, and wordings without agent."""

import re
from collections.abc import Iterator

from scoring.document import Draft, Source, SourceKind, Span
from scoring.lexicons import sections
from scoring.reading.attribution.cues import CUES, CueKind
from scoring.reading.attribution.noun_phrases import is_organisation
from scoring.reading.attribution.statements import BOUNDARY, HIDDEN
from scoring.reading.capitals import CAPITAL
from scoring.reading.words import words_of

_GROUPS = sections("vague_groups")
_EXPERTS, _CROWDS = sorted(_GROUPS["expert"]), sorted(_GROUPS["crowd"])
_ALL = _GROUPS["expert"] | _GROUPS["crowd"]
_PHRASES = sorted(_GROUPS["phrase"])
# Critics of these are critics by trade.
_TRADES = _GROUPS["trade"]
_QUANTIFIERS = sections("function_words")["quantifier"]
_FUNCTION = frozenset().union(*sections("function_words").values()) - _QUANTIFIERS
_BARE = ("many", "some", "most", "many people", "some people", "most people")
# Verbs that make "many" and "some" a voice; with any other verb they are a count.
_HOLDS = frozenset(
    [
        "believe",
        "argue",
        "claim",
        "contend",
        "think",
        "suspect",
        "fear",
        "insist",
        "maintain",
        "say",
        "agree",
        "worry",
        "wonder",
        "suggest",
    ]
)
# Before "many" and "some" these make a count or a question of them: "how many believe", "not many think".
_COUNTS = (
    "how",
    "not",
    "as",
    "so",
    "too",
    "very",
    "the",
    "these",
    "those",
    "of",
    "over",
    "have",
    "has",
    "want",
)
_AGENTLESS = sections("agentless")


def _by_anchor() -> tuple[tuple[str, int, re.Pattern[str], bool], ...]:
    """The wordings by the longest word of each, which is sought first: word, reach, pattern, passive."""
    grouped: dict[tuple[str, bool], list[str]] = {}
    for section in ("passive", "bare"):
        # Longest first, so that "it is widely believed" is not taken for a part of itself.
        for phrase in sorted(_AGENTLESS[section], key=lambda phrase: (-len(phrase), phrase)):
            anchor = max(phrase.split(), key=len)
            grouped.setdefault((anchor, section == "passive"), []).append(phrase.replace(" ", r"\s+"))
    return tuple(
        (anchor, 2 * max(map(len, phrases)), re.compile(rf"\b(?:{'|'.join(phrases)})\b"), passive)
        for (anchor, passive), phrases in grouped.items()
    )


_WORDINGS = _by_anchor()
_PAPERS = (
    *("report", "study", "survey", "poll", "data", "figures", "paper", "analysis", "research", "statement"),
    *(
        "statistics",
        "estimates",
        "investigation",
        "review",
        "assessment",
        "letter",
        "documents",
        "records",
        "audit",
    ),
)
_STOPS = frozenset(
    [
        "and",
        "or",
        "but",
        "nor",
        "if",
        "as",
        "while",
        "when",
        "that",
        "which",
        "who",
        "whom",
        "than",
        "then",
        "because",
        "though",
        "although",
    ]
)

_BEFORE = re.compile(
    r"\b(?:(?:held|seen|viewed|regarded|considered|believed|thought|feared|disputed|shared|accepted|praised|lauded|hailed|criticised|criticized"
    r"|condemned|questioned|dismissed|described|welcomed|panned|raised|argued|claimed|expected|predicted|suspected) (?:\w+ly )?by|"
    r"(?:debate|consensus|favou?r|support|popular(?:ity)?|unease|alarm|anger|praise|interest|agreement|concerns?|fears?|doubts?|view|belief|hope|hopes|worry|worries|friends|supporters|speculation|scepticism|skepticism)"
    r" (?:\w+ )?among|among both|according to|(?:views?|eyes|opinions?|assessments?|consensus) (?:of|among))\s+"
    r"(?:[\w-]+\s+){0,3}(?:\w+ and )?$"
)
_AGENT = re.compile(
    rf"[^.;{HIDDEN}]{{0,60}}?\s(?:by|in (?:the|a|its) (?:report|study|statement|paper|document|survey))\s"
)
# "Only when it is understood", "unless it is seen as": a condition passes nothing on.
_CONDITION = re.compile(
    r"\b(?:when|if|unless|until|whether|as long as|so long as|than|once)\s+(?:[\w'-]+\s+)?$"
)
_NEXT = re.compile(r"\s+(?:and\s+[a-z]+\s+)?(?:alike\s+)?((?:[a-z']+\s+){0,3}?)([a-z]+)\b")
# A group that is pointed at has been introduced before.
_DEFINITE = frozenset(["the", "these", "those", "his", "her", "their", "its", "our", "my", "your"])
_THAT = re.compile(r"\s+that\b")
_TAIL = re.compile(r"\s(?:of|for|at|from|in|with|on|to|by|who|which|that|and|close|familiar|inside|within)\s")
_NAMED = re.compile(
    r"\s+(?:(?:at|from|with|of|in|for|inside)\s+(?:the\s+|an?\s+)?(?:[a-z]+\s+){0,2}[A-Z]|(?:such as|like|including)\s+[A-Z])"
    r"|,\s+(?:such as|like|including|among them)\s+(?:[a-z]+\s+){0,4}[A-Z]|\s*:|\s+[A-Z][\w'-]+ [A-Z]|\s+(?:we|I|he|she)\s+"
)
# A capitalised word; a full stop belongs to it only where it is short, as in "U.S." or "Inc."
_CAPITAL = rf"{CAPITAL}(?:[\w'&-]*(?![\w'&-])|[\w.&-]{{0,4}}\.)"
_ORIGIN = re.compile(
    rf"\s+(?:(?:released|published|issued|conducted|compiled|produced|commissioned|collected|prepared|provided)\s+)?"
    rf"(?:(?:on|this|last)\s+[\w ]{{3,12}}\s+)?(?:by|from|in)\s+(?:[a-z-]+\s+){{0,4}}?((?:the\s+|researchers at\s+(?:the\s+)?)?"
    rf"{_CAPITAL}(?:\s+(?:(?:of|for|the|and|de|on|in|&)\s+){{0,2}}{_CAPITAL}){{0,8}})"
)


# "a 2019 Example Centre survey", "Example Magazine's article": the name before the noun.
_OWNER = re.compile(
    rf"((?:\b(?:19|20)\d\d\s+)?\b{_CAPITAL}(?:\s+(?:(?:of|for|the|and)\s+){{0,2}}{_CAPITAL}){{0,5}})(?:'s)?\s+(?:[a-z-]+\s+){{0,2}}$"
)


def vague_groups(document: Draft, hidden: str) -> Iterator[Span]:
    """Mentions of a group as an authority: `many analysts believe`, `among diplomats and analysts alike`."""
    known = words_of(document).known
    for noun in (*_PHRASES, *_EXPERTS, *_CROWDS):
        if noun.rpartition(" ")[2] in known:
            for at in _occurrences(document.lower, noun):
                if hidden[at.start] != HIDDEN and (hidden[at.start].islower() or _starts(hidden, at.start)):
                    yield from _as_authority(hidden, at)
    for phrase in _BARE:
        if phrase.partition(" ")[0] in known:
            for at in _occurrences(document.lower, phrase):
                verb = _NEXT.match(hidden, at.end, at.end + 60)
                holds = verb is not None and not verb[1] and verb[2] in _HOLDS
                if holds and hidden[at.start] != HIDDEN and not _is_count(document.lower, at.start):
                    yield at


def _is_count(lower: str, at: int) -> bool:
    before = lower[max(0, at - 12) : at].split()
    return bool(before) and before[-1] in _COUNTS


def agentless(document: Draft, hidden: str) -> Iterator[Span]:
    """Wordings that report a claim of nobody: `it is believed`, `reportedly`."""
    known = words_of(document).known
    for anchor, reach, pattern, passive in _WORDINGS:
        if anchor not in known:
            continue
        for place in _occurrences(document.lower, anchor):
            match = pattern.search(document.lower, max(0, place.start - reach), place.end + reach)
            if match is None or not match.start() <= place.start < match.end():
                continue
            if _CONDITION.search(document.lower, max(0, match.start() - 16), match.start()):
                continue
            if hidden[match.start()] != HIDDEN and not (
                passive and _AGENT.match(hidden, match.end(), match.end() + 80)
            ):
                yield Span(*match.span())


def named_documents(document: Draft, hidden: str) -> Iterator[tuple[Span, Span]]:
    """Documents with their origin, as phrase and origin: `a report by the Institute for Example Studies`."""
    known = words_of(document).known
    for noun in _PAPERS:
        if noun not in known:
            continue
        for at in _occurrences(document.lower, noun):
            if not hidden[at.start].islower():
                continue
            if origin := _ORIGIN.match(hidden, at.end, at.end + 160):
                end = origin.end(1) - origin[1].endswith(".")
                yield Span(at.start, end), Span(origin.start(1), end)
            elif (owner := _OWNER.search(hidden, max(0, at.start - 80), at.start)) and _owns(owner[1]):
                yield Span(owner.start(1), at.end), Span(*owner.span(1))


def _owns(name: str) -> bool:
    words = name.split()
    return words[0].isdigit() or is_organisation(
        words if words[0] not in ("The", "A", "In") else words[1:] or words
    )


def _occurrences(lower: str, noun: str) -> Iterator[Span]:
    """Where a word or phrase stands as such, not as a part of another word."""
    at = lower.find(noun)
    while at >= 0:
        end = at + len(noun)
        if not (lower[at - 1 : at].isalnum() or lower[end : end + 1].isalnum()):
            yield Span(at, end)
        at = lower.find(noun, end)


def _starts(hidden: str, at: int) -> bool:
    """Whether a sentence begins at `at`, so that a capital there says nothing."""
    return hidden[max(0, at - 3) : at].strip()[-1:] in ("", ".", ":", "?", "!", HIDDEN, BOUNDARY)


def _as_authority(hidden: str, noun: Span) -> Iterator[Span]:
    start = _modifiers(hidden, noun.start)
    if _NAMED.match(hidden, noun.end, noun.end + 80):
        return
    verb = _NEXT.match(hidden, noun.end, noun.end + 70)
    if verb:
        between = verb[1].split()
        spoken = CUES.get(verb[2])
        if spoken in (CueKind.FREE, CueKind.THAT) and all(word in _FUNCTION for word in between):
            yield Span(start, noun.end)
            return
    if _BEFORE.search(hidden, max(0, start - 60), start):
        yield Span(start, noun.end)


def _modifiers(hidden: str, at: int) -> int:
    """Where the noun phrase that ends in a group noun begins: up to three words of number or kind before it."""
    start = at
    for _ in range(3):
        blank = start
        while blank and hidden[blank - 1] == " ":
            blank -= 1
        word = blank
        while word and (hidden[word - 1].isalpha() or hidden[word - 1] == "-"):
            word -= 1
        small = hidden[word:blank].lower()
        if not small or blank == start or small in _FUNCTION or small in _STOPS or small in CUES:
            break
        start = word
        if small in _QUANTIFIERS and small not in (
            "leading",
            "top",
            "prominent",
            "independent",
            "outside",
            "respected",
        ):
            break
    return start


def is_vague_group(document: Draft, source: Source) -> bool:
    """Whether a source is a group cited for its authority and not said to belong anywhere."""
    if source.kind not in (SourceKind.GENERIC_EXPERT, SourceKind.CROWD) or source.affiliation:
        return False
    small = " ".join(document.lower[source.span.start : source.span.end].split())
    if small in _BARE:
        verb = _NEXT.match(document.lower, source.span.end, source.span.end + 60)
        counted = _is_count(document.lower, source.span.start)
        return verb is not None and not verb[1] and verb[2] in _HOLDS and not counted
    words = _TAIL.split(small, maxsplit=1)[0].split()
    ahead = _NEXT.match(document.lower, source.span.end, source.span.end + 60)
    if ahead and ahead[2] in ("will", "would"):
        return False
    if not words or words[0] in _DEFINITE or words[0] in ("how", "not", "as"):
        return False
    if words[-1] not in _ALL:
        return " ".join(words) in _GROUPS["phrase"]
    return not (len(words) > 1 and words[-1] == "critics" and words[-2] in _TRADES)


def with_verb(document: Draft, span: Span) -> int:
    """Where the phrase ends together with the reporting verb, and "that", right after it."""
    match = _NEXT.match(document.lower, span.end, span.end + 70)
    if not match or match[2] not in CUES or any(word not in _FUNCTION for word in match[1].split()):
        return span.end
    that = _THAT.match(document.lower, match.end())
    return that.end() if that else match.end()
