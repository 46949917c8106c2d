"""Sources as the article names them: each mention described, tied to the earlier ones, and judged checkable or not."""

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import takewhile

from scoring.document import Source, SourceKind, Span
from scoring.lexicons import ENGLISH, Lexicon, sections, table
from scoring.reading.attribution.noun_phrases import (
    FUNCTION_WORDS,
    Phrase,
    Role,
    affiliation_in,
    body_in,
    describe,
    is_organisation,
    is_outlet,
    role_of,
)
from scoring.reading.attribution.speakers import main_subject
from scoring.reading.attribution.statements import BOUNDARY, HIDDEN
from scoring.reading.bodies import is_body, is_real_body
from scoring.reading.capitals import CAPITAL
from scoring.straight import straight

# How far from a mention, in characters, the article is searched for the rest of a name or an office.
WITHIN = 20_000

# How far back, in characters, whoever acts in the sentence before a pronoun may stand.
_ACTING = 400

PEOPLE = frozenset({SourceKind.PERSON, SourceKind.OFFICE, SourceKind.EXPERT})
_TITLED = frozenset({SourceKind.OFFICE, SourceKind.EXPERT})
_BODIES = frozenset({SourceKind.ORGANISATION, SourceKind.DOCUMENT})
# Which kind wins where two mentions of one source differ.
_RANK = {SourceKind.OFFICE: 3, SourceKind.EXPERT: 2, SourceKind.PERSON: 1}

_SINGULAR = frozenset(["he", "she", "i", "who"])
_STOPS = HIDDEN + BOUNDARY
_APPOSITION = re.compile(
    rf"(?:\s*\([^()]{{1,40}}\))?\s*[,—–]\s+(?:\d{{1,3}},\s+)?([^,;—–{_STOPS}().]{{4,160}}(?:(?:(?<=[\s.][A-Z])\.|\.(?!\s+[A-Z][a-z]))[^,;—–{_STOPS}().]{{1,60}}){{0,3}})"
)
# Who told a court or a committee can be looked up in its record.
_HEARD = re.compile(
    r"\b(?:told|tells|testified (?:to|before|at)|gave evidence (?:to|at|before))\s+(?:the|an?|his|her|their|its)\s+(?:[\w'-]+\s+){0,3}?"
    r"(?:court|jury|inquest|tribunal|inquiry|hearing|committee|panel|commission|judge|magistrates|senators|lawmakers|legislature|parliament|council)\b"
)
# What makes an apposition that of a witness, a resident or a winner: an age, where they live, what happened to them.
_AGE = re.compile(r"\s*[,(]\s*\d{1,3}\b")
_WITNESS = re.compile(
    r"\b(?:who|whose)\s+(?:(?:was|were|is|has|had|had been|is now)\s+)?(?:on|in|at|there|among|near|inside|outside|walking|waiting|travelling|traveling|driving|visiting|staying"
    r"|lives?|lived|won|saw|witnessed|survived|lost|escaped|fled|watched|slept|woke|queued|voted|joined|attended|heard|rents?|rented|owns?|bought|moved|grew|came|went|ran|stood|sat"
    r"|house|home|son|daughter|wife|husband|mother|father|parents|children|family|twins|flat|car|brother|sister|grandmother|grandfather)\b"
    r"|^(?:an?|the)?\s*(?:[\w-]+\s+){0,3}[\w-]+\s+(?:from|of)\s+(?:the\s+)?[A-Z][\w'-]+(?:\s+[A-Z][\w'-]+)?$|\bretired\b|\b(?:winner|champion|passenger|victim|guest|customer|resident)\b"
)
# What counsel and chairs do while they speak, which is what they are cited for.
_APPEARING = frozenset(
    ["prosecuting", "defending", "mitigating", "presiding", "sentencing", "representing", "chairing"]
)
_BEFORE_COMMA = re.compile(
    rf"(?:\b(Prosecuting|Defending|Mitigating|Presiding|Sentencing)|\bAt\s+(?:the\s+)?({CAPITAL}[\w'&.-]*(?:\s+(?:of\s+|for\s+)?{CAPITAL}[\w'&.-]*){{1,5}})),\s+$"
)
_WHO = re.compile(r"who\s+(?:(?:is|was|has|have|also|now|currently)\s+){0,2}(\w+)")
_LEADS = frozenset(
    ["heads", "leads", "directs", "chairs", "runs", "headed", "led", "directed", "chaired", "ran", "founded"]
)
_STUDIES = frozenset(
    [
        "teaches",
        "studies",
        "researches",
        "taught",
        "studied",
        "specializes",
        "specialises",
        "tracks",
        "follows",
    ]
)
# Who studies or teaches there is a pupil or a teacher, and no expert.
_SCHOOL = re.compile(
    r"\b(?:school|nursery|kindergarten|college|academy|sixth form|studies (?:at|in)|(?:first|second|third|final)[- ]year)\b",
    re.IGNORECASE,
)
_WORK = re.compile(
    rf"\b(?:author|co-author|coauthor|editor) of\s+(?:[{HIDDEN}A-Z]|the (?:book|study|paper|report|novel)\b)"
    rf"|\b(?:book|study|paper|memoir|article|research)\s*,?\s+(?:(?:is )?(?:titled|called|entitled)\s+)?[{HIDDEN}A-Z]"
    r"|\bpublished (?:in|by) (?:the )?[A-Z]"
)
_CAPITALISED = rf"(?:the\s+|The\s+)?({CAPITAL}[\w'&.-]*(?:\s+(?:of\s+|for\s+)?{CAPITAL}[\w'&.-]*){{0,3}})"
_TOLD = re.compile(rf"\b(?:told|tells|telling)\s+{_CAPITALISED}")
_INTERVIEW = re.compile(rf"\binterview(?:ed)?\s+(?:\w+\s+){{0,2}}?(?:with|on|to|by|for|in)\s+{_CAPITALISED}")
_CHANNEL = re.compile(
    r"\b(?:on|in|via|to|for)\s+(?:(?:his|her|their|its|the|an?)\s+)?(?:[\w-]+\s+){0,2}?"
    r"(Twitter|Facebook|Instagram|YouTube|LinkedIn|Telegram|TikTok|Truth Social|X\b|tweet\b|podcast|op-ed|column|blog)"
)
_OCCASION = re.compile(
    r"\b(?:at|during|in|to|before|after|addressing)\s+(?:an?|the|his|her|their|its|this)\s+((?:[\w'&.-]+\s+){0,5}?"
    r"(?:speech|address|conference|hearing|briefing|rally|summit|forum|debate|lecture|panel|symposium|seminar|webinar"
    r"|meeting|ceremony|town hall|trial|club|congress|testimony))\b([^.;]{0,70})"
)
_NAMED_OR_DATED = re.compile(r"[A-Z][a-z]+|\b\d{1,2}\b|\b(?:valdai|yesterday)\b")
_ACRONYM = re.compile(r"\(([A-Z]{2,8})\)")
_HOLDER = re.compile(
    rf"(?:\s+(?:of|for)\s+[^.;,{_STOPS}]{{1,60}},)?\s+(?:[A-Z]{{2,4}}\s+)?({CAPITAL}[\w'-]+(?:\s+{CAPITAL}[\w'-]+){{0,2}})"
)
_NOT_LETTERS = re.compile(r"[^\w\s-]+")


@lru_cache(maxsize=8192)
def fold(name: str) -> str:
    """A name in the form in which it is compared: small letters, no marks, titles, determiners or possessives."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", straight(name)) if not unicodedata.combining(c))
    plain = plain.lower().removesuffix("'s")
    words = _NOT_LETTERS.sub("", plain).split()
    kept = [w for w in words if w not in ("the", "a", "an", "jr", "sr") and role_of(w) is not Role.HONORIFIC]
    return " ".join(kept or words)


def _acronyms(hidden: str) -> dict[str, str]:
    """Folded acronyms by the folded name that introduces them: `Institute for Example Studies (IES)`."""
    found = {}
    for match in _ACRONYM.finditer(hidden):
        initials = match[1].replace(".", "")
        words = hidden[max(0, match.start() - 120) : match.start()].split()
        capitals = [i for i, word in enumerate(words) if word[0].isupper()][-len(initials) :]
        if capitals and "".join(words[i][0] for i in capitals) == initials:
            found[fold(initials)] = fold(" ".join(words[capitals[0] :]))
    return found


_FIGURES = {fold(row["person"]): row["person"] for row in table("roles")}
_FIGURES |= {fold(name): name for name in sections("public_figures")[""]}
_FIGURES |= {name.rpartition(" ")[2]: full for name, full in sorted(_FIGURES.items())}


def is_public_figure(name: str) -> bool:
    """Whether a full name, or a surname that stands for one, is a public figure's."""
    return fold(name) in _FIGURES


@dataclass(slots=True)
class Mention:
    """One mention while the article is being read; `said_where` marks a dated or named occasion or outlet."""

    span: Span
    text: str
    phrase: Phrase
    key: str
    points_back: bool = False
    said_where: bool = False


def _is_given_name(word: str) -> bool:
    """Whether a capitalised word before a surname may be a given name."""
    return role_of(word) is None and not is_organisation([word]) and word.lower() not in FUNCTION_WORDS


class SourceRegistry:
    """The sources met so far in one article."""

    def __init__(self, text: str, hidden: str, lower: str, lexicon: Lexicon = ENGLISH) -> None:
        self.text, self.hidden, self.lower, self.lexicon = text, hidden, lower, lexicon
        self.order: list[Mention] = []
        self.by_surname: dict[str, str] = {}
        self.best: dict[str, Phrase] = {}
        self.placed: set[str] = set()
        self.at = 0
        self.aliases = _acronyms(hidden)
        # Full names as the text writes them, of those whom the register first met by the surname.
        self.full: dict[str, str] = {}
        # Whoever only acts in the sentence before a pronoun that speaks, where the name stands.
        self.introduced: list[Mention] = []

    def mention(self, span: Span, statement: Span, cue: Span | None) -> Mention:
        """Register the noun phrase at `span` as a source and tie it to an earlier one where it names the same."""
        # "the harbour master, Ole Brandt" says what "harbour master Ole Brandt" says.
        text = " ".join(self.hidden[span.start : span.end].replace(",", " ").split())
        self.at = span.start
        phrase = self._as_listed(describe(text))
        if phrase.nominal and (named := self._known_name(text)):
            phrase = named
        if phrase.nominal:
            mention = self._resolved(span, text, phrase)
        else:
            phrase = self._with_apposition(phrase, span, statement)
            if (
                phrase.kind is SourceKind.EXPERT
                and not is_real_body(phrase.affiliation or "")
                and self._is_aged(span.end)
            ):
                phrase = replace(phrase, kind=SourceKind.PERSON)
            mention = Mention(span, text, phrase, self._key(text, phrase))
        if cue and mention.phrase.kind in PEOPLE:
            mention.said_where = said_somewhere(self.hidden, statement, cue)
        return self._add(mention)

    def _as_listed(self, phrase: Phrase) -> Phrase:
        """The phrase as a body that only the newsroom's list has, or as a person of this article who shares a body's name."""
        name = phrase.name
        if name and phrase.kind is SourceKind.PERSON and self.lexicon is not ENGLISH:
            if is_real_body(name, lexicon=self.lexicon):
                return Phrase(SourceKind.ORGANISATION, name, checkable=True)
        elif (
            name
            and phrase.kind is SourceKind.ORGANISATION
            and " " not in name
            and fold(name) in self.by_surname
        ):
            return Phrase(SourceKind.PERSON, name)
        return phrase

    def add(self, span: Span, phrase: Phrase, key: str | None = None) -> Mention:
        """Register a mention that is already described."""
        text = " ".join(self.text[span.start : span.end].split())
        return self._add(Mention(span, text, phrase, key or fold(text)))

    def _add(self, mention: Mention) -> Mention:
        self.order.append(mention)
        key, phrase = mention.key, mention.phrase
        best = self.best.get(key)
        if best is None:
            self.best[key] = phrase
        elif best is not phrase:
            stronger, weaker = (
                (phrase, best) if _RANK.get(phrase.kind, 0) > _RANK.get(best.kind, 0) else (best, phrase)
            )
            self.best[key] = replace(
                stronger,
                name=max(best.name or "", phrase.name or "", key=len) or None,
                role=stronger.role or weaker.role,
                affiliation=stronger.affiliation or weaker.affiliation,
                checkable=best.checkable or phrase.checkable,
            )
        if mention.said_where and phrase.kind in PEOPLE and self.best[key].name:
            self.placed.add(key)
        return mention

    def source(self, mention: Mention) -> Source:
        """The mention with everything that the article says anywhere of its source."""
        phrase = self.best[mention.key]
        return Source(
            text=self.text[mention.span.start : mention.span.end],
            span=mention.span,
            kind=phrase.kind,
            key=mention.key,
            name=self._longest_name(mention.key, phrase),
            role=phrase.role,
            affiliation=phrase.affiliation,
            checkable=phrase.checkable or mention.key in self.placed,
        )

    def _longest_name(self, key: str, phrase: Phrase) -> str | None:
        if phrase.name and " " not in phrase.name and phrase.kind in PEOPLE:
            return self.full.get(key, phrase.name)
        return phrase.name

    # Tying mentions together

    def _key(self, text: str, phrase: Phrase) -> str:
        if phrase.name is None:
            return fold(text)
        key = fold(phrase.name)
        if phrase.kind not in PEOPLE:
            return self.aliases.get(key, key)
        given, _, surname = key.rpartition(" ")
        if given:
            self.by_surname.setdefault(surname, key)
            return self.by_surname[surname] if self._same_person(self.by_surname[surname], key) else key
        if surname not in self.by_surname:
            self.by_surname[surname] = self._full_name(surname) or surname
        return self.by_surname[surname]

    @staticmethod
    def _same_person(one: str, other: str) -> bool:
        return one.split()[0][:1] == other.split()[0][:1] and one.split()[-1] == other.split()[-1]

    def _full_name(self, surname: str) -> str | None:
        """The first full name in the text that ends in `surname`."""
        for at in self._places(surname):
            given: list[str] = []
            for word in reversed(self.hidden[max(0, at - 48) : at].split(" ")[-4:-1]):
                if not (word.isalpha() and word[0].isupper() and len(word) > 2 and _is_given_name(word)):
                    break
                given.insert(0, word)
            if given:
                name = " ".join([*given, self.hidden[at : at + len(surname)]])
                self.full[fold(name)] = name
                return fold(name)
        return None

    def _places(self, surname: str) -> list[int]:
        """Where a word stands within `WITHIN` of the mention being read, at most six places."""
        found: list[int] = []
        last = self.at + WITHIN
        at = self.lower.find(surname, max(0, self.at - WITHIN), last)
        while at >= 0 and len(found) < 6:
            if (
                not self.lower[at - 1 : at].isalnum()
                and not self.lower[at + len(surname) : at + len(surname) + 1].isalnum()
            ):
                found.append(at)
            at = self.lower.find(surname, at + 1, last)
        return found

    def _known_name(self, text: str) -> Phrase | None:
        """A name in small letters that the article introduces with a role elsewhere: `putin` in some house styles."""
        words = text.lower().split()
        if len(words) > 2 or not words[-1].isalpha() or len(words[-1]) < 4 or role_of(words[-1]):
            return None
        for at in self._places(words[-1]):
            if self.hidden[at].islower() and (titled := self._titled(at, words[-1])):
                return titled
        return None

    def _resolved(self, span: Span, text: str, phrase: Phrase) -> Mention:
        """The nearest compatible earlier source that a pronoun or a bare noun points back to."""
        small = text.lower()
        if small in ("he", "she") and (actor := self._acting(span.start)):
            return Mention(span, text, actor.phrase, actor.key, points_back=True)
        recent = self.order[:-13:-1]
        if phrase.kind is SourceKind.DOCUMENT:
            recent.sort(key=lambda mention: mention.phrase.kind is not SourceKind.DOCUMENT)
        for earlier in recent:
            if self._compatible(small, phrase, earlier):
                return Mention(span, text, earlier.phrase, earlier.key, points_back=True)
        if phrase.kind is SourceKind.OFFICE and (holder := self._holder((phrase.role or small).split()[-1])):
            # The first time that the holder speaks: nothing to point back to but a name that said nothing yet.
            return Mention(span, text, holder, self._key(text, holder))
        if phrase.kind is SourceKind.ORGANISATION and (body := self._body(small.split()[-1])):
            return Mention(span, text, body, self._key(text, body), points_back=True)
        return Mention(span, text, replace(phrase, checkable=False), fold(text) or small, points_back=True)

    def _acting(self, at: int) -> Mention | None:
        """Whoever acts in the sentence before a pronoun, with a role, where nobody has spoken since: `Tahsildar Ina Roe came. She said`."""
        start = max(at - _ACTING, self.hidden.rfind(BOUNDARY, 0, at) + 1)
        own = self.hidden.rfind(". ", start, at)
        earlier = self.hidden.rfind(". ", start, max(start, own))
        begin = earlier + 2 if earlier >= 0 else start
        if own < 0 or begin <= at - _ACTING or (self.order and self.order[-1].span.start >= begin):
            return None
        while begin < own and self.hidden[begin] in " \n":
            begin += 1
        found = main_subject(self.hidden, begin, own)
        if found is None:
            return None
        text = " ".join(self.hidden[slice(*found)].split())
        phrase = describe(text)
        if phrase.kind not in PEOPLE or not phrase.name or not phrase.role or fold(phrase.name) in self.best:
            return None
        mention = self._add(Mention(found, text, phrase, self._key(text, phrase)))
        self.introduced.append(mention)
        return mention

    def _holder(self, office: str) -> Phrase | None:
        """Whom the article names with this office: `the president` after `President Jane Example`."""
        for at in self._places(office.lower()):
            match = _HOLDER.match(self.hidden, at + len(office))
            if match and (phrase := describe(f"{office.capitalize()} {match[1]}")).checkable:
                return phrase
        return None

    def _body(self, noun: str) -> Phrase | None:
        """The body whose full name the article gives: `the committee` after `the Example Committee`."""
        for at in self._places(noun):
            before = self.hidden[max(0, at - 60) : at].split()
            if self.hidden[at].isupper() and before and before[-1][0].isupper() and before[-1].isalpha():
                return Phrase(SourceKind.ORGANISATION, f"{before[-1]} {noun.capitalize()}", checkable=True)
        return None

    def _compatible(self, small: str, phrase: Phrase, earlier: Mention) -> bool:
        kind = earlier.phrase.kind
        if small in _SINGULAR:
            return kind in PEOPLE
        if small in ("they", "we"):
            # Several speak: a group or a body, and not whoever was named last.
            return kind not in (SourceKind.AGENTLESS, SourceKind.DOCUMENT) and kind not in PEOPLE
        if small == "it" or phrase.kind in _BODIES:
            return kind in _BODIES
        if kind not in PEOPLE and kind is not phrase.kind:
            return False
        noun = (phrase.role or small).split()[-1].lower()
        role = (self.best[earlier.key].role or "").lower()
        return noun in role or (phrase.kind is SourceKind.PERSON and kind in PEOPLE)

    # What stands around a mention

    def _with_apposition(self, phrase: Phrase, span: Span, statement: Span) -> Phrase:
        """The phrase with the role that an apposition gives it here or, failing that, elsewhere in the article."""
        if phrase.kind not in PEOPLE or not phrase.name:
            return phrase
        name = phrase.name
        phrase = self._set_before(phrase, span.start)
        if phrase.kind is SourceKind.OFFICE:
            return phrase
        found = self._apposed(phrase, span.end, statement.end)
        if found.kind is SourceKind.PERSON and (figure := self._figure(name)):
            return replace(found, kind=SourceKind.OFFICE, name=figure, checkable=True)
        if found.kind is SourceKind.EXPERT and not is_real_body(found.affiliation or ""):
            # Who is called professor here may be the provost there.
            surname = fold(name).rpartition(" ")[2]
            for at in self._places(surname):
                elsewhere = self._titled(at, surname)
                if elsewhere and elsewhere.kind is SourceKind.OFFICE:
                    return replace(elsewhere, name=name if " " in name else elsewhere.name)
        if found.kind is SourceKind.PERSON:
            surname = fold(name).rpartition(" ")[2]
            for at in self._places(surname):
                elsewhere = self._titled(at, surname, PEOPLE) or self._apposed(
                    phrase, at + len(surname), at + 200
                )
                if elsewhere.kind is not SourceKind.PERSON:
                    return replace(elsewhere, name=name if " " in name else elsewhere.name)
                if found.role is None and elsewhere.role:
                    found = replace(
                        found, role=elsewhere.role, affiliation=found.affiliation or elsewhere.affiliation
                    )
        return found

    def _set_before(self, phrase: Phrase, at: int) -> Phrase:
        """The phrase with what stands before the name and a comma: `Defending, Ole Brandt`, `At Arden School, head teacher Ole Brandt`."""
        before = _BEFORE_COMMA.search(self.hidden, max(0, at - 80), at)
        if before is None:
            return phrase
        if before[1]:
            return replace(phrase, kind=SourceKind.OFFICE, role=before[1].lower())
        if phrase.role and phrase.affiliation is None and is_body(before[2]):
            return replace(phrase, affiliation=before[2])
        return phrase

    def _figure(self, name: str) -> str | None:
        """The full name of a public figure, who may go by the surname once the article has the whole name."""
        key = fold(name)
        figure = _FIGURES.get(key)
        if figure and (" " in key or fold(figure) in self.lower):
            return figure
        return None

    def _titled(self, at: int, surname: str, kinds: frozenset[SourceKind] = _TITLED) -> Phrase | None:
        """What the words right before a surname make of it, if that is one of `kinds`: `Foreign Minister Sergei Example`."""
        before = self.hidden[max(0, at - 60) : at]
        if not before.endswith(" ") or HIDDEN in before[-2:] or BOUNDARY in before[-3:]:
            return None
        words = before.split()
        taken: list[str] = []
        for word in reversed(words[-6:]):
            given = (
                not taken
                and self.hidden[at].islower()
                and word.isalpha()
                and len(words) > 1
                and role_of(words[-2])
            )
            if word[-1] in f",;:!?){BOUNDARY}" or not (word[0].isupper() or role_of(word) or given):
                break
            taken.insert(0, word)
        if not any(role_of(word) for word in taken):
            return None
        phrase = describe(" ".join([*taken, self.hidden[at : at + len(surname)]]))
        return phrase if phrase.kind in kinds and phrase.name else None

    def _is_aged(self, at: int) -> bool:
        """Whether an age stands right after a name, as papers give it of people who only saw or won something."""
        return _AGE.match(self.hidden, at, at + 12) is not None

    def _apposed(self, phrase: Phrase, at: int, end: int) -> Phrase:
        match = _APPOSITION.match(self.hidden, at, min(end, at + 240))
        if not match:
            return phrase
        role = match[1].strip()
        words = role.split()
        affiliation = phrase.affiliation or affiliation_in(f" {role}")
        if affiliation is None:
            first = next((i for i, w in enumerate(words[:6]) if w[:1].isupper() and not role_of(w)), 6)
            capitals = list(takewhile(lambda w: w[:1].isupper() and not role_of(w), words[first:8]))
            affiliation = " ".join(capitals).removesuffix("'s") or None
        if affiliation is None or not is_real_body(affiliation):
            affiliation = body_in(role) or affiliation
        kinds = [kind for word in words[:8] if (kind := role_of(word))]
        if words[0].lower() in _APPEARING:
            return replace(phrase, kind=SourceKind.OFFICE, role=role, affiliation=affiliation)
        verb = who[1] if (who := _WHO.match(role)) else ""
        after = self.hidden[match.start(1) : min(end, match.end() + 60)].partition(BOUNDARY)[0]
        worked = bool(_WORK.search(after.partition(". ")[0]))
        if words[0].lower() in ("and", "but", "which", "as", "while", "when") or (not kinds and not verb):
            return phrase
        if Role.EXPERT in kinds or (verb in _STUDIES and not _SCHOOL.search(role)):
            known_as = SourceKind.OFFICE if _holds_public_office(kinds) else SourceKind.EXPERT
        elif not {Role.PUBLIC, Role.OFFICE, Role.UNNAMED}.isdisjoint(kinds) or verb in _LEADS:
            known_as = SourceKind.OFFICE
        else:
            known_as = phrase.kind
        if known_as is SourceKind.EXPERT and not is_real_body(affiliation or ""):
            witness = self._is_aged(at) or _WITNESS.search(role) or _WITNESS.search(after)
            known_as = SourceKind.PERSON if witness else known_as
        if words[0].lower() in ("who", "whose"):
            affiliation = affiliation if affiliation and is_body(affiliation) else phrase.affiliation
            # "Neighbour Ole Brandt, who lives across the street": what he is said to be comes first.
            role = phrase.role if phrase.role and known_as is phrase.kind else role
        posted = affiliation is not None or kinds[:1] == [Role.PUBLIC]
        checkable = worked or (known_as is SourceKind.OFFICE and posted)
        return replace(
            phrase, kind=known_as, role=role, affiliation=affiliation, checkable=checkable or phrase.checkable
        )


def _holds_public_office(kinds: list[Role]) -> bool:
    return bool(kinds) and (kinds[0] is Role.PUBLIC or (Role.OFFICE in kinds and kinds[0] is not Role.EXPERT))


def said_somewhere(hidden: str, statement: Span, cue: Span) -> bool:
    """Whether a statement says to whom or on what occasion it was uttered: an outlet, a named or dated venue."""
    near = hidden[max(statement.start, cue.start - 200) : min(statement.end, cue.end + 300)]
    if (" told " in near or " tell" in near) and (told := _TOLD.search(near)) and _is_outlet(told[1]):
        return True
    if _HEARD.search(near):
        return True
    if "interview" in near and (asked := _INTERVIEW.search(near)) and _is_outlet(asked[1]):
        return True
    if _CHANNEL.search(near):
        return True
    occasion = _OCCASION.search(near)
    return occasion is not None and bool(_NAMED_OR_DATED.search(occasion[1] + occasion[2]))


def _is_outlet(name: str) -> bool:
    words = name.removesuffix("'s").strip(" .,").split()
    return is_outlet(words[0]) or is_outlet(" ".join(words)) or is_organisation(words[:3])
