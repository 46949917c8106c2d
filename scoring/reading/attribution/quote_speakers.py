"""Which words belong to which speaker: the quote-first pass, from quotations and clauses to the phrase beside a cue."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice, takewhile
from typing import NamedTuple

from scoring.document import Draft, QuoteKind, SourceKind, Span
from scoring.lexicons import sections
from scoring.reading.attribution.cues import (
    ADDRESSING,
    BARE,
    CUES,
    FIRM,
    NOUNS,
    PLURAL_NOUNS,
    POINTS,
    SAYING,
    CueKind,
)
from scoring.reading.attribution.noun_phrases import describe, role_of
from scoring.reading.attribution.speakers import (
    A_FEW,
    BY,
    NAME,
    PRONOUN,
    main_subject,
    subject_after,
    subject_before,
)
from scoring.reading.attribution.stances import STANCES, stances
from scoring.reading.attribution.statements import (
    AROUND,
    BOUNDARY,
    HIDDEN,
    Statement,
    hide_quotations,
    statements,
)
from scoring.reading.words import letters


class Attribution(NamedTuple):
    """Words (`span`) and the phrase that names their speaker; `statement` is where that phrase stands.

    `stance` says that the text tells what the speaker wants or holds, not that the speaker told it anything.
    """

    kind: QuoteKind
    span: Span
    speaker: Span | None
    cue: Span | None
    statement: Span
    stance: bool = False


_WORD = re.compile(r"[a-z]{3,}")
_VERBS = frozenset(CUES) | frozenset(STANCES)
_OUT = re.compile(r"\s{1,9}out\b")
_ACCORDING = re.compile(r"(?P<words>ccording\s{1,9}to)\s{1,9}")
_ACCORDED = re.compile(
    rf"(?:\b(?:M[rs]|Mrs|Dr|Sen|Rep|Gov|Gen|Lt|Col|Capt|Sgt|Prof|Rev|Hon|St|No|[A-Z](?:\.[A-Z])*)\."
    rf"|[^{HIDDEN}{BOUNDARY},.;:(]){{1,160}}(?:,?\s(?:Jr|Sr)\.)?"
)
_THAT = re.compile(
    rf"""\s+(?:(?:reporters|the\ crowd|supporters|voters|{NAME}(?:\s{NAME})?|him|her|them|me|us)\s+)?
    (?:in\ (?:an?|the)\ [a-z]{{4,12}}\s+|on\ \w+day\s+|\w+day\s+)?(that)\b""",
    re.VERBOSE,
)
_TOLD = re.compile(rf"\s+(?:{NAME}(?:\s{NAME}){{0,4}}|(?:the\s)?\w+)(?:\s+(?:on|in)\s+\w+)?\s+")
_ADDRESSEE = re.compile(
    r"(?:\s+(?:reporters|the crowd|supporters|voters|[A-Z]\w+(?:\s[A-Z]\w+){0,3}))?[\s,]*(?:that\b)?\s*"
)
_JUST_THAT = re.compile(r"[\s,]*(?:that\b)?\s*")
_AFTER_QUOTATION = re.compile(
    rf"""[\s,]*((?:{PRONOUN})|(?:(?:[Tt]he|[Aa]n?|[Oo]ne|[Hh]is|[Hh]er)\s+)?(?:[\w'.&-]+\s+){{0,4}}?
    (?:{NAME})(?:\s+{NAME}){{0,3}}|(?:the|an?|one)\s+[\w-]+(?:\s+[\w-]+)?)
    \s+((?:also\s|then\s|later\s)?(?:[a-z]+(?:ed|s)|wrote|sang|began|read|went\ on))\b""",
    re.VERBOSE,
)
# `"...," grumbled Tom Field`
_INVERTED = re.compile(
    rf"""[\s,]*((?:[a-z]+(?:ed|s)|wrote|sang|began|read|went\ on))\s+
    ((?:(?:the|an?|his|her)\s+)?(?:[\w'.&-]+\s+){{0,3}}?(?<!\w){NAME}(?:\s+{NAME}){{0,3}})(?=\s*(?:[.,;:!?—–(]|$|\s[a-z]))""",
    re.VERBOSE,
)
# `"..." — Jane Roe, mayor`: the name after a dash that ends the paragraph, or is a line of its own.
_SIGNED = re.compile(
    rf"[\s{BOUNDARY}]{{0,4}}[—–―-]{{1,2}}\s?({NAME}(?:\s(?:of\s|the\s|and\s|de\s|van\s|von\s)*{NAME}){{0,6}})(?:[,(][^{BOUNDARY}.!?]{{1,80}})?[.\s]*(?=[{BOUNDARY}]|$)"
)
# `And from Chairwoman Ina Brandt:`, `Ole Brandt, 34, teacher:`, the whole of what stands before the words.
_LABEL = re.compile(
    rf"(?:(?:[Aa]nd\s|[Tt]hen\s|[Tt]his\s)*[Ff]rom\s)?({NAME}(?:\s{NAME}){{0,5}})(?:,[^:{BOUNDARY}]{{1,60}})?\s?:$"
)
_CLAUSE_END = re.compile(
    r"[,;]\s+(?:while|and|but|although|though|whereas|compared|with|as)\b|;|\s+(?:while|but)\s"
)
# What may stand between a cue and its clause: `said on Monday it was old`.
_ASIDE = re.compile(
    r"\s+(?:(?:late|early|last|this|on|earlier)\s+){0,2}(?:(?:sun|mon|tues|wednes|thurs|fri|satur)day|week|month|year)"
    r"(?:\s(?:morning|night|afternoon|evening))?(?=\s+\w)",
    re.IGNORECASE,
)
# What tells when, where or of what something was said, and not what: `wrote in April`, `said about the pier`.
_WHEN_OR_WHERE = re.compile(r"\s+(?:in|at|on|during|about|of|for|after|before|with|to|from)\s[^,]{1,60}$")
# Words that only say when or where, before a comma; and the beginning of a clause.
_SETTING = re.compile(
    rf"\s*(?:in|on|at|during|after|before|as|when|asked|speaking|for|from|with|by|last|this)\b[^,]{{1,120}}[,{HIDDEN}]\s*$",
    re.IGNORECASE,
)
# After a speaker named in the midst of what is said: `, is late`, `, would close`.
_GOES_ON_AFTER = re.compile(
    r",\s+(?:is|are|was|were|has|have|had|will|would|can|could|should|must|may|might|does|do|did|and|but|because)\b"
)
# The noun phrase before a passive: `the scheme was first`, `a fact first`, `as`.
_TOLD_OF = re.compile(
    rf"((?:[^\s,;:.(){BOUNDARY}]+,?\s+){{1,8}}?)(?:(?:(?:has|have|had)\s+been|was|were|is|are|being|been|as)\s+)?"
    r"(?:(?:first|also|later|earlier|previously|initially|widely|sharply|strongly|harshly|originally|[a-z]{3,}ly)\s+){0,2}$"
)
_PLURALS = frozenset(
    [
        "people",
        "police",
        "men",
        "women",
        "they",
        "we",
        "i",
        "you",
        "who",
        "others",
        "data",
        "many",
        "some",
        "few",
        "also",
        "now",
        "which",
        "still",
        "often",
    ]
)
_ADDING = frozenset(["added", "adds", "adding"])
_SUM = re.compile(r"\s+(?:(?:about|almost|more|nearly|another|to)\b|[$€£]?\d)")
_QUESTION = re.compile(r"\s+(?:why|whether|how|if|when|what|who)\s")
_AS = re.compile(r"\b[Aa]s\s+$")
# Participles that hand on what somebody told; others only tell what somebody thought of it.
_TELLING = frozenset(
    ["reported", "confirmed", "announced", "revealed", "disclosed", "told", "described", "noted", "cited"]
)
_GOES_ON = re.compile(r"(?:he|she|they|it|we|I|there|that|his|her|their)\s+[a-z']+\s\S")
_PAPER = re.compile(
    r"\b(?:polls?|surveys?|study|studies|reports?|analys[ie]s|data|figures|research|reviews?|audits?|records|documents|"
    r"e?-?mails|filings?|findings|materials|footage|videos?|recordings?|statistics|averages|transcripts?|disclosures|"
    r"letters?|memos?|results|images|photos|photographs|papers)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(rf"(?:{PRONOUN}|there|the|an?|his|her|its|their)\s\S")
_JOINED = re.compile(r",?\s+(?:and|but)\s+(?:(?:has|had|have|also|later|then|even)\s+){0,2}$")
# Where what is reported ends and the article's own comparison begins.
_OWN_CLAUSE = re.compile(r"[,;]\s+(?:while|but|although|though|whereas|compared|according)\b")
_RELATIVE = re.compile(r"(?:,\s+which\s+\w[^,]*|\b(?:while|when|although|though|if|as)\s+[^,]*|\b[Ww]ho)$")
_DASH = re.compile(r"\s[—–]\s|\s-{1,2}\s")
# Right after one of these a cue form is a noun or a participle, not a verb.
_NOUN_FOLLOWS = sections("function_words")["determining"]
_PASSIVE = frozenset(["is", "are", "was", "were", "be", "been", "being"])
_NEXT_WORD = re.compile(r"\s+(?:also\s+|later\s+)?([a-z]+)\b")
# A text with more statements or cues than these is no article: the rest of it is not read for sources.
MOST = 6000
MOST_CUES = 20_000
# Characters that make a statement before its speaker.
SHORTEST = 10
# Words that make a statement.
FEWEST = 2
# More blanks than these between a cue and its quotation, and the two are no clause.
MOST_BETWEEN = 30
# So many attributions of a statement are compared with the stances in it.
MOST_TAKEN = 20
# Passages between a cue and a quotation longer than this are not one clause.
_FAR = 160
_FAINT = 25


def _is_noun(word: str, lead: str, after: str) -> bool:
    """Whether a form that is a verb or a noun is a noun after these words: `a reality show`, `the swing states`."""
    previous = lead[lead.rfind(" ") + 1 :]
    if not previous[:1].isalpha() or after.lstrip().startswith("that "):
        return False
    if word in PLURAL_NOUNS:
        # One that speaks is a name, a role or a paper: `Roe states`, `the ministry claims`, `TV shows`.
        return previous.isupper() and len(previous) < 4 and previous != "I"
    plural = previous.lower().endswith("s") or previous.lower() in _PLURALS
    return not plural and previous[0].isupper() and not role_of(previous)


def _says_something(hidden: str, speaker: Span) -> bool:
    """Whether a phrase after "by" names somebody: not `by Friday`, `by 12 percent`, `by the river`."""
    words = hidden[slice(*speaker)].split()
    return (
        describe(" ".join(words)).kind is not SourceKind.DOCUMENT
        or _PAPER.search(hidden, *speaker) is not None
    )


def find_all(document: Draft) -> tuple[str, list[Attribution]]:
    """The text with its quotations hidden, and every attribution in text order."""
    hidden = hide_quotations(document)
    reader = _Reader(document, hidden)
    for statement in islice(statements(document, hidden), MOST):
        reader.read(statement)
    return hidden, sorted(reader.found.values(), key=lambda found: found.span)


class _Cue(NamedTuple):
    word: str
    start: int
    end: int
    kind: CueKind

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class _Voice(NamedTuple):
    """A speaker with the cue that ties him to words; `before` says that both stand before the first quotation."""

    speaker: Span
    cue: _Cue
    before: bool = False


class _Reader:
    """Reads statements in turn and remembers who spoke last.

    `hidden` is the text with its quotations blanked out, so that no word inside them is a cue. Statements in turn, and
    who is found for each:

        Anna Berg, who keeps the harbour, said in a letter: “The pier will hold.”    a cue with a subject before it
        “We paid for it,” she added.                                                a cue whose subject points back
        According to the World Bank, the gates are old.                             no quotation: indirect
        “They let the water through.”                                               nobody beside it: who spoke last

    A statement is asked in this order: is it embedded (a post, a letter, a turn), has it quotations, does it end in a
    colon, does it begin with "according to", has it a cue that reports. The first that holds decides.
    """

    def __init__(self, document: Draft, hidden: str) -> None:
        self.text = document.text
        self.hidden = hidden
        self.letters = letters(hidden)
        self.embedded = {matter.span: matter.speaker for matter in document.embedded}
        self.found: dict[Span, Attribution] = {}
        self.last: tuple[Span, Span] | None = None
        # Where the statement of the last speaker ends, or what is embedded after it.
        self.reached = 0
        self.read_cues = 0

    def read(self, statement: Statement) -> None:
        (start, end), quotations = statement.span, statement.quotations
        if quotations and self.is_embedded(quotations[0], start):
            self.embedded_matter(statement, quotations[0])
            return
        verbs = self.verbs(start, end)
        cues = self.cues(verbs, end, quoted=bool(quotations))
        if quotations:
            self.quoted(statement, cues)
        elif self.hidden[end - 1] == ":" and (cues or _LABEL.match(self.hidden, start, end)):
            if cues:
                speaker = subject_before(self.hidden, start, cues[-1].start, saying=True)
            else:
                label = _LABEL.match(self.hidden, start, end)
                speaker = Span(*label.span(1)) if label else None
            if speaker:
                self.last = (speaker, statement.span)
                self.reached = end
        elif not self.accorded(statement) and cues:
            self.indirect(
                statement, [cue for cue in cues if cue.kind is not CueKind.QUOTED or self.asks(cue)]
            )
        if verbs:
            self.passives(statement, verbs)
            self.hold(statement, verbs)

    def verbs(self, start: int, end: int) -> list[re.Match[str]]:
        """The words of a statement that are forms of cue or stance verbs; most statements have none, which is seen at once."""
        if _VERBS.isdisjoint(self.letters[start:end].split()):
            return []
        return [match for match in _WORD.finditer(self.hidden, start, end) if match[0] in _VERBS]

    def subject(self, start: int, cue: _Cue) -> Span | None:
        """The phrase between `start` and a cue that says who speaks."""
        beside = (
            cue.word.endswith("ing")
            and self.hidden[max(start, cue.start - 9) : cue.start].rstrip(" ")[-1:] == ","
        )
        # "Roe left, saying": whoever acts in the main clause, not the name beside the comma.
        if beside and (actor := main_subject(self.hidden, start, cue.start)):
            return actor
        return subject_before(self.hidden, start, cue.start, saying=cue.word in SAYING)

    def hold(self, statement: Statement, verbs: Sequence[re.Match[str]]) -> None:
        """What the statement tells of somebody's stance, beside the attributions found in it."""
        # What was found last comes first; what the statements before this one gave ends it.
        latest = islice(reversed(self.found), MOST_TAKEN)
        taken = list(takewhile(lambda span: span.start >= statement.span.start, latest))
        speaker = self.last[0] if self.last and self.last[1] == statement.span else None
        for stance in stances(self.hidden, statement, verbs, speaker):
            if any(stance.span.touches(span) or stance.cue.touches(span) for span in taken):
                continue
            marked = any(quotation.touches(stance.span) for quotation in statement.quotations)
            kind = QuoteKind.MIXED if marked else QuoteKind.INDIRECT
            found = Attribution(kind, stance.span, stance.speaker, stance.cue, statement.span, stance=True)
            self.found.setdefault(stance.span, found)

    def asks(self, cue: _Cue) -> bool:
        """Whether a cue brings a question in narration: `asked why the lock was shut`."""
        return cue.word in ("asked", "asks") and _QUESTION.match(self.hidden, cue.end) is not None

    def passives(self, statement: Statement, verbs: Sequence[re.Match[str]]) -> None:
        """`The scheme was first reported by the Herald`: what is told by whoever stands after "by"."""
        hidden, end = self.hidden, statement.span.end
        for match in verbs:
            word, stop = match[0], match.end()
            by = BY.match(hidden, stop, end) if word.endswith(("ed", "en", "ld")) else None
            if by is None:
                continue
            speaker = subject_after(hidden, by.end() - 1, end)
            start = max(statement.span.start, match.start() - _FAR)
            told = _TOLD_OF.search(hidden, start, match.start())
            if speaker is None or not _says_something(hidden, speaker):
                continue
            if told:
                span = Span(told.start(1), told.end(1))
            elif _AS.search(hidden, start, match.start()) and speaker.end < end - SHORTEST:
                span = Span(speaker.end + 1, end)
            else:
                continue
            if any(span.touches(other) for other in islice(reversed(self.found), MOST_TAKEN)):
                continue
            kind = QuoteKind.MIXED if HIDDEN in hidden[slice(*span)] else QuoteKind.INDIRECT
            stance = word not in _TELLING
            found = Attribution(kind, span, speaker, Span(match.start(), stop), statement.span, stance=stance)
            self.found.setdefault(span, found)

    def cues(self, verbs: Sequence[re.Match[str]], end: int, *, quoted: bool) -> list[_Cue]:
        """Those of a statement's verbs that are cues, not nouns, adjectives or infinitives of the same form."""
        found: list[_Cue] = []
        if self.read_cues >= MOST_CUES:
            return found
        for match in verbs:
            word = match[0]
            kind = CUES.get(word)
            if kind and not self.other_reading(word, match.start(), match.end(), end, quoted):
                stop = match.end()
                if word in POINTS and (out := _OUT.match(self.hidden, stop, end)):
                    stop = out.end()
                found.append(_Cue(word, match.start(), stop, kind))
        self.read_cues += len(found)
        return found

    def other_reading(self, word: str, start: int, stop: int, end: int, quoted: bool) -> bool:
        """Whether a form of a cue verb is something else here: `the report said`, `to maintain`, `his proposed law`."""
        hidden = self.hidden
        if word in POINTS:
            return not _OUT.match(hidden, stop, end)
        if hidden[start - 1 : start].isalnum() or hidden[start - 1 : start] in ("-", "'"):
            return True
        if hidden[stop : stop + 1] in ("-", "'") or hidden[stop : stop + 1].isalnum():
            return True
        lead = hidden[max(0, start - 24) : start].rpartition(BOUNDARY)[2].rstrip(" ")
        previous = lead[lead.rfind(" ") + 1 :].lower()
        if (previous in _NOUN_FOLLOWS and not A_FEW.search(lead)) or (
            previous.endswith(("'s", "s'")) and word not in SAYING
        ):
            return True
        if (
            previous in _PASSIVE
            and not word.endswith("ing")
            and (not quoted or " it " in f" {lead[-12:].lower()} ")
        ):
            return True
        if not quoted and BY.match(hidden, stop, end):
            return True  # who tells it stands after "by"
        if not quoted and word in _ADDING and _SUM.match(hidden, stop, end):
            return True  # "the firm added 40 jobs"
        if word not in BARE:
            return False
        if (word in NOUNS or word in PLURAL_NOUNS) and _is_noun(word, lead, hidden[stop : stop + 9]):
            return True
        if previous == "to":
            return not quoted and not lead.endswith(" on to")
        after = _NEXT_WORD.match(hidden, stop, end)
        return previous in ("and", "or") or (after is not None and after[1] in SAYING)

    def add(self, start: int, end: int, voice: _Voice | Span, where: Span, kind: QuoteKind) -> None:
        """Add the words from `start` to `end`; a mere Span is a speaker without a cue."""
        text = self.text
        while start < end and (text[start].isspace() or text[start] in ",;"):
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if end > start:
            speaker, cue = (voice.speaker, voice.cue.span) if isinstance(voice, _Voice) else (voice, None)
            span = Span(start, end)
            self.found.setdefault(span, Attribution(kind, span, speaker, cue, where))
            self.last = (speaker, where)
            self.reached = max(self.reached, where.end)

    # Statements with quotations

    def is_embedded(self, words: Span, start: int) -> bool:
        """Whether a statement is nothing but embedded matter, or the label of a speaker before it."""
        return words in self.embedded and (words.start == start or self.embedded[words] is not None)

    def embedded_matter(self, statement: Statement, words: Span) -> None:
        """A block of somebody's words: whoever signs it says it, else the speaker of the lines right before it."""
        speaker = self.embedded[words]
        where = statement.span
        if speaker is None and self.last and self.hidden.count(BOUNDARY, self.reached, words.start) <= 1:
            speaker, where = self.last
        if speaker:
            self.add(*words, speaker, where, QuoteKind.DIRECT)
            self.reached = words.end

    def quoted(self, statement: Statement, cues: list[_Cue]) -> None:
        voice = self.according(statement) or self.nearest(statement, cues)
        if voice is None:
            if not (self.credited(statement) or self.inherited(statement)):
                self.indirect(statement, [cue for cue in cues if cue.kind is not CueKind.QUOTED])
            return
        start, quotations = statement.span.start, statement.quotations
        if voice.cue.word == "according" and voice.cue.start - start < 4:
            comma = self.hidden.find(",", voice.speaker.end, quotations[0].start)
            if comma >= 0 and self.hidden[comma + 1 : quotations[0].start].strip():
                self.add(comma + 1, statement.span.end, voice, statement.span, QuoteKind.MIXED)
                return
        for own, group in self.grouped(statement, cues, voice):
            self.spoken(statement, start, own, group)
            start = group[-1].end

    def grouped(
        self, statement: Statement, cues: list[_Cue], voice: _Voice
    ) -> Iterator[tuple[_Voice, list[Span]]]:
        """The quotations of a statement by who speaks them: the nearest cue's speaker, if no cue in between has its own."""
        start = statement.span.start
        group: list[Span] = []
        current = voice
        for quotation in statement.quotations:
            own = self.own_voice(start, quotation, cues, voice) or voice
            if group and own.cue != current.cue:
                yield current, group
                group = []
            current = own
            group.append(quotation)
            start = quotation.end
        yield current, group

    def own_voice(self, start: int, quotation: Span, cues: list[_Cue], voice: _Voice) -> _Voice | None:
        """The cue with a subject right before a quotation, where the statement's nearest cue stands elsewhere."""
        if start <= voice.cue.start < quotation.start or self.asks_for_speaker(quotation):
            return None
        for cue in reversed(cues):
            if cue.end <= quotation.start and cue.start >= start and cue.kind is not CueKind.QUOTED:
                speaker = self.subject(start, cue)
                if speaker and self.hidden.count(" ", cue.end, quotation.start) <= MOST_BETWEEN:
                    return _Voice(speaker, cue, True)
        return None

    def asks_for_speaker(self, quotation: Span) -> bool:
        """Whether a quotation ends as one does before its speaker: `"...," said`."""
        tail = self.text[quotation.start : quotation.end].rstrip(AROUND)[-1:]
        return tail in (",", "?", "!") or self.hidden[quotation.end : quotation.end + 1] == ","

    def spoken(self, statement: Statement, start: int, voice: _Voice, quotations: list[Span]) -> None:
        """Add the words of one speaker: each sentence in marks as direct, clauses with marks in them as mixed."""
        speaker, cue, before = voice
        mixed: list[Span] = []
        if not before and self.is_setting(statement, start, voice, quotations):
            mixed, before = [q for q in quotations if q.start >= cue.end], True
            if not mixed:
                self.indirect(statement, [cue])
                return
            quotations = mixed
        mixed = []
        for quotation in quotations:
            inner = self.text[quotation.start : quotation.end].strip(AROUND)
            sentence_like = inner[:1].isupper() or inner[:1] in "…[" or inner[-1:] in ",.?!"
            lead = self.hidden[start : quotation.start].rstrip()[-1:]
            after_cue = cue.end <= quotation.start
            if before and after_cue and not (lead and lead in ",:" and inner[:1].isupper()):
                mixed.append(quotation)
            elif not before and not sentence_like and inner.count(" ") < 3 and quotation is not quotations[0]:
                continue
            elif (
                not before and quotation.end <= cue.start and self.hidden[start : quotation.start].strip(" ,")
            ):
                # A clause with quotations in it, before its cue.
                if quotation is quotations[0]:
                    last = max(other.end for other in quotations if other.end <= cue.start)
                    last = max(last, self.comma_before(last, min(speaker.start, cue.start)))
                    self.add(start, last, voice, statement.span, QuoteKind.MIXED)
            else:
                self.add(*quotation, voice, statement.span, QuoteKind.DIRECT)
        if mixed:
            self.mixed_after(statement, mixed, voice)

    def is_setting(self, statement: Statement, start: int, voice: _Voice, quotations: list[Span]) -> bool:
        """Whether the quotation before the cue only belongs to when or where: `On "The Hour," Roe said that ...`."""
        speaker, cue, _ = voice
        if not (
            quotations[0].end <= speaker.start < cue.start
            and _SETTING.match(self.hidden, start, speaker.start)
        ):
            return False
        after = self.hidden[cue.end : statement.span.end].strip()
        return (
            _CLAUSE.match(after) is not None
            or _THAT.match(self.hidden, cue.end, statement.span.end) is not None
        )

    def comma_before(self, start: int, end: int) -> int:
        """Where the comma right before `end` stands, if words precede it after `start`; else `start`."""
        tail = self.hidden[start:end].rstrip()
        return start + len(tail) - 1 if tail.endswith(",") and tail.strip(" ,") else start

    def mixed_after(self, statement: Statement, quotations: list[Span], voice: _Voice) -> None:
        """The clause after a cue, from its first word to where the article's own words go on."""
        first, last = quotations[0], quotations[-1]
        start = voice.cue.end
        if self.hidden.count(" ", start, first.start) > MOST_BETWEEN:
            for quotation in quotations:
                self.add(*quotation, voice, statement.span, QuoteKind.DIRECT)
            return
        match = (_ADDRESSEE if voice.cue.word in ADDRESSING else _JUST_THAT).match(
            self.hidden, start, first.start
        )
        if match:
            that = match[0].rfind("that")
            start += that if that >= 0 else len(match[0])
        end = last.end
        if last is statement.quotations[-1]:
            end = statement.span.end
            for pattern in (_OWN_CLAUSE, _DASH):
                if own := pattern.search(self.hidden, last.end, end):
                    end = own.start()
        kind = QuoteKind.DIRECT if start == last.start and end - last.end < 2 else QuoteKind.MIXED
        self.add(start, end, voice, statement.span, kind)

    def according(self, statement: Statement) -> _Voice | None:
        start, end = statement.span
        if self.hidden.find("ccording", start, end) < 0:
            return None
        cue = _ACCORDING.search(self.hidden, start, end)
        name = _ACCORDED.match(self.hidden, cue.end(), end) if cue else None
        if not cue or not name:
            return None
        speaker = Span(name.start(), name.start() + len(name[0].rstrip()))
        return _Voice(speaker, _Cue("according", cue.start() - 1, cue.end("words"), CueKind.FREE))

    def nearest(self, statement: Statement, cues: list[_Cue]) -> _Voice | None:
        """The cue closest to a quotation that has a subject beside it."""
        (start, end), quotations = statement.span, statement.quotations
        best: tuple[int, _Voice] | None = None
        for cue in cues:
            after = bisect_left(quotations, cue.span)
            beside = quotations[max(0, after - 1) : after + 1]
            gap = min(min(abs(cue.start - q.end), abs(q.start - cue.end)) for q in beside)
            penalty = 0 if cue.kind is not CueKind.QUOTED or cue.word in FIRM else _FAINT
            if gap + penalty >= (best[0] if best else _FAR):
                continue
            follows = self.hidden[max(start, cue.start - 4) : cue.start].rstrip(" ,").endswith(HIDDEN)
            speaker = subject_after(self.hidden, cue.end, end) if follows else None
            if speaker:
                best = (gap + penalty, _Voice(speaker, cue))
            elif speaker := self.subject(start, cue):
                best = (gap + penalty, _Voice(speaker, cue, cue.start < quotations[0].start))
        if best is None or best[0] >= _FAINT:
            for quotation in quotations:
                if any_verb := self.any_verb(quotation, end, best[0] if best else _FAR):
                    return any_verb
        return best[1] if best else None

    def any_verb(self, quotation: Span, end: int, beaten: int) -> _Voice | None:
        """`"...," Bob quipped`: after a quotation that asks for a speaker, any verb in the past tense will do."""
        if beaten <= 1 or not self.asks_for_speaker(quotation):
            return None
        match = _AFTER_QUOTATION.match(self.hidden, quotation.end, min(end, quotation.end + 160))
        if match and not (match[2].endswith("s") and (match[1].split()[-1].islower() or match[1].isupper())):
            return _Voice(Span(*match.span(1)), _Cue(match[2], *match.span(2), CueKind.QUOTED))
        if match := _INVERTED.match(self.hidden, quotation.end, min(end, quotation.end + 120)):
            stop = match.end(2) - match[2].endswith(".")
            return _Voice(Span(match.start(2), stop), _Cue(match[1], *match.span(1), CueKind.QUOTED))
        return None

    def credited(self, statement: Statement) -> bool:
        """A quotation with no more than a name beside it: a label before it, or a signature after a dash."""
        first, last = statement.quotations[0], statement.quotations[-1]
        match = _SIGNED.match(self.hidden, last.end, last.end + 160)
        if match is None and self.text.count(" ", *first) >= 2:
            lead = self.hidden[statement.span.start : first.start].strip()
            match = _LABEL.match(self.hidden, first.start - len(lead) - 1, first.start - 1) if lead else None
        if match is None:
            return False
        for quotation in statement.quotations:
            self.add(*quotation, Span(*match.span(1)), statement.span, QuoteKind.DIRECT)
        return True

    def inherited(self, statement: Statement) -> bool:
        """A quotation that is its whole sentence continues the last speaker."""
        quotation = statement.quotations[0]
        around = self.hidden[statement.span.start : statement.span.end].replace(HIDDEN, "").strip(" .,")
        if not around and self.last:
            speaker, where = self.last
            beside = self.hidden.find(BOUNDARY, where.end, quotation.start) < 0
            if self.text.count(" ", *quotation) < (1 if beside else 3):
                return True
            self.add(*quotation, speaker, where, QuoteKind.DIRECT)
        return not around

    # Statements without quotations

    def accorded(self, statement: Statement) -> bool:
        found = self.according(statement)
        if not found:
            return False
        (start, end), (speaker, cue, _) = statement.span, found
        if cue.start - start < 4:
            comma = self.hidden.find(",", speaker.end, end)
            start, stop = (comma + 1 if comma >= 0 else speaker.end), end
        else:
            stop = cue.start
        self.add(start, stop, found, statement.span, QuoteKind.INDIRECT)
        self.last = (speaker, statement.span)
        self.reached = end
        return True

    def indirect(self, statement: Statement, cues: list[_Cue]) -> None:
        start, end = statement.span
        opened: tuple[int, Span, _Cue] | None = None
        for cue in cues:
            if cue.start < start:
                continue
            closed = self.clause(statement, start, cue, opened)
            if closed is None:
                continue
            if closed[0] < 0:
                opened = None
                break
            if opened:
                self.close(opened, closed[1], statement)
            speaker = closed[2]
            opened = (closed[0], speaker, cue)
            start = closed[0]
        if opened:
            self.close(opened, end, statement)

    def close(self, opened: tuple[int, Span, _Cue], end: int, statement: Statement) -> None:
        begin, speaker, cue = opened
        if own := _OWN_CLAUSE.search(self.hidden, begin, end):
            end = own.start()
        lead = self.hidden[max(statement.span.start, speaker.start - 9) : speaker.end]
        if _RELATIVE.search(lead) and (comma := self.hidden.find(",", begin + 2, end)) > 0:
            end = comma  # "Roe, who said it was old, left."
        marked = any(quotation.start < end and begin < quotation.end for quotation in statement.quotations)
        kind = QuoteKind.MIXED if marked else QuoteKind.INDIRECT
        self.add(begin, end, _Voice(speaker, cue), statement.span, kind)

    def clause(
        self, statement: Statement, start: int, cue: _Cue, opened: tuple[int, Span, _Cue] | None
    ) -> tuple[int, int, Span] | None:
        """Where the clause of `cue` begins, where the one before it ends, and its speaker.

        None where the cue opens no clause; a beginning of -1 where the words attributed stood before the cue.
        """
        hidden, end = self.hidden, statement.span.end
        speaker = self.subject(start, cue)
        that = _THAT.match(hidden, cue.end, end)
        needs_that = cue.kind is CueKind.THAT and not that and not self.by_a_paper(cue, speaker)
        if opened:
            if needs_that:
                return None
            if joined := _JOINED.search(hidden, max(opened[0], cue.start - 24), cue.start):
                # "Roe said that it was old and warned that ...": the same speaker goes on.
                cut, speaker = joined.start(), opened[1]
            else:
                boundary = _CLAUSE_END.search(hidden, opened[0], speaker.start) if speaker else None
                if not boundary:
                    return None
                cut = boundary.start()
        else:
            cut = start
            if self.trailing(statement, start, cue, speaker, bool(that)):
                return -1, cut, statement.span
        if speaker is None or needs_that:
            return None
        begin = that.start(1) if that else cue.end
        if not that and (aside := _ASIDE.match(hidden, cue.end, end)):
            begin = aside.end()
        elif not that and _WHEN_OR_WHERE.match(hidden, cue.end, end):
            later = hidden.find(" that ", cue.end, end)
            if later < 0:
                return None
            begin = later + 1
        if cue.word in ("told", "tell", "tells") and not that and (told := _TOLD.match(hidden, cue.end, end)):
            begin = told.end()
        if hidden.count(" ", begin, end) < FEWEST:
            return None
        return begin, cut, speaker

    def by_a_paper(self, cue: _Cue, speaker: Span | None) -> bool:
        """Whether a document shows or finds: `the survey found six cases` needs no "that"."""
        return (
            speaker is not None
            and (cue.word not in BARE or self.hidden[speaker.end - 1] in "sa")
            and _PAPER.search(self.hidden, *speaker) is not None
            and self.hidden[cue.end : cue.end + 1] == " "
        )

    def trailing(self, statement: Statement, start: int, cue: _Cue, speaker: Span | None, that: bool) -> bool:
        """`..., Jane Roe said.` and `..., said Jane Roe.`: the words stand before the cue."""
        hidden, end = self.hidden, statement.span.end
        if that:
            return False
        after = hidden[cue.end : end].strip()
        if speaker and after and _SETTING.match(hidden, start, speaker.start) and _CLAUSE.match(after):
            return False  # "In his book, Roe said he was old.": the words follow
        if speaker and hidden[start : speaker.start].rstrip().endswith(","):
            ends = len(after) <= 60 and "," not in after and not _GOES_ON.match(after)
            if ends and speaker.start - start > SHORTEST:
                self.add(start, speaker.start, _Voice(speaker, cue), statement.span, QuoteKind.INDIRECT)
                return True
            if after.startswith(",") and (cue.word in SAYING or cue.kind is not CueKind.QUOTED):
                self.add(start, speaker.start, _Voice(speaker, cue), statement.span, QuoteKind.INDIRECT)
                self.add(cue.end + 1, end, _Voice(speaker, cue), statement.span, QuoteKind.INDIRECT)
                return True
        return self.inverted(statement, start, cue, speaker)

    def inverted(self, statement: Statement, start: int, cue: _Cue, speaker: Span | None) -> bool:
        """`..., said Jane Roe.`, and in the midst of it: `The ferry, said Jane Roe, is late.`"""
        hidden, end = self.hidden, statement.span.end
        if cue.kind is not CueKind.FREE or cue.word in BARE or cue.word in ADDRESSING:
            return False
        if not hidden[start : cue.start].rstrip().endswith(","):
            return False
        named = subject_after(hidden, cue.end, end)
        if named is None or hidden.startswith(("his ", "her ", "their ", "its "), named.start):
            return False
        after = hidden[named.end : end].lstrip(" .")
        goes_on = after.startswith(",") and _GOES_ON_AFTER.match(after) is not None
        if not goes_on and (
            cue.start - start <= 20
            or (after and after[0] not in ",(—–" and speaker and self.apposed(start, speaker, cue))
        ):
            # "Berg, director of Northwater, said the dam in the valley needs repair."
            return False
        voice = _Voice(named, cue)
        self.add(start, cue.start, voice, statement.span, QuoteKind.INDIRECT)
        if goes_on:
            self.add(named.end + 1, end, voice, statement.span, QuoteKind.INDIRECT)
        return True

    def apposed(self, start: int, speaker: Span, cue: _Cue) -> bool:
        """Whether a name, and what explains it between commas, is all that stands before a cue."""
        between = self.hidden[speaker.end : cue.start].strip()
        return (
            self.hidden[speaker.start].isupper()
            and speaker.start - start < SHORTEST
            and len(between) > 2
            and between[0] == between[-1] == ","
        )
