"""The noun phrase beside a cue verb that says who speaks."""

import re

from scoring.document import Span
from scoring.lexicons import sections
from scoring.reading.attribution.cues import BETWEEN
from scoring.reading.attribution.noun_phrases import role_of
from scoring.reading.attribution.statements import BOUNDARY, HIDDEN
from scoring.reading.capitals import CAPITAL, CAPITALS

# How far from its cue a subject may begin.
REACH = 260

# One word of a name: Roe, O'Brien, al-Sharaa, d'Arcy.
NAME = rf"(?:(?:al|el|ad|ash|as|an|bin|ibn|ben)-|[dl]'|h)?{CAPITAL}[\w'.&-]*"
# Stands between the words of a name: Anna “Annie” Field.
_NICKNAME = rf"(?:[\"“']{CAPITAL}[\w'.-]*(?:\s{CAPITAL}[\w'.-]*)?[\"”']\s+)?"
PRONOUN = r"(?:he|she|they|it|we|I|who|He|She|They|It|We|Who)"
_PARTICLE = r"(?:of|for|de|van|von|bin|al|der|la|le|di|del|the|and)"

_DETERMINER = re.compile(
    r"""(?:the|an?|some|many|several|most|few|two|three|four|five|six|seven|eight|nine|ten|one|another|other|both|
    his|her|their|its|our|my|this|that|those|these|all|more|such|no|any|senior|former|top|local|federal|state|
    critics|analysts|experts|officials|sources|supporters|opponents|proponents|skeptics|sceptics|aides|advisers|
    advisors|republicans|democrats|conservatives|liberals|people|others|observers|researchers|scientists|police|
    authorities|prosecutors|investigators|lawmakers|voters|polls|economists|historians|scholars|pundits|diplomats|
    insiders|lawyers|court|reports?|residents|witnesses|everyone|nobody|somebody|someone|dozens|hundreds|thousands|
    millions|half|nearly|about|roughly|almost|more|at\ least|\d[\d.,]*(?:\spercent|\sper\scent|%)?)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_LEAD = re.compile(
    r"""(?:[\s,—–-]|\b(?:and|but|or|so|yet|as|that|while|when|because|since|after|before|if|although|though|thus|
    meanwhile|still|however|instead|also|then|later|where|which\ is\ what|for\ example|for\ instance|in\ fact|
    (?:on\s)?(?:sun|mon|tues|wednes|thurs|fri|satur)day(?:\s(?:morning|afternoon|evening|night))?|
    last\s(?:week|month|year|night)|this\s(?:past\s)?(?:week|month|year|morning|weekend)|earlier|today|yesterday|overall|separately|
    indeed|of\ course|additionally|moreover|furthermore|similarly|nevertheless|nonetheless|finally|recently|
    now|once|often|sometimes|specifically|importantly|notably|interestingly|again|perhaps|
    on\s[a-z]{3,9}\.?\s\d{1,2}|in\s(?:a|an|the|his|her|their)\s[\w-]{1,20})\b){1,12}""",
    re.IGNORECASE | re.VERBOSE,
)
_CONJUNCTION = re.compile(
    rf"""\b(that|but|because|while|when|as|though|although|if|whether|than|where|after|before|and)\s+
    (?={NAME}|{PRONOUN}\b|the\b|some\b|many\b|most\b|an?\b|his\b|her\b|their\b|critics\b|experts\b|analysts\b)""",
    re.VERBOSE,
)
_HEAD = re.compile(rf"(?:{NAME}(?:\s+(?:{_PARTICLE}\s+)?{NAME}){{0,6}}|{PRONOUN}\b)")
# `A spokesman for Platte Water declined to say more but said`: a phrase that a clause begins with, and whose it is.
_DETERMINED = re.compile(
    r"(?:[Tt]he|[Aa]n?|[Oo]ne|[Hh]is|[Hh]er|[Tt]heir|[Ss]ome|[Mm]any)\s+((?:[\w'-]+\s+){1,4})"
)
_WORD = re.compile(r"\S+")
_OF_WHOM = re.compile(rf"\s+(?:for|of|at|from)\s+(?:the\s+)?{NAME}(?:\s+{NAME}){{0,4}}")
_PREPOSITIONS = sections("function_words")["preposition"]
_ADVERB = re.compile(r"[a-z]{3,}ly")
_PRONOUNS = frozenset(["he", "she", "they", "we", "i", "who", "it"])
_NO_NAME = (
    _PREPOSITIONS
    | sections("function_words")["opener"]
    | {"nearly", "about", "roughly", "almost", "other", "such", "no"}
)
_JOINING = frozenset(["and", "but", "then", "also"])
_SUBJECTS = frozenset(["he", "she", "they", "who", "it", "we", "I"])
_NAME_START = re.compile(NAME)
_PRONOUN_START = re.compile(rf"{PRONOUN}\b")
_APPOSED = re.compile(rf"\s*(?:{NAME}|(?:the|an?|his|her|The|An?|His|Her)\s)")
_FULL_NAME = re.compile(rf"\s*{NAME}(?:\s+(?:{_PARTICLE}\s+)?{_NICKNAME}{NAME}){{1,4}}\s*")
_TAIL = re.compile(
    rf"((?:(?<!\w)(?:the|an?)\s+)?(?:(?<!\w){NAME}\s+{_NICKNAME}){{0,6}}(?<!\w){NAME}|\b{PRONOUN})\s*$"
)
_PLURAL_TAIL = re.compile(r"(?:[\w-]+\s+){0,3}[\w-]+[a-z]{2}s$")
_RELATIVE = re.compile(r"\s(?:who|whose|whom|which)\s")
_BREAK = frozenset(f";:—({HIDDEN}{BOUNDARY}")
_VERBS = frozenset(
    ["is", "was", "are", "were", "has", "have", "had", "been", "will", "would", "can", "could"]
)
_TITLES = frozenset(["Mr", "Mrs", "Ms", "Dr", "Sen", "Rep", "Gov", "Gen", "Prof", "Rev", "St"])
_NO_SUBJECT = sections("function_words")["empty"]

_AFTER = re.compile(
    rf"""\s*((?:(?:the|an?|one|two|some|several|former|senior)\s+)?
    (?:[\w'.&-]+\s+){{0,8}}?(?<!\w){NAME}(?:\s+{_PARTICLE}\s+{NAME}|\s+{_NICKNAME}{NAME}){{0,8}}
    |{PRONOUN}\b
    |(?:the|an?|one|his|her|another)\s+(?:[\w'-]+\s*){{1,5}})
    (?=\s*(?:[,.;:—–(!?]|$|{HIDDEN}|\s(?:in|on|at|to|during|of|after|before|as|about|when|while|with|from|last|this
    |by|who|whom|whose|which|whether|why|how|told|earlier|[a-z]{{3,14}}ly|again|then|too|also|Sunday|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday)\b))""",
    re.VERBOSE,
)

# `the harbour master, Ole Brandt`: a post, and after a comma the name of who holds it.
_HOLDER = re.compile(
    rf",\s+{NAME}(?:\s+(?:{_PARTICLE}\s+)?{_NICKNAME}{NAME}){{1,4}}(?=\s*(?:[,.;:—–(!?]|$|{HIDDEN}))"
)

# "Some say", "which most believe": a few that speak, where "in some reports" counts them.
A_FEW = re.compile(
    r"(?:^\s*|[,;.!?:]\s+|\b(?:that|which|and|but|as|what|while|though|\w+y|[a-z]{4,})\s+)(?:some|most)$",
    re.IGNORECASE,
)

# What a passive hands its words to.
BY = re.compile(r"\s+by\s+")
# `HARROW, May 3 (Agency) - `
_DATELINE = re.compile(
    rf"\W*[{CAPITALS}][{CAPITALS}. ]{{3,30}}[^—–()-]{{0,30}}(?:\([\w. ]{{2,30}}\))?\s?[—–-]{{1,2}}\s"
)
# The subject of a clause, with a verb, a comma or an adverb after it.
_CLAUSE_SUBJECT = re.compile(
    rf"""\W*((?:(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Tt]heir)\s+(?:[\w'.&-]+\s+){{0,5}}?[\w'.&-]+(?=\s+(?:\w+ed|has|have|had|was|were|is|are|will|said|told)\b))
    |(?:former\s+|[a-z]+\s+){{0,2}}(?:{NAME}\s+){{0,5}}{NAME}|[Hh]e|[Ss]he|[Tt]hey)(?=,|\s+[a-z(])""",
    re.VERBOSE,
)
_SETTING_WORD = re.compile(
    r"[A-Z][a-z]+(?:ing|ly|ed)\b|(?:Hours|Days|Weeks|Months|Years|Minutes|Moments|Shortly|Once|Soon)\b"
)
# So many pieces between commas are passed over on the way to a main clause.
_MOST_PIECES = 6


def subject_before(hidden: str, start: int, end: int, *, saying: bool = False) -> Span | None:
    """The noun phrase that ends before `end`, the place of a cue verb, and begins at `start` or later.

    Adverbs and auxiliaries before the verb are skipped, as is one apposition between commas, dashes or brackets.
    With `saying` a few lower-case words count as a name that the house style does not capitalise.
    """
    start = max(start, end - REACH)
    stop = _without_between(hidden, start, end)
    gap = hidden[stop:end].lstrip()[:1]
    if hidden[stop - 1 : stop] == ")" and (bracket := hidden.rfind("(", start, stop)) > start:
        stop = bracket
        while stop > start and hidden[stop - 1] == " ":
            stop -= 1
    elif gap in ("—", "–", "-") and (dash := hidden.rfind(gap, start, stop)) > start:
        stop = dash
        while stop > start and hidden[stop - 1] in " -":
            stop -= 1
    if stop <= start:
        return None
    clause = _after_break(hidden, start, stop)
    begin, stop = _part(hidden, clause, stop, apposed=gap == ",")
    if (aside := _LEAD.match(hidden, begin, stop)) and aside.end() == stop and clause < begin:
        # "Orrin, the group's chairman, this past week announced": the last piece only tells when.
        begin, stop = _part(hidden, clause, begin - 1, apposed=True)
    found = _noun_phrase(hidden, begin, stop, saying)
    if hidden.endswith((" and", " but", " then"), begin, stop) and (
        found is None or hidden.endswith((" and", " but", " then"), *found)
    ):
        lead = _LEAD.match(hidden, clause, stop)
        found = _head(hidden, lead.end() if lead else clause, stop)
    return found


def subject_after(hidden: str, start: int, end: int) -> Span | None:
    """The noun phrase that begins right after a cue verb, as in `"...," said Jane Roe`."""
    match = _AFTER.match(hidden, start, min(end, start + REACH))
    if match is None or _is_clause(match[1].split()) or match[1] in _TITLES:
        return None
    stop = match.end(1)
    if hidden[stop - 1] == "." and stop == end and not match[1].endswith((" Jr.", " Sr.", " Inc.", " Co.")):
        stop -= 1
    elif not any(map(str.isupper, match[1][1:])) and (
        holder := _HOLDER.match(hidden, stop, min(end, stop + 80))
    ):
        stop = holder.end()
        stop -= hidden[stop - 1] == "."
    return Span(match.start(1), stop)


def main_subject(hidden: str, start: int, stop: int) -> Span | None:
    """Who acts in the main clause that begins at `start`: the subject of a participle after a comma, `Roe left, saying`.

    A dateline and words of time or place before the clause are passed over.
    """
    if dateline := _DATELINE.match(hidden, start, stop):
        start = dateline.end()
    begin = _after_break(hidden, start, stop)
    passed: Span | None = None
    for _ in range(_MOST_PIECES):
        if lead := _LEAD.match(hidden, begin, stop):
            begin = lead.end()
        found = _CLAUSE_SUBJECT.match(hidden, begin, stop)
        if found and found[1].partition(" ")[0].lower() not in _NO_NAME:
            if not _SETTING_WORD.match(found[1]):
                return Span(*found.span(1))
            # A participle or an adverb that opens the sentence; a surname looks like one.
            passed = passed or Span(*found.span(1))
        comma = hidden.find(",", begin, stop)
        if comma < 0:
            break
        begin = comma + 1
        while begin < stop and hidden[begin] == " ":
            begin += 1
    return passed if passed and hidden[passed.start : passed.end].count(" ") else None


def _is_clause(words: list[str]) -> bool:
    """Whether words after a cue are no speaker but begin what is said: `said the pier would be sold`."""
    if any(word in _VERBS for word in words) or (words[0].islower() and words[0].endswith("ing")):
        return True
    if words[0].lower() in _PREPOSITIONS:
        return True
    common = all(word[0].islower() for word in words[1:])
    told = any(word.endswith("ed") for word in words[2:]) and not role_of(words[1])
    return common and (words[-1] in _PREPOSITIONS or told)


def _without_between(hidden: str, start: int, end: int) -> int:
    stop = end
    while stop > start:
        while stop > start and hidden[stop - 1] in " ,—–":
            stop -= 1
        word = stop
        while word > start and hidden[word - 1] not in f" ,{HIDDEN}":
            word -= 1
        if hidden[word:stop] not in BETWEEN:
            break
        stop = word
    return stop


def _after_break(hidden: str, start: int, stop: int) -> int:
    """Where the piece before `stop` begins that no colon, dash or open bracket divides."""
    at = _last_break(hidden, start, stop)
    # A bracket that is closed again divides nothing.
    while at >= 0 and hidden[at] == "(" and hidden.find(")", at, stop) >= 0:
        stop = at
        at = _last_break(hidden, start, stop)
    return at + 1 if at >= 0 else start


def _last_break(hidden: str, start: int, stop: int) -> int:
    dash = hidden.rfind(" – ", start, stop)
    marks = max(hidden.rfind(mark, start, stop) for mark in _BREAK)
    return max(marks, dash + 1 if dash >= 0 else -1)


def _part(hidden: str, start: int, stop: int, *, apposed: bool) -> tuple[int, int]:
    """The piece between commas that holds the subject: the last one, or the one that an apposition explains."""
    parts = hidden[start:stop].split(",")
    edges = [start]
    for part in parts[:-1]:
        edges.append(edges[-1] + len(part) + 1)
    ends = [edge + len(part) for edge, part in zip(edges, parts, strict=True)]
    index = len(edges) - 1
    if apposed and index:
        index -= 1
        while index and not _APPOSED.match(hidden, edges[index], ends[index]):
            index -= 1
        # "Ruiz, whose home town, Leddon, is flooded, argues": what the relative clause holds explains nothing.
        whose = next((at for at in range(1, index + 1) if _RELATIVE.match(hidden, edges[at])), None)
        index = whose - 1 if whose else index
        # "One parent, Ina Marrow, whose twins are six, said": what she is stands before the name.
        before = hidden[edges[index - 1] : ends[index - 1]].split() if index else []
        if (
            1 < len(before) < 6
            and role_of(before[-1])
            and _DETERMINER.match(before[0])
            and not any(map(str.isupper, "".join(before)[1:]))
            and _FULL_NAME.fullmatch(hidden, edges[index], ends[index])
        ):
            return edges[index - 1], ends[index]
        # "the council's leader, Ina Marrow, said": the apposition is the name itself.
        named = index + 1 < len(edges) and _FULL_NAME.fullmatch(hidden, edges[index + 1], ends[index + 1])
        if named and not any(map(str.isupper, hidden[edges[index] : ends[index]].strip()[1:])):
            return edges[index], ends[index + 1]
    return edges[index], ends[index]


_GAP = re.compile(r"\s+")


def _noun_phrase(hidden: str, begin: int, stop: int, saying: bool) -> Span | None:
    after_that = False
    if lead := _LEAD.match(hidden, begin, stop):
        begin = lead.end()
    conjunction = max(_CONJUNCTION.finditer(hidden, begin, stop), key=re.Match.start, default=None)
    if conjunction and not (conjunction[1] == "and" and hidden[conjunction.end()].isupper()):
        begin = conjunction.end()
    elif (that := hidden.rfind(" that ", begin, stop)) >= 0 and len(_GAP.findall(hidden, that + 6, stop)) < 4:
        begin, after_that = that + 6, True
    while begin < stop and hidden[begin] in " ,":
        begin += 1
    while stop > begin and hidden[stop - 1] in " ,":
        stop -= 1
    if hidden.startswith("which ", begin, stop):
        begin += len("which ")
    elif (who := hidden.find(" who ", begin, stop)) > 0:
        stop = who
    words = hidden[begin:stop].split()
    if not words or words[0] in BETWEEN or (len(words) == 1 and words[0].lower() in _NO_SUBJECT):
        return None
    if len(words) > 2 and words[-1] in _JOINING:
        # "Mrs. Roe shook her head and said": the subject stands at the head of the clause.
        return _head(hidden, begin, stop)
    if len(words) > 2 and words[-1] in _SUBJECTS:
        return Span(stop - len(words[-1]), stop)
    while len(words) > 1 and (words[-1] in BETWEEN or _ADVERB.fullmatch(words[-1])):
        stop = begin + len(hidden[begin:stop].rstrip()) - len(words.pop())
        stop = begin + len(hidden[begin:stop].rstrip())
    if words[0].lower() in _PRONOUNS and len(words) > 1 and words[1] not in ("and", "or", "of"):
        return None  # a clause of its own stands between: "he says people said"
    if len(words) == 1 and (words[0].lower() in _NO_NAME or words[0] in ("Mr.", "Mrs.", "Ms.")):
        return None
    whole = (
        _DETERMINER.match(hidden, begin, stop)
        or _NAME_START.match(hidden, begin, stop)
        or _PRONOUN_START.match(hidden, begin, stop)
        or (after_that and len(words) < 4)
    )
    if (
        whole
        and len(words) <= 14
        and not any(word in _VERBS for word in words)
        and words[0].lower() not in _PREPOSITIONS
    ):
        return Span(begin, stop)
    if tail := _TAIL.search(hidden, begin, stop):
        before = hidden[begin : tail.start(1)].split()
        if (
            0 < len(before) < 5
            and role_of(before[-1])
            and all(word.isalpha() and word not in _PREPOSITIONS for word in before)
        ):
            return Span(begin, stop)  # "motor vehicle inspector Ole Brandt"
        return _without_opening(hidden, *tail.span(1))
    if len(words) <= 12 and (tail := _PLURAL_TAIL.search(hidden, begin, stop)):
        return Span(*tail.span())
    return _lower_case_name(begin, stop, words) if saying else None


def _head(hidden: str, begin: int, stop: int) -> Span | None:
    """The name, the pronoun or the bearer of a role that a clause begins with."""
    if found := _DETERMINED.match(hidden, begin, stop):
        for word in _WORD.finditer(hidden, *found.span(1)):
            if role_of(word[0]):
                whose = _OF_WHOM.match(hidden, word.end(), stop)
                return Span(begin, whose.end() if whose else word.end())
        return None
    found = _HEAD.match(hidden, begin, stop)
    return Span(*found.span()) if found and found[0].partition(" ")[0].lower() not in _PREPOSITIONS else None


def _without_opening(hidden: str, begin: int, stop: int) -> Span | None:
    """The name after a preposition that only has a capital because it opens the sentence."""
    first = hidden[begin:stop].partition(" ")[0]
    if first.lower() not in _PREPOSITIONS:
        return Span(begin, stop)
    return None


def _lower_case_name(begin: int, stop: int, words: list[str]) -> Span | None:
    """Names that a house style sets in lower case: the whole part, if it is short and starts with no preposition."""
    if len(words) <= 5 and words[0].lower() not in _PREPOSITIONS and all(w.isalpha() for w in words):
        return Span(begin, stop)
    return None
