"""From what a visit showed to one of seven verdicts: pure, and the same for every page whatever its language.

The title is decided first, so that an article about missing pages, domain sales or log-ins is not taken for
one. A verdict against a citation needs words, a redirect or a twin page to show for it; what could be a wall
in front of a living page is `blocked`, which speaks against nobody.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import NamedTuple
from urllib.parse import unquote_plus, urlsplit

from scoring import Verdict, may_print, same_owner, site_of_host
from service.resolve.page import LONGEST_TEXT, Page
from service.resolve.titles import agrees, named_in, parts_of, recall, slug_title, words
from service.resolve.urls import Target

# How much of the visible text counts as what a page says first.
FIRST_WORDS = 400
# A wall or a parked page has little else to say.
SHORT_TEXT = 1_500
# What has so much to say is an article, whatever words it begins with.
LONG_TEXT = 2_000
# What has less to say than this, and is not the page, stands in front of it where it speaks of cookies or robots.
NOTICE_TEXT = 400
# A heading no longer than this is "Page not found" with the name of a paper, not the title of an article.
NOTICE_HEAD = 40
SHELL_TEXT = 200
# Two pages of one folder with so many runs of four words in common are one page.
TWINS_FROM = 0.8
SHINGLE = 4
# A title and a heading that have so many words of their own name a page of its own.
OWN_WORDS = 2
# A heading of fewer words besides those of a notice is a name or a section.
FEWEST_TITLE_WORDS = 3
# What stands beside a notice and has more words than this is no site's name.
LONGEST_NAME = 3
# A page dated so many days from the cited year's nearest day may still be the one: printed later, updated.
DAYS_ASIDE = 60
RETITLED_FROM = 0.8

_BLOCKED = frozenset({401, 402, 403, 407, 451})
_PASSING = frozenset({408, 425, 429})
_GONE = frozenset({404, 410})
_CHALLENGES = ("cf-mitigated", "x-datadome", "x-px-block", "x-amzn-waf-action")
_LOGIN_PATH = re.compile(
    r"(?:^|[/_.-])(?:log-?in|sign-?in|log-?on|auth(?:enticate|orize)?|sso|oauth2?|account/login|anmelden|connexion|"
    r"acceso|inloggen|giris|vhod|users?/sign_in|paywall|subscribe|register|captcha|challenge|consent|privacy-?gate|cookiewall)(?:[/_.?-]|$)",
    re.IGNORECASE,
)
_NOT_FOUND = re.compile(r"\bnot[ _]?found\b", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:^|\W)404(?:\W|$)")
# Latin, Greek and Cyrillic letters come before this one; Arabic joins its article to the word, others do not part words.
_SPACED_BELOW = "\u0530"
# Folders that hold lists, not articles.
_SHELVES = frozenset(
    ["category", "categories", "tag", "tags", "topic", "topics", "section", "sections", "rubrik", "rubrique", "kategorie", "categoria", "kategoria", "ressort", "channel", "thema", "tema"]
)  # fmt: skip
_PAGE_QUERY = re.compile(r"(?:^|&)(?:p|id|page_id|story|article|artikel|doc|nid|aid)=", re.IGNORECASE)
_HOME = re.compile(r"(?:index|home|default|start|main)(?:\.\w{2,5})?|[a-z]{2}(?:-[a-z]{2})?", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_ISO = re.compile(r"((?:19|20)\d\d)-(\d\d)-(\d\d)")
# Titles of pages that name no work.
_NO_TITLES = ("home homepage news page article untitled document index welcome login error not found 404",)
_COMMON = frozenset(
    ["the", "a", "of", "and", "de", "der", "die", "das", "la", "le", "el", "il", "news", "daily", "times", "post", "online", "magazine", "journal", "com", "net", "org", "www", "press", "media", "herald", "tribune", "today"]
)  # fmt: skip


# Sections of wording.toml that say what became of a page.
_NOTICES = ("gone", "sale", "default", "pause")
_WALLS = ("challenge", "login", "consent")
# What notices consist of besides those phrases.
_NOTICE_WORDS = frozenset(
    [
        "page",
        "pages",
        "article",
        "story",
        "link",
        "url",
        "address",
        "content",
        "document",
        "post",
        "file",
        "resource",
        "item",
        "error",
        "oops",
        "sorry",
        "http",
        "status",
        "code",
        "requested",
        "request",
        "site",
        "website",
        "web",
        "this",
        "that",
        "these",
        "it",
        "its",
        "is",
        "was",
        "has",
        "have",
        "been",
        "be",
        "we",
        "you",
        "your",
        "our",
        "are",
        "no",
        "not",
        "or",
        "to",
        "at",
        "in",
        "on",
        "seite",
        "artikel",
        "beitrag",
        "fehler",
        "inhalt",
        "pagina",
        "articulo",
        "articolo",
        "enlace",
        "contenido",
        "error",
        "erreur",
        "errore",
        "lien",
        "contenu",
        "strona",
        "blad",
        "artykul",
        "sida",
        "sidan",
        "fel",
        "side",
        "siden",
        "feil",
        "fejl",
        "sivu",
        "sivua",
        "virhe",
        "sayfa",
        "hata",
        "oldal",
        "hiba",
        "stranka",
        "chyba",
        "страница",
        "страницы",
        "статья",
        "ошибка",
        "сторінка",
        "стаття",
        "помилка",
        "σελιδα",
        "σφαλμα",
    ]
)


class Sibling(NamedTuple):
    """What came for a name that nobody uses, next to a cited page."""

    name: str
    page: Page


class Ruling(NamedTuple):
    """A verdict with its reason, a short stable word, and how sure it is, 0 to 1."""

    verdict: Verdict
    reason: str
    confidence: float = 1.0


# Of two sections, a word of each in one sentence of a page of a few lines, and what that means.
_SENTENCES = {
    ("things", "lost"): Ruling(Verdict.SOFT_DEAD, "says_not_found", 0.7),
    ("names", "offered"): Ruling(Verdict.SOFT_DEAD, "for_sale", 0.7),
}
_ENDS = re.compile(r"[.!?。！？।]")


@dataclass(frozen=True, slots=True)
class Claim:
    """What the article says of the page it cites: parts that are beyond doubt, and all words of its `entry`.

    `published` holds a year somewhere.
    """

    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    entry: str | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """What asking for a URL led to: `asked` and `final` are where it began and ended, `page` what was there.

    `cut` says why the body is not whole, where it is not.
    """

    asked: Target
    final: Target
    page: Page
    cut: str | None = None

    @property
    def moved(self) -> bool:
        """Whether the visit ended somewhere else; scheme, `www` and a last slash do not count."""
        return _plain(self.asked) != _plain(self.final)


def of_status(status: int, headers: Mapping[str, str], located: bool) -> Ruling | None:
    """What a status line says by itself; None where the body has to be read."""
    if any(name in headers for name in _CHALLENGES):
        return Ruling(Verdict.BLOCKED, "challenge")
    if status in _GONE:
        return Ruling(Verdict.DEAD, f"status_{status}", 0.95)
    if status in _BLOCKED or status >= 600:
        return Ruling(Verdict.BLOCKED, f"status_{status}" if status < 600 else "status_unknown")
    if status in _PASSING or status >= 500:
        return Ruling(Verdict.TRANSIENT, f"status_{status}")
    if status >= 400:
        return Ruling(Verdict.BLOCKED, f"status_{status}")
    if status in (204, 205):
        return Ruling(Verdict.SOFT_DEAD, "no_content", 0.9)
    if status in (301, 302, 303, 307, 308) and not located:
        return Ruling(Verdict.DEAD, "no_location", 0.9)
    if status >= 300:
        return Ruling(Verdict.TRANSIENT, f"status_{status}")
    return None


def of_failure(reason: str) -> Ruling:
    """What it means that no answer came."""
    if reason in ("no_such_name", "redirect_loop", "too_many_redirects", "connection_refused"):
        return Ruling(Verdict.DEAD, reason, 0.9)
    if reason == "tls":
        return Ruling(Verdict.BLOCKED, "tls")
    return Ruling(Verdict.TRANSIENT, reason)


def of_file(cut: str | None, size: int, note: str) -> Ruling:
    """What a body is worth that is no page: a document or picture cannot be compared with a title.

    `note` is its text where it is a few lines of text.
    """
    if not size:
        return Ruling(Verdict.TRANSIENT, "no_body") if cut else Ruling(Verdict.SOFT_DEAD, "empty", 0.9)
    if _says("gone", [note]) or _NOT_FOUND.search(note):
        return Ruling(Verdict.SOFT_DEAD, "says_not_found", 0.7)
    return Ruling(Verdict.RESOLVES, "file", 0.7)


def of_noise() -> Ruling:
    """What bytes are worth that claim to be a page and are neither text nor any known kind of file."""
    return Ruling(Verdict.MISMATCH, "not_a_page", 0.7)


def of_page(visit: Visit, claim: Claim) -> Ruling | None:
    """What a page says; None where only its neighbours can tell (see `last_word`)."""
    page = visit.page
    if _titled(visit, claim):
        return _contradicted(visit, claim) or Ruling(Verdict.RESOLVES, "title", 0.95 if claim.title else 0.85)
    if not (page.text or page.titles or page.scripts or page.password or page.framed):
        return Ruling(Verdict.TRANSIENT, "no_body") if visit.cut else Ruling(Verdict.SOFT_DEAD, "empty", 0.9)
    for ruling in (_walled(visit), _missing(visit), _sent_home(visit)):
        if ruling is not None:
            return ruling
    if len(page.text) < SHELL_TEXT and page.scripts:
        return Ruling(Verdict.BLOCKED, "script_shell")
    if not page.text and page.framed:
        return Ruling(Verdict.BLOCKED, "framed")
    if len(page.text) < NOTICE_TEXT and _says("hint", [*_heads(page), page.text]):
        return Ruling(Verdict.BLOCKED, "wall", 0.6)
    if visit.cut in ("slow", "broken", "garbled"):
        return Ruling(Verdict.TRANSIENT, "cut_short")
    if (
        claim.title
        and recall(words(claim.title), words(page.text)) >= RETITLED_FROM
        and len(page.text) > SHORT_TEXT
    ):
        return _contradicted(visit, claim) or Ruling(Verdict.RESOLVES, "retitled", 0.6)
    return None


def last_word(visit: Visit, claim: Claim, sibling: Sibling | None) -> Ruling:
    """The verdict on a page that nothing spoke for or against; `sibling` is what a name nobody uses brings up.

    A text without markup bears no title that could be compared with the cited one.
    """
    asked = unquote_plus(visit.final.path.partition("?")[0].rpartition("/")[2])
    twins = sibling and similarity(visit.page, sibling.page, asked, sibling.name) > TWINS_FROM
    if sibling and twins and not _named_apart(visit.page, sibling, asked):
        return Ruling(Verdict.SOFT_DEAD, "same_as_any", 0.85)
    if claim.title and not visit.page.plain:
        return Ruling(Verdict.MISMATCH, "title", 0.8)
    return _contradicted(visit, claim) or Ruling(Verdict.RESOLVES, "answered", 0.6)


def _named_apart(page: Page, sibling: Sibling, asked: str) -> bool:
    """Whether a page bears a title and a heading that a name nobody uses does not: a brief in much navigation."""
    common = words(" ".join(sibling.page.titles)) | words(asked) | words(sibling.name)
    return bool(page.title and page.headings) and all(
        len(words(head) - common) >= OWN_WORDS for head in (page.title or "", page.headings[0])
    )


def similarity(one: Page, other: Page, asked: str = "", invented: str = "") -> float:
    """The share of runs of four words that two pages have in common (Jaccard); of signs where none are spaced."""
    names = words(asked) | words(invented)
    first, second = _shingles(one, names), _shingles(other, names)
    return len(first & second) / len(first | second) if first or second else 0.0


def _shingles(page: Page, names: frozenset[str]) -> frozenset[tuple[str, ...] | str]:
    """The runs of a page without numbers and the names that were asked for, which some pages repeat."""
    parts = [
        part for part in page.text.casefold().split() if not part.isdecimal() and not words(part) & names
    ]
    if len(parts) < 2 * SHINGLE:
        text = f"{page.title or ''} {page.text}".casefold()
        return frozenset(text[place : place + SHINGLE] for place in range(max(1, len(text) - SHINGLE + 1)))
    return frozenset(tuple(parts[place : place + SHINGLE]) for place in range(len(parts) - SHINGLE + 1))


def _plain(target: Target) -> tuple[str, str]:
    return target.host.removeprefix("www."), target.path.rstrip("/")


def _titled(visit: Visit, claim: Claim) -> bool:
    page = visit.page
    claimed = claim.title or slug_title(visit.asked.path)
    if claimed and agrees(claimed, page.titles):
        return True
    return bool(claim.entry) and named_in(claim.entry or "", page.titles, (*page.sites, *_NO_TITLES))


@cache
def _wording() -> Mapping[str, re.Pattern[str]]:
    table = tomllib.loads(resources.files("service.resolve").joinpath("wording.toml").read_text("utf-8"))
    return {kind: _any_of(phrases) for kind, phrases in table.items()}


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """Any of these, at the start of a word where the script parts words."""
    ordered = [re.escape(_folded(phrase)) for phrase in sorted(phrases, key=len, reverse=True)]
    spaced = [phrase for phrase in ordered if phrase[0] < _SPACED_BELOW]
    joined = [phrase for phrase in ordered if phrase[0] >= _SPACED_BELOW]
    parts = ([rf"(?<!\w)(?:{'|'.join(spaced)})"] if spaced else []) + joined
    return re.compile("|".join(parts))


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").split())


def _says(kind: str, texts: Iterable[str | None]) -> bool:
    pattern = _wording()[kind]
    return any(pattern.search(_folded(text)) for text in texts if text)


def _heads(page: Page) -> tuple[str | None, ...]:
    return (page.title, *page.headings[:3])


def _walled(visit: Visit) -> Ruling | None:
    """Whether a log-in, a consent page or a challenge stands in front of the page."""
    page, heads = visit.page, _heads(visit.page)
    first = page.text[:FIRST_WORDS]
    if page.password and len(page.text) < LONG_TEXT:
        return Ruling(Verdict.BLOCKED, "login")
    if visit.moved:
        path, _, query = visit.final.path.partition("?")
        asked = visit.asked.path.partition("?")[0]
        if _LOGIN_PATH.search(path):
            return Ruling(Verdict.BLOCKED, "sent_to_wall")
        if (
            asked.strip("/")
            and asked in unquote_plus(unquote_plus(query))
            and not _says("gone", [*heads, first])
        ):
            return Ruling(Verdict.BLOCKED, "sent_to_wall")
    short = len(page.text) < SHORT_TEXT
    if len(page.text) >= NOTICE_TEXT:
        names = _site_words(visit)
        heads = tuple(head for head in heads if head and not _has_own_title(head, names, _WALLS))
    for kind, reason in (("challenge", "challenge"), ("login", "login"), ("consent", "consent")):
        if short and _says(kind, heads):
            return Ruling(Verdict.BLOCKED, reason)
    if (
        short
        and (_says("challenge", [first]) or _says("consent", [first]))
        and not _says("gone", [*heads, first])
    ):
        return Ruling(Verdict.BLOCKED, "wall")
    return None


def _missing(visit: Visit) -> Ruling | None:
    """Whether the page says that there is nothing: gone, for sale, or nothing but a server's own page.

    Stories are about such things too: words count where they are all that a heading says, and in the text only
    where no heading tells of anything else, or where there is hardly any text.
    """
    page, heads = visit.page, _heads(visit.page)
    names = _site_words(visit)
    long = len(page.text) >= LONG_TEXT
    longest = NOTICE_HEAD if long else LONGEST_TEXT
    notices = [head for head in heads if head and len(head) <= longest and _all_said(head, names)]
    told = [] if long else [page.text[:FIRST_WORDS]]
    if len(page.text) >= NOTICE_TEXT and any(head and _has_own_title(head, names) for head in heads):
        told = []
    note = page.text if page.plain and len(page.text) <= NOTICE_TEXT else ""
    if (
        _says("gone", [*notices, *told])
        or any(_NUMBERED.search(head) for head in notices)
        or _NOT_FOUND.search(note)
    ):
        return Ruling(Verdict.SOFT_DEAD, "says_not_found", 0.7 if long else 0.9)
    if _says("sale", [*notices, *told]):
        return Ruling(Verdict.SOFT_DEAD, "for_sale", 0.7 if long else 0.9)
    if len(page.text) < NOTICE_TEXT:
        for (one, other), ruling in _SENTENCES.items():
            if _says_together(page, one, other, names):
                return ruling
    if not long and _says("default", [*notices, *told]):
        return Ruling(Verdict.SOFT_DEAD, "default_page", 0.85)
    if not long and _says("pause", [*notices, *told]):
        return Ruling(Verdict.TRANSIENT, "maintenance", 0.6)
    return None


def _says_together(page: Page, one: str, other: str, names: frozenset[str]) -> bool:
    """Whether a sentence of a page without a title of its own has a word of one list and a word of another."""
    heads = [head for head in _heads(page) if head]
    said = [any(_both(line, one, other) for line in _ENDS.split(_folded(head))) for head in heads]
    if any(_has_own_title(head, names) for head, notice in zip(heads, said, strict=True) if not notice):
        return False
    return any(said) or any(_both(line, one, other) for line in _ENDS.split(_folded(page.text)))


def _both(line: str, one: str, other: str) -> bool:
    table = _wording()
    return bool(table[one].search(line) and table[other].search(line))


def _site_words(visit: Visit) -> frozenset[str]:
    """The words of a site's names, which stand beside the title of each of its pages."""
    host = site_of_host(visit.final.host).partition(".")[0]
    return words(" ".join((*visit.page.sites, host)))


def _own_words(head: str, names: frozenset[str], kinds: tuple[str, ...] = _NOTICES) -> frozenset[str]:
    """What a heading says besides the words of a notice and the site's names."""
    rest = _NUMBERED.sub(" ", _folded(head))
    for kind in kinds:
        rest = _wording()[kind].sub(" ", rest)
    return words(rest) - names - _NOTICE_WORDS - _COMMON


def _has_own_title(head: str, names: frozenset[str], kinds: tuple[str, ...] = _NOTICES) -> bool:
    """Whether a heading tells of something: more than a notice, a site's name or a section."""
    return not _all_said(head, names) and len(_own_words(head, names, kinds)) >= FEWEST_TITLE_WORDS


def _all_said(head: str, names: frozenset[str]) -> bool:
    """Whether a heading, or a part of it beside the name of a site, is a notice and nothing else."""
    parts = parts_of(head)
    for place, part in enumerate(parts):
        beside = " ".join(parts[:place] + parts[place + 1 :])
        if len(_own_words(beside, names)) > LONGEST_NAME:
            continue
        rest = len(_own_words(part, names))
        if rest <= 1 and any(_says(kind, [part]) for kind in _NOTICES):
            return True
        # A number may be that of a room.
        if not rest and _NUMBERED.search(part):
            return True
    return False


def _sent_home(visit: Visit) -> Ruling | None:
    """Whether a redirect or the page itself leads from an article up to a front page or a section."""
    deep = _depth(visit.asked.path)
    if not deep:
        return None
    if visit.moved:
        now = _depth(visit.final.path)
        if now == 0 and not _points_on_purpose(visit):
            return Ruling(Verdict.SOFT_DEAD, "redirected_home", 0.85)
        if now == 1 < deep and slug_title(visit.final.path) is None:
            return Ruling(Verdict.SOFT_DEAD, "redirected_section", 0.75)
    return None


def _points_on_purpose(visit: Visit) -> bool:
    """Whether a short or vanity address leads to another site: its front page may well be what is cited."""
    path = visit.asked.path
    elsewhere = site_of_host(visit.asked.host) != site_of_host(visit.final.host)
    return elsewhere and _depth(path) == 1 and slug_title(path) is None


def claims_to_be_home(visit: Visit) -> bool:
    """Whether a page below the front page names the front page as its own address; many themes do so by mistake."""
    if not visit.page.canonical or not _depth(visit.asked.path):
        return False
    canonical = urlsplit(visit.page.canonical)
    below = _depth(f"{canonical.path}?{canonical.query}")
    return visit.page.canonical == "/" or bool(canonical.netloc and below == 0)


def of_front_page(visit: Visit, front: Page | None) -> Ruling | None:
    """What a page is worth that claims to be the front page, beside that page.

    Its word counts where it reads like it, bears no title of its own, or there is none to compare it with.
    """
    own = any(head and _has_own_title(head, _site_words(visit)) for head in _heads(visit.page))
    if front is None or not own or similarity(visit.page, front) > TWINS_FROM:
        return Ruling(Verdict.SOFT_DEAD, "canonical_home", 0.75 if front else 0.6)
    return None


def _depth(path: str) -> int:
    """How many folders down a path is; a front page by any name is 0, a page that a query names is 1."""
    place, _, query = path.partition("?")
    segments = [segment for segment in place.split("/") if segment]
    if segments and _HOME.fullmatch(segments[-1]):
        segments = segments[:-1]
    if len(segments) > 1 and segments[0].casefold() in _SHELVES:
        segments = segments[1:]
    return len(segments) or int(bool(_PAGE_QUERY.search(query)))


def _contradicted(visit: Visit, claim: Claim) -> Ruling | None:
    """What on the right page speaks against the citation: its year, its publisher, a part that is not there."""
    page = visit.page
    entry = claim.entry or ""
    told = {int(year) for year in _YEAR.findall(entry)}
    dated = claim.published and page.dates and told.isdisjoint(found.year for found in page.dates)
    if claim.published and dated and _other_year(claim.published, page.dates):
        return Ruling(Verdict.MISMATCH, "published", 0.8)
    named = any(_squeezed(site) in _squeezed(entry) for site in page.sites if len(_squeezed(site)) > 2)
    if claim.outlet and page.sites and not named and _other_outlet(claim.outlet, visit):
        return Ruling(Verdict.MISMATCH, "outlet", 0.75)
    fragment = visit.asked.fragment
    if (
        fragment
        and visit.cut is None
        and page.anchors
        and not fragment.startswith((":~:", "!", "/", "top"))
        and "=" not in fragment  # a tracker's mark or a viewer's setting
        and not _anchors_of(fragment) & page.anchors
        and ":~:" not in fragment
    ):
        return Ruling(Verdict.MISMATCH, "fragment", 0.7)
    return None


def _anchors_of(fragment: str) -> frozenset[str]:
    """The ids that a fragment may stand for; sites of other people's pages put `user-content-` before theirs."""
    spellings = {fragment, unquote_plus(fragment)}
    return frozenset(spellings | {f"user-content-{spelling}" for spelling in spellings})


def _other_year(published: str, dates: Iterable[date]) -> bool:
    years = [int(year) for year in _YEAR.findall(published)]
    if not years:
        return False
    if exact := _ISO.search(published):
        try:
            day = date(*map(int, exact.groups()))
        except ValueError:
            return False
        return all(abs((found - day).days) > DAYS_ASIDE and found.year != day.year for found in dates)
    year = years[0]
    first, last = date(year, 1, 1), date(year, 12, 31)
    return all(max((first - found).days, (found - last).days) > DAYS_ASIDE for found in dates)


def _other_outlet(outlet: str, visit: Visit) -> bool:
    """Whether a publisher is named that cannot be the cited one; who is mentioned on the page may be its source.

    An address of the cited outlet may lead on to wherever it publishes now: what it sends its readers to is its own word.
    """
    if _squeezed(outlet) in _squeezed(visit.page.text):
        return False
    hosts = (visit.asked.host, visit.final.host)
    if may_print(outlet, hosts, visit.page.sites) or (
        visit.asked.host != visit.final.host and same_owner(*hosts)
    ):
        return False
    names = (site_of_host(host).partition(".")[0] for host in hosts)
    return not any(_same_outlet(outlet, site) for site in (*visit.page.sites, *names))


def _same_outlet(one: str, other: str) -> bool:
    first, second = words(one), words(other)
    if (first - _COMMON) & (second - _COMMON):
        return True
    short, long = sorted((_squeezed(one), _squeezed(other)), key=len)
    if len(short) > 2 and short in long:
        return True
    if short in (_initials(one), _initials(other)):
        return True
    rare = (first - _COMMON) or (second - _COMMON)
    return not rare and (first <= second or second <= first)


def _squeezed(text: str) -> str:
    return re.sub(r"\W+", "", text.casefold()).removeprefix("the")


def _initials(text: str) -> str:
    return "".join(
        word[0] for word in re.findall(r"\w+", text.casefold()) if word not in ("the", "of", "and")
    )
