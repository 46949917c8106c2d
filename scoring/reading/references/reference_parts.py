"""The words of an entry taken apart: title, outlet, date and day of access, and which of these are beyond doubt.

Bibliographies are set by styles, and the styles (APA, MLA, Chicago, Harvard, Vancouver, AMA, ACS, ACM, IEEE, GB/T 7714,
Bluebook, OSCOLA, Wikipedia ...) share few shapes: who wrote it, then when or what, then where. The shape is told by its
hard marks: quotation marks, brackets around a year, initials, signs of the medium. Where there are none of these the
parts are a guess, and a guess is never held against a page.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from scoring.lexicons import sections
from scoring.reading.dates.other_languages import months_of_all
from scoring.reading.dates.short_dates import ShortDate, short_dates
from scoring.reading.dates.timex import reading
from scoring.reading.references.names_of_authors import Persons, author_end, persons

TITLE, OUTLET, PUBLISHED = "title", "outlet", "published"

EDGE = ' \t\r\n.,;:()[]<>*_"“”„‟«»‘’「」『』《》‹›–—-|/'
_QUOTES = re.compile(
    r"“(?P<a>[^“”\n]{2,400})”|„(?P<b>[^„“”\n]{2,400})[“”]|«\s?(?P<c>[^«»\n]{2,400}?)\s?»|\"(?P<d>[^\"\n]{2,400})\"|"
    r"「(?P<e>[^「」\n]{2,200})」|『(?P<f>[^『』\n]{2,200})』|《(?P<g>[^《》\n]{2,200})》|»(?P<h>[^«»\n]{2,400})«|"
    r"(?<![\w])‘(?P<i>[^\n]{2,400}?)’(?=[,.;:)\s]|$)|(?<![\w])'(?P<j>[^\n]{2,400}?)'(?=[,.;:)\s]|$)"
)
# Signs of the medium or kind, which stand right behind a title.
_SIGN = re.compile(
    r"\s?\[(?:Internet|WWW [Dd]ocument|[Oo]nline|[A-Z](?:/OL)?|(?:EB|DB|CP|M|J|N|R|C)/OL|Electronic \w+|Электронный ресурс|Електронний ресурс|"
    r"(?:[Bb]log post|[Tt]weet|[Vv]ideo|[Pp]ress release|[Pp]hotograph|[Pp]odcast|[Pp]reprint|[Pp]ost|PDF|Report|Thesis|Film|"
    r"(?:Master|Doctor)\w*[^\]]{0,30}|[Rr]esumen|texte imprimé|en ligne|en línea|Elektronische Ressource))\]"
)
# Words in square brackets that say who or how, not what.
_ASIDE = re.compile(r"\s?\[(?:@[^\]]{1,30}|[Ee]ds?\.?|[Tt]rans\.?|sic)\]")
_UNDATED = re.compile(
    r"\(?\b(?:n\.\s?d\.?|no date|undated|s\.\s?f\.|s\.\s?d\.|o\. ?J\.|б\. ?г\.|in press|forthcoming)\)?",
    re.IGNORECASE,
)
_ABBREVIATED = frozenset(
    [
        "acad",
        "adv",
        "agric",
        "am",
        "ann",
        "annu",
        "anal",
        "anthropol",
        "appl",
        "arch",
        "archit",
        "assoc",
        "astron",
        "behav",
        "biochem",
        "biol",
        "biophys",
        "biotechnol",
        "bot",
        "br",
        "bull",
        "bur",
        "cardiol",
        "chem",
        "chin",
        "circ",
        "civ",
        "climatol",
        "clin",
        "co",
        "coll",
        "commun",
        "comp",
        "comput",
        "conf",
        "constr",
        "corp",
        "crit",
        "curr",
        "dermatol",
        "dept",
        "des",
        "dev",
        "dis",
        "doc",
        "ecol",
        "econ",
        "ed",
        "eds",
        "educ",
        "electr",
        "electron",
        "endocrinol",
        "energ",
        "eng",
        "entomol",
        "environ",
        "epidemiol",
        "eur",
        "evol",
        "exp",
        "fam",
        "fig",
        "ger",
        "genet",
        "geogr",
        "geol",
        "geophys",
        "geosci",
        "gov",
        "harb",
        "health",
        "hist",
        "hosp",
        "hum",
        "hydrol",
        "immunol",
        "inc",
        "ind",
        "inf",
        "inst",
        "instrum",
        "int",
        "intern",
        "ital",
        "j",
        "jpn",
        "jr",
        "lab",
        "lang",
        "lett",
        "libr",
        "ling",
        "lit",
        "ltd",
        "mach",
        "mag",
        "manag",
        "mar",
        "math",
        "meas",
        "mech",
        "med",
        "meteorol",
        "methods",
        "microbiol",
        "mol",
        "mon",
        "mr",
        "mrs",
        "ms",
        "nat",
        "natl",
        "neurol",
        "neurosci",
        "no",
        "nucl",
        "numer",
        "nutr",
        "obstet",
        "oceanogr",
        "oncol",
        "opt",
        "org",
        "paediatr",
        "pathol",
        "pediatr",
        "pharm",
        "pharmacol",
        "philos",
        "phys",
        "physiol",
        "pl",
        "pol",
        "polit",
        "pp",
        "pr",
        "prev",
        "proc",
        "prof",
        "psychiatr",
        "psychol",
        "pub",
        "publ",
        "q",
        "qual",
        "quant",
        "radiol",
        "rep",
        "repub",
        "res",
        "resour",
        "rev",
        "rom",
        "roy",
        "ser",
        "sci",
        "sess",
        "soc",
        "sociol",
        "softw",
        "stat",
        "stud",
        "suppl",
        "surg",
        "surv",
        "sust",
        "syst",
        "technol",
        "tel",
        "theor",
        "thromb",
        "toxicol",
        "trans",
        "transl",
        "transp",
        "trop",
        "univ",
        "urban",
        "urol",
        "vet",
        "virol",
        "vol",
        "zool",
    ]
)
_SMALL = frozenset(["al", "ed", "eds", "no", "vol", "pp", "pl", "hg", "hrsg", "trans"])
_STOP = re.compile(r"([^\s.?!]*)([.?!])[\"”’']?\s+(?=\S)")
_IN = re.compile(r"^(?:In|in|En|Em|Dans|W|В|У)(?::|\s)\s*(?:\w\. )?")
_ISSUE = re.compile(
    r",?\s*(?:(?<!\w)\(?(?:vol(?:ume)?|v|bd|band|t|tome|no?|nr|núm|issue|iss|pp?|s|стр|с|т|art(?:icle)?|№)\.?\s?\d.*|\d{1,4}\s?[(:,/]\s?[\d(e].*|\d{1,4}(?:[–-]\d+)?)$"
    r"|\s+\d+\s?\(\d+.*$|\s+\d{1,4}$|\s+\(\d{4}\).*$|[,;]\s*p\s*$|,\s\d{1,2} [A-Z]\w{2,8}\.?$|,\s*(?:\d+(?:st|nd|rd|th)|\w+) ed(?:ition|n)?\.?.*$|\s+ed\.? by .*$",
    re.IGNORECASE,
)
_PART_OF = re.compile(r"(?<=\w)[.,?!]\s[Ii]n:?\s(?:[^\W\d_]\. [\w'’-]+(?: \([Ee]ds?\.\))?, )?(?=[A-ZÀ-Þ“\"])")
_PUBLISHED_BY = re.compile(r"\s\(([A-Z][^()]{3,60})\)\.?$")
_NO_PLACE = re.compile(r"^\[?[Ss]\.\s?[lL]\.?\]?:\s*")
_MEDIUM = re.compile(r"(?:Online|Print|PDF|Web|E-book|Audio|Video|\[S\.\s?l\.\]:?.?)\.?", re.IGNORECASE)
_PLACE = re.compile(r"^(?:[^\W\d_][\w'’-]+(?: [^\W\d_][\w'’-]+){0,2}(?:, [A-Z]{2}|, [A-Z]\w+)?): (?=\S)")
_WORD = re.compile(r"\w+")
_DASH = re.compile(r"\s(?:[-–—|]|--)\s")
# Where a name of an outlet ends; the stop of an abbreviation is no end.
_PIECE = re.compile(r"[,;(\[]\s?|\s[-–—|]\s")
# What a year stands behind, and what follows it, where it is the year in which a work appeared.
_YEAR_BEFORE = re.compile(
    r"(?:^|[.,;:(\[–—-]\s?|\([^()]{0,60}[,:] |\([^()]{2,60} (?=$)|\bPublished |\bc(?:opyright)? ?)$"
)
_PUBLISHER_YEAR = re.compile(r"(?:^|[.;,] )[A-Z][\w'’ -]{1,30}: [A-Z][^.:,;\d]{2,60},? $")
_VOLUME = re.compile(r"\s?[;:]\s?\d|, (?:vol\. )?\d+(?:\s?\(\d+\))?[,:]\s?(?:pp?\. )?(?:\d|[a-z]\d)")
_YEAR_AFTER = re.compile(r"[a-z]?(?:\s*$|[\])}.,;:]|\s[-–—|(\[]|\s\w+\.\s|\s?/)")
_NO_YEAR_AFTER = re.compile(r"\s?[–—-]\s?\d|\.\d")
_EARLIEST_GAP = 5
# GB/T 7714 and its kin put the day of access behind the date of the work.
_BRACKETED_DAY = re.compile(r"\[((?:19|20)\d\d-\d\d-\d\d)\]")
# An entry says so often at most where and when it was read.
MOST_REMARKS = 4


# `5. März 2025`, `5 de marzo de 2025`, `2025年3月5日`.
_FOREIGN = re.compile(
    r"(?<![\w])(?:(\d{1,2})(?:\.|er|º)?\s{1,2}(?:de\s|d['’])?)?([^\W\d_]{3,12})\.?\s{1,2}(?:del?\s)?((?:19|20)\d\d)(?!\d)"
    r"|((?:19|20)\d\d)\s?年\s?(\d{1,2})\s?月(?:\s?(\d{1,2})\s?日)?"
)


class Parts(NamedTuple):
    """What an entry's words say; `certain` names the parts that its shape tells beyond doubt."""

    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    certain: frozenset[str] = frozenset()


def take_apart(words: str, linked: str | None = None, host: str = "") -> Parts:
    """The parts of an entry without its addresses and its day of access.

    `linked` are the words of the entry's own link, where it has one; `host` is where it leads.
    """
    words = _ASIDE.sub("", words)
    dates = _own_dates(words)
    parts = (
        _linked(words, linked, dates)
        or _quoted(words, dates)
        or _signed(words, dates)
        or _enclosed(words, dates)
        or _noted(words, dates)
        or _authored(words, dates)
        or _plain(words, dates, host)
    )
    title, outlet = clean(parts.title), _outlet(parts.outlet)
    if title and outlet and title.casefold() == outlet.casefold():
        outlet = None
    kept = {name for name, value in ((TITLE, title), (OUTLET, outlet), (PUBLISHED, parts.published)) if value}
    return Parts(title, outlet, parts.published, parts.certain & kept)


def cut_access(words: str) -> tuple[str, str | None]:
    """An entry without what it says of where and when it was read, and the day on which that was."""
    retrieved: str | None = None
    if bracketed := _BRACKETED_DAY.search(words):
        retrieved, words = bracketed[1], _BRACKETED_DAY.sub("", words)
    if _first_words().isdisjoint(_WORD.findall(words.lower())):
        return words, retrieved
    for _ in range(MOST_REMARKS):
        remarks = ((found, _access_end(words, found)) for found in _access().finditer(words))
        told = next(((found, end) for found, end in remarks if end is not None), None)
        if told is None:
            break
        found, (end, day) = told
        retrieved = retrieved or day
        words = f"{words[: found.start()].rstrip(' (,;[')} {words[end:].lstrip(' :,;.)]')}".strip()
    return words, retrieved


def clean(text: str | None) -> str | None:
    """A name or title without the punctuation around it; its own closing mark (? or !) stays."""
    if not text:
        return None
    bare = " ".join(text.split()).strip(EDGE)
    for opened, closed in ("()", "[]", "“”", "«»"):
        if bare.count(opened) == bare.count(closed) + 1 and text.rstrip(" .,;:").endswith(closed):
            bare += closed
    return bare or None


@cache
def _access_words() -> Mapping[str, frozenset[str]]:
    return sections("access_dates")


@cache
def _first_words() -> frozenset[str]:
    """The words that remarks on access begin with: most entries have none of them."""
    return frozenset(
        first
        for entries in _access_words().values()
        for entry in entries
        for first in _WORD.findall(entry)[:1]
    )


@cache
def _access() -> re.Pattern[str]:
    words = sorted((word for entries in _access_words().values() for word in entries), key=len, reverse=True)
    spelt = "|".join(map(re.escape, words))
    return re.compile(
        rf"(?:^|(?<=[^\w\s])\s?|(?<=\s)(?=\w{{3,14}}:?\s\d)|(?<=\s)(?=(?-i:[A-ZÀ-ÞА-ЯЁІЇЄ])))(?P<said>{spelt})(?=[\s:.,]|$|\d)",
        re.IGNORECASE,
    )


def _access_end(words: str, found: re.Match[str]) -> tuple[int, str | None] | None:
    """Where a remark on access ends, and the day that it names; None where the words are no such remark."""
    start, at = found.start(), found.end()
    said = found["said"].lower()
    accessed = said in _access_words()["accessed"]
    bracket = words[max(0, start - 2) : start + 1].strip()[-1:]
    close = {"(": ")", "[": "]"}.get(bracket)
    dates = _dates(words[at : at + 48])
    day = dates[0] if dates and dates[0].start <= 12 else None
    if close and 0 <= (end := words.find(close, at)) <= at + 60:
        at = end + 1
    elif day:
        at += day.end
        tail = re.compile(
            r",? (?:from|at|via|on|from the original)\b(?: the original)?:?", re.IGNORECASE
        ).match(words, at)
        at = tail.end() if tail else at
    elif accessed or said == "url":
        rest = re.compile(
            r"[ :]*(?:from|at|on|the original|the original on|[^\W\d_]{1,12}\s){0,2}:?\s*(?:\d{1,2}\.? [^\W\d_]{3,12}\.?,? (?:de )?\d{4}(?: ?[гр]\.)?|\d{1,2}[./]\d{1,2}[./]\d{2,4})?"
        ).match(words, at)
        if not rest or not any(map(str.isdigit, rest[0])):
            return None
        at = rest.end()
    elif not re.compile(r"\s*(?:[:.]|$|\s{2}|(?:from )?the original|[,;)\]])").match(words, at):
        return None
    return at, day.value if day and accessed else None


def _dates(words: str) -> list[ShortDate]:
    """The dates of an entry, in the names of months of any language."""
    found = short_dates(words)
    if words.isascii() and not _FOREIGN.search(words):
        return found
    named = months_of_all()
    other = []
    for it in _FOREIGN.finditer(words):
        day, name, year = (it[1], it[2], it[3]) if it[3] else (it[6], it[5], it[4])
        month = int(name) if name.isdigit() else named.get(name.casefold(), 0)
        value = f"{year}-{month:02d}" + (f"-{int(day):02d}" if day else "")
        if month and reading(value):
            other.append(ShortDate(value, *it.span()))
    spans = [(it.start, it.end) for it in other]
    return sorted(
        [*other, *(it for it in found if not any(start <= it.start < end for start, end in spans))],
        key=lambda it: it.start,
    )


def _own_dates(words: str) -> list[ShortDate]:
    """The dates of the work; the year behind a publisher's name only where there is no other."""
    found = _dates(words)
    sure = [date for date in found if _dates_work(words, date)]
    return sure or [
        date for date in found if _PUBLISHER_YEAR.search(words[max(0, date.start - 70) : date.start])
    ]


def _dates_work(words: str, date: ShortDate) -> bool:
    """Whether a date stands where a style puts the date of a work; elsewhere it belongs to a title, a volume or pages."""
    if len(date.value) > 4:
        return True
    before, after = words[max(0, date.start - 70) : date.start], words[date.end : date.end + 24]
    if _NO_YEAR_AFTER.match(after) or re.search(
        r"\d\s?[–—-]\s?$|:\s?\d*$|\b(?:article|art\.|no\.|report|nr\.?|#)\s?$", before, re.IGNORECASE
    ):
        return False
    if _VOLUME.match(after):
        return True
    return _YEAR_BEFORE.search(before) is not None and _YEAR_AFTER.match(after) is not None


def _first(dates: list[ShortDate], start: int = 0, end: int = 10_000) -> str | None:
    """The finest of the dates in a stretch; of years alone the first, since a later one is another matter."""
    inside = [date for date in dates if start <= date.start and date.end <= end]
    fine = next((date.value for date in inside if len(date.value) > 4), None)
    year = next((date.value for date in inside), None)
    return fine if fine and year and abs(int(fine[:4]) - int(year[:4])) <= _EARLIEST_GAP else year or fine


def _linked(words: str, linked: str | None, dates: list[ShortDate]) -> Parts | None:
    """`Title, Outlet, 3 May 2021` whose title is a link: its words are known exactly."""
    if not linked or linked not in words:
        return None
    start = words.index(linked)
    end = start + len(linked)
    outside = [date for date in dates if date.end <= start or date.start >= end]
    outlet = _after(words[end:], end, outside)
    before = words[:start].strip(EDGE)
    if outlet is None and before and persons(before) is Persons.NONE and not _UNDATED.fullmatch(before):
        outlet = _without(before, [date for date in outside if date.end <= start])
    return Parts(linked, outlet, _first(outside), frozenset({TITLE, PUBLISHED}))


def _quoted(words: str, dates: list[ShortDate]) -> Parts | None:
    """`Author, "Title," Outlet, 3 May 2021`, in the quotation marks of any language."""
    quoted = _QUOTES.search(words)
    if quoted is None or quoted.start() > 250:
        return None
    title = next(text for text in quoted.groups() if text)
    outside = [date for date in dates if date.end <= quoted.start() or date.start >= quoted.end()]
    after, before = words[quoted.end() :], words[: quoted.start()]
    outlet = _after(after, quoted.end(), outside)
    certain = {TITLE, PUBLISHED}
    if outlet:
        certain.add(OUTLET)
    else:
        outlet = _before(before, outside)
    later = _first(outside, quoted.end()) or _first(outside)
    early = _first(outside, 0, quoted.start())
    if early and later and early[:4] != later[:4]:
        later = early
    return Parts(title, outlet, later or early, frozenset(certain))


def _signed(words: str, dates: list[ShortDate]) -> Parts | None:
    """`Author. Title [Internet]. Place: Publisher; 2021` and `Author. Title[J]. Journal, 2021`."""
    sign = _SIGN.search(words)
    if sign is None or sign.start() < 5 or words[sign.start() - 1] in ".,;":
        return None
    head, tail = words[: sign.start()], words[sign.end() :]
    if (inside := re.search(r"[.?!] In: ", head)) is not None:
        author, title = _split_author(head[: inside.start() + 1])
        return Parts(title, head[inside.end() :], _first(dates), frozenset({TITLE, OUTLET, PUBLISHED}))
    if bracketed := _bracket(head, dates):
        title = head[bracketed[1] :]
        author = head[: bracketed[0]]
    else:
        author, title = _split_author(head)
        title = re.sub(r"^\W*(?:19|20)\d\d[a-z]?\.\s", "", title)
    after = [date for date in dates if date.start >= sign.end()]
    pieces = [piece for piece in _segments(_without(tail, after, sign.end()).strip(EDGE)) if clean(piece)]
    outlet = _trimmed(pieces[0]) if pieces else None
    if outlet is None and persons(author) is Persons.NONE:
        outlet = clean(author)
    return Parts(title, outlet, _first(dates), frozenset({TITLE, PUBLISHED}))


def _enclosed(words: str, dates: list[ShortDate]) -> Parts | None:
    """`Author (2021). Title. Outlet.`, and the same with a body, or the title itself, in the author's place."""
    bracket = _bracket(words, dates)
    if bracket is None or bracket[0] < 2 or len(words[bracket[1] :].strip(EDGE)) < 4:
        return None
    head, tail = words[: bracket[0]].strip(), words[bracket[1] :].strip(" .,:;")
    if _holds_title(head):
        return None
    published = _first(dates, *bracket)
    who = persons(head)
    segments = list(_segments(tail))
    if who is Persons.NONE and len(segments) == 1 and _is_title(head) and len(tail.split()) <= 6:
        return Parts(head, tail, published, frozenset({TITLE, PUBLISHED}))
    title, outlet = _title_and_outlet(segments, names_author=who is not Persons.NONE)
    certain = {TITLE, PUBLISHED}
    if outlet is None and (
        who is Persons.NONE or (who is Persons.MAYBE and not re.search(r"[,;&]|\band\b", head))
    ):
        outlet = head
    elif who is Persons.SURE:
        certain.add(OUTLET)
    if published and len(published) == 4 and (later := _first(dates, bracket[1])) and later[:4] == published:
        published = later
    return Parts(title, outlet, published, frozenset(certain))


def _holds_title(head: str) -> bool:
    """Whether what stands before a year in brackets is more than the author: `Author: Title. In: Journal (2021)`."""
    end = author_end(head)
    if end is not None:
        return len(head[end:].split()) > 2
    return len(list(_segments(head))) > 1


def _authored(words: str, dates: list[ShortDate]) -> Parts | None:
    """Styles that begin with names in initials or turned round: Vancouver, AMA, ACS, Chicago, MLA, ACM, DIN."""
    end = author_end(words)
    if end is None:
        return None
    rest = words[end:].lstrip(" .,:;")
    shift = len(words) - len(rest)
    own = [
        date._replace(start=date.start - shift, end=date.end - shift) for date in dates if date.start >= shift
    ]
    published = _first(own)
    if own and own[0].start <= 1:
        published, rest = own[0].value, rest[own[0].end :].lstrip(" .,:;)")
    else:
        rest = _without(rest, own)
    title, outlet = _title_and_outlet(list(_segments(rest)), names_author=True)
    return Parts(
        title, outlet, published, frozenset({TITLE, PUBLISHED}) if outlet else frozenset({PUBLISHED})
    )


def _noted(words: str, dates: list[ShortDate]) -> Parts | None:
    """`Ivo Ruus, Title (Place: Publisher, 2019), 45` and `Ivo Ruus, Title, OUTLET (May 3, 2021)`."""
    found = re.search(r"\(([^()]{4,120})\)", words)
    if found is None:
        return None
    inside = [date for date in dates if found.start() < date.start < found.end()]
    head = words[: found.start()]
    end = author_end(head)
    first, comma, rest = (
        (head[:end], ",", head[end:].lstrip(" ,")) if end and head[end - 1] == "," else head.partition(", ")
    )
    if (
        not inside
        or not comma
        or (end and head[end - 1] != ",")
        or " " not in first
        or persons(first) is Persons.NONE
    ):
        return None
    publisher = clean(_without(found[1], inside, found.start() + 1))
    if publisher and not publisher.isupper() and len(publisher) > 3:
        return Parts(
            rest, _PLACE.sub("", publisher).partition(", ")[0], inside[0].value, frozenset({TITLE, PUBLISHED})
        )
    segments = list(_segments(rest))
    if len(segments) > 1:
        return Parts(*_title_and_outlet(segments, names_author=True), inside[0].value)
    title, comma, outlet = _ISSUE.sub("", rest.strip()).rpartition(", ")
    return Parts(title, outlet, inside[0].value) if comma else Parts(rest, None, inside[0].value)


def _plain(words: str, dates: list[ShortDate], host: str) -> Parts:
    """`Title - Outlet (3 May 2021)`, `Outlet: Title, 3 May 2021`, or a title alone: nothing here is beyond doubt."""
    closing = [date for date in dates if _stands_alone(words, date)]
    rest = _without(words, closing)
    published = _first(closing) or next((date.value for date in dates if len(date.value) == 10), None)
    pieces = [piece for piece in map(clean, _DASH.split(rest)) if piece]
    if len(pieces) < 2 and ":" in rest[:60]:
        head, _, tail = rest.partition(":")
        if (
            len(head.split()) <= 4
            and (_names_host(head, host) or head[:1].isupper())
            and len(tail.split()) > 2
        ):
            pieces = [clean(head) or "", clean(tail) or ""]
            return Parts(pieces[1], pieces[0], published)
    if len(pieces) < 2:
        pieces = [
            piece
            for piece in map(clean, _segments(rest))
            if piece and not re.fullmatch(r"Published|Updated", piece)
        ]
        if len(pieces) > 2 and (
            persons(pieces[0]) is not Persons.NONE or (not _is_title(pieces[0]) and _is_name(pieces[2]))
        ):
            pieces = pieces[1:]
        elif (
            len(pieces) > 1 and not _is_title(pieces[0]) and len(pieces[0].split()) <= len(pieces[1].split())
        ):
            return Parts(pieces[1], pieces[0] if persons(pieces[0]) is not Persons.SURE else None, published)
        if len(pieces) > 1:
            return Parts(pieces[0], pieces[1], published)
        return Parts(clean(rest), None, published)
    first, last = pieces[0], pieces[-1]
    last = re.split(r",\s", last)[0] if _names_host(re.split(r",\s", last)[0], host) else last
    if _names_host(first, host) or (len(first.split()) < len(last.split()) and not _names_host(last, host)):
        return Parts(last, first, published)
    return Parts(first, last, published)


def _stands_alone(words: str, date: ShortDate) -> bool:
    """Whether a date is a part of its own between marks, not the end of a phrase ("the meeting of 4 March 2025")."""
    before, after = words[: date.start].rstrip(), words[date.end :].lstrip()
    return (
        not before or before[-1] in ".,;:([–—-|" or before.endswith(("Published", "Updated", "updated"))
    ) and (not after or after[0] in ".,;:)]–—-|")


def _bracket(words: str, dates: list[ShortDate]) -> tuple[int, int] | None:
    """Where the first date in round brackets stands, brackets included; "(n.d.)" counts."""
    start = words.find("(")
    while start >= 0:
        end = words.find(")", start, start + 60)
        if end > 0:
            inner = words[start + 1 : end].strip()
            if _UNDATED.fullmatch(inner) or any(
                start < date.start <= start + 3 and date.end <= end for date in dates
            ):
                return start, end + 1
        start = words.find("(", start + 1)
    return None


def _split_author(head: str) -> tuple[str, str]:
    """Who wrote it and its title, where what is before a sign holds both."""
    if (end := author_end(head)) is not None:
        return head[:end], head[end:]
    segments = list(_segments(head))
    return (". ".join(segments[:-1]), segments[-1]) if len(segments) > 1 else ("", head)


def _segments(text: str) -> Iterator[str]:
    """The sentences of an entry; the stop of an initial or of a word that journals shorten ends none."""
    start = 0
    shortened = False
    for found in _STOP.finditer(text):
        word, mark = found[1], found[2]
        bare = word.strip("([\"“'’‘").casefold()
        short = mark == "." and (
            len(bare) == 1
            or (bare in _ABBREVIATED and (word[:1].isupper() or bare in _SMALL))
            or (shortened and len(bare) <= 8 and word[:1].isupper())
        )
        starts_name = text[found.end() : found.end() + 1]
        if short and not (starts_name.isdigit() and len(bare) > 1 and bare not in _ABBREVIATED):
            shortened = mark == "."
            continue
        shortened = False
        if text[found.end() :][:1].islower() and mark == ".":
            continue
        yield text[start : found.end(2)]
        start = found.end()
    if text[start:].strip():
        yield text[start:]


def _title_and_outlet(segments: list[str], *, names_author: bool) -> tuple[str | None, str | None]:
    """The title, which may be several sentences, and the outlet behind it."""
    segments = [segment for segment in segments if clean(segment)]
    if not segments:
        return None, None
    whole = " ".join(segments)
    head, apart, tail = whole.partition(" // ")
    if apart:
        return head, _trimmed(tail)
    head, apart, tail = whole.partition("; ")
    publisher = tail.partition(",")[0].partition(":")[0]
    if apart and len(segments) < 3 and _is_name(publisher):
        return head, _trimmed(publisher)
    if (part_of := _PART_OF.search(whole)) is not None:
        return whole[: part_of.start()], _trimmed(
            re.split(r"\s\(|\.\s(?=[^\W\d_])", whole[part_of.end() :])[0]
        )
    if (published := _PUBLISHED_BY.search(whole)) and _is_name(published[1]):
        return whole[: published.start()], published[1]
    segments = [segment for segment in segments if not _MEDIUM.fullmatch(segment.strip())]
    title, rest = segments[0], segments[1:]
    while len(rest) > 1 and title.rstrip()[-1:] in "?!" and not _IN.match(rest[0]):
        title, rest = f"{title.rstrip()} {rest[0]}", rest[1:]
    if not rest:
        head, comma, tail = title.rpartition(", ")
        tail = _ISSUE.sub("", tail)
        if comma and _is_name(tail) and len(head.split()) > 2 and (names_author or _is_title(head)):
            return head, tail
        return title, None
    return title, _trimmed(rest[0] if not re.fullmatch(r"\(?\d.*", rest[0]) else None)


def _trimmed(segment: str | None) -> str | None:
    """An outlet's segment without "In:", editors, place, volume and pages."""
    if not segment:
        return None
    segment = _PLACE.sub("", _IN.sub("", _NO_PLACE.sub("", segment.strip())))
    if edited := re.match(r"[^()]{3,80}\((?:[Ee]ds?\.?|[Hh]rsg\.?)\)[.,:]?\s*", segment):
        segment = segment[edited.end() :]
    return re.sub(r"^\d{1,4} (?=[A-Z])", "", _ISSUE.sub("", segment.split(";")[0].strip(" .,")))


def _after(text: str, shift: int, dates: list[ShortDate]) -> str | None:
    """The outlet behind a title."""
    rest = _without(text, [date for date in dates if date.start >= shift], shift).lstrip(" .,;:)]”\"'’")
    rest = re.sub(
        r"^\((?:PDF|in [A-Z]\w+|Report|Press release|Podcast|video)\)[.,]?\s*", "", rest, flags=re.IGNORECASE
    )
    rest = _IN.sub("", rest)
    for segment in _segments(rest):
        segment = re.sub(r"^\d{1,4} (?=[A-Z])", "", _PLACE.sub("", segment))
        pieces = [piece for piece in _PIECE.split(_ISSUE.sub("", segment.strip(" .,"))) if clean(piece)]
        if pieces and any(map(str.isalpha, pieces[0])):
            return pieces[0]
    return None


def _before(text: str, dates: list[ShortDate]) -> str | None:
    """The body named in front of a title, where nobody else publishes it and it is no person."""
    head = _without(text, [date for date in dates if date.end <= len(text)])
    first = next(iter(_PIECE.split(head)), "")
    return None if persons(head) is not Persons.NONE else clean(first)


def _without(words: str, dates: list[ShortDate], shift: int = 0) -> str:
    for date in dates:
        start, end = date.start - shift, date.end - shift
        if 0 <= start < end <= len(words):
            words = words[:start] + " " * (end - start) + words[end:]
    return re.sub(r"\(\s*\)|\b(?:Published|Updated|Last updated|updated)\b\s*(?=[.,;)]|\s{4}|$)", "", words)


def _is_title(text: str) -> bool:
    """Whether words read as a title in sentence case rather than as a name."""
    words = [word for word in text.split() if word[:1].isalpha()]
    return len(words) >= 4 and sum(word[0].islower() for word in words) * 2 >= len(words)


def _is_name(text: str) -> bool:
    words = [word for word in text.strip(EDGE).split() if word[:1].isalpha()]
    return (
        0 < len(words) <= 6
        and sum(word[0].isupper() for word in words) * 2 > len(words)
        and not any(map(str.isdigit, text))
    )


def _names_host(name: str, host: str) -> bool:
    """Whether a name is spelled in a host (`The Nordvik Observer`, nordvikobserver.example)."""
    squeezed = "".join(letter for letter in name.lower().removeprefix("the ") if letter.isalnum())
    return len(squeezed) > 2 and squeezed in host.replace("-", "").replace(".", "")


def _outlet(name: str | None) -> str | None:
    """An outlet's name without volume and pages; None for what is too short or too long to be one."""
    name = clean(_ISSUE.sub("", clean(name) or ""))
    return name if name and sum(map(str.isalpha, name)) > 1 and len(name) <= 120 else None
